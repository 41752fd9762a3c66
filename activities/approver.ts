/**
 * Approvers without Slack: they are asked by mail, with a link that shows nothing by itself, and prove with a code from the same
 * mailbox that they are who was asked. Neither link nor code is ever an argument or an answer: both exist in mails alone.
 */
import { randomInt } from 'node:crypto';
import type { Book } from '../config/book';
import { waitingFor } from '../domain/approval';
import { CODE, codeExpiry, codeMac, mayHaveCode, opensCode } from '../domain/code';
import { dateOfInstant } from '../domain/dates';
import type { Invoice } from '../domain/invoice';
import type { Person } from '../domain/people';
import { questionOf } from '../domain/rounds';
import type { CodeStore } from '../store/code';
import type { InvoiceStore } from '../store/invoice';
import type { LinkStore } from '../store/link';
import type { InvoiceQueries } from '../store/queries/invoice';
import { approvalMailModel, codeMailModel } from '../templates/model';
import { renderMail } from '../templates/render';
import type { AskByMail, SendApprovalLinks, SendCode, TryCode } from '../workflows/contracts/office';
import type { Slack } from './gateways/slack';
import type { Links } from './link';
import type { Mailer } from './mail';

type Deps = { invoices: InvoiceStore; inbox: InvoiceQueries['rows']; codes: CodeStore; linkStore: LinkStore; links: Links; mailer: Mailer; slack: Pick<Slack, 'userOf' | 'inactive'>; book: Book; portalSecret: string };
type At = { at: string };
/** Invoices of which one order mails links: the oldest come first, an hour later the next. */
const MOST_LINKS = 20;

/** Those of the office whom an invoice waits for and whom Slack does not know. */
export async function withoutSlack({ approval }: Invoice, people: readonly Person[], slack: Pick<Slack, 'userOf' | 'inactive'>): Promise<Person[]> {
  const asked = approval ? waitingFor(approval) : [];
  const found = await Promise.all(people.filter(({ email }) => asked.includes(email)).map(async (person) => ((await slack.userOf(person.email)) === undefined ? [person] : [])));
  const strangers = found.flat();
  const gone = strangers.length > 0 ? await slack.inactive() : []; // Whom Slack has shut out is no person without Slack.
  return strangers.filter(({ email }) => !gone.includes(email));
}

export const createApproverActivities = ({ invoices, inbox, codes, linkStore, links, mailer, slack, book, portalSecret }: Deps) => {
  /** True when a mail has left, or may have: one that was cut off is written down as such. */
  async function hasLeft(key: string, at: string): Promise<boolean> {
    const row = await mailer.find(key);
    if (!row || row.state === 'claimed') return false;
    await mailer.cutOff(key, at);
    return true;
  }

  /** Mails the open question of an invoice to one person, once under that key, with a link of its own. */
  async function ask(invoice: Invoice, { email, name }: Person, key: string, at: string): Promise<void> {
    if (await hasLeft(key, at)) return;
    const { office, look } = book.current();
    const { url, expiresAt } = await links.mintApprovalLink({ approver: email, invoiceId: invoice.id, at });
    const model = approvalMailModel(invoice, name, { seller: office.seller, locale: office.locale, url, until: dateOfInstant(expiresAt, office.zone) });
    await mailer.deliver({ key, kind: 'approval', documentId: invoice.id, documentKind: 'approver', to: email, ...renderMail('approval', model, look), attachments: [], at });
  }

  /** Keeps a code for an order whose mail has not left, and answers it; undefined when the person had enough of them. */
  async function codeFor({ key, link }: SendCode, email: string, at: string): Promise<string | undefined> {
    const code = String(randomInt(10 ** CODE.digits)).padStart(CODE.digits, '0');
    const mac = codeMac(portalSecret, link, code);
    const kept = await codes.find(key);
    const sent = kept ? [] : await codes.lastOf(email, CODE.anHour);
    if (!mayHaveCode(sent, at)) return undefined;
    const isKept = kept ? await codes.replace(key, kept.mac, mac) : await codes.keep({ key, n: (sent[0]?.n ?? 0) + 1, email, link, mac, at, expiresAt: codeExpiry(at) });
    if (!isKept) throw new Error('Another code was kept at the same moment; it is asked again.');
    return code;
  }

  return {
    /** Mails the open question of an invoice to everybody whom it waits for and whom Slack does not know; the same question once to each. */
    async askByMail({ invoiceId, at }: AskByMail & At): Promise<void> {
      const invoice = await invoices.find(invoiceId);
      if (!invoice) return;
      for (const person of await withoutSlack(invoice, book.current().office.people, slack)) {
        await ask(invoice, person, mailKey(invoice, person), at);
      }
    },

    /** Mails fresh links to what waits for a person; the same hour (`YYYY-MM-DDTHH`, UTC) is the same mails. */
    async sendApprovalLinks({ email, hour, at }: SendApprovalLinks & At): Promise<void> {
      for (const { id } of await inbox({ list: 'inbox', email }, 0, MOST_LINKS)) {
        const invoice = await invoices.find(id);
        const person = invoice && (await withoutSlack(invoice, book.current().office.people, slack)).find((one) => one.email === email);
        if (invoice && person) await ask(invoice, person, `${mailKey(invoice, person)}/again/${hour}`, at);
      }
    },

    /** Mails a code to the person whom a link was made for, if they are of the office still; at most five an hour. */
    async sendCode(order: SendCode & At): Promise<void> {
      const { at } = order;
      const [link, key] = [await linkStore.approvalByHash(order.link), `code/${order.key}`];
      const person = link && book.personByEmail(link.approver);
      if (!link || link.expiresAt <= at || !person || (await hasLeft(key, at))) return;
      const code = await codeFor(order, person.email, at);
      if (code === undefined) return;
      const { office } = book.current();
      const message = renderMail('code', codeMailModel(person.name, code, { seller: office.seller, locale: office.locale }), book.current().look);
      await mailer.deliver({ key, kind: 'code', documentId: link.documentId, documentKind: 'approver', to: person.email, ...message, attachments: [], at });
    },

    /** Whether what was typed, by its keyed hash, is the code that was sent last for a link; a code opens one form. */
    async tryCode({ link, mac, form, at }: TryCode & At): Promise<{ opens: boolean }> {
      const code = await codes.tryAt(link, mac);
      return { opens: code !== null && opensCode(code, mac, at) && (await codes.use(code.key, form)) };
    },
  };
};

/** `invoice/inv_1/approval/3.0/greta@…`: one mail for a question and a person. */
const mailKey = (invoice: Invoice, { email }: Person): string => `invoice/${invoice.id}/approval/${questionOf(invoice)}/${email}`;
