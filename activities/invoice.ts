/**
 * Invoice activities: people's acts and the mail provider's word. Each loads, asks the rule and writes once under the act's key,
 * so any of them may run twice. `at` is always the workflow's clock.
 */
import type { Book } from '../config/book';
import type { Policies } from '../config/policy/active';
import { acted } from '../domain/acting';
import { nextMoment } from '../domain/approval-time';
import { awayOn, type AbsenceBook } from '../domain/absence';
import { mailed, mailSettled } from '../domain/collecting';
import { seatsMoved, timePassed } from '../domain/deciding';
import { draftInvoice, submitted, type Rules } from '../domain/drafting';
import type { Act, Change, Entry } from '../domain/history';
import { invoiceName, type Invoice } from '../domain/invoice';
import { OFFICE } from '../domain/people';
import { phrase } from '../domain/phrase';
import { actionOf, checkPermission } from '../domain/permission';
import { groupsIn } from '../domain/policy/policy';
import { DomainError } from '../domain/refusals';
import type { ClientStore } from '../store/client';
import type { InvoiceStore } from '../store/invoice';
import type { AccessQueries } from '../store/queries/access';
import type { StandingQueries } from '../store/queries/standing';
import type { Acting, InvoiceActs, InvoiceAnswer, InvoiceVerb, MailEvent, SettleInvoice } from '../workflows/contracts/invoice';
import { changeDocument, toldBy, type Changed } from './change';
import { rulesAt, viewOf, type InvoiceView } from './context';
import type { Slack } from './gateways/slack';
import type { Mailer } from './mail';

type Deps = { invoices: InvoiceStore; clients: ClientStore; absences(): Promise<AbsenceBook>; standings: StandingQueries; access: AccessQueries; policies: Policies; slack: Pick<Slack, 'groupMembers'>; mailer: Mailer; book: Book; searchable: boolean };
type Answered = { view: InvoiceView; answer: InvoiceAnswer };

