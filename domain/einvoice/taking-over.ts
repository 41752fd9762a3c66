/** An e-invoice that came in, as the office keeps it: whose it is, and what of it a draft of the office's own can hold. */
import type { Client, Seller } from '../client';
import { totalsOf, type Content, type Discount, type Line } from '../content';
import { canonicalDecimal } from '../decimal';
import type { FileRef } from '../invoice';
import { fromDecimal, type Money } from '../money';
import type { Actor } from '../people';
import { phrase, type Phrase } from '../phrase';
import { DomainError } from '../refusals';
import { isCreditNote, isForeign } from './semantic';
import type { Adjustment, EInvoice, EInvoiceLine, LineVat, TradeParty } from './semantic';
import type { Fault } from './received';
import { unitWord } from './unit';

/** Our own earlier one, one that we are to pay, or one between others. */
export type Relation = 'ours' | 'purchase' | 'other';

/**
 * A received e-invoice. `said` is all that it says, `original` the file as it came, `pdf` and `ubl` what is made of it. It is written once,
 * by the hash (SHA-256) of its XML; `at` is an ISO instant.
 */
export type ReceivedInvoice = { id: string; hash: string; relation: Relation; said: EInvoice; remarks: Fault[]; original: FileRef; pdf: FileRef; ubl: FileRef; by: Actor; at: string };

const same = (one: string | undefined, other: string | undefined): boolean => one !== undefined && one.trim().toLowerCase() === other?.trim().toLowerCase();
const isOffice = ({ vatId, name }: TradeParty, office: Pick<Seller, 'name' | 'vatId'>): boolean => same(vatId, office.vatId) || same(name, office.name);

export function relationOf({ seller, buyer }: Pick<EInvoice, 'seller' | 'buyer'>, office: Pick<Seller, 'name' | 'vatId'>): Relation {
  if (isOffice(seller, office)) return 'ours';
  return isOffice(buyer, office) ? 'purchase' : 'other';
}

/**
 * The content of a draft that bills the same to a client: lines, prices, discounts and references. Refuses ImportUnfit where it would not
 * come to the very amounts, as with charges or with amounts that were paid before: nothing is bent until it fits. A credit note takes back,
 * and never becomes an invoice.
 */
export function draftContent(e: EInvoice, client: Pick<Client, 'id' | 'terms'>): Content {
  if (isCreditNote(e)) throw unfit(e, phrase`it is a credit note`);
  const discount = discountOf(e.adjustments, e);
  const content: Content = {
    clientId: client.id, currency: e.currency, prices: 'exclusive', lines: e.lines.map((line, at) => draftLine(line, at, e)), terms: client.terms, ...(discount && { discount }),
    ...(e.delivery?.date && { supplied: e.delivery.date }), ...(e.purchaseOrder && { purchaseOrder: e.purchaseOrder }), ...(e.project && { project: e.project }),
  };
  const { net, vatTotal, due } = totalsOf(content);
  const money = (text = '0'): Money => fromDecimal(canonicalDecimal(text), e.currency);
  const told = [money(e.totals.net), money(e.totals.vat), money(e.totals.due)];
  const off = [net, vatTotal, due].findIndex((own, at) => own.minor !== told[at]!.minor);
  if (off >= 0) throw unfit(e, phrase`it would come to ${[net, vatTotal, due][off]!} instead of ${told[off]!}`);
  return content;
}

const unfit = ({ number }: EInvoice, why: Phrase): DomainError => new DomainError('ImportUnfit', { number, why });

function draftVat({ category, rate = '0' }: LineVat, at: number, e: EInvoice): Line['vat'] {
  if (isForeign(category)) throw unfit(e, phrase`line ${at + 1} has a tax that the office does not know`);
  return { category, rate: canonicalDecimal(rate) };
}

function draftLine({ item, quantity, price, vat, adjustments, unit }: EInvoiceLine, at: number, e: EInvoice): Line {
  const [only, ...more] = adjustments;
  if (more.length > 0 || (only && (only.type === 'charge' || !only.percent))) throw unfit(e, phrase`line ${at + 1} has a charge or a discount of an amount`);
  return {
    id: `l${at + 1}`, description: [item.name, item.description].filter(Boolean).join('\n'), quantity: canonicalDecimal(quantity), vat: draftVat(vat, at, e),
    unitPrice: unitPrice(price, at, e),
    ...(unitWord(unit) && { unit: unitWord(unit)! }), ...(only?.percent && { discountPercent: canonicalDecimal(only.percent) }),
  };
}

/** A price per hundred is divided where that leaves nothing over in six decimals (readUnitPrice takes no more). */
function unitPrice({ net, baseQuantity = '1' }: EInvoiceLine['price'], at: number, e: EInvoice): string {
  const [price, per] = [net, baseQuantity].map(inMillionths) as [bigint, bigint];
  if (per === 0n || (price * 1_000_000n) % per !== 0n) throw unfit(e, phrase`line ${at + 1} has a price of ${baseQuantity} pieces`);
  const digits = String((price * 1_000_000n) / per).padStart(7, '0');
  return canonicalDecimal(`${digits.slice(0, -6)}.${digits.slice(-6)}`);
}

/** A decimal without a sign in millionths; what is finer is cut off, and then the totals tell. */
function inMillionths(decimal: string): bigint {
  const [whole = '', fraction = ''] = canonicalDecimal(decimal).split('.');
  return BigInt(whole + fraction.slice(0, 6).padEnd(6, '0'));
}

/** A discount off the whole: one percentage, or one amount. */
function discountOf(adjustments: readonly Adjustment[], e: EInvoice): Discount | undefined {
  if (adjustments.length === 0) return undefined;
  if (adjustments.some(({ type }) => type === 'charge')) throw unfit(e, phrase`it has a charge`);
  const [{ percent, amount }] = adjustments as [Adjustment];
  if (percent && adjustments.every((one) => one.percent && canonicalDecimal(one.percent) === canonicalDecimal(percent))) return { percent: canonicalDecimal(percent) };
  if (adjustments.length > 1) throw unfit(e, phrase`it has several discounts`);
  return { amount: canonicalDecimal(amount) };
}
