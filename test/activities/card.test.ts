/** The projector: what stands in Slack is what the document wants, whatever Slack does meanwhile; a second run writes nothing. */
import { join } from 'node:path';
import { createCardActivities } from '../../activities/card';
import { openSlack } from '../../activities/gateways/slack';
import { createHomeActivities } from '../../activities/home';
import { openBook } from '../../config/book';
import { openPolicies } from '../../config/policy/active';
import { createLogger } from '../../config/logger';
import { slackLog } from '../../config/slack-log';
import { decided } from '../../domain/deciding';
import { draftInvoice, submitted } from '../../domain/drafting';
import type { Invoice } from '../../domain/invoice';
import { openReading } from '../../store/queries/reading';
import { textOf } from '../support/desk-door';
import { BOT_TOKEN, startTestSlack, temporaryFolder } from '../support/embedded-servers';
import { openDesk, type Desk } from '../support/person';
import { ACME, act, CARLA, content, MILO, RULES, TODAY } from '../support/samples';
import { openTestStore, type TestStore } from '../support/store';

const log = createLogger('test', 'silent');
const book = openBook(join(__dirname, '../../config'), log);
const folder = temporaryFolder('cards-');
let opened: TestStore;
let slack: Awaited<ReturnType<typeof startTestSlack>>;
let desk: Desk;
let cards: ReturnType<typeof createCardActivities>;
let homes: ReturnType<typeof createHomeActivities>;

beforeAll(async () => {
  [opened, slack] = await Promise.all([openTestStore(), startTestSlack(folder.path)]);
  desk = openDesk(slack.origin);
  const gateway = openSlack({ botToken: BOT_TOKEN, apiUrl: `${slack.origin}/api/`, log, libraryLog: slackLog(log, 'slack') });
  const { store } = opened;
  homes = createHomeActivities({ reading: openReading(store), policies: openPolicies(store.policies, () => book.current().approvals), messages: store.messages, slack: gateway, book, log });
  cards = createCardActivities({ store, access: openReading(store).access, slack: gateway, book, log, redrawHomes: homes.redrawHomes });
});
afterAll(async () => {
  const breaches = await desk.lint();
  await Promise.all([opened.close(), slack.close()]);
  folder.remove();
  expect(breaches).toEqual([]);
});

let made = 0;
/** A submitted invoice in the store. */
async function waiting(): Promise<Invoice> {
  const opening = act(CARLA);
  const fields = draftInvoice(`inv_card${String(made += 1).padStart(6, '0')}`, content(), ACME, opening, TODAY);
  const draft = await opened.store.invoices.create(fields, opening, 'drafted');
  const by = act(CARLA);
  return opened.store.invoices.commit(draft, by, submitted(draft, 1, by, RULES));
}
async function approved(invoice: Invoice): Promise<Invoice> {
  const by = act(MILO);
  return opened.store.invoices.commit(invoice, by, decided(invoice, { step: 0, version: 1, says: 'approve' }, by, RULES));
}
const project = async ({ id }: Invoice): Promise<void> => void (await cards.projectDocument({ kind: 'invoice', id }));
const about = async (email: string, { id }: Invoice, place = 'dm') => (await (await desk.as(email)).messages(place)).filter((message) => JSON.stringify(message).includes(id) || textOf(message).includes(id.slice(-6)));

it('posts each message once, and nothing when nothing changed', async () => {
  const invoice = await waiting();
  await project(invoice);
  const before = [await about(MILO.email, invoice), await about(CARLA.email, invoice, '#invoices')];
  expect(before.map((messages) => messages.length)).toEqual([1, 1]);
  await project(invoice);
  expect([await about(MILO.email, invoice), await about(CARLA.email, invoice, '#invoices')]).toEqual(before);
});

