/** From what was typed into the form to content, or to the faults of its fields. */
import { readAmount, readUnitPrice } from '../../domain/amount';
import type { Client } from '../../domain/client';
import { checkContent, type Content, type Discount, type Line } from '../../domain/content';
import { isCurrency } from '../../domain/currency';
import type { PlainDate } from '../../domain/dates';
import { canonicalDecimal } from '../../domain/decimal';
import { readPercent, readQuantity, readRows } from '../../domain/grammar';
import { readInstalments } from '../../domain/instalments';
import { withMarks } from '../../domain/line-marks';
import { toDecimal } from '../../domain/money';
import { DomainError, type RefusalCode } from '../../domain/refusals';
import { vatOn, type NamedTax } from '../../domain/taxation';
import { plainText } from '../../domain/typed-text';
import type { Totals } from '../../domain/totals';
import { refusalText } from '../../templates/slack/spoken';
import { t } from '../../templates/slack/words';
import { blockIds, taxOf, type FormState, type Row } from './state';

/** Sentences by input block. */
export type Faults = Record<string, string>;
export type Judged = { content: Content; totals: Totals; faults?: undefined } | { faults: Faults; content?: undefined; totals?: undefined };

/** `today` is the office's date, `taxes` are its own. */
export type Judging = { today: PlainDate; taxes: readonly NamedTax[] };

/** Content of the form for its client, judged as the workflow will judge it. */
export function judge(state: FormState, client: Client | undefined, { today, taxes }: Judging): Judged {
  const faults: Faults = {};
  const typed = state.mode === 'text' ? pastedLines(state, client, today, faults) : typedLines(state, faults);
  const lines = typed.map((line, at) => ({ ...line, vat: attempt(taxField(state, at), faults, () => vatOn(line.vat, taxes, state.supplied || today)) ?? line.vat }));
  if (!client) faults[blockIds.client(state.reset)] = t`Choose a client.`;
  if (!isCurrency(state.currency)) faults[blockIds.currency(state.clientId)] = refusalText(new DomainError('CurrencyUnknown', { currency: state.currency || '?' }));
  const instalments = attempt(blockIds.instalments, faults, () => readInstalments(plainText(state.instalments ?? ''), { today, currency: isCurrency(state.currency) ? state.currency : 'EUR' }));
  const discount = attempt(blockIds.discount, faults, () => readDiscount(state.discount, state.currency));
  if (!client || Object.keys(faults).length > 0) return { faults };
  const content: Content = {
    clientId: client.id, currency: state.currency, prices: state.prices, lines, terms: client.terms,
    ...(state.kind === 'invoice' && state.date && { due: state.date }), ...(state.kind === 'invoice' && state.supplied && { supplied: state.supplied }), ...(discount && { discount }),
    ...(state.purchaseOrder && { purchaseOrder: plainText(state.purchaseOrder) }), ...(state.project && { project: plainText(state.project) }), ...(state.note && { note: state.note }),
    ...(state.design && { design: state.design }), ...(state.deliveryAddress && { deliveryAddress: state.deliveryAddress }), ...(instalments && instalments.length > 0 && { instalments }),
  };
  const totals = attempt(undefined, faults, () => checkContent(content, today), state);
  return totals ? { content, totals } : { faults };
}

const taxField = ({ mode, rows, reset, clientId }: FormState, at: number): string =>
  (mode === 'text' ? blockIds.text(reset) : blockIds.tax(rows[at]?.id ?? 1, clientId));

function typedLines(state: FormState, faults: Faults): Line[] {
  const filled = state.rows.filter(({ description, price }) => description !== '' || price !== '');
  const rows = filled.length > 0 ? filled : state.rows;
  return rows.flatMap((row) => lineOf(row, state, faults) ?? []);
}

function lineOf(row: Row, { currency }: FormState, faults: Faults): Line | undefined {
  const description = plainText(row.description).replace(/\s+/g, ' ');
  if (description === '') faults[blockIds.description(row.id)] = refusalText(new DomainError('DescriptionMissing'));
  const quantity = attempt(blockIds.quantity(row.id), faults, () => readQuantity(plainText(row.quantity)));
  const price = attempt(blockIds.price(row.id), faults, () => priceField(plainText(row.price), isCurrency(currency) ? currency : 'EUR'));
  if (!quantity || !price || description === '') return undefined;
  const marked = attempt(blockIds.description(row.id), faults, () => withMarks({ description }));
  return marked && { id: `l${row.id}`, ...marked, quantity, vat: taxOf(row.tax), ...price };
}

/** "800" or "800 disc 5%". */
function priceField(text: string, currency: string): Pick<Line, 'unitPrice' | 'discountPercent'> {
  const [, amount = '', discount] = /^(.*?)(?:\s+disc\s+(\S+))?$/i.exec(text.trim()) ?? [];
  const unitPrice = readUnitPrice(amount.replace(new RegExp(`^${currency}\\s*|\\s*${currency}$`, 'i'), ''), currency);
  if (unitPrice.startsWith('-')) throw new DomainError('AmountNegative');
  return { unitPrice, ...(discount && { discountPercent: readPercent(discount) }) };
}

function pastedLines(state: FormState, client: Client | undefined, today: PlainDate, faults: Faults): Line[] {
  const read = attempt(blockIds.text(state.reset), faults, () => readRows(plainText(state.text), { today, currency: state.currency }));
  if (read && read.currency !== state.currency) faults[blockIds.text(state.reset)] = refusalText(new DomainError('CurrencyMixed', { one: state.currency, other: read.currency }));
  const vat = client?.defaultVat ?? taxOf('O:0');
  return (read?.lines ?? []).map((line, index) => ({ vat, ...(attempt(blockIds.text(state.reset), faults, () => withMarks(line)) ?? line), id: `l${state.next + index}` }));
}

/** "5%" of the sum, or an amount off it. */
function readDiscount(text: string, currency: string): Discount | undefined {
  const typed = plainText(text);
  if (typed === '') return undefined;
  if (typed.endsWith('%')) return { percent: readPercent(typed) };
  return { amount: canonicalDecimal(toDecimal(readAmount(typed, isCurrency(currency) ? currency : 'EUR'))) };
}

/** The value, or its refusal as the field's fault. Without a field the refusal's own is found. */
function attempt<T>(field: string | undefined, faults: Faults, read: () => T, state?: FormState): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    faults[field ?? fieldOf(error.code, state)] = refusalText(error);
    return undefined;
  }
}

const FIELDS: Partial<Record<RefusalCode, string>> = {
  DateInPast: blockIds.date, DateUnreadable: blockIds.date, DiscountOutOfRange: blockIds.discount, NoteTooLong: blockIds.note, ReferenceTooLong: blockIds.purchaseOrder,
  DeliveryTooLong: blockIds.deliveryAddress, TooManyInstalments: blockIds.instalments, InstalmentOrder: blockIds.instalments, InstalmentsUneven: blockIds.instalments,
};

/** The field a refusal of the whole belongs to; what belongs to none stands under the lines. */
function fieldOf(code: RefusalCode, state: FormState | undefined): string {
  if (!state) return blockIds.client(0);
  const first = state.rows[0]?.id ?? 1;
  const lines = state.mode === 'text' ? blockIds.text(state.reset) : blockIds.description(first);
  if (code === 'CurrencyUnknown') return blockIds.currency(state.clientId);
  if (code === 'QuantityNotPositive' && state.mode === 'rows') return blockIds.quantity(first);
  if (['TotalNotPositive', 'AmountTooLarge'].includes(code) && state.mode === 'rows') return blockIds.price(first);
  return FIELDS[code] ?? lines;
}
