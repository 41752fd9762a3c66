/** Every role against every act, through the real activities on stored documents: by the shipped table, and by one of own clients only. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPrinter, type Printer } from '../../activities/gateways/chromium';
import { openBook } from '../../config/book';
import { shippedConfig } from '../../config/env';
import { createLogger } from '../../config/logger';
import type { Client, ClientDetails } from '../../domain/client';
import { draftInvoice } from '../../domain/drafting';
import { draftEstimate } from '../../domain/offering';
import { type Actor, ROLES, type Role } from '../../domain/people';
import { type Action, listLimit, OFFICE_WIDE } from '../../domain/permission';
import { DomainError } from '../../domain/refusals';
import { openReading, type Reading } from '../../store/queries/reading';
import { wireActivities } from '../../worker/wiring';
import { BOT_TOKEN, startTestSlack, temporaryFolder } from '../support/embedded-servers';
import { expectedOf, LIMITED, SHIPPED } from '../support/permission-table';
import { ACME, act, ANA, content, line, TODAY } from '../support/samples';
import { openTestStore, type TestStore } from '../support/store';

type Person = Role | 'stranger';
type Whose = 'own' | 'foreign';
/** A client with an invoice and an estimate, as they are to one person. */
type Place = { whose: Whose; managed: boolean; clientId: string; invoiceId: string; estimateId: string };
type Wired = ReturnType<typeof wireActivities>;

const PERSONS: readonly Person[] = [...ROLES, 'stranger'];
const AT = `${TODAY}T09:00:00.000Z`;
const actorOf = (person: Person): Actor => ({ email: `${person}@northlight.example`, name: person, via: 'slack' });
const log = createLogger('test', 'silent');
const folder = temporaryFolder('permissions-');
/** The sample office, with one person for each role besides Ana, who manages the clients that are nobody else's. */
const OFFICE = readFileSync(join(shippedConfig(), 'office.yaml'), 'utf8').replace(/^people:\n( {2}- .*\n)+/m, () =>
  `people:\n${ROLES.map((role) => `  - {name: ${role}, email: ${role}@northlight.example, roles: [${role}]}\n`).join('')}  - {name: Ana, email: ${ANA.email}, roles: [manager]}\n`);

let opened: TestStore;
let slack: Awaited<ReturnType<typeof startTestSlack>>;
let printer: Printer;
let reading: Reading;
const places = new Map<Person, Place[]>();
let made = 0;

async function place(whose: Whose, accountManager: string | undefined, maker: Actor): Promise<Place> {
  const { clients, invoices, estimates, files } = opened.store;
  const tail = String((made += 1)).padStart(4, '0');
  const client: Client = { ...ACME, id: `cli_${tail}`, name: `Client ${tail}`, ...(accountManager && { accountManager }) };
  const { revision: _, ...fields } = client;
  const by = act(maker);
  await clients.create(fields, by, 'created');
  const words = content({ clientId: client.id, lines: [line({ unitPrice: '100' })] });
  const { hash, name, bytes } = await files.keep({ key: tail, name: `${tail}.pdf`, contentType: 'application/pdf', bytes: Buffer.from(tail), at: AT }); // So that looking prints nothing.
  const pdf = { hash, name, bytes: bytes.length };
  const invoice = await invoices.create({ ...draftInvoice(`inv_${tail}00`, words, client, by, TODAY), pdf }, by, 'drafted');
  const estimate = await estimates.create({ ...draftEstimate(`est_${tail}00`, words, undefined, client, by, { today: TODAY, validDays: 30 }), pdf }, by, 'drafted');
  return { whose, managed: accountManager !== undefined, clientId: client.id, invoiceId: invoice.id, estimateId: estimate.id };
}

