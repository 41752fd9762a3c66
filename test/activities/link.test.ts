/** Portal links: unguessable, known to the store by their hash alone, mailed once an hour at most. */
import { join } from 'node:path';
import { createSendgrid } from '../../activities/gateways/sendgrid';
import { openSlack } from '../../activities/gateways/slack';
import { createLinkActivities, createLinks } from '../../activities/link';
import { createMailer } from '../../activities/mail';
import { openBook } from '../../config/book';
import { createLogger } from '../../config/logger';
import { slackLog } from '../../config/slack-log';
import { textOf } from '../support/desk-door';
import { BOT_TOKEN, startTestSlack, temporaryFolder } from '../support/embedded-servers';
import { openDesk } from '../support/person';
import { answer, openMailServer, type MailServer } from '../support/mail-server';
import { CARLA } from '../support/samples';
import { openTestStore, type TestStore } from '../support/store';
import { acme, globex, sakura } from '../templates/samples';

const AT = '2026-11-22T09:58:00.000Z';
const HOUR = AT.slice(0, 13);
const later = (minutes: number): string => new Date(Date.parse(AT) + minutes * 60_000).toISOString();

describe('portal links', () => {
  let test: TestStore;
  let server: MailServer;
  let slack: Awaited<ReturnType<typeof startTestSlack>>;
  const folder = temporaryFolder('links-test-');
  let links: ReturnType<typeof createLinks>;
  let activities: ReturnType<typeof createLinkActivities>;

  beforeAll(async () => {
    test = await openTestStore();
    server = await openMailServer();
    slack = await startTestSlack(folder.path);
    const log = createLogger('test', 'silent');
    const { mails, files, clients } = test.store;
    const sendgrid = createSendgrid({ apiKey: 'SG.key', baseUrl: server.url, from: { name: 'Northlight Studio', email: 'billing@northlight.example' } });
    links = createLinks({ links: test.store.links, publicUrl: 'https://office.test' });
    activities = createLinkActivities({ links, clients, mailer: createMailer({ mails, files, sendgrid, log }), slack: openSlack({ botToken: BOT_TOKEN, apiUrl: `${slack.origin}/api/`, log, libraryLog: slackLog(log, 'slack') }), book: openBook(join(__dirname, '../../config'), log), log });
    for (const client of [acme, globex, sakura]) {
      await clients.create({ ...client, currency: 'EUR', defaultVat: { category: 'S', rate: '19' }, terms: { days: 30 }, credit: [] }, { key: 'seed', at: AT, by: CARLA }, 'created');
    }
  });
  afterAll(async () => {
    await Promise.all([server.close(), slack.close()]);
    folder.remove();
    await test.close();
  });
  beforeEach(() => void (server.requests.length = 0));

  const tokenOf = (url: string): string => /\/p\/([\w-]{43})(\/|$)/.exec(url)?.[1] ?? '';

  it('lead to their document, or to the overview', async () => {
    expect(await links.mintLink({ clientId: 'cli_1', documentId: 'inv_1', at: AT })).toMatch(/^https:\/\/office\.test\/p\/[\w-]{43}\/invoices\/inv_1$/);
    expect(await links.mintLink({ clientId: 'cli_1', documentId: 'est_1', at: AT })).toMatch(/^https:\/\/office\.test\/p\/[\w-]{43}\/estimates\/est_1$/);
    expect(await links.mintLink({ clientId: 'cli_1', at: AT })).toMatch(/^https:\/\/office\.test\/p\/[\w-]{43}$/);
  });

  it('are each another one of 256 bits, found by their token and stored without it', async () => {
    const tokens = await Promise.all(Array.from({ length: 50 }, async () => tokenOf(await links.mintLink({ clientId: 'cli_2', at: AT }))));
    expect(new Set(tokens).size).toBe(50);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(await test.store.links.byToken(tokens[7]!)).toMatchObject({ clientId: 'cli_2', at: AT, expiresAt: '2027-02-20T09:58:00.000Z' });
    expect(await test.store.links.byToken(tokens[7]!.toLowerCase())).toBeNull();
    const dump = JSON.stringify(await test.store.connection.db!.collection('links').find({}).toArray());
    for (const token of tokens) expect(dump).not.toContain(token);
  });

  it('end all together when they are revoked', async () => {
    const token = tokenOf(await links.mintLink({ clientId: 'cli_3', at: AT }));
    await links.mintLink({ clientId: 'cli_3', at: AT });
    expect(await links.revokeLinks({ clientId: 'cli_3', at: later(1) })).toBe(2);
    expect(await test.store.links.byToken(token)).toMatchObject({ revokedAt: later(1) });
  });

  it('are nobody’s business when their mail comes back; of a statement finance is told', async () => {
    const bounced = async (kind: string, key: string): Promise<void> => {
      await test.store.mails.claim({ key, outboxId: `ob_${kind}`, kind, documentId: acme.id, documentKind: 'client', to: acme.email, subject: kind, files: [], at: AT });
      await test.store.mails.move(key, ['claimed'], 'accepted', AT);
      await activities.noteLinkMail({ mailKey: key, event: 'bounced', at: later(1), reason: 'mailbox <full>', eventId: key });
    };
    const fatima = await openDesk(slack.origin).as('fatima@northlight.example');
    await bounced('link', 'link/x');
    await bounced('statement', 'statement/x');
    expect((await fatima.messages('#finance')).map(textOf)).toEqual([`:warning: The statement of ${acme.name} could not be mailed to ${acme.email}. mailbox &lt;full&gt;`]);
  });

  describe('that are asked for', () => {
    it('go by mail to the address the office holds, with the day they end', async () => {
      await activities.sendLink({ clientId: acme.id, hour: HOUR, at: AT });
      const { personalizations, content } = JSON.parse(server.requests[0]!.body) as { personalizations: { to: { email: string }[] }[]; content: { value: string }[] };
      expect(personalizations[0]?.to).toEqual([{ email: acme.email }]);
      const text = content[0]?.value ?? '';
      expect(await test.store.links.byToken(/\/p\/([\w-]{43})/.exec(text)?.[1] ?? '')).toMatchObject({ clientId: acme.id });
      expect(text).toContain('20 February 2027');
    });

    it('go once in an hour, and not again in the first minutes of the next', async () => {
      await activities.sendLink({ clientId: globex.id, hour: HOUR, at: AT });
      await activities.sendLink({ clientId: globex.id, hour: HOUR, at: later(1) });
      await activities.sendLink({ clientId: globex.id, hour: later(5).slice(0, 13), at: later(5) });
      await activities.sendLink({ clientId: globex.id, hour: later(59).slice(0, 13), at: later(59) });
      expect(server.requests).toHaveLength(1);
      await activities.sendLink({ clientId: globex.id, hour: later(61).slice(0, 13), at: later(61) });
      expect(server.requests).toHaveLength(2);
    });

    it('go after all when the provider was busy at first', async () => {
      server.script = answer(503);
      await expect(activities.sendLink({ clientId: sakura.id, hour: HOUR, at: AT })).rejects.toMatchObject({ type: 'MailLater' });
      server.script = answer(202, { 'X-Message-Id': 'm' });
      await activities.sendLink({ clientId: sakura.id, hour: HOUR, at: AT });
      expect((await test.store.mails.find(`link/${sakura.id}/${HOUR}`))?.state).toBe('accepted');
    });

    it('are refused for nobody', async () => {
      await expect(activities.sendLink({ clientId: 'cli_nobody', hour: HOUR, at: AT })).rejects.toMatchObject({ code: 'ClientUnknown' });
    });
  });
});
