/**
 * Credit notes: made under their number when a credit counts, printed once, mailed never twice. The amounts come from the invoice, where
 * they were fixed; nothing is computed here.
 */
import type { Book } from '../config/book';
import { struckOut } from '../domain/collecting';
import { creditsOf } from '../domain/credit';
import { creditNoteMailed, creditNoteMailSettled, creditNoteOf, creditNoteResent, type CreditNote } from '../domain/credit-note';
import type { Act } from '../domain/history';
import type { Invoice } from '../domain/invoice';
import { actionOf, checkPermission } from '../domain/permission';
import { DomainError } from '../domain/refusals';
import type { CreditNoteStore } from '../store/credit-note';
import type { FileStore } from '../store/file';
import type { InvoiceStore } from '../store/invoice';
import type { NumberStore } from '../store/number';
import type { AccessQueries } from '../store/queries/access';
import { creditNoteModel } from '../templates/credit-note';
import { carried } from '../templates/file-name';
import { renderMail } from '../templates/render';
import type { CreditNoteActs, CreditNoteAnswer, CreditNoteVerb } from '../workflows/contracts/credit-note';
import type { MailEvent } from '../workflows/contracts/invoice';
import { changeDocument, toldBy, type Changed } from './change';
import { viewOf as invoiceViewOf, type InvoiceView } from './context';
import type { Printer } from './gateways/chromium';
import { actOfOffice, outcomeOf } from './issue';
import type { Links } from './link';
import type { Mailer } from './mail';
import { claimNumber } from './number';
import { creditNoteFiles } from './e-invoice';

type Ref = { creditNoteId: string; at: string };
type OfInvoice = Ref & { invoiceId: string };
type Deps = {
  creditNotes: CreditNoteStore; invoices: InvoiceStore; numbers: NumberStore; access: AccessQueries; mailer: Mailer; links: Links; book: Book; searchable: boolean;
};
type PrintingDeps = { creditNotes: CreditNoteStore; files: FileStore; printer: Printer; book: Book };

/** What the workflow knows of it: enough to choose the next step. */
export type CreditNoteView = { creditNoteId: string; revision: number; state: CreditNote['state']; printed: boolean; outgoing: boolean };
/** Opening only looks. */
type Deed = Exclude<CreditNoteVerb, 'open'>;
type Answered = { view: CreditNoteView; answer: CreditNoteAnswer };

const viewOf = ({ id, revision, state, pdf, outgoing }: CreditNote): CreditNoteView => ({ creditNoteId: id, revision, state, printed: pdf !== undefined, outgoing: outgoing !== undefined });

const answered = ({ document, entry, repeated }: Changed<CreditNote>): Answered => ({
  view: viewOf(document),
  answer: { creditNoteId: document.id, name: document.number, state: document.state, revision: document.revision, ...toldBy(entry), repeated },
});

async function load<T>({ find }: { find(id: string): Promise<T | null> }, id: string, what: 'invoice' | 'credit note'): Promise<T> {
  const found = await find(id);
  if (!found) throw new DomainError('NotFound', { what });
  return found;
}