it('rewrites the copies that a decision concerns, whoever they belong to', async () => {
  const invoice = await waiting();
  await project(invoice);
  await approved(invoice);
  await project(invoice);
  for (const email of [MILO.email, 'ana@northlight.example']) {
    const [card, ...more] = await about(email, invoice);
    expect(more).toEqual([]);
    expect(textOf(card ?? {})).toMatch(/Approved by @Milo/);
    expect(JSON.stringify(card)).not.toContain('inv.approval.approve');
  }
});

it('posts again what may have been posted, and never a second time what is known to stand', async () => {
  const invoice = await waiting();
  await desk.fault({ call: 'chat.postMessage', kind: 'cut-after', match: invoice.id });
  await expect(project(invoice)).rejects.toThrow();
  await project(invoice);
  expect((await about(MILO.email, invoice)).length).toBe(2); // Nobody knows of the first; better twice than never.
  await project(invoice);
  expect((await about(MILO.email, invoice)).length).toBe(2);
});

it('posts nobody the card of a question that was answered before theirs was begun', async () => {
  const invoice = await waiting();
  await desk.fault({ call: 'chat.postMessage', kind: 'status', status: 500 });
  await expect(project(invoice)).rejects.toThrow();
  await approved(invoice);
  await project(invoice);
  expect(await about('ana@northlight.example', invoice)).toEqual([]);
});

it('goes on where a fault stopped it', async () => {
  const invoice = await waiting();
  await desk.fault({ call: 'chat.postMessage', kind: 'status', status: 500, match: 'invoices' });
  for (let turn = 0; turn < 3; turn += 1) await project(invoice).catch(() => undefined);
  expect((await about(MILO.email, invoice)).length).toBe(1);
  expect((await about(CARLA.email, invoice, '#invoices')).length).toBe(1);
  await desk.clearFaults();
});

it('passes Slack’s own patience on to the retry', async () => {
  const invoice = await waiting();
  await desk.fault({ call: 'chat.postMessage', kind: 'status', status: 429, retryAfter: 7 });
  await expect(project(invoice)).rejects.toMatchObject({ type: 'SlackRateLimited', nextRetryDelay: '7 s' });
  await project(invoice);
});

it('posts anew where a message is gone', async () => {
  const invoice = await waiting();
  await project(invoice);
  const row = (await opened.store.messages.ofDocument(invoice.id)).find(({ kind }) => kind === 'status');
  await opened.store.messages.placed([{ keys: [row?.key ?? ''], channel: row?.channel ?? '', ts: '1.000001', shows: 'old', at: TODAY }]);
  await project(invoice);
  expect((await about(CARLA.email, invoice, '#invoices')).length).toBe(2);
});

it('does not fail for a person whom the workspace does not know', async () => {
  const opening = act({ ...CARLA, email: 'gone@northlight.example', name: 'Gone' });
  const fields = draftInvoice('inv_stranger1', content(), ACME, opening, TODAY);
  const draft = await opened.store.invoices.create(fields, opening, 'drafted');
  await project(draft);
  const by = act(CARLA);
  await project(await opened.store.invoices.commit(draft, by, submitted(draft, 1, by, RULES)));
  expect((await about(MILO.email, draft)).length).toBe(1);
});

describe('a Home', () => {
  it('is drawn for who opened theirs, and again when a queue of theirs changes', async () => {
    const milo = await desk.as(MILO.email);
    await homes.publishHome({ userId: milo.id, email: MILO.email, at: `${TODAY}T09:00:00Z` });
    const before = JSON.stringify(await milo.home());
    const invoice = await waiting();
    await project(invoice);
    const after = textOf(await milo.home(`draft ${invoice.id.slice(-6)}`));
    expect(before).not.toContain(invoice.id);
    expect(after).toContain('For you to approve');
    await project(await approved(invoice));
    expect(textOf(await milo.home())).toContain('You decided');
  });

  it('that fails keeps no card waiting', async () => {
    const invoice = await waiting();
    await desk.fault({ call: 'views.publish', kind: 'status', status: 500 });
    await project(invoice);
    expect((await about(MILO.email, invoice)).length).toBe(1);
    await desk.clearFaults();
  });
});
