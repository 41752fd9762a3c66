/** An invoice as a policy's subject: what it says of itself and what the office knows of its client. */
import type { Person } from './people';
import { totalsOf, type Content } from './content';
import { sum, toDecimal, type Money } from './money';
import type { Relative } from './policy/seating';
import type { Subject } from './policy/subject';
import { convertOn, type RateTable } from './rates';
import type { PlainDate } from './dates';
import type { Invoice } from './invoice';

/** What the office knows of a client on a day: `open` balances of mailed invoices per currency, those past due among them, and whether anything was issued to it. */
export type ClientStanding = { name: string; country: string; tags: readonly string[]; accountManager?: string; open: readonly Money[]; overdue: readonly Money[]; isFirst: boolean };

/** The invoice's values for conditions. What needs a standing is unknown without one, and a sum is without a rate for each of its currencies. */
export function subjectOfInvoice({ content }: Pick<Invoice, 'content'>, standing: ClientStanding | undefined, rates: RateTable, on: PlainDate): Subject {
  const order = content.purchaseOrder ?? '';
  return {
    kind: 'invoice', values: {
      'project.name': content.project ?? '', 'purchase_order.present': order.trim() !== '', 'discount.percent': discountPercent(content),
      ...(standing && {
        'client.name': standing.name, 'client.country': standing.country, 'client.tags': standing.tags, 'client.first_document': standing.isFirst,
        'client.open': together(standing.open, rates, on), 'client.overdue': together(standing.overdue, rates, on),
      }),
    },
  };
}

/** All discounts of lines and document, in percent of the net without them, as a plain number for comparing. */
function discountPercent(content: Content): number {
  const lines = content.lines.map(({ discountPercent: _, ...line }) => line);
  const [without, net] = [totalsOf({ ...content, lines, discount: undefined }).net, totalsOf(content).net];
  return without.minor === 0 ? 0 : ((without.minor - net.minor) / without.minor) * 100;
}

function together(amounts: readonly Money[], rates: RateTable, on: PlainDate): number | undefined {
  const found = amounts.map((amount) => convertOn(amount, rates, on)?.amount);
  const known = found.filter((amount): amount is Money => amount !== undefined);
  return known.length < found.length ? undefined : Number(toDecimal(sum(rates.currency, known)));
}

/** Who stands beside the document: its client's account manager, its creator's manager, the head of the creator's department. */
export function relativesOf(creatorEmail: string, standing: ClientStanding | undefined, people: readonly Person[]): Partial<Record<Relative, string>> {
  const creator = people.find(({ email }) => email === creatorEmail);
  const head = people.find(({ heads }) => heads !== undefined && heads === creator?.department);
  return {
    ...(standing?.accountManager && { 'account manager': standing.accountManager }),
    ...(creator?.manager && { "creator's manager": creator.manager }),
    ...(head && { 'department head': head.email }),
  };
}
