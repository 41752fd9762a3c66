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
import { amount, clipped, day } from './text';
import { fields, section, sections } from './blocks';
import { CARD_INSTALMENTS, instalmentLines, markFields, markWords } from './marks';
import { key, listed, sentence, t, tn, voice } from './words';

/** Lines on a card; the rest is in the review and the PDF. */
export const CARD_LINES = 10;

type Facts = { content: Content; totals: Totals; client: { name: string }; dueDate?: PlainDate };

export const percent = (rate: string): string => `${rate} %`;

/** "19 % VAT", "reverse charge": a tax in a few words. */
export const taxWords = ({ category, rate, beside = [] }: Vat): string =>
  [...(category === 'O' && beside.length > 0 ? [] : [vatWords({ category, rate })]), ...beside.map(besideWords)].join(', ');

const besideWords = ({ name, rate, kind }: NonNullable<Vat['beside']>[number]): string =>
  (kind === 'withheld' ? t`${clipped(name, 40)} ${percent(rate)} withheld` : `${clipped(name, 40)} ${percent(rate)}`);

const VAT_WORDS: Readonly<Record<Vat['category'], string>> = {
  S: key`{0} VAT`, Z: key`0 % VAT`, E: key`exempt from VAT`, AE: key`reverse charge`, K: key`intra-community, no VAT`, G: key`export, no VAT`, O: key`outside the scope of VAT`,
};
const vatWords = ({ category, rate }: Vat): string => sentence(VAT_WORDS[category], [percent(rate)]);

/** "30 days", "30 days, end of month": payment terms in words. */
export function termWords({ days, months, endOfMonth, then, dayOfNextMonth }: Term): string {
  const span = listed([...(months ? [tn(months, '{count} month', '{count} months')] : []), ...(days ? [tn(days, '{count} day', '{count} days')] : [])]);
  if (dayOfNextMonth !== undefined) return span ? t`${span}, by day ${dayOfNextMonth} of the next month` : t`by day ${dayOfNextMonth} of the next month`;
  if (endOfMonth || then) return span ? t`${span}, end of month` : t`end of month`;
  return span || t`at once`;
}

export const dueWords = ({ content, dueDate }: Pick<Facts, 'content' | 'dueDate'>): string => {
  const due = dueDate ?? content.due;
  return due ? day(due) : t`${termWords(content.terms)} after issue`;
};

/** "1. Design day (5 October 2026, Ada) · 3 × 800.00 EUR · 5 % off = 2,280.00 EUR · 19 % VAT" */
export function lineText(line: Line, index: number, net: Money | undefined, { currency }: Content, most = 120): string {
  const price = `${typedDecimal(line.unitPrice)} ${currency}`;
  const discount = line.discountPercent ? ` · ${t`${percent(line.discountPercent)} off`}` : '';
  return `${index + 1}. ${clipped(line.description, most)}${markWords(line)} · ${line.quantity} × ${price}${discount}${net ? ` = *${amount(net)}*` : ''} · ${taxWords(line.vat)}`;
}

/** The lines, the first ten on a card and all of them in a review, which also has the instalments for which a card has no room. */
export function lineBlocks({ content, totals }: Facts, extent: 'card' | 'all'): KnownBlock[] {
  const nets = totals.lineGross ?? totals.lineNets;
  const shown = extent === 'card' ? content.lines.slice(0, CARD_LINES) : content.lines;
  const texts = shown.map((line, index) => lineText(line, index, nets[index], content, extent === 'card' ? 120 : 500));
  const more = content.lines.length - shown.length;
  const plan = extent === 'all' ? instalmentLines(content, totals) : [];
  return sections([...texts, ...(more > 0 ? [tn(more, '… and {count} more line.', '… and {count} more lines.')] : []), ...(plan.length > CARD_INSTALMENTS ? plan : [])]);
}

/** Net, tax by rate and total, as the document has them. */
export function totalsText({ totals, content }: Pick<Facts, 'totals' | 'content'>): string {
  const discount = isZero(totals.allowanceTotal) ? [] : [t`Discount ${amount(totals.allowanceTotal)}`];
  const rounding = isZero(totals.rounding) ? [] : [t`Rounding ${amount(totals.rounding)}`];
  const beside = (totals.beside ?? []).map((tax) => `${besideWords(tax)} ${amount(tax.tax)}`);
  const inclusive = content.prices === 'inclusive' ? [t`prices hold VAT`] : [];
  return [...discount, t`Net ${amount(totals.net)}`, ...taxesText(totals), ...beside, ...rounding, `*${t`Total ${amount(totals.due)}`}*`, ...inclusive].join(' · ');
}