function wired(name: string, table: string): { activities: Wired; book: ReturnType<typeof openBook> } {
  const configFolder = join(folder.path, name);
  cpSync(shippedConfig(), configFolder, { recursive: true, filter: (path) => !path.endsWith('.ts') });
  writeFileSync(join(configFolder, 'office.yaml'), OFFICE);
  writeFileSync(join(configFolder, 'permissions.yaml'), table);
  const book = openBook(configFolder, log);
  const nowhere = 'http://127.0.0.1:9';
  const env = {
    host: '127.0.0.1', port: 0, publicUrl: 'https://office.test', logLevel: 'silent' as const, configFolder, mongoUri: opened.uri, temporal: { address: '127.0.0.1:9', namespace: 'nowhere' },
    slack: { botToken: BOT_TOKEN, apiUrl: `${slack.origin}/api/` }, sendgrid: { apiKey: 'SG.none', baseUrl: nowhere }, portalSecret: 'x'.repeat(32), chromiumPath: process.env.CHROMIUM_PATH ?? '',
  };
  return { activities: wireActivities({ env, book, store: opened.store, printer, searchable: false, log }), book };
}

beforeAll(async () => {
  [opened, slack] = await Promise.all([openTestStore(), startTestSlack(folder.path)]);
  printer = await openPrinter({ executablePath: process.env.CHROMIUM_PATH ?? '', log });
  reading = openReading(opened.store);
  for (const person of PERSONS) {
    const me = actorOf(person);
    places.set(person, [
      await place('own', me.email, ANA), await place('own', undefined, me), await place('foreign', ANA.email, me), await place('foreign', undefined, ANA),
    ]);
  }
});
afterAll(async () => {
  await Promise.allSettled([opened.close(), slack.close(), printer.close()]);
  folder.remove();
});

let keys = 0;
/** Each act of the office on a place, with arguments of its kind; what its rule says of them does not matter here. */
function actsOn({ office, printing }: Wired, by: Actor, { clientId, invoiceId, estimateId }: Place): [Action, () => Promise<unknown>][] {
  const acting = () => ({ by, key: `permitted-${(keys += 1)}` });
  const words = content({ clientId, lines: [line({ unitPrice: '100' })] });
  const money = { minor: 100, currency: 'EUR' };
  const onInvoice = (verb: string, args: object = {}) => () => office.actOnInvoice({ invoiceId, verb: verb as 'pay', args: { ...acting(), ...args } as never, at: AT });
  const onEstimate = (verb: string, args: object = {}) => () => office.actOnEstimate({ estimateId, verb: verb as 'convert', args: { ...acting(), ...args } as never, at: AT });
  const save = (change: Partial<ClientDetails>) => async () => {
    const { id: _, revision, credit: __, history: ___, ...details } = (await opened.store.clients.find(clientId))!;
    return office.saveClient({ ...acting(), clientId, revision, details: { ...details, ...change }, at: AT });
  };
  const settled = { mailKey: 'no-such-mail', says: 'arrived' };
  return [
    ['create', () => office.openInvoice({ invoiceId: `inv_new${keys}`, create: { ...acting(), content: words }, at: AT })],
    ['create', () => office.openEstimate({ estimateId: `est_new${keys}`, create: { ...acting(), content: words }, at: AT })],
    ['edit', onInvoice('edit', { content: words, version: 1 })], ['edit', onEstimate('edit', { content: words, version: 1 })],
    ['submit', onInvoice('submit', { version: 1 })], ['withdraw', onInvoice('withdraw')], ['ask', onInvoice('ask', { text: 'Is it agreed?' })],
    ['send', onInvoice('send')], ['send', onEstimate('send', { version: 1 })], ['remind', onInvoice('remind')], ['pause', onInvoice('pause', { reason: 'instalments' })], ['resume', onInvoice('resume')],
    ['acknowledge', onInvoice('acknowledge')], ['dispute', onInvoice('dispute', { reason: 'not agreed' })], ['resolve_dispute', onInvoice('resolveDispute', { outcome: 'agreed' })],
    ['record_payment', onInvoice('pay', { amount: money, date: TODAY, reference: 'x' })], ['reverse_payment', onInvoice('reversePayment', { paymentId: 'none', reason: 'mistaken' })],
    ['propose_credit', onInvoice('credit', { lines: 'all', reason: 'not delivered', settlement: 'offset', seen: money })], ['confirm_credit', onInvoice('decideCredit', { creditNoteId: 'none', says: 'confirm' })],
    ['refund', onInvoice('refund', { creditNoteId: 'none', date: TODAY, reference: '' })],
    ['settle_mail', onInvoice('settleMail', settled)], ['settle_mail', onEstimate('settleMail', settled)],
    ['convert', onEstimate('convert')], ['discard', onEstimate('discard')], ['discard', onInvoice('discard')], ['void', onInvoice('void', { reason: 'mistaken', typed: 'x' })],
    ['edit_clients', save({})], ['assign_clients', save({ tags: [`tag ${keys}`] })], ['confirm_policy', () => office.decidePolicy({ ...acting(), hash: 'none', says: 'confirm', at: AT })],
    ['see', () => printing.sharePdf({ ...acting(), kind: 'invoice', documentId: invoiceId, userId: 'U0NOBODY' })],
    ['see', () => printing.sharePdf({ ...acting(), kind: 'estimate', documentId: estimateId, userId: 'U0NOBODY' })],
    ['see_policy', () => printing.sharePolicy({ ...acting(), userId: 'U0NOBODY' })],
    ['move_policy', onInvoice('movePolicy', { hash: 'none' })],
    ['be_away', () => office.saveAbsence({ ...acting(), asked: 'back', at: AT })],
  ];
}

