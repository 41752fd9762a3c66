/**
 * Statements of account: what was booked with a client in a period, one account a currency, and what of it is open at its end, by age.
 * Read from the invoices alone: what was paid beyond them stands in the client's favour.
 */
import { creditsOf, type Credit } from './credit';
import { dateOfInstant, daysBetween, type PlainDate } from './dates';
import { planOf } from './instalments';
import type { Invoice } from './invoice';
import { add, isPositive, isZero, least, negate, subtract, sum, zero, type Money } from './money';
import type { Payment } from './payment';
import type { Period } from './period';

/** Of an invoice, all that a statement reads. */
export type StatedInvoice = Pick<Invoice, 'id' | 'number' | 'state' | 'issueDate' | 'dueDate' | 'content' | 'totals' | 'payments' | 'credits' | 'closed'>;
/** Of a credit note: the day of its number. */
export type StatedNote = { id: string; number: string; issueDate: PlainDate };

export const MOVEMENTS = ['invoice', 'voided', 'creditNote', 'refund', 'payment', 'reversal'] as const;
/**
 * One booking; a positive amount is owed by the client. `number` is the document's own: the invoice's, the credit note's, the receipt's, else
 * what the payer wrote. `invoice` is the number of the invoice it belongs to, `due` an invoice's last day for payment.
 */
export type Movement = { kind: (typeof MOVEMENTS)[number]; date: PlainDate; number: string; invoice: string; due?: PlainDate; amount: Money };

/** How late what is open is: days after its due date, to the last one named. */
export const AGES = ['notDue', 'late30', 'late60', 'late90', 'later'] as const;
export type Age = (typeof AGES)[number];
const AGE_DAYS: readonly [Age, number][] = [['notDue', 0], ['late30', 30], ['late60', 60], ['late90', 90], ['later', Number.POSITIVE_INFINITY]];

/** `closing` is `opening` and all movements, and negative where the client has money with the office. `open` is what invoices still ask for. */
export type Account = {
  currency: string; opening: Money; movements: (Movement & { balance: Money })[]; closing: Money; open: Money; overdue: Money; ages: Readonly<Record<Age, Money>>;
};

/** `to` is the period's last day, or today where that is earlier; of a period to come its first day. */
export type Statement = { period: Period; to: PlainDate; accounts: Account[] };

export type Stated = {
  invoices: readonly StatedInvoice[]; notes: readonly StatedNote[]; period: Period; today: PlainDate;
  /** The office's zone dates what is only known by its moment; without any booking the client's currency stands with a zero. */
  zone: string; currency: string;
};

/** The statement of a period as it is known today. Currencies without a booking or a balance are left out. */
export function statementOf({ invoices, notes, period, today, zone, currency }: Stated): Statement {
  const to = later(period.from, period.to < today ? period.to : today);
  const counting = invoices.filter(isBooked);
  const numbers = new Map(notes.map((note) => [note.id, note]));
  const all = counting.flatMap((invoice) => movementsOf(invoice, numbers, zone)).filter(({ date }) => date <= to).sort(inOrder);
  const currencies = [...new Set(counting.map(({ content }) => content.currency))].sort();
  const accounts = currencies.map((one) => accountOf(
    one, all.filter(({ amount }) => amount.currency === one), counting.filter(({ content }) => content.currency === one), { from: period.from, to, zone, notes: numbers },
  )).filter(({ opening, movements, closing, open }) => movements.length > 0 || ![opening, closing, open].every(isZero));
  const [nothing, ages] = [zero(currency), agesOf(currency, [], to)];
  return { period, to, accounts: accounts.length > 0 ? accounts : [{ currency, opening: nothing, movements: [], closing: nothing, open: nothing, overdue: nothing, ages }] };
}

/** A number alone books nothing: an invoice that was voided while it was numbered never asked for money. */
const isBooked = ({ number, issueDate, dueDate, state }: StatedInvoice): boolean =>
  number !== undefined && issueDate !== undefined && dueDate !== undefined && state !== 'discarded';

const inOrder = (a: Movement, b: Movement): number =>
  a.date.localeCompare(b.date) || MOVEMENTS.indexOf(a.kind) - MOVEMENTS.indexOf(b.kind) || a.number.localeCompare(b.number, 'en', { numeric: true });

type Notes = ReadonlyMap<string, StatedNote>;

