/** Which fields a customer's template may name, kind by kind. The compiler keeps these tables equal to the models. */
import type { CreditNoteModel } from './credit-note';
import type { Fields, Vocabulary } from './expressions';
import { templateNames } from './files';
import en from './locales/en.json';
import type { MailLogo } from './mail-logo';
import type { MailModel } from './mail-model';
import type { EstimateModel, InvoiceModel, ReceiptModel } from './model';
import type { ReminderModel } from './reminder';
import type { StatementModel } from './statement';

export const TEMPLATE_KINDS = ['invoice', 'estimate', 'receipt', 'credit-note', 'reminder', 'statement', 'mail'] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

type FieldsOf<T> = T extends string ? 'text' : T extends readonly (infer E)[] ? readonly [FieldsOf<E>] : { readonly [K in keyof T]: FieldsOf<T[K]> };

const text = 'text';
const party = { name: text, address: text, email: text, vatId: text, website: text } as const;
const seller = { ...party, returnLine: text, phone: text, taxNumber: text } as const;
const fact = { label: text, value: text } as const;
const highlight = { ...fact, by: text } as const;
const labels = Object.fromEntries(Object.keys(en.document).map((name) => [name, text])) as { [K in keyof typeof en.document]: 'text' };

const common = {
  kind: text, language: text, second: text, title: text, heading: text, status: text, statusNote: text, design: text, labels, seller, client: party, facts: [fact], highlight,
} as const;
const reference = { number: text, issueDate: text, purchaseOrder: text, project: text, currency: text, net: text, vat: text, total: text } as const;
const panel = { code: text, heading: text, sentence: text, facts: [fact] } as const;
const lined = {
  columns: [{ name: text, head: text, align: text }], span: text, totalsAbove: text, delivery: fact,
  lines: [{
    position: text, description: text, quantity: text, unitPrice: text, discount: text, vat: text, amount: text,
    date: text, person: text, section: text, serial: text, unit: text, marks: text, group: text, subtotal: text, subtotalLabel: text,
    cells: [{ name: text, text, align: text, more: text }],
  }],
  plan: { heading: text, rows: [{ name: text, due: text, amount: text }] },
  amountHead: text, sums: [fact], inclusive: text, taxNotes: [{ text }], panel, note: text,
} as const;

const invoice: FieldsOf<Omit<InvoiceModel, 'paying'>> = {
  ...common, ...lined,
  invoice: { ...reference, dueDate: text, terms: text, due: text },
};
const estimate: FieldsOf<EstimateModel> = {
  ...common, ...lined,
  estimate: { ...reference, validUntil: text },
};
const receipt: FieldsOf<ReceiptModel> = {
  ...common, sentence: text, outcome: text, settlement: [fact],
  receipt: {
    number: text, issueDate: text, amount: text, paymentDate: text, reference: text, invoiceNumber: text, invoiceDate: text,
    invoiceTotal: text, applied: text, credit: text, remaining: text,
  },
};
const creditNote: FieldsOf<CreditNoteModel> = {
  ...common, ...lined,
  creditNote: { ...reference, reason: text, invoiceNumber: text, invoiceDate: text, applied: text, refund: text, credit: text, remaining: text },
};
const reminder: FieldsOf<Omit<ReminderModel, 'paying'>> = {
  ...common, greeting: text, paragraphs: [{ text }], settlement: [fact], interestNote: text, regards: text, panel,
  reminder: {
    number: text, date: text, invoiceDate: text, dueDate: text, daysLate: text, total: text, paid: text, credited: text, balance: text, interest: text,
  },
};
const statement: FieldsOf<StatementModel> = {
  ...common, panel, statement: { from: text, to: text, period: text },
  accounts: [{
    currency: text, amountHead: text, balanceHead: text, dateHead: text, bookingHead: text, nothing: text, sentence: text, opening: fact, closing: fact,
    rows: [{ date: text, booking: text, about: text, amount: text, balance: text }], agingHead: text, aging: [fact],
  }],
};
const mail: FieldsOf<MailModel & { logo: MailLogo }> = {
  language: text, subject: text, preheader: text, heading: text, greeting: text, paragraphs: [{ text }], highlight: fact, facts: [{ ...fact, text }],
  button: text, link: text, linkLead: text, closing: [{ text }], labels: { regards: text, reply: text }, client: { name: text }, seller, logo: { width: text, height: text, alone: text },
};

const FIELDS: Readonly<Record<TemplateKind, Fields>> = { invoice, estimate, receipt, 'credit-note': creditNote, reminder, statement, mail };

/** A partial begins with the kind it is for, as `mail-button`; the documents share those without. */
export function vocabularyOf(kind: TemplateKind): Vocabulary {
  const own = (name: string) => (kind === 'mail' ? name.startsWith('mail-') : !name.startsWith('mail-') && !needsLines(name, kind));
  return { fields: FIELDS[kind], partials: templateNames('partials').filter(own) };
}

/** What prints lines is for documents that have some; a receipt asks for no payment besides. */
const needsLines = (partial: string, kind: TemplateKind): boolean =>
  ['receipt', 'reminder', 'statement'].includes(kind) && (/^(lines|sums|remarks|note|plan|delivery)$/.test(partial) || (kind === 'receipt' && partial === 'panel'));
