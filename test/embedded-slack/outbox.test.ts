/** The mail outbox: SendGrid's door as the real client knows it, and the signed events as the real verifier checks them. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventWebhook } from '@sendgrid/eventwebhook';
import sendgridMail from '@sendgrid/mail';
import { SENDGRID_KEY, startTestOutbox, temporaryFolder, webhookKeys } from '../support/embedded-servers';
import { until } from '../support/desk-door';
import { type OutboxReader, openOutbox } from '../support/outbox-reader';
import type { Outbox } from '../../embedded/outbox/server';

type Received = { headers: IncomingMessage['headers']; body: string };
const folder = temporaryFolder('outbox-');
const keys = webhookKeys();
const received: Received[] = [];
/** Statuses the webhook's receiver answers before it takes anything. */
const refusals: number[] = [];
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
    const refusal = refusals.shift();
    if (!refusal) received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(refusal ?? 200).end();
  });
});
let server: Outbox;
let outbox: OutboxReader;
type MailService = typeof sendgridMail;
let mail: MailService;
beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  server = await startTestOutbox(folder.path, { webhookUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, webhookKey: keys.privateKey });
  outbox = openOutbox(server.origin);
  mail = serviceWith(SENDGRID_KEY);
});
afterAll(async () => {
  await server.close();
  receiver.close();
  folder.remove();
});

