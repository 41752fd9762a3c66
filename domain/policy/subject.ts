/**
 * Subjects: what a policy can be asked about, and the fields its conditions may look at. A policy knows a subject with typed fields,
 * never a document of the store: whoever asks translates.
 */
import { remembered } from '../remembered';

/** Every kind of document that somebody may have to approve, also those the office does not write yet. */
export const SUBJECT_KINDS = ['invoice', 'estimate', 'credit_note', 'write_off', 'timesheet', 'expense', 'purchase_order', 'bill', 'payment_run'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** Numbers are decimal (amounts in major units), texts one line, `texts` a list of them. */
export type FieldType = 'number' | 'text' | 'yes-no' | 'texts';
export type FieldValue = number | string | boolean | readonly string[];

/**
 * `least` is the smallest number that can stand there. `vocabulary` names the words that can, so that a misspelt one is found:
 * ISO 3166 and 4217 codes, and the office's own.
 */
export type Field = { type: FieldType; about: string; least?: number; vocabulary?: 'country' | 'currency' | 'department' | 'entity' | 'person' | 'email' };

/** What is known of a document, by the field's whole name ("client.country"). A field that is not here, or undefined, is unknown. */
export type Subject = { kind: SubjectKind; values: Readonly<Record<string, FieldValue | undefined>> };

type Fields = Readonly<Record<string, Field>>;

const ANY: Fields = {
  total: { type: 'number', least: 0, about: 'the gross total in the office’s currency, by its size; unknown without an exchange rate' },
  amount: { type: 'number', least: 0, about: 'the gross total in the document’s own currency, by its size' },
  currency: { type: 'text', about: 'the document’s own currency', vocabulary: 'currency' },
  department: { type: 'text', about: 'the creator’s department', vocabulary: 'department' },
  entity: { type: 'text', about: 'the legal entity the creator works for', vocabulary: 'entity' },
  'creator.name': { type: 'text', about: 'who created it', vocabulary: 'person' },
  'creator.email': { type: 'text', about: 'the creator’s mail address', vocabulary: 'email' },
  'project.name': { type: 'text', about: 'the project it belongs to; empty without one' },
  'project.budget_left': { type: 'number', about: 'what is left of the project’s budget, in the office’s currency' },
};

const CLIENT: Fields = {
  'client.name': { type: 'text', about: 'the client’s name' },
  'client.country': { type: 'text', about: 'the client’s country, ISO 3166', vocabulary: 'country' },
  'client.tags': { type: 'texts', about: 'the client’s tags' },
  'client.open': { type: 'number', least: 0, about: 'what the client owes already, in the office’s currency' },
  'client.overdue': { type: 'number', least: 0, about: 'how much of that is past due, in the office’s currency' },
  'client.first_document': { type: 'yes-no', about: 'whether nothing was issued to the client before' },
};

const SOLD: Fields = {
  ...CLIENT,
  'discount.percent': { type: 'number', least: 0, about: 'all discounts together, in percent of the net without them' },
  'margin.percent': { type: 'number', about: 'what is left after costs, in percent of the net' },
  'purchase_order.present': { type: 'yes-no', about: 'whether it names the client’s purchase order' },
  'purchase_order.within_tolerance': { type: 'yes-no', about: 'whether quantities and prices agree with that order' },
  'project.milestone_reached': { type: 'yes-no', about: 'whether the milestone it bills is reached' },
};

const VENDOR: Fields = {
  'vendor.name': { type: 'text', about: 'the vendor’s name' },
  'vendor.country': { type: 'text', about: 'the vendor’s country, ISO 3166', vocabulary: 'country' },
  'vendor.new': { type: 'yes-no', about: 'whether nothing was bought from the vendor before' },
};

const SPECIAL: Readonly<Record<SubjectKind, Fields>> = {
  invoice: SOLD,
  estimate: SOLD,
  credit_note: { ...CLIENT, 'invoice.days_past_due': { type: 'number', about: 'days since the credited invoice was due; below 0 before' } },
  write_off: { ...CLIENT, days_past_due: { type: 'number', about: 'days since the debt was due' } },
  timesheet: { ...CLIENT, hours: { type: 'number', least: 0, about: 'hours on it' }, billable_percent: { type: 'number', least: 0, about: 'billable hours in percent of all' } },
  expense: { ...CLIENT, category: { type: 'text', about: 'the kind of expense' }, 'receipt.present': { type: 'yes-no', about: 'whether a receipt is attached' } },
  purchase_order: VENDOR,
  bill: {
    ...VENDOR, 'vendor.bank_changed': { type: 'yes-no', about: 'whether the bank account differs from the vendor’s last bill' },
    'purchase_order.present': { type: 'yes-no', about: 'whether it names a purchase order of ours' },
    'purchase_order.within_tolerance': { type: 'yes-no', about: 'whether quantities and prices agree with that order' },
  },
  payment_run: { payments: { type: 'number', least: 0, about: 'how many payments are in it' }, 'vendor.bank_changed': { type: 'yes-no', about: 'whether the bank account of any vendor in it has changed' } },
};

/** The fields of a kind, by their whole names. */
export const fieldsOf = remembered((kind: SubjectKind): Fields => ({ ...ANY, ...SPECIAL[kind] }));

/** The fields that all of the kinds have, with the same type. */
export const commonFields = (kinds: readonly SubjectKind[]): Fields => common(kinds.join(' '));

const common = remembered((kinds: string): Fields => {
  const [first, ...others] = (kinds.split(' ') as SubjectKind[]).map((kind) => fieldsOf(kind));
  return Object.fromEntries(Object.entries(first ?? {}).filter(([name, { type }]) => others.every((fields) => fields[name]?.type === type)));
});

/** "credit note". */
export const nounOf = (kind: SubjectKind): string => kind.replace('_', ' ');