export const createCreditNoteActivities = ({ creditNotes, invoices, numbers, access, mailer, links, book, searchable }: Deps) => {
  /** The rule of an act, after its line in the table of permissions. */
  async function ruled<V extends Deed>(creditNoteId: string, verb: V, given: CreditNoteActs[V], act: Act): Promise<Changed<CreditNote>> {
    const note = await load(creditNotes, creditNoteId, 'credit note');
    checkPermission(await access.of(given.by.email, book.current()), actionOf(verb), note);
    if (verb === 'send') return changeDocument<CreditNote>(creditNotes, note, act, (seen) => creditNoteResent(seen, (given as CreditNoteActs['send']).to, act));
    const { mailKey, says } = given as CreditNoteActs['settleMail'];
    const { again } = await mailer.settle(mailKey, says, act.at);
    return changeDocument<CreditNote>(creditNotes, note, act, (seen) => creditNoteMailSettled(seen, mailKey, again, act));
  }

  return {
    /** Makes the note of a credit that counts, once: claimed again its number is the same, made again it is the stored one. Refuses NotFound, CreditUnknown. */
    async makeCreditNote({ invoiceId, creditNoteId, at }: OfInvoice): Promise<void> {
      const invoice = await load(invoices, invoiceId, 'invoice');
      const credit = creditsOf(invoice).find((one) => one.creditNoteId === creditNoteId);
      if (credit?.state !== 'issued') throw new DomainError('CreditUnknown', { name: invoice.number });
      const numbered = await claimNumber(numbers, book.current().office, 'creditNote', creditNoteId, at);
      const act = actOfOffice(`issue/${creditNoteId}`, at);
      await creditNotes.create(creditNoteOf(invoice, credit, numbered, act), act, 'issued');
    },

    /** Writes the note's number into its invoice, which owes it no more. Refuses NotFound. */
    async noteCreditNote({ invoiceId, creditNoteId, key, at }: OfInvoice & { key: string }): Promise<InvoiceView> {
      const { number } = await load(creditNotes, creditNoteId, 'credit note');
      const { document } = await changeDocument<Invoice>(invoices, invoiceId, actOfOffice(`${key}/noted`, at), (invoice) => ({
        kind: 'credit.numbered', detail: { creditNoteId, number },
        changes: { credits: creditsOf(invoice).map((credit) => (credit.creditNoteId === creditNoteId ? { ...credit, number } : credit)), owed: struckOut(invoice, key) },
      }));
      return invoiceViewOf(book, document, at, searchable);
    },

    /** How the note stands. Refuses NotFound. */
    async showCreditNote({ creditNoteId }: Ref): Promise<Answered> {
      const document = await load(creditNotes, creditNoteId, 'credit note');
      return answered({ document, entry: document.history.at(-1), repeated: false });
    },

    /** One act of a person. Refuses NotFound, NotAllowed and what its rule in domain/credit-note.ts refuses. */
    async actOnCreditNote<V extends Deed>({ creditNoteId, verb, args, at }: { creditNoteId: string; verb: V; args: CreditNoteActs[V]; at: string }): Promise<Answered> {
      return answered(await ruled(creditNoteId, verb, args, { by: args.by, key: args.key, at }));
    },

    /** Mails the printed note with its PDF and its link, and notes the outcome. */
    async mailCreditNote({ creditNoteId, at }: Ref): Promise<CreditNoteView> {
      const asked = await load(creditNotes, creditNoteId, 'credit note');
      const { outgoing, pdf } = asked;
      if (!outgoing || !pdf) return viewOf(asked);
      const { key, to } = outgoing;
      const { document: note, entry } = await changeDocument<CreditNote>(creditNotes, asked, actOfOffice(`${key}/begin`, at), (seen) => (seen.outgoing?.key !== key ? undefined : {
        kind: 'mail.sending', detail: { mailKey: key, to }, changes: { delivery: { status: 'sending', to, mailKey: key, at } },
      }));
      if (!entry) return viewOf(note);
      const url = await links.mintLink({ clientId: note.client.id, documentId: note.invoice.id, at }); // Its page shows the note, and what is open after it.
      const { look } = book.current();
      const model = creditNoteModel(note, { url, look });
      const message = renderMail('credit-note', model, look);
      const mail = await mailer.deliver({ key, kind: 'credit note', documentId: creditNoteId, documentKind: 'credit-note', to, ...message, attachments: [pdf, ...(note.xml ? [note.xml] : [])].map((file) => carried(file, model)), at });
      const { document } = await changeDocument<CreditNote>(creditNotes, creditNoteId, actOfOffice(`${key}/end`, at), (sent) => creditNoteMailed(sent, outcomeOf(mail, 'credit note', at)));
      return viewOf(document);
    },

    /** The provider's word on the note's mail. */
    async noteCreditNoteMail({ creditNoteId, event, at }: Ref & { event: MailEvent }): Promise<CreditNoteView> {
      const { mail } = await mailer.report({ key: event.mailKey, event: event.event, at: event.at, reason: event.reason });
      const { document } = await changeDocument<CreditNote>(creditNotes, creditNoteId, actOfOffice(`mail/${event.mailKey}/${event.event}`, at), (note) =>
        (mail.state === event.event ? creditNoteMailed(note, { mailKey: event.mailKey, to: mail.to, status: event.event, reason: event.reason, at }) : undefined));
      return viewOf(document);
    },
  };
};

export const createCreditNotePrinting = ({ creditNotes, files, printer, book }: PrintingDeps) => ({
  /** Prints the note once; its bytes are it for good. Refuses NotFound. */
  async printCreditNote({ creditNoteId, at }: Ref): Promise<CreditNoteView> {
    const note = await load(creditNotes, creditNoteId, 'credit note');
    if (note.pdf) return viewOf(note);
    const made = await creditNoteFiles({ files, printer, look: book.current().look }, note, at);
    const { document } = await changeDocument<CreditNote>(creditNotes, note, actOfOffice(`print/${creditNoteId}`, at), () => ({
      kind: 'printed', detail: { hash: made.pdf.hash, ...(made.xml && { xml: made.xml.hash }) }, changes: made,
    }));
    return viewOf(document);
  },
});
