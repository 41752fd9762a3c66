/** Content: what a person writes on an estimate or an invoice, what it comes to, and what is refused in it. */
import { isPlainDate, type PlainDate, type Term } from './dates';
import { canonicalDecimal } from './decimal';
import { planEnd, planOf, type Instalment } from './instalments';
import { isPositive } from './money';
import { DomainError } from './refusals';
import { computeTotals, type AllowanceCharge, type Totals, type Vat } from './totals';

/**
 * One line. `id` comes from a counter and is never reused; quantity and unitPrice are decimal strings; discountPercent too.
 * `date` is when it was done, `person` who did it, `section` the part of the work or the milestone, `serial` a serial number or the like.
 */
export type Line = {
  id: string;
  description: string;
  quantity: string;
  unitPrice: string;
  vat: Vat;
  unit?: string;
  discountPercent?: string;
  date?: PlainDate;
  person?: string;
  section?: string;
  serial?: string;
};

/** Either a share of the net in percent or an amount, both decimal strings. */
export type Discount = { percent: string } | { amount: string };

/**
 * The editable part of a document. `due` is a fixed date; without it `terms` count from the issue date.
 * `supplied` is the day of the supply where it is not that of the issue: its rates of tax count. `prices` says whether unit prices hold tax.
 * `design` is the key of the design it is printed in, `deliveryAddress` has one line per line.
 */
export type Content = {
  clientId: string;
  currency: string;
  prices: 'exclusive' | 'inclusive';
  lines: Line[];
  terms: Term;
  due?: PlainDate;
  supplied?: PlainDate;
  discount?: Discount;
  purchaseOrder?: string;
  project?: string;
  note?: string;
  design?: string;
  deliveryAddress?: string;
  instalments?: Instalment[];
};

/** Our own limits: a description fills at most ten printed lines, a form and a mail stay readable. */
export const CONTENT_LIMITS = { lines: 100, description: 500, note: 2000, reference: 80, quantityDigits: 12, mark: 80, deliveryAddress: 300 } as const;

const discountOf = (discount: Discount | undefined): AllowanceCharge[] => {
  if (!discount) return [];
  return [{ type: 'allowance', reason: 'Discount', ...('percent' in discount ? { percent: discount.percent } : { amount: discount.amount }) }];
};

/** What the content comes to; the only road from lines to amounts. Refuses as computeTotals does. */
export const totalsOf = (content: Content): Totals =>
  computeTotals({
    currency: content.currency,
    prices: content.prices,
    lines: content.lines.map(({ quantity, unitPrice, vat, discountPercent }) => ({
      quantity, unitPrice, vat,
      ...(discountPercent && { allowancesCharges: [{ type: 'allowance', percent: discountPercent, reason: 'Discount' }] }),
    })),
    allowancesCharges: discountOf(content.discount),
  });

function checkPercent(percent: string): void {
  const value = Number(canonicalDecimal(percent));
  if (value < 0 || value > 100) throw new DomainError('DiscountOutOfRange', { percent });
}

function checkLine(line: Line): void {
  const description = line.description.trim();
  if (description === '') throw new DomainError('DescriptionMissing');
  if (description.length > CONTENT_LIMITS.description) throw new DomainError('DescriptionTooLong');
  if (Number(canonicalDecimal(line.quantity)) <= 0) throw new DomainError('QuantityNotPositive', { quantity: line.quantity });
  if (Number(canonicalDecimal(line.unitPrice)) < 0) throw new DomainError('AmountNegative');
  if (line.discountPercent) checkPercent(line.discountPercent);
  const isLong = [line.person, line.section, line.serial].some((mark) => (mark ?? '').length > CONTENT_LIMITS.mark);
  if (isLong) throw new DomainError('MarkTooLong', { most: CONTENT_LIMITS.mark });
  if (line.date !== undefined && !isPlainDate(line.date)) throw new DomainError('DateUnreadable', { text: String(line.date) });
}

/** The day by which everything is due, where the content says one: the last of its instalments, or the date that was fixed. */
export const fixedDue = ({ due, instalments }: Pick<Content, 'due' | 'instalments'>): PlainDate | undefined => planEnd(instalments) ?? due;

/**
 * Refuses content that could never become a document, and answers its totals. `today` is the seller's local date.
 * Refuses NoLines, TooManyLines, DescriptionMissing, DescriptionTooLong, QuantityNotPositive, AmountNegative,
 * DiscountOutOfRange, NoteTooLong, ReferenceTooLong, MarkTooLong, DeliveryTooLong, DateUnreadable, DateInPast, TotalNotPositive and what
 * totalsOf and planOf refuse.
 */
export function checkContent(content: Content, today: PlainDate): Totals {
  if (content.lines.length === 0) throw new DomainError('NoLines');
  if (content.lines.length > CONTENT_LIMITS.lines) throw new DomainError('TooManyLines', { most: CONTENT_LIMITS.lines });
  content.lines.forEach(checkLine);
  if (content.discount && 'percent' in content.discount) checkPercent(content.discount.percent);
  if ((content.note ?? '').length > CONTENT_LIMITS.note) throw new DomainError('NoteTooLong', { most: CONTENT_LIMITS.note });
  for (const reference of [content.purchaseOrder, content.project]) {
    if ((reference ?? '').length > CONTENT_LIMITS.reference) throw new DomainError('ReferenceTooLong', { most: CONTENT_LIMITS.reference });
  }
  if ((content.deliveryAddress ?? '').length > CONTENT_LIMITS.deliveryAddress) throw new DomainError('DeliveryTooLong', { most: CONTENT_LIMITS.deliveryAddress });
  if (content.due !== undefined) {
    if (!isPlainDate(content.due)) throw new DomainError('DateUnreadable', { text: String(content.due) });
    if (content.due < today) throw new DomainError('DateInPast', { date: content.due });
  }
  if (content.supplied !== undefined && !isPlainDate(content.supplied)) throw new DomainError('DateUnreadable', { text: String(content.supplied) });
  const totals = totalsOf(content);
  if (!isPositive(totals.due)) throw new DomainError('TotalNotPositive');
  if (content.instalments) planOf(content.instalments, totals.due);
  return totals;
}
