/** SendGrid's events: those of test/cases, forged ones, late ones, and what they do to a mail and its invoice. */
import { idOf } from '../../domain/id';
import type { Invoice } from '../../domain/invoice';
import type { Mail } from '../../store/mail';
import badInputs from '../cases/bad-inputs.json';
import { textOf, until } from '../support/desk-door';
import { openOffice, type TestOffice } from '../support/office';
import { openTestPortal, PUBLIC_URL, type Answered, type TestPortal } from '../support/portal';
import { CARLA, content, line } from '../support/samples';
import { eventPost, type Posting } from '../support/sendgrid-post';

type Events = Record<string, unknown>[];
type Case = { surface: string; input: { json?: Events; jsons?: Events[]; signature: 'valid' | null }; expect: { outcome: string; http: number; code?: string; message: string } };
const [UNSIGNED, RETRIED, SCRIPT, ...others] = (badInputs as unknown as Case[]).filter(({ surface }) => surface === 'sendgrid_webhook') as [Case, Case, Case, ...Case[]];

const PATH = '/webhooks/sendgrid';
const CLIENT_ID = 'cli_acme';

describe('an event of the mail provider', () => {
  let office: TestOffice;
  let portal: TestPortal;
  let count = 0;
  const key = () => `event-${++count}`;

  beforeAll(async () => {
    office = await openOffice();
    portal = await openTestPortal({ mongoUri: office.mongoUri, temporal: office.env.temporal, configFolder: office.configFolder, webhookKey: office.webhook.publicKey });
  });
  afterAll(async () => {
    await portal.close();
    await office.close();
  });

  /** A sent invoice, its mail known to the provider under that id or under its own. */
  async function mailed(outboxId?: string): Promise<{ id: string; mailKey: string }> {
    const made = { by: CARLA, key: key(), content: content({ clientId: CLIENT_ID, lines: [line({ unitPrice: '100' })] }), submit: 'now' as const };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    const { delivery } = await until(async () => { const found = await invoice(id); return found?.state === 'sent' && found.owed.length === 0 ? found : undefined; }, `${id} to be sent`);
    const mailKey = delivery?.mailKey ?? '';
    if (outboxId) await office.store.connection.db!.collection('mails').updateOne({ key: mailKey }, { $set: { outboxId } });
    return { id, mailKey };
  }
  const invoice = async (id: string): Promise<Invoice> => (await office.store.invoices.find(id)) as Invoice;
  const row = async (mailKey: string): Promise<Mail> => (await office.store.mails.find(mailKey)) as Mail;
  const renamed = (events: Events, outboxId: string): Events => events.map((event) => ({ ...event, outbox_id: outboxId }));
  const post = (events: unknown, posting: Partial<Posting> = {}): Promise<Answered> =>
    portal.visitor.ask(PATH, eventPost(typeof events === 'string' ? events : JSON.stringify(events), { privateKey: office.webhook.privateKey, ...posting }));
  const reaches = (id: string, status: string) => until(async () => ((await invoice(id)).delivery?.status === status ? invoice(id) : undefined), `${id} to be ${status}`);

  it('comes in three bad kinds', () => expect(others).toHaveLength(0));

  it('is refused without a signature, and counts with one', async () => {
    const { id, mailKey } = await mailed('ob_unsigned');
    const events = renamed(UNSIGNED.input.json!, 'ob_unsigned');
    const bad = await portal.visitor.ask(PATH, { ...eventPost(JSON.stringify(events), { privateKey: office.webhook.privateKey, signature: 'none' }), headers: { Accept: 'application/json' } });
    expect(bad.status).toBe(UNSIGNED.expect.http);
    expect(JSON.parse(bad.text)).toEqual({ code: 'WebhookUnsigned', message: UNSIGNED.expect.message });
    expect((await row(mailKey)).state).toBe('accepted');

    const good = await post(events);
    expect([good.status, good.text]).toEqual([200, 'ok\n']);
    await reaches(id, 'delivered');
    expect((await row(mailKey)).state).toBe('delivered');
  });

  it('changes the mail once, however often and under whichever event id it comes', async () => {
    const { id, mailKey } = await mailed('ob_retried');
    const posts = RETRIED.input.jsons!.flatMap((events) => [post(renamed(events, 'ob_retried')), post(renamed(events, 'ob_retried'))]);
    for (const { status, text } of await Promise.all(posts)) expect([status, text]).toEqual([200, 'ok\n']);
    await reaches(id, 'delivered');
    expect((await post(renamed(RETRIED.input.jsons![0]!, 'ob_retried'))).status).toBe(200);
    expect((await row(mailKey)).log.filter(({ state }) => state === 'delivered')).toHaveLength(1);
    expect((await invoice(id)).history.filter(({ kind }) => kind === 'mail.delivered')).toHaveLength(1);
  });

  it('keeps another server’s words as words: a bounce reaches the coordinator, and its script stays text', async () => {
    const { id, mailKey } = await mailed('ob_script');
    expect((await post(renamed(SCRIPT.input.json!, 'ob_script'))).status).toBe(SCRIPT.expect.http);
    const { delivery, number = '' } = await reaches(id, 'bounced');
    expect(delivery?.reason).toBe('<script>alert(1)</script>');
    expect((await row(mailKey)).reason).toBe('<script>alert(1)</script>');
    const carla = await office.desk.as('carla@northlight.example');
    const told = await carla.sees(/bounced/);
    expect(textOf(told)).toContain(number);
    expect(JSON.stringify(told.blocks ?? told)).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(JSON.stringify(told.blocks ?? told)).not.toContain('<script>');
    expect((await office.desk.lint())).toEqual([]);
  });

  it('comes from the provider itself, which waits for the portal and may say it again', async () => {
    const { id, mailKey } = await mailed(); // Nobody takes events yet.
    await office.outbox.aimAt(`${portal.origin}${PATH}`);
    await reaches(id, 'delivered');
    const { sent } = await until(async () => { const hook = await office.outbox.webhook(); return hook.waiting.length === 0 ? hook : undefined; }, 'all batches to be taken');
    for (const { batch } of sent) expect(await office.outbox.repeat(batch)).toBe(200);
    expect((await row(mailKey)).log.filter(({ state }) => state === 'delivered')).toHaveLength(1);
    await office.outbox.aimAt('');
  });

  it('sets a link’s own mail delivered or bounced too', async () => {
    await office.outbox.aimAt(`${portal.origin}${PATH}`);
    await portal.visitor.post('/p/request-link', { email: 'keiri@sakura.example' }, { Origin: PUBLIC_URL });
    await office.outbox.gets({ to: 'keiri@sakura.example' });
    const linkRow = () => office.store.connection.db!.collection('mails').findOne({ kind: 'link', documentId: 'cli_sakura' });
    await until(async () => ((await linkRow())?.state === 'delivered' ? true : undefined), 'the link’s mail to be delivered');
    await office.outbox.aimAt('');
  });

  it('about a mail to an approver is written down, and says nothing of the invoice’s own mail', async () => {
    const { id } = await mailed();
    const about = { key: `invoice/${id}/approval/2.0/greta@northlight.example`, outboxId: 'ob_approver', kind: 'approval', documentId: id, documentKind: 'approver', to: 'greta@northlight.example', subject: 's', files: [] } as const;
    await office.store.mails.claim({ ...about, files: [], at: new Date().toISOString() });
    await office.store.mails.move(about.key, ['claimed'], 'accepted', new Date().toISOString());
    const before = await invoice(id);
    expect((await post([{ event: 'bounce', outbox_id: 'ob_approver', timestamp: Math.floor(Date.now() / 1_000), reason: 'no such box' }])).status).toBe(200);
    await until(async () => (await row(about.key)).state === 'bounced', 'the bounce to be written down');
    expect(await invoice(id)).toEqual(before);
  });

  describe('is refused', () => {
    const now = Math.floor(Date.now() / 1_000);
    const body = JSON.stringify([{ event: 'delivered', outbox_id: 'ob_guard', timestamp: now }]);
    let mailKey = '';
    beforeAll(async () => void ({ mailKey } = await mailed('ob_guard')));

    it.each([
      ['signed eleven minutes ago', { timestamp: now - 660 }, 403, 'WebhookOutOfTime'],
      ['signed eleven minutes ahead', { timestamp: now + 660 }, 403, 'WebhookOutOfTime'],
      ['with another body than the signed one', { tampered: body.replace('delivered', 'bounce') }, 403, 'WebhookForged'],
      ['with a signature that is none', { signature: 'AAAA' }, 403, 'WebhookForged'],
      ['with a signature of rubbish', { signature: '!!!not base64!!!' }, 403, 'WebhookForged'],
    ] as [string, Partial<Posting>, number, string][])('%s', async (_, posting, status, code) => {
      const request = eventPost(body, { privateKey: office.webhook.privateKey, ...posting });
      const answer = await portal.visitor.ask(PATH, { ...request, headers: { ...request.headers, Accept: 'application/json' } });
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([status, code]);
      expect((await row(mailKey)).state).toBe('accepted');
    });

    it.each([
      ['no JSON', 'delivered', 400], ['an object', '{"event":"delivered"}', 400], ['a list of numbers', '[1]', 400], ['more than a megabyte', JSON.stringify('x'.repeat(1_100_000)), 413],
    ])('as %s, although it is signed', async (_, text, status) => expect((await post(text)).status).toBe(status));

    it('by GET', async () => expect((await portal.visitor.get(PATH)).status).toBe(405));

    it('where no key is set', async () => {
      const shut = await openTestPortal({ mongoUri: office.mongoUri, temporal: office.env.temporal, configFolder: office.configFolder });
      expect((await shut.visitor.ask(PATH, eventPost(body, { privateKey: office.webhook.privateKey }))).status).toBe(403);
      await shut.close();
    });
  });

  it('of a mail that is not ours, or of a kind that changes nothing, is taken and forgotten', async () => {
    const { id, mailKey } = await mailed('ob_calm');
    const { history } = await invoice(id);
    const calm: Events = [
      { event: 'delivered', outbox_id: 'ob_nobody' }, { event: 'delivered' }, { event: 'delivered', outbox_id: { $ne: '' } },
      { event: 'open', outbox_id: 'ob_calm' }, { event: 'processed', outbox_id: 'ob_calm' }, { event: '__proto__', outbox_id: 'ob_calm' },
    ];
    expect((await post(calm)).status).toBe(200);
    await post([{ event: 'delivered', outbox_id: 'ob_calm' }]); // Comes after whatever the others may have set going.
    await reaches(id, 'delivered');
    expect((await row(mailKey)).log.map(({ state }) => state)).toEqual(['claimed', 'sending', 'accepted', 'delivered']);
    expect((await invoice(id)).history).toHaveLength(history.length + 1);
  });
});