export const createInvoiceActivities = ({ invoices, clients, absences, standings, access, policies, slack, mailer, book, searchable }: Deps) => {
  const clientOf = async (clientId: string) => {
    const client = await clients.find(clientId);
    if (!client) throw new DomainError('ClientUnknown');
    return client;
  };
  const answered = ({ document, entry, repeated }: Changed<Invoice>, at: string): Answered => ({
    view: viewOf(book, document, at, searchable),
    answer: {
      invoiceId: document.id, name: invoiceName(document), state: document.state, revision: document.revision, version: document.version,
      ...toldBy(entry), repeated,
    },
  });
  const standing = (document: Invoice, at: string): Answered => answered({ document, entry: document.history.at(-1), repeated: false }, at);
  /** The rules with the policy in force and what it may want to know of the client; read only when it is asked. */
  const rulesFor = async ({ client }: Pick<Invoice, 'client'>, at: string): Promise<Rules> => {
    const rules = rulesAt(book, at);
    const [policy, standing, known] = await Promise.all([policies.active(), standings.of(client.id, rules.today), absences()]);
    return { ...rules, policy, standing, away: awayOn(known, rules.today), groups: await slack.groupMembers(groupsIn(policy), rules.people.map(({ email }) => email)) };
  };
  const actOf = ({ by, key }: Acting, at: string): Act => ({ by, key, at });
  const accessOf = ({ by }: Acting) => access.of(by.email, book.current());

  /** Nobody but the office moves seats. */
  function seatsMovedByOffice(invoice: Invoice, { by, gone }: InvoiceActs['reseat'], away: ReturnType<typeof awayOn>, at: string): Change<Invoice> | undefined {
    if (by.via !== 'office') throw new DomainError('NotAllowed', { who: phrase`the office` });
    return seatsMoved(invoice, { at }, rulesAt(book, at), { away, gone: new Set(gone) });
  }

  return {
    /** Makes the draft (once), submits it when asked, or finds the stored invoice: the workflow's first and only way in. Answers how it stands. */
    async openInvoice({ invoiceId, create, at }: SettleInvoice & { at: string }): Promise<Answered> {
      let invoice = await invoices.find(invoiceId);
      if (!invoice && create) {
        const act = actOf(create, at);
        if (create.by.via === 'slack') checkPermission(await accessOf(create), 'create', { client: { id: create.content.clientId }, createdBy: create.by });
        const fields = draftInvoice(invoiceId, create.content, await clientOf(create.content.clientId), act, rulesAt(book, at).today, create.source);
        invoice = await invoices.create(fields, act, 'drafted');
      }
      if (!invoice) throw new DomainError('NotFound', { what: 'invoice' });
      if (create?.submit && invoice.state === 'draft' && invoice.version === 1) {
        const act = { ...actOf(create, at), key: `${create.key}/submit` };
        const rules = await rulesFor(invoice, at);
        invoice = (await changeDocument<Invoice>(invoices, invoice, act, (draft) => submittedOrReturned(draft, act, rules))).document;
      }
      return standing(invoice, at);
    },

    /** How the invoice stands: the answer to an `open` that finds the workflow open. */
    async showInvoice({ invoiceId, at }: { invoiceId: string; at: string }): Promise<Answered> {
      const document = await invoices.find(invoiceId);
      if (!document) throw new DomainError('NotFound', { what: 'invoice' });
      return standing(document, at);
    },

    /** One act of a person. Refuses what its rule in domain/ refuses; the refusal is final. */
    async actOnInvoice<V extends InvoiceVerb>({ invoiceId, verb, args, at }: { invoiceId: string; verb: V; args: InvoiceActs[V]; at: string }): Promise<Answered> {
      const act = actOf(args, at);
      const rights = await accessOf(args);
      const seen = verb === 'submit' || verb === 'movePolicy' ? await invoices.find(invoiceId) : null;
      const rules = seen ? await rulesFor(seen, at) : rulesAt(book, at);
      const client = verb === 'edit' ? await clientOf((args as InvoiceActs['edit']).content.clientId) : verb === 'submit' && seen ? await clientOf(seen.client.id) : undefined;
      const again = verb === 'settleMail' ? await settledKey(invoiceId, args as InvoiceActs['settleMail'], at) : undefined;
      const away = verb === 'reseat' ? awayOn(await absences(), rules.today) : undefined;
      const changed = await changeDocument<Invoice>(invoices, seen ?? invoiceId, act, (invoice) => {
        if (away) return seatsMovedByOffice(invoice, args as InvoiceActs['reseat'], away, at);
        if (verb === 'settleMail') return mailSettled(invoice, (args as InvoiceActs['settleMail']).mailKey, again, act);
        return acted(invoice, verb, args, { act, rules, access: rights, client });
      });
      return answered(verb === 'decide' && !changed.entry ? { ...changed, entry: saidBefore(changed.document, act) } : changed, at);
    },

    /** What time has done to a submitted invoice: people reminded, the question passed on, approved by silence, or given back. */
    async passTime({ invoiceId, at }: { invoiceId: string; at: string }): Promise<InvoiceView> {
      const rules = rulesAt(book, at);
      const seen = await invoices.find(invoiceId);
      const approval = seen?.approval;
      const act: Act = { key: `approval/${approval?.requestedAt ?? ''}/${(approval && nextMoment(approval)) ?? ''}`, at, by: OFFICE };
      const { document } = await changeDocument<Invoice>(invoices, seen ?? invoiceId, act, (invoice) => timePassed(invoice, act, rules));
      return viewOf(book, document, at, searchable);
    },

    /** The provider's word on a mail of this invoice; the same word twice, or one that a bounce overtook, changes nothing. */
    async noteMail({ invoiceId, event, at }: { invoiceId: string; event: MailEvent; at: string }): Promise<InvoiceView> {
      const { mail } = await mailer.report({ key: event.mailKey, event: event.event, at: event.at, reason: event.reason });
      const act: Act = { key: `mail/${event.mailKey}/${event.event}`, at, by: OFFICE };
      const { document } = await changeDocument<Invoice>(invoices, invoiceId, act, (invoice) => {
        if (mail.state !== event.event) return undefined;
        const kind = mail.kind as 'invoice' | 'reminder' | 'receipt';
        const older = kind === 'invoice' && invoice.delivery !== undefined && invoice.delivery.mailKey !== event.mailKey;
        return mailed(invoice, { mailKey: event.mailKey, kind: older ? 'reminder' : kind, to: mail.to, status: event.event, reason: event.reason, at });
      });
      return viewOf(book, document, at, searchable);
    },
  };

  /** Judged before it, because the mail is settled before the invoice is written. */
  async function settledKey(invoiceId: string, act: InvoiceActs['settleMail'], at: string): Promise<string | undefined> {
    checkPermission(await accessOf(act), actionOf('settleMail'), (await invoices.find(invoiceId)) ?? undefined);
    return (await mailer.settle(act.mailKey, act.says, at)).again;
  }
};
/** The decision that a person repeats: it is told in the same words. */
const saidBefore = ({ history }: Invoice, { by }: Act): Entry | undefined => history.findLast(({ kind, by: { email } }) => (kind === 'approved' || kind === 'rejected') && email === by.email);

/** A draft that is to be submitted as it is made, but cannot be, waits for its author with the reason. */
function submittedOrReturned(draft: Invoice, act: Act, rules: Rules): Change<Invoice> {
  try {
    return submitted(draft, draft.version, act, rules);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { message: reason, code, details } = error;
    return { kind: 'returned', detail: { reason }, changes: { returned: { by: OFFICE, at: act.at, category: 'other', reason, refusal: { code, details } } } };
  }
}
export type InvoiceActivities = ReturnType<typeof createInvoiceActivities>;
