/** Dunning: reminders to the client and escalations inside the office, each judged by the balance at the moment it happens. */
import type { Book } from '../config/book';
import { allRungsOf, askedOf } from '../domain/chasing';
import { mailed, mayDun, stepDone, struckOut } from '../domain/collecting';
import { dateOfInstant, type PlainDate } from '../domain/dates';
import { dueNow, type DunningStep, type Tone } from '../domain/dunning';
import type { Invoice } from '../domain/invoice';
import { DomainError } from '../domain/refusals';
import type { FileStore } from '../store/file';
import type { InvoiceStore } from '../store/invoice';
import { carried } from '../templates/file-name';
import { invoiceModel, reminderModel } from '../templates/model';
import { reminderLetter } from '../templates/reminder';
import { renderMail } from '../templates/render';
import { changeDocument } from './change';
import { ladderOf, viewOf, type InvoiceView } from './context';
import type { Printer } from './gateways/chromium';
import { actOfOffice, outcomeOf } from './issue';
import type { Links } from './link';
import type { Mailer } from './mail';
import { printOnce } from './print';

type Deps = { invoices: InvoiceStore; files: FileStore; printer: Printer; mailer: Mailer; links: Links; book: Book; searchable: boolean };
type Reminding = { invoiceId: string; key: string; tone: Tone; at: string; stepId?: string };

const reminderKey = (invoiceId: string, step: DunningStep): string => `invoice/${invoiceId}/reminder/${step.id}`;

/** Its mail has begun and it is not written down how that ended; a payment since then may have taken it from the ladder. */
const isBegun = ({ id, history, dunning }: Invoice, step: DunningStep): boolean =>
  history.some(({ key }) => key === `${reminderKey(id, step)}/begin`) && !dunning.done.some((done) => done.id === step.id);

export const createDunningActivities = ({ invoices, files, printer, mailer, links, book, searchable }: Deps) => {
  const load = async (invoiceId: string): Promise<Invoice> => {
    const invoice = await invoices.find(invoiceId);
    if (!invoice) throw new DomainError('NotFound', { what: 'invoice' });
    return invoice;
  };

  /**
   * Mails one reminder with what should have come by this moment; nothing when the invoice may not be chased any more. That it begins is
   * written onto the very revision that was judged: a payment stands before it, and stops it, or finds it on its way.
   */
  async function remind({ invoiceId, key, tone, at }: Reminding): Promise<'sent' | 'passed'> {
    const { document: invoice, entry } = await changeDocument<Invoice>(invoices, invoiceId, actOfOffice(`${key}/begin`, at), (seen) =>
      (mayDun(seen) && seen.pdf ? { kind: 'mail.sending', detail: { mailKey: key, kind: 'reminder', to: seen.client.email }, changes: {} } : undefined));
    if (!entry || !invoice.pdf) return 'passed';
    if (!mayDun(invoice) && (await mailer.giveUp(key, at, 'Nothing is to be chased any more.'))) return 'passed'; // Stopped between two attempts.
    const today = dateOfInstant(at, invoice.client.zone);
    const chased = { ...invoice, ...askedOf(invoice, today) };
    const letter = await written(chased, { key, tone, today, at });
    const url = await links.mintLink({ clientId: invoice.client.id, documentId: invoiceId, at });
    const message = renderMail('reminder', reminderModel(chased, { url, tone, today, look: book.current().look }), book.current().look);
    const mail = await mailer.deliver({
      key, kind: 'reminder', documentId: invoiceId, documentKind: 'invoice', to: invoice.client.email, ...message,
      attachments: [letter, carried(invoice.pdf, invoiceModel(invoice))], at,
    });
    await changeDocument<Invoice>(invoices, invoiceId, actOfOffice(`${key}/mail`, at), (sent) => {
      const change = mailed(sent, outcomeOf(mail, 'reminder', at));
      return { ...change, detail: { ...change.detail, letter: letter.hash } };
    });
    return 'sent';
  }

  /** The reminder's letter, printed once as things stand: a payment between two attempts makes it another letter. */
  async function written(invoice: Invoice, { key, tone, today, at }: Pick<Reminding, 'key' | 'tone' | 'at'> & { today: PlainDate }): Promise<{ hash: string; as: string }> {
    const { ladder: { interest }, look } = book.current();
    const model = reminderLetter(invoice, { tone, today, ...(interest && { interest }) });
    const file = await printOnce({ files, printer }, { key: `${key}/letter/${invoice.paid.minor}/${invoice.balance.minor}`, name: `${invoice.number}-${today}`, model, look, at });
    return carried(file, model);
  }

  async function take(invoiceId: string, step: DunningStep, at: string): Promise<void> {
    const outcome = step.act === 'remind' ? await remind({ invoiceId, key: reminderKey(invoiceId, step), tone: step.tone, at }) : 'told';
    await changeDocument<Invoice>(invoices, invoiceId, actOfOffice(`ladder/${invoiceId}/${step.id}`, at), (invoice) =>
      (step.act === 'escalate' && !mayDun(invoice) ? undefined : stepDone(invoice, step, outcome, at)));
  }

  return {
    /** Takes the steps that are due now: of several missed reminders the latest alone. First of all it ends what a crash cut off. */
    async takeSteps({ invoiceId, at }: { invoiceId: string; at: string }): Promise<InvoiceView> {
      const seen = await load(invoiceId);
      const cutOff = allRungsOf(book.current().ladder.steps, seen).filter((step) => isBegun(seen, step));
      for (const step of cutOff) await take(invoiceId, step, at);
      const due = dueNow(ladderOf(book, cutOff.length > 0 ? await load(invoiceId) : seen, at), at);
      for (const step of due.pass) {
        await changeDocument<Invoice>(invoices, invoiceId, actOfOffice(`ladder/${invoiceId}/${step.id}`, at), (invoice) => stepDone(invoice, step, 'passed', at));
      }
      const tellFirst = [...due.take].sort((one, other) => Number(one.act === 'remind') - Number(other.act === 'remind')); // What needs no printer does not wait for one.
      for (const step of tellFirst) await take(invoiceId, step, at);
      return viewOf(book, await load(invoiceId), at, searchable);
    },

    /** A reminder that a person asked for. */
    async remindByHand({ invoiceId, key, tone, at }: Reminding): Promise<InvoiceView> {
      const mailKey = key.startsWith('invoice/') ? key : `invoice/${invoiceId}/${key}`;
      const outcome = await remind({ invoiceId, key: mailKey, tone, at });
      const { document } = await changeDocument<Invoice>(invoices, invoiceId, actOfOffice(`${mailKey}/done`, at), (invoice) => ({
        kind: outcome === 'sent' ? 'reminded' : 'reminder.passed', detail: { tone, byHand: true }, changes: { owed: struckOut(invoice, key) },
      }));
      return viewOf(book, document, at, searchable);
    },
  };
};