function serviceWith(key: string): MailService {
  const { MailService } = sendgridMail as unknown as { MailService: new () => MailService }; // The package has it; its types do not say so.
  const service = new MailService();
  service.setApiKey(key);
  (service as unknown as { client: { setDefaultRequest(name: string, value: string): void } }).client.setDefaultRequest('baseUrl', server.origin);
  return service;
}
const letter = (to: string, subject = 'INV-2026-0001') => ({ to, from: { email: 'office@northlight.example', name: 'Northlight Studio' }, subject, text: 'Please find it attached.', html: '<p>Please find it <b>attached</b>.</p><img src="cid:logo">' });
const eventsOf = (email: string) => received.flatMap(({ body }) => JSON.parse(body) as { email: string; event: string }[]).filter((event) => event.email === email);
const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${server.origin}/v3/mail/send`, { method: 'POST', headers: { authorization: `Bearer ${SENDGRID_KEY}`, 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('accepting', () => {
  it('answers 202 with an id and keeps the mail as the client will see it', async () => {
    const pdf = Buffer.from('%PDF-1.7 bytes');
    const attachments = [
      { filename: 'INV-2026-0001.pdf', type: 'application/pdf', content: pdf.toString('base64'), disposition: 'attachment' },
      { filename: 'logo.png', type: 'image/png', content: Buffer.from('png').toString('base64'), disposition: 'inline', content_id: 'logo' },
    ];
    const [reply] = await mail.send({ ...letter('ap@acme.example'), attachments: attachments as never, customArgs: { document: 'INV-2026-0001' } });
    expect(reply.statusCode).toBe(202);
    const kept = await outbox.gets({ to: 'AP@acme.example', subject: 'INV-2026-0001' });
    expect(kept).toMatchObject({ id: reply.headers['x-message-id'], text: 'Please find it attached.', customArgs: { document: 'INV-2026-0001' }, attachments: [{ filename: 'INV-2026-0001.pdf', size: pdf.length }, { contentId: 'logo' }] });
    expect(await outbox.attachment(kept, 0)).toEqual(pdf);
  });

  it('shows the HTML in a sandbox in which nothing runs and nothing is fetched', async () => {
    const kept = await outbox.gets({ to: 'ap@acme.example' });
    const page = await fetch(`${server.origin}/outbox/mails/${kept.id}/html`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('content-security-policy')).toContain('sandbox allow-popups');
    expect(await page.text()).toContain('<img src="attachments/1">');
  });
});

describe('refusing', () => {
  it('a wrong key with 401, before it looks at the mail', async () => {
    await expect(serviceWith('SG.wrong').send(letter('a@b.example'))).rejects.toMatchObject({ code: 401 });
  });

  it('every fault of a mail at once, in SendGrid’s shape', async () => {
    const reply = await post({ personalizations: [{ to: [{ email: 'nowhere' }] }], content: [{ type: 'text/html', value: '' }], attachments: [{ content: '***' }] });
    expect(reply.status).toBe(400);
    const { errors } = (await reply.json()) as { errors: { field: string; message: string; help: string }[] };
    expect(errors.map((error) => error.field)).toEqual(['personalizations.0.to.0.email', 'from', 'subject', 'content.0.value', 'attachments.0.content', 'attachments.0.filename']);
    expect(errors[0]).toMatchObject({ message: 'Does not contain a valid address.', help: expect.stringContaining('#message.personalizations.to.email') as string });
  });

  it.each([
    ['no JSON', '{', {}, 400],
    ['no recipient', { personalizations: [{ to: [] }], from: { email: 'a@b.example' }, subject: 's', content: [{ type: 'text/plain', value: 'x' }] }, {}, 400],
    ['one person twice', { personalizations: [{ to: [{ email: 'a@b.example' }], cc: [{ email: 'A@b.example' }] }], from: { email: 'a@b.example' }, subject: 's', content: [{ type: 'text/plain', value: 'x' }] }, {}, 400],
    ['HTML before text', { personalizations: [{ to: [{ email: 'a@b.example' }] }], from: { email: 'a@b.example' }, subject: 's', content: [{ type: 'text/html', value: 'x' }, { type: 'text/plain', value: 'x' }] }, {}, 400],
    ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['more than 30 MB', JSON.stringify({ content: 'x'.repeat(31 * 1024 * 1024) }), {}, 413],
  ])('%s', async (_, body, headers, status) => {
    const before = (await outbox.mails()).length;
    expect((await post(body, headers)).status).toBe(status);
    expect(await outbox.mails()).toHaveLength(before);
  });
});

describe('events', () => {
  it('are signed, so that the real verifier accepts them, and carry the custom arguments', async () => {
    await mail.send({ ...letter('signed@acme.example'), customArgs: { outbox_id: 'ob_7' } });
    await until(async () => eventsOf('signed@acme.example').length === 2, 'both events');
    const { headers, body } = received.find((each) => each.body.includes('signed@acme.example')) as Received;
    const verifier = new EventWebhook();
    const [signature, timestamp] = [headers['x-twilio-email-event-webhook-signature'] as string, headers['x-twilio-email-event-webhook-timestamp'] as string];
    expect(verifier.verifySignature(verifier.convertPublicKeyToECDSA(keys.publicKey), body, signature, timestamp)).toBe(true);
    expect(verifier.verifySignature(verifier.convertPublicKeyToECDSA(keys.publicKey), `${body} `, signature, timestamp)).toBe(false);
    expect(eventsOf('signed@acme.example')).toMatchObject([{ event: 'processed', outbox_id: 'ob_7' }, { event: 'delivered', outbox_id: 'ob_7' }]);
  });

  it.each([
    ['bounce@acme.example', ['processed', 'bounce']],
    ['blocked@acme.example', ['processed', 'bounce']],
    ['dropped@acme.example', ['dropped']],
    ['deferred@acme.example', ['processed', 'deferred', 'delivered']],
  ])('follow the address: %s', async (to, events) => {
    await mail.send(letter(to));
    await until(async () => eventsOf(to).length === events.length, `the events of ${to}`);
    expect(eventsOf(to).map(({ event }) => event)).toEqual(events);
    expect((await outbox.gets({ to })).events).toEqual(events);
  });

  it('are sent again until they are taken, the same event under the same id', async () => {
    refusals.push(500, 503);
    await mail.send(letter('again@acme.example'));
    await until(async () => eventsOf('again@acme.example').length === 2, 'the events in the end');
    const tries = (await outbox.webhook()).sent.filter((each) => each.body.includes('again@acme.example'));
    expect(tries.map((each) => each.status)).toEqual([500, 503, 200]);
    expect(new Set(tries.map((each) => each.body)).size).toBe(1);
    expect(await outbox.repeat(tries[0]?.batch as string)).toBe(200);
    expect(eventsOf('again@acme.example')).toHaveLength(4);
  });

  it('happen when a test says so', async () => {
    await mail.send(letter('later@acme.example'));
    const { id } = await outbox.gets({ to: 'later@acme.example' });
    await outbox.happen(id, 'bounce', { reason: '<script>alert(1)</script>' });
    await until(async () => eventsOf('later@acme.example').some(({ event }) => event === 'bounce'), 'the bounce');
    expect(eventsOf('later@acme.example').at(-1)).toMatchObject({ event: 'bounce', reason: '<script>alert(1)</script>' });
  });
});

describe('scripted faults', () => {
  const sent = async (subject: string) => (await outbox.mails()).filter((each) => each.subject === subject).length;

  it('limit the rate with a time to come back, and break as often as told', async () => {
    await outbox.fault({ call: 'mail.send', kind: 'status', status: 429, retryAfter: 3 });
    await outbox.fault({ call: 'mail.send', kind: 'status', status: 503, times: 2 });
    await expect(mail.send(letter('a@acme.example', 'limited'))).rejects.toMatchObject({ code: 429, response: { headers: { 'retry-after': '3' } } });
    for (const _ of [1, 2]) await expect(mail.send(letter('a@acme.example', 'limited'))).rejects.toMatchObject({ code: 503 });
    expect(await sent('limited')).toBe(0);
    await mail.send(letter('a@acme.example', 'limited'));
    expect(await sent('limited')).toBe(1);
  });

  it('cut the line before or after the mail is kept; the sender cannot tell which', async () => {
    await outbox.fault({ call: 'mail.send', kind: 'cut-before', match: 'cut early' });
    await outbox.fault({ call: 'mail.send', kind: 'cut-after', match: 'cut late' });
    await expect(mail.send(letter('a@acme.example', 'cut early'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(mail.send(letter('a@acme.example', 'cut late'))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect([await sent('cut early'), await sent('cut late')]).toEqual([0, 1]);
  });

  it('refuse a fault they do not know', async () => {
    await expect(outbox.fault({ call: 'mail.send', kind: 'cut-afterwards' } as never)).rejects.toMatchObject({ status: 400 });
  });
});
