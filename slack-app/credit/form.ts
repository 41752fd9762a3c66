/** The form of a credit: a field for each line with what is left of it, the reason, and what becomes of the money; its totals once they are known. */
import type { KnownBlock, ModalView } from '@slack/types';
import { readMoney } from '../../domain/amount';
import { leftToCredit, linesLeft, isLeft, SETTLEMENTS, type ChosenLine, type LineLeft, type Settlement } from '../../domain/credit';
import type { creditPreview, Crediting } from '../../domain/crediting';
import { readQuantity } from '../../domain/grammar';
import { hashOf } from '../../domain/history';
import type { Invoice } from '../../domain/invoice';
import { isPositive } from '../../domain/money';
import { DomainError } from '../../domain/refusals';
import { plainText } from '../../domain/typed-text';
import { context, option, section } from '../../templates/slack/blocks';
import { creditTotalsText, moneyWords, settlementWords } from '../../templates/slack/credit';
import { invoiceName } from '../../templates/slack/name';
import { refusalText } from '../../templates/slack/spoken';
import { amount, clipped } from '../../templates/slack/text';
import { key, sentence, t } from '../../templates/slack/words';
import type { Payload, Values } from '../deed';
import { chosen, input, modal, textElement, valueOf } from '../modal';

export const ID = { all: 'all_0_0', settlement: 'settlement_0_0', reason: 'reason_0_0', resolves: 'resolves_0_0' } as const;
const fieldOf = (lineId: string): string => `line_${lineId}_0`;
const TICK = 'yes';
/** A modal holds 100 blocks (https://docs.slack.dev/reference/views/modal-views); the rest of a longer invoice is reached with `from`. */
export const MOST_LINES = 80;
/** Of a description, above its field. */
const LONGEST_LABEL = 120;

/** Who may not credit proposes it. */
export type Manner = 'credit' | 'propose';
/** What the modal remembers: the invoice, the totals that were shown (a hash), and at which line its fields begin (from 1). */
export type CreditMetadata = { flow: 'credit'; document: string; extra?: string; from: number; manner: Manner };

type Asked = Omit<Crediting, 'seen'>;
export type Preview = ReturnType<typeof creditPreview>;

/** What is confirmed: another choice, or another amount for it, has to be looked at again. */
export const seenOf = ({ lines, settlement }: Asked, { totals, applied, surplus }: Preview): string => hashOf({ lines, settlement, totals, applied, surplus }).slice(0, 16);

const shown = (invoice: Invoice, from: number): { left: LineLeft; position: number }[] =>
  linesLeft(invoice).map((left, at) => ({ left, position: at + 1 })).filter(({ left, position }) => position >= from && isLeft(left)).slice(0, MOST_LINES);

/** `preview` with the totals asks for the second click. */
export function creditForm(invoice: Invoice, { from, manner, values, preview }: Pick<CreditMetadata, 'from' | 'manner'> & { values?: Values; preview?: { asked: Asked; of: Preview } }): ModalView {
  const lines = shown(invoice, from);
  const last = lines.at(-1)?.position ?? 0;
  const more = linesLeft(invoice).slice(last).filter(isLeft).length;
  return modal({
    flow: 'credit', title: t`Credit an invoice`, submit: preview ? sentence(BUTTON[manner]) : t`Next`, close: t`Cancel`,
    metadata: { flow: 'credit', document: invoice.id, from, manner, ...(preview && { extra: seenOf(preview.asked, preview.of) }) } satisfies CreditMetadata,
    blocks: [
      section(standing(invoice)),
      ...(preview ? previewBlocks(preview.asked, preview.of, manner) : []),
      tick(ID.all, t`All of it?`, t`Everything that is left: ${amount(leftToCredit(invoice))}`, values),
      ...lines.map(({ left, position }) => lineField(left, position, values)),
      ...(more > 0 ? [context(t`Lines from ${last + 1} on: \`/invoice credit ${invoiceName(invoice)} from ${last + 1}\``)] : []),
      choiceField(invoice, values),
      input({ id: ID.reason, label: t`Why?`, hint: t`It is printed on the credit note. At least 5 characters`, element: textElement({ value: valueOf(values, ID.reason), most: 500, multiline: true }) }),
      ...(invoice.dispute ? [tick(ID.resolves, t`The dispute`, t`It is resolved with this; reminders go on`, values)] : []),
    ],
  });
}

/** What is paid, what is open, and what can be credited of it. */
function standing(invoice: Invoice): string {
  const [name, client, due, open, left] = [invoiceName(invoice), clipped(invoice.client.name), amount(invoice.totals.due), amount(invoice.balance), amount(leftToCredit(invoice))];
  return isPositive(invoice.paid)
    ? t`*${name}* for ${client}: ${due}, ${amount(invoice.paid)} paid, ${open} open; *${left}* can still be credited.`
    : t`*${name}* for ${client}: ${due}, ${open} open; *${left}* can still be credited.`;
}