/** "19 % VAT 19.00 EUR", for each rate at which tax is due. */
export const taxesText = ({ vat }: Pick<Totals, 'vat'>): string[] =>
  vat.filter(({ tax }) => !isZero(tax)).map((line) => t`${percent(line.rate)} VAT ${amount(line.tax)}`);

/** Amount, client and due, then purchase order, project, delivery address and instalments. */
export function factBlocks(facts: Facts): KnownBlock {
  const { content, totals, client } = facts;
  return fields([
    `*${t`Amount`}*\n${amount(totals.due)}`, `*${t`Client`}*\n${clipped(client.name)}`, `*${t`Due`}*\n${dueWords(facts)}`,
    ...(content.purchaseOrder ? [`*${t`Purchase order`}*\n${clipped(content.purchaseOrder)}`] : []),
    ...(content.project ? [`*${t`Project`}*\n${clipped(content.project)}`] : []),
    ...markFields(content, totals),
  ]);
}

/** "Booked 921.50 EUR at 1 USD = 0.9215 EUR of 20 November 2026; exchange gain so far 13.50 EUR". */
export function exchangeText(invoice: Pick<Invoice, 'number' | 'exchange' | 'balance' | 'payments'>): string | undefined {
  const { exchange, balance, number } = invoice;
  if (!exchange || !number) return undefined;
  const { amount: booked, rate, date } = exchange;
  const gain = totalGain(invoice);
  const isUnknown = invoice.payments.some((payment) => !payment.reversed && payment.exchange && payment.exchange.rate === undefined);
  return [
    t`Booked ${amount(booked)} at ${rateText(rate, balance.currency, booked.currency, voice().locale)} of ${day(date)}`,
    ...(gain ? [isNegative(gain) ? t`exchange loss so far ${amount(negate(gain))}` : t`exchange gain so far ${amount(gain)}`] : []), ...(isUnknown ? [t`a payment had no rate`] : []),
  ].join('; ');
}

export const noteBlocks = ({ note }: Content): KnownBlock[] => (note ? [section(`_${t`Note:`}_ ${clipped(note, 400)}`)] : []);

/** What changed between two versions, one line a difference. */
export function differences(before: Facts, after: Facts): string[] {
  const found: string[] = [];
  const tell = (what: string, one: string, other: string): void => void (one !== other && found.push(t`${what}: ${one} → *${other}*`));
  const typed = (text: string | undefined): string => (text === undefined ? t`none` : clipped(text));
  const supplied = ({ content }: Facts): string => (content.supplied ? day(content.supplied) : t`none`);
  tell(t`Total`, amount(before.totals.due), amount(after.totals.due));
  tell(t`Client`, clipped(before.client.name), clipped(after.client.name));
  tell(t`Due`, dueWords(before), dueWords(after));
  tell(t`Supplied on`, supplied(before), supplied(after));
  tell(t`Purchase order`, typed(before.content.purchaseOrder), typed(after.content.purchaseOrder));
  tell(t`Project`, typed(before.content.project), typed(after.content.project));
  tell(t`Note`, typed(before.content.note), typed(after.content.note));
  tell(t`Delivery address`, typed(before.content.deliveryAddress), typed(after.content.deliveryAddress));
  tell(t`Instalments`, planWords(before), planWords(after));
  tell(t`Discount`, discountWords(before.content), discountWords(after.content));
  const rows = Math.max(before.content.lines.length, after.content.lines.length);
  for (let index = 0; index < rows; index += 1) {
    tell(t`Line ${index + 1}`, lineWords(before.content, index), lineWords(after.content, index));
  }
  return found;
}

const lineWords = (content: Content, index: number): string => {
  const line = content.lines[index];
  return line ? lineText(line, index, undefined, content).replace(/^\d+\. /, '') : t`none`;
};

const planWords = ({ content, totals }: Facts): string => instalmentLines(content, totals).join('; ') || t`none`;

export const discountWords = ({ discount, currency }: Content): string => {
  if (!discount) return t`none`;
  return 'percent' in discount ? percent(discount.percent) : `${discount.amount} ${currency}`;
};
