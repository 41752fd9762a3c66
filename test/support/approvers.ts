/** Approvers without Slack, for tests: an office with two of them, its portal, and their mailboxes, links and codes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '../../config/logger';
import { idOf } from '../../domain/id';
import type { Invoice } from '../../domain/invoice';
import { startWorker } from '../../worker/office-worker';
import { until } from './desk-door';
import { openOffice, workflowCode } from './office';
import { hidden, openTestPortal, PUBLIC_URL, type Answered } from './portal';
import { CARLA, content, line } from './samples';

const OFFICE_YAML = readFileSync(join(__dirname, '../../config/office.yaml'), 'utf8');
/** The sample office with more people, before Fatima. */
export const officeWith = (...people: string[]): string => OFFICE_YAML.replace('  - {name: Fatima,', `${people.map((one) => `  - ${one}\n`).join('')}  - {name: Fatima,`);

/** Two people whom the local Slack does not know: a manager, and one of finance. */
export const GRETA = 'greta@northlight.example';
export const HUGO = 'hugo@northlight.example';
export const GRETA_ROW = `{name: Greta Grant, email: ${GRETA}, roles: [manager]}`;
export const HUGO_ROW = `{name: Hugo Hill, email: ${HUGO}, roles: [finance]}`;

/** Somebody who came by a link, with the cookie they have. */
export type Reader = { link: string; cookie: string };
export type Approvers = Awaited<ReturnType<typeof openApprovers>>;

export const short = (id: string): string => id.slice(-6);
export const linkIn = (text: string): string => /https:\/\/office\.test\/approvals\/[\w-]+/.exec(text)?.[0] ?? '';
export const cookieOf = (answer: Answered): string => answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
/** What a decision's forms are sealed and bound to. */
export const sealed = (page: Answered): Record<string, string> => ({ csrf: hidden(page, 'csrf'), step: hidden(page, 'step'), version: hidden(page, 'version') });

/** An office and its portal; `told` is all that both have logged. */
export async function openApprovers() {
  const told: string[] = [];
  const log = createLogger('test', 'info', { write: (text: string) => void told.push(text) });
  const office = await openOffice({ files: { 'office.yaml': officeWith(GRETA_ROW, HUGO_ROW) } });
  office.worker.stop();
  await office.worker.stopped;
  const worker = await startWorker(office.env, log, await workflowCode());
  const portal = await openTestPortal({ mongoUri: office.mongoUri, temporal: office.env.temporal, configFolder: office.configFolder, log });
  const acme = (await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean())?.id ?? '';
  let count = 0;

  const key = (): string => `approval-${++count}`;
  const rows = (collection: string) => office.store.connection.db!.collection(collection);
  const stored = async (id: string): Promise<Invoice> => (await office.store.invoices.find(id)) as Invoice;
  const reaches = (id: string, state: string): Promise<Invoice> => until(async () => { const found = await stored(id); return found.state === state ? found : undefined; }, `${id} to be ${state}`);
  const asked = (id: string, to = GRETA) => office.outbox.gets({ to, subject: new RegExp(`draft ${short(id)}`) });
  const about = async (id: string, to = GRETA) => (await office.outbox.mails({ to })).filter(({ subject }) => subject.includes(short(id)));
  const codesTo = async (to: string) => (await office.outbox.mails({ to })).filter(({ subject }) => subject.startsWith('Your code'));

  /** An invoice that waits for managers, above 10,000 EUR also for finance. */
  async function submitted(price = '1000', more: Parameters<typeof content>[0] = {}): Promise<string> {
    const made = { by: CARLA, key: key(), content: content({ clientId: acme, lines: [line({ unitPrice: price })], ...more }), submit: 'now' as const };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    await reaches(id, 'submitted');
    return id;
  }

  const get = ({ link, cookie }: Reader, path = ''): Promise<Answered> => portal.visitor.ask(`${link}${path}`, { headers: { ...(cookie && { Cookie: cookie }) } });
  const post = ({ link, cookie }: Reader, path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answered> =>
    portal.visitor.post(`${link}/${path}`, form, { Origin: PUBLIC_URL, ...(cookie && { Cookie: cookie }), ...headers });

  /** Asks for a code by a link and reads it in the mailbox. */
  async function codeFor(link: string, to = GRETA): Promise<string> {
    const before = (await codesTo(to)).length;
    await post({ link, cookie: '' }, 'code', { csrf: hidden(await get({ link, cookie: '' }), 'csrf') });
    const [newest] = await until(async () => { const mails = await codesTo(to); return mails.length > before ? mails : undefined; }, `a code to ${to}`);
    return /\b\d{6}\b/.exec((await office.outbox.open(newest!.id)).text)?.[0] ?? '';
  }
  const typeCode = async (link: string, code: string): Promise<Answered> => post({ link, cookie: '' }, 'open', { csrf: hidden(await get({ link, cookie: '' }), 'csrf'), code });
  /** Makes the codes that were sent older than an hour. */
  const anHourLater = () => rows('codes').updateMany({}, { $set: { at: '2020-01-01T00:00:00.000Z' } });

  /** Comes by a link and proves the mailbox. */
  async function reader(link: string, to = GRETA): Promise<Reader> {
    await anHourLater();
    return { link, cookie: cookieOf(await typeCode(link, await codeFor(link, to))) };
  }

  /** How many codes came since there were so many, once as many as are awaited came and no order is under way: a new order may be listed late. */
  async function codesSince(before: number, awaited: number): Promise<number> {
    await until(async () => {
      if ((await codesTo(GRETA)).length < before + awaited) return false;
      for await (const { workflowId, status } of office.temporal.workflow.list()) if (workflowId.startsWith('code') && status.name === 'RUNNING') return false;
      return true;
    }, 'all orders for codes to be done');
    return (await codesTo(GRETA)).length - before;
  }

  return {
    office, portal, told, acme, key, rows, stored, reaches, asked, about, codesTo, submitted, get, post, codeFor, typeCode, anHourLater, reader, codesSince,
    /** Other people from now on. */
    people: (...people: string[]): void => writeFileSync(join(office.configFolder, 'office.yaml'), officeWith(...people)),
    async close(): Promise<void> {
      await portal.close();
      worker.stop();
      await worker.stopped;
      await office.close();
    },
  };
}