const BUTTON: Readonly<Record<Manner, string>> = { credit: key`Credit`, propose: key`Propose` };
const AFTERWARDS: Readonly<Record<Manner, string>> = {
  credit: key`{0}. Press *{1}* if this is right; a credit note goes to the client then, which cannot be undone.`,
  propose: key`{0}. Press *{1}* if this is right; finance decides then.`,
};

const previewBlocks = ({ settlement }: Asked, { totals, applied, surplus }: Preview, manner: Manner): KnownBlock[] =>
  [section(`:receipt: ${creditTotalsText(totals)}\n${sentence(AFTERWARDS[manner], [moneyWords({ applied, surplus }, settlement), sentence(BUTTON[manner])])}`)];

function tick(id: string, label: string, text: string, values: Values | undefined): KnownBlock {
  const options = [option(text, TICK)];
  return input({ id, label, optional: true, element: { type: 'checkboxes', options, ...(chosen(values, id).includes(TICK) && { initial_options: options }) } });
}

function lineField({ line, quantity, amount: open }: LineLeft, position: number, values: Values | undefined): KnownBlock {
  const words = [...`${position}. ${line.description.replace(/\s+/g, ' ').trim()}`];
  return input({
    id: fieldOf(line.id), optional: true, label: words.length > LONGEST_LABEL ? `${words.slice(0, LONGEST_LABEL - 1).join('')}…` : words.join(''),
    hint: t`${quantity} of ${line.quantity} left, ${amount(open)}. Write a quantity, or an amount such as ${amount(open)}`, element: textElement({ value: valueOf(values, fieldOf(line.id)), most: 40 }),
  });
}

function choiceField({ balance }: Invoice, values: Values | undefined): KnownBlock {
  const options = SETTLEMENTS.map((one) => option(settlementWords(one), one));
  const usual = isPositive(balance) ? 'offset' : 'refund';
  const initial = options.find(({ value }) => value === (valueOf(values, ID.settlement) || usual)) ?? options[0]!;
  return input({ id: ID.settlement, label: t`What becomes of the money?`, element: { type: 'radio_buttons', options, initial_option: initial } });
}

/** What the form says, or which field says nothing that can be done. */
export function readCredit({ view }: Payload, invoice: Invoice, from: number): { asked?: Asked; errors: Record<string, string> } {
  const values = view?.state?.values;
  const errors: Record<string, string> = {};
  const typed = shown(invoice, from).flatMap(({ left: { line } }): ChosenLine[] => {
    const text = plainText(valueOf(values, fieldOf(line.id)));
    if (text === '') return [];
    try {
      return [readLine(line.id, text, invoice)];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      errors[fieldOf(line.id)] = refusalText(error);
      return [];
    }
  });
  const all = chosen(values, ID.all).includes(TICK);
  const reason = plainText(valueOf(values, ID.reason));
  if (all && typed.length > 0) errors[ID.all] = refusalText(new DomainError('CreditEither'));
  if (!all && typed.length === 0 && Object.keys(errors).length === 0) errors[ID.all] = refusalText(new DomainError('CreditNothing', { name: invoiceName(invoice) }));
  if (reason.length < 5) errors[ID.reason] = refusalText(new DomainError('ReasonMissing'));
  if (Object.keys(errors).length > 0) return { errors };
  const settlement = SETTLEMENTS.find((one) => one === valueOf(values, ID.settlement)) as Settlement;
  return { errors, asked: { lines: all ? 'all' : typed, reason, settlement, ...(chosen(values, ID.resolves).includes(TICK) && { resolves: 'yes' as const }) } };
}

/** "2" is a quantity, "50 EUR" an amount. */
function readLine(lineId: string, text: string, { content: { currency } }: Invoice): ChosenLine {
  if (!/\p{L}|\p{Sc}/u.test(text)) return { lineId, quantity: readQuantity(text) };
  const money = readMoney(text, undefined, currency);
  if (money.currency !== currency) throw new DomainError('CurrencyMixed', { one: currency, other: money.currency });
  return { lineId, amount: money };
}

/** The field that a refusal is about: a line by its position, the money by what becomes of it. */
export function fieldFor(error: DomainError, invoice: Invoice): string {
  const line = invoice.content.lines[Number(error.details['line']) - 1];
  if (line && (error.code === 'CreditBeyond' || error.code === 'CreditQuantity')) return fieldOf(line.id);
  return error.code === 'RefundNothing' ? ID.settlement : ID.all;
}