/** What may not be seen does not exist; all else is refused by its name. Any other answer is the rule's, which was asked then. */
async function isRefused(action: Action, run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return false;
  } catch (error) {
    return error instanceof DomainError && error.code === (action === 'see' ? 'NotFound' : 'NotAllowed');
  }
}

describe.each([['shipped', SHIPPED], ['limited', LIMITED]])('by the %s table', (name, table) => {
  const expected = expectedOf(table);

  it.each(PERSONS)('%s may exactly what the lines say', async (person) => {
    const { activities } = wired(`${name}-${person}`, table);
    for (const at of places.get(person) ?? []) {
      for (const [action, run] of actsOn(activities, actorOf(person), at)) {
        if (OFFICE_WIDE.includes(action) && at !== places.get(person)?.[0]) continue; // Once is enough of what concerns no client.
        const whose = action === 'create' && !at.managed ? 'own' : at.whose; // What one makes for a client without account manager is one's own.
        const refused = !expected(action, person, whose);
        expect({ person, action, at, refused: await isRefused(action, run) }).toEqual({ person, action, at, refused });
      }
    }
  });

  it('lists and search hold what the line says', async () => {
    const { book } = wired(`${name}-lists`, table);
    for (const person of PERSONS.filter((one) => one !== 'stranger')) {
      const own = listLimit(await reading.access.of(actorOf(person).email, book.current()));
      for (const at of places.get(person) ?? []) {
        const listed = [
          (await reading.invoices.page({ list: 'client', clientIds: [at.clientId] }, 0, own)).rows, (await reading.estimates.page({ clientIds: [at.clientId] }, 0, own)).rows,
          (await reading.search.find(`client ${at.clientId.slice(-4)}`, own)).invoices,
        ].map((rows) => rows.some(({ id }) => id === at.invoiceId || id === at.estimateId));
        expect({ person, at, listed }).toEqual({ person, at, listed: Array(3).fill(expected('list', person, at.whose)) });
      }
    }
  });
});

it('nobody moves a document to a client that is not theirs', async () => {
  const { activities: { office } } = wired('moving', LIMITED);
  const [own, , foreign] = places.get('coordinator') ?? [];
  const words = content({ clientId: foreign?.clientId ?? '' });
  const args = { by: actorOf('coordinator'), key: 'moving', content: words, version: 1 };
  await expect(office.actOnInvoice({ invoiceId: own?.invoiceId ?? '', verb: 'edit', args, at: AT })).rejects.toThrow('Only coordinator (own clients only) or finance (own clients only) may do that.');
  await expect(office.actOnEstimate({ estimateId: own?.estimateId ?? '', verb: 'edit', args, at: AT })).rejects.toThrow('may do that.');
});
