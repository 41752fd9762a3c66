/** Mails against a real store and a mail server that misbehaves: never twice by themselves, and nothing forgotten. */
import { ApplicationFailure } from '@temporalio/common';
import { createMailer, type Delivering, type Mailer } from '../../activities/mail';
import { createSendgrid } from '../../activities/gateways/sendgrid';
import { createLogger } from '../../config/logger';
import { answer, cut, openMailServer, type MailServer } from '../support/mail-server';
import { openTestStore, type TestStore } from '../support/store';

const AT = '2026-11-22T09:00:00.000Z';
const LATER = '2026-11-22T09:05:00.000Z';
const accepts = answer(202, { 'X-Message-Id': 'msg-1' });

describe('mails going out', () => {
  let test: TestStore;
  let server: MailServer;
  let mailer: Mailer;
  let pdf: { hash: string };
  let keys = 0;

  beforeAll(async () => {
    [test, server] = await Promise.all([openTestStore(), openMailServer()]);
    pdf = await test.store.files.keep({ key: 'invoice/inv_1/pdf', name: 'INV-2026-0001.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF-1.7'), at: AT });
  });
  afterAll(async () => {
    await server.close();
    await test.close();
  });
  const freshMailer = (): Mailer => {
    const sendgrid = createSendgrid({ apiKey: 'SG.key', baseUrl: server.url, from: { name: 'Northlight Studio', email: 'office@northlight.example' } });
    return createMailer({ mails: test.store.mails, files: test.store.files, sendgrid, log: createLogger('test', 'silent') });
  };
  beforeEach(() => {
    server.requests.length = 0;
    mailer = freshMailer();
  });

  const mail = (change: Partial<Delivering> = {}): Delivering => ({
    key: `invoice/inv_1/step-${keys += 1}`, kind: 'invoice', documentId: 'inv_1', documentKind: 'invoice', to: 'ap@acme.example',
    subject: 'Invoice INV-2026-0001', text: 'See http://office.example/p/secret-token', html: '<a href="http://office.example/p/secret-token">See</a>',
    attachments: [{ hash: pdf.hash, as: 'Invoice INV-2026-0001 Northlight Studio.pdf' }], at: AT, ...change,
  });
  const row = async (key: string) => (await test.store.mails.find(key))!;
  const failure = async (call: Promise<unknown>): Promise<ApplicationFailure> => call.then(() => { throw new Error('It went through.'); }, (error) => error);

  it('sends a mail once, with the stored PDF and an outbox id, and keeps its row but not its text', async () => {
    server.script = accepts;
    const outgoing = mail();
    expect(await mailer.deliver(outgoing)).toMatchObject({ state: 'accepted', messageId: 'msg-1', files: [pdf.hash] });
    expect(await mailer.deliver({ ...outgoing, at: LATER })).toMatchObject({ state: 'accepted', messageId: 'msg-1' });
    expect(server.requests).toHaveLength(1);
    const kept = await row(outgoing.key);
    expect(JSON.parse(server.requests[0]!.body)).toMatchObject({
      custom_args: { outbox_id: kept.outboxId }, attachments: [{ filename: 'Invoice INV-2026-0001 Northlight Studio.pdf', content: Buffer.from('%PDF-1.7').toString('base64') }],
    });
    expect(kept.log.map(({ state }) => state)).toEqual(['claimed', 'sending', 'accepted']);
    expect(JSON.stringify(kept)).not.toContain('secret-token');
  });

  it('sends the pictures of its HTML inside the mail, after the files', async () => {
    server.script = accepts;
    const base64 = Buffer.from('PNG').toString('base64');
    await mailer.deliver(mail({ pictures: [{ cid: 'logo', name: 'logo.png', contentType: 'image/png', base64 }] }));
    expect((JSON.parse(server.requests[0]!.body) as { attachments: object[] }).attachments).toEqual([
      expect.objectContaining({ filename: 'Invoice INV-2026-0001 Northlight Studio.pdf', disposition: 'attachment' }), { filename: 'logo.png', type: 'image/png', content: base64, disposition: 'inline', content_id: 'logo' },
    ]);
  });

  it('sends one mail when twenty ask for it at once', async () => {
    server.script = accepts;
    const outgoing = mail();
    await Promise.all(Array.from({ length: 20 }, () => mailer.deliver(outgoing)));
    expect(server.requests).toHaveLength(1);
    expect((await row(outgoing.key)).state).toBe('accepted');
  });

  it('gives a busy provider its time, then sends the one mail', async () => {
    server.script = answer(429, { 'Retry-After': '30' });
    const outgoing = mail();
    expect(await failure(mailer.deliver(outgoing))).toMatchObject({ type: 'MailLater', nonRetryable: false, nextRetryDelay: 30_000 });
    expect((await row(outgoing.key)).state).toBe('claimed');
    server.script = answer(503);
    mailer = freshMailer(); // As of another worker, which was not asked for patience.
    expect(await failure(mailer.deliver(outgoing))).toBeInstanceOf(ApplicationFailure);
    server.script = accepts;
    expect(await mailer.deliver(outgoing)).toMatchObject({ state: 'accepted' });
    expect((await row(outgoing.key)).log.map(({ state }) => state)).toEqual(['claimed', 'sending', 'claimed', 'sending', 'claimed', 'sending', 'accepted']);
  });

  it('leaves a provider that asked for patience alone with all mails; what went before is still answered', async () => {
    server.script = accepts;
    const before = mail();
    await mailer.deliver(before);
    server.script = answer(429, { 'Retry-After': '30' });
    await failure(mailer.deliver(mail()));
    server.script = accepts;
    const { type, nextRetryDelay } = await failure(mailer.deliver(mail()));
    expect(type).toBe('MailLater');
    expect(Number(nextRetryDelay) > 0 && Number(nextRetryDelay) <= 30_000).toBe(true);
    expect(await mailer.deliver(before)).toMatchObject({ state: 'accepted' });
    expect(server.requests).toHaveLength(2);
  });

  it('does not send again what the provider refused', async () => {
    server.script = answer(400, {}, JSON.stringify({ errors: [{ message: 'Bad address.' }] }));
    const outgoing = mail();
    expect(await mailer.deliver(outgoing)).toMatchObject({ state: 'refused', reason: 'SendGrid answered 400: Bad address.' });
    server.script = accepts;
    expect(await mailer.deliver(outgoing)).toMatchObject({ state: 'refused' });
    expect(server.requests).toHaveLength(1);
  });

  it('refuses a subject with a line break without asking the provider', async () => {
    server.script = accepts;
    expect(await mailer.deliver(mail({ subject: 'Invoice\r\nBcc: x@evil.example' }))).toMatchObject({ state: 'refused' });
    expect(server.requests).toHaveLength(0);
  });

  it('holds a mail whose outcome nobody knows', async () => {
    server.script = cut;
    const outgoing = mail();
    expect(await mailer.deliver(outgoing)).toMatchObject({ state: 'unknown' });
    server.script = accepts;
    expect(await mailer.deliver(outgoing)).toMatchObject({ state: 'unknown' });
    expect(server.requests).toHaveLength(1);
  });

  it('holds a mail that was leaving when the office was killed', async () => {
    server.script = accepts;
    const outgoing = mail();
    const { text: _text, html: _html, attachments: _attachments, ...claim } = outgoing;
    await test.store.mails.claim({ ...claim, outboxId: `ob_${outgoing.key}`, files: [] });
    await test.store.mails.move(outgoing.key, ['claimed'], 'sending', AT);
    expect(await mailer.deliver({ ...outgoing, at: LATER })).toMatchObject({ state: 'unknown', reason: expect.stringContaining('stopped') });
    expect(server.requests).toHaveLength(0);
  });

  it('goes on with a mail that was only claimed when the office was killed', async () => {
    server.script = accepts;
    const outgoing = mail();
    const { text: _text, html: _html, attachments: _attachments, ...claim } = outgoing;
    await test.store.mails.claim({ ...claim, outboxId: 'ob_first', files: [pdf.hash] });
    expect(await mailer.deliver(outgoing)).toMatchObject({ state: 'accepted', outboxId: 'ob_first' });
    expect(JSON.parse(server.requests[0]!.body)).toMatchObject({ custom_args: { outbox_id: 'ob_first' } });
  });

  it('stays claimed while a file is missing, so that nothing is lost', async () => {
    const outgoing = mail({ attachments: [{ hash: 'f'.repeat(64), as: 'gone.pdf' }] });
    await expect(mailer.deliver(outgoing)).rejects.toThrow('is not in the store');
    expect((await row(outgoing.key)).state).toBe('claimed');
  });

  describe('settled by a person', () => {
    const held = async (): Promise<Delivering> => {
      server.script = cut;
      const outgoing = mail();
      await mailer.deliver(outgoing);
      server.script = accepts;
      server.requests.length = 0;
      return outgoing;
    };

    it('counts as accepted when the person says that it arrived', async () => {
      const outgoing = await held();
      const settled = await mailer.settle(outgoing.key, 'arrived', LATER);
      expect(settled).toMatchObject({ mail: { state: 'accepted' } });
      expect(settled.again).toBeUndefined();
      expect(await mailer.settle(outgoing.key, 'arrived', LATER)).toMatchObject({ mail: { state: 'accepted' } });
    });

    it('goes out once more under a key of its own, however often the person clicks', async () => {
      const outgoing = await held();
      const settled = await Promise.all([1, 2, 3].map(() => mailer.settle(outgoing.key, 'again', LATER)));
      expect(new Set(settled.map(({ again }) => again))).toEqual(new Set([`${outgoing.key}/again-1`]));
      await Promise.all(settled.map(({ again }) => mailer.deliver({ ...outgoing, key: again!, at: LATER })));
      expect(server.requests).toHaveLength(1);
      expect((await row(outgoing.key)).reason).toBe(`Sent again as ${outgoing.key}/again-1.`);
    });

    it('gets a third key when the second mail is lost too', async () => {
      const outgoing = await held();
      server.script = cut;
      await mailer.deliver({ ...outgoing, key: `${outgoing.key}/again-1` });
      expect(await mailer.settle(`${outgoing.key}/again-1`, 'again', LATER)).toMatchObject({ again: `${outgoing.key}/again-2` });
    });

    it('is not sent again when the provider has reported it meanwhile', async () => {
      const outgoing = await held();
      await mailer.report({ key: outgoing.key, event: 'delivered', at: LATER });
      const settled = await mailer.settle(outgoing.key, 'again', LATER);
      expect(settled.mail.state).toBe('delivered');
      expect(settled.again).toBeUndefined();
    });

    it('is refused for a mail that does not exist', async () => {
      await expect(mailer.settle('invoice/none/issue', 'again', LATER)).rejects.toMatchObject({ code: 'NotFound' });
    });
  });

  describe('reported by the provider', () => {
    const accepted = async (): Promise<string> => {
      server.script = accepts;
      const outgoing = mail();
      await mailer.deliver(outgoing);
      return outgoing.key;
    };

    it('is delivered once, however often and late the report comes', async () => {
      const key = await accepted();
      const reports = await Promise.all([1, 2, 3, 4].map(() => mailer.report({ key, event: 'delivered', at: LATER })));
      expect(reports.filter(({ changed }) => changed)).toHaveLength(1);
      expect((await row(key)).log.filter(({ state }) => state === 'delivered')).toHaveLength(1);
    });

    it.each([[['delivered', 'bounced']], [['bounced', 'delivered']], [['bounced', 'bounced', 'delivered', 'delivered']]] as ('delivered' | 'bounced')[][][])('is bounced in the end, in whichever order the reports come: %j', async (events) => {
      const key = await accepted();
      for (const event of events) await mailer.report({ key, event, at: LATER, reason: event === 'bounced' ? '550 no such user' : undefined });
      expect(await row(key)).toMatchObject({ state: 'bounced', reason: '550 no such user' });
    });

    it('resolves an unknown outcome', async () => {
      server.script = cut;
      const outgoing = mail();
      await mailer.deliver(outgoing);
      expect(await mailer.report({ key: outgoing.key, event: 'delivered', at: LATER })).toMatchObject({ changed: true, mail: { state: 'delivered' } });
    });

    it('counts even for a mail that the provider took and answered 503 for: it is not sent again', async () => {
      server.script = answer(503);
      const outgoing = mail();
      await failure(mailer.deliver(outgoing));
      await mailer.report({ key: outgoing.key, event: 'delivered', at: LATER });
      server.requests.length = 0;
      expect(await mailer.deliver(outgoing)).toMatchObject({ state: 'delivered' });
      expect(server.requests).toHaveLength(0);
    });
  });
});
