/** The facts of a document as Slack shows them: its lines, its totals, whom and when. The amounts are the document's own, never added up here. */
import type { KnownBlock } from '@slack/types';
import type { Content, Line } from '../../domain/content';
import type { PlainDate, Term } from '../../domain/dates';
import { totalGain } from '../../domain/exchange';
import type { Invoice } from '../../domain/invoice';
import { isNegative, isZero, negate, type Money } from '../../domain/money';
import type { Totals, Vat } from '../../domain/totals';
import { typedDecimal } from '../../domain/grammar';
import { rateText } from '../formats';
import { amount, clipped, counted, day } from './text';
import { fields, section, sections } from './blocks';
import { CARD_INSTALMENTS, instalmentLines, markFields, markWords } from './marks';
import { t } from './words';

/** Lines on a card; the rest is in the review and the PDF. */
export const CARD_LINES = 10;

type Facts = { content: Content; totals: Totals; client: { name: string }; dueDate?: PlainDate };

export const percent = (rate: string): string => `${rate} %`;

/** "19 % VAT", "reverse charge": a tax in a few words. */
export const taxWords = ({ category, rate, beside = [] }: Vat): string =>
  [...(category === 'O' && beside.length > 0 ? [] : [vatWords({ category, rate })]), ...beside.map((tax) => `${clipped(tax.name, 40)} ${percent(tax.rate)}${tax.kind === 'withheld' ? ' withheld' : ''}`)].join(', ');

const vatWords = ({ category, rate }: Vat): string =>
  ({ S: `${percent(rate)} VAT`, Z: '0 % VAT', E: 'exempt from VAT', AE: 'reverse charge', K: 'intra-community, no VAT', G: 'export, no VAT', O: 'outside the scope of VAT' })[category];

/** "30 days", "30 days, end of month": payment terms in words. */
export function termWords({ days, months, endOfMonth, then, dayOfNextMonth }: Term): string {
  const parts = [months ? counted(months, 'month') : '', days ? counted(days, 'day') : ''].filter(Boolean).join(' and ');
  if (dayOfNextMonth !== undefined) return `${parts ? `${parts}, ` : ''}by day ${dayOfNextMonth} of the next month`;
  if (endOfMonth || then) return `${parts ? `${parts}, ` : ''}end of month`;
  return parts || 'at once';
}

export const dueWords = ({ content, dueDate }: Pick<Facts, 'content' | 'dueDate'>): string => {
  const due = dueDate ?? content.due;
  return due ? day(due) : `${termWords(content.terms)} after issue`;
};

/** "1. Design day (5 October 2026, Ada) · 3 × 800.00 EUR · 5 % off = 2,280.00 EUR · 19 % VAT" */
export function lineText(line: Line, index: number, net: Money | undefined, { currency }: Content, most = 120): string {
  const price = `${typedDecimal(line.unitPrice)} ${currency}`;
  const discount = line.discountPercent ? ` · ${percent(line.discountPercent)} off` : '';
  return `${index + 1}. ${clipped(line.description, most)}${markWords(line)} · ${line.quantity} × ${price}${discount}${net ? ` = *${amount(net)}*` : ''} · ${taxWords(line.vat)}`;
}

/** The lines, the first ten on a card and all of them in a review, which also has the instalments for which a card has no room. */
export function lineBlocks({ content, totals }: Facts, extent: 'card' | 'all'): KnownBlock[] {
  const nets = totals.lineGross ?? totals.lineNets;
  const shown = extent === 'card' ? content.lines.slice(0, CARD_LINES) : content.lines;
  const texts = shown.map((line, index) => lineText(line, index, nets[index], content, extent === 'card' ? 120 : 500));
  const more = content.lines.length - shown.length;
  const plan = extent === 'all' ? instalmentLines(content, totals) : [];
  return sections([...texts, ...(more > 0 ? [`… and ${counted(more, 'more line')}.`] : []), ...(plan.length > CARD_INSTALMENTS ? plan : [])]);
}