function movementsOf(invoice: StatedInvoice, notes: Notes, zone: string): Movement[] {
  const { number = '', issueDate = '', dueDate, totals: { due }, payments, state, closed } = invoice;
  const voided = state === 'void' && closed ? [{ kind: 'voided' as const, date: dateOfInstant(closed.at, zone), number, invoice: number, amount: negate(due) }] : [];
  return [
    { kind: 'invoice', date: issueDate, number, invoice: number, ...(dueDate && { due: dueDate }), amount: due }, ...voided,
    ...payments.flatMap((payment) => paymentMovements(payment, number, zone)),
    ...creditsOf(invoice).filter(({ state: stands }) => stands === 'issued').flatMap((credit) => creditMovements(credit, number, notes, zone)),
  ];
}

function paymentMovements({ amount, date, reference, receipt, reversed }: Payment, invoice: string, zone: string): Movement[] {
  const number = receipt?.number ?? reference;
  const back = reversed ? [{ kind: 'reversal' as const, date: later(dateOfInstant(reversed.at, zone), date), number, invoice, amount }] : [];
  return [{ kind: 'payment', date, number, invoice, amount: negate(amount) }, ...back];
}

function creditMovements(credit: Credit, invoice: string, notes: Notes, zone: string): Movement[] {
  const { totals: { due }, refund } = credit;
  const number = credit.number ?? notes.get(credit.creditNoteId)?.number ?? '';
  const back = refund?.paid ? [{ kind: 'refund' as const, date: refund.paid.date, number: refund.paid.reference || number, invoice, amount: refund.paid.amount }] : [];
  return [{ kind: 'creditNote', date: creditDate(credit, notes, zone), number, invoice, amount: negate(due) }, ...back];
}

/** The note's own day; of one whose note is just being made, that of its decision. */
const creditDate = ({ creditNoteId, decided, at }: Credit, notes: Notes, zone: string): PlainDate =>
  notes.get(creditNoteId)?.issueDate ?? dateOfInstant(decided?.at ?? at, zone);

const later = (a: PlainDate, b: PlainDate): PlainDate => (a > b ? a : b);

type Span = { from: PlainDate; to: PlainDate; zone: string; notes: Notes };

function accountOf(currency: string, movements: readonly Movement[], invoices: readonly StatedInvoice[], span: Span): Account {
  const opening = sum(currency, movements.filter(({ date }) => date < span.from).map(({ amount }) => amount));
  let closing = opening;
  const within = movements.filter(({ date }) => date >= span.from).map((movement) => ({ ...movement, balance: (closing = add(closing, movement.amount)) }));
  const open = invoices.flatMap((invoice) => openParts(invoice, span));
  const ages = agesOf(currency, open, span.to);
  const whole = sum(currency, open.map(({ amount }) => amount));
  return { currency, opening, movements: within, closing, open: whole, overdue: subtract(whole, ages.notDue), ages };
}

type Part = { due: PlainDate; amount: Money };

/** What an invoice still asks for at the end of a day: of instalments the last ones, for payments settle the first ones first. */
function openParts(invoice: StatedInvoice, { to, zone, notes }: Span): Part[] {
  const { issueDate = '', dueDate = '', content, totals: { due }, payments, state, closed } = invoice;
  if (issueDate > to || (state === 'void' && closed && dateOfInstant(closed.at, zone) <= to)) return [];
  const stands = ({ date, reversed }: Payment): boolean => date <= to && !(reversed && later(dateOfInstant(reversed.at, zone), date) <= to);
  const taken = [
    ...payments.filter(stands).map(({ applied }) => applied),
    ...creditsOf(invoice).filter((credit) => credit.state === 'issued' && creditDate(credit, notes, zone) <= to).flatMap(({ applied }) => (applied ? [applied] : [])),
  ];
  let open = subtract(due, sum(due.currency, taken));
  const plan: Part[] = content.instalments ? planOf(content.instalments, due) : [{ due: dueDate, amount: due }];
  return [...plan].reverse().flatMap((part) => {
    const amount = least(open, part.amount);
    if (!isPositive(amount)) return [];
    open = subtract(open, amount);
    return [{ due: part.due, amount }];
  });
}

function agesOf(currency: string, open: readonly Part[], to: PlainDate): Record<Age, Money> {
  const ageOf = ({ due }: Part): Age => AGE_DAYS.find(([, days]) => daysBetween(due, to) <= days)![0];
  return Object.fromEntries(AGES.map((age) => [age, sum(currency, open.filter((part) => ageOf(part) === age).map(({ amount }) => amount))])) as Record<Age, Money>;
}

/** The year up to now: what is stated when nobody names a period. */
export const usualPeriod = (today: PlainDate): string => today.slice(0, 4);