/** Net, tax by rate and total, as the document has them. */
export function totalsText({ totals, content }: Pick<Facts, 'totals' | 'content'>): string {
  const discount = isZero(totals.allowanceTotal) ? [] : [`Discount ${amount(totals.allowanceTotal)}`];
  const taxes = totals.vat.filter(({ tax }) => !isZero(tax)).map((line) => `${percent(line.rate)} VAT ${amount(line.tax)}`);
  const rounding = isZero(totals.rounding) ? [] : [`Rounding ${amount(totals.rounding)}`];
  const beside = (totals.beside ?? []).map(({ kind, name, rate, tax }) => `${clipped(name, 40)} ${percent(rate)} ${kind === 'withheld' ? 'withheld ' : ''}${amount(tax)}`);
  return [...discount, `Net ${amount(totals.net)}`, ...taxes, ...beside, ...rounding, `*Total ${amount(totals.due)}*`].join(' · ') + (content.prices === 'inclusive' ? ' · prices hold VAT' : '');
}

/** Amount, client and due, then purchase order, project, delivery address and instalments. */
export function factBlocks(facts: Facts): KnownBlock {
  const { content, totals, client } = facts;
  return fields([
    `*Amount*\n${amount(totals.due)}`, `*Client*\n${clipped(client.name)}`, `*Due*\n${dueWords(facts)}`,
    ...(content.purchaseOrder ? [`*Purchase order*\n${clipped(content.purchaseOrder)}`] : []),
    ...(content.project ? [`*Project*\n${clipped(content.project)}`] : []),
    ...markFields(content, totals),
  ]);
}

/** "Booked 921.50 EUR at 1 USD = 0.9215 EUR of 20 November 2026; exchange gain so far 13.50 EUR". */
export function exchangeText(invoice: Pick<Invoice, 'number' | 'exchange' | 'balance' | 'payments'>): string | undefined {
  const { exchange, balance, number } = invoice;
  if (!exchange || !number) return undefined;
  const { amount: booked, rate, date } = exchange;
  const gain = totalGain(invoice);
  const unknown = invoice.payments.some((payment) => !payment.reversed && payment.exchange && payment.exchange.rate === undefined);
  const outcome = gain && `; exchange ${isNegative(gain) ? 'loss' : 'gain'} so far ${amount(isNegative(gain) ? negate(gain) : gain)}`;
  return `Booked ${amount(booked)} at ${rateText(rate, balance.currency, booked.currency, 'en')} of ${day(date)}${outcome ?? ''}${unknown ? '; a payment had no rate' : ''}`;
}

export const noteBlocks = ({ note }: Content): KnownBlock[] => (note ? [section(`_Note:_ ${clipped(note, 400)}`)] : []);

/** What changed between two versions, one line a difference. */
export function differences(before: Facts, after: Facts): string[] {
  const found: string[] = [];
  const tell = (what: string, one: string, other: string): void => void (one !== other && found.push(`${what}: ${one} → *${other}*`));
  tell('Total', amount(before.totals.due), amount(after.totals.due));
  tell('Client', clipped(before.client.name), clipped(after.client.name));
  tell('Due', dueWords(before), dueWords(after));
  tell('Supplied on', before.content.supplied ? day(before.content.supplied) : 'none', after.content.supplied ? day(after.content.supplied) : 'none');
  tell('Purchase order', clipped(before.content.purchaseOrder ?? 'none'), clipped(after.content.purchaseOrder ?? 'none'));
  tell('Project', clipped(before.content.project ?? 'none'), clipped(after.content.project ?? 'none'));
  tell('Note', clipped(before.content.note ?? 'none'), clipped(after.content.note ?? 'none'));
  tell(t`Delivery address`, clipped(before.content.deliveryAddress ?? 'none', 300), clipped(after.content.deliveryAddress ?? 'none', 300));
  tell(t`Instalments`, planWords(before), planWords(after));
  tell('Discount', discountWords(before.content), discountWords(after.content));
  const rows = Math.max(before.content.lines.length, after.content.lines.length);
  for (let index = 0; index < rows; index += 1) {
    tell(`Line ${index + 1}`, lineWords(before.content, index), lineWords(after.content, index));
  }
  return found;
}

const lineWords = (content: Content, index: number): string => {
  const line = content.lines[index];
  return line ? lineText(line, index, undefined, content).replace(/^\d+\. /, '') : 'none';
};

const planWords = ({ content, totals }: Facts): string => instalmentLines(content, totals).join('; ') || 'none';

const discountWords = ({ discount, currency }: Content): string => {
  if (!discount) return 'none';
  return 'percent' in discount ? percent(discount.percent) : `${discount.amount} ${currency}`;
};
