/** The SendGrid gateway against a server that answers as told, down to cut sockets. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSendgrid, type OutgoingMail } from '../../activities/gateways/sendgrid';
import { answer, cut, openMailServer, silence, type MailServer } from '../support/mail-server';

const KEY = 'SG.canary-key.never-to-be-seen';
const FROM = { name: 'Northlight Studio', email: 'office@northlight.example' };
const MAIL: OutgoingMail = {
  outboxId: 'ob_1', to: 'ap@acme.example', subject: 'Invoice INV-2026-0001 from Northlight Studio', text: 'Hello', html: '<p>Hello</p>',
  attachments: [{ name: 'INV-2026-0001.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF-1.7 sample') }],
};

describe('the SendGrid gateway', () => {
  let server: MailServer;
  beforeAll(async () => void (server = await openMailServer()));
  afterAll(() => server.close());
  beforeEach(() => void (server.requests.length = 0));

  const send = (mail: Partial<OutgoingMail> = {}, settings: { baseUrl?: string; timeoutMs?: number } = {}) =>
    createSendgrid({ apiKey: KEY, baseUrl: server.url, from: FROM, ...settings }).send({ ...MAIL, ...mail });

  it('sends one whole mail with text, HTML, PDF and its outbox id, untracked, and answers the message id', async () => {
    server.script = answer(202, { 'X-Message-Id': 'msg-7' });
    expect(await send()).toEqual({ outcome: 'accepted', messageId: 'msg-7' });
    const [request] = server.requests;
    expect(request).toMatchObject({ path: '/v3/mail/send', headers: { authorization: `Bearer ${KEY}`, connection: 'close' } });
    expect(JSON.parse(request!.body)).toMatchObject({
      from: FROM, subject: MAIL.subject, custom_args: { outbox_id: 'ob_1' },
      personalizations: [{ to: [{ email: 'ap@acme.example' }] }],
      content: [{ type: 'text/plain', value: 'Hello' }, { type: 'text/html', value: '<p>Hello</p>' }],
      attachments: [{ filename: 'INV-2026-0001.pdf', type: 'application/pdf', disposition: 'attachment', content: Buffer.from('%PDF-1.7 sample').toString('base64') }],
      tracking_settings: { click_tracking: { enable: false, enable_text: false }, open_tracking: { enable: false } },
    });
  });

  it.each([400, 404, 413])('takes %i for a refusal and tells SendGrid’s words', async (status) => {
    server.script = answer(status, { 'content-type': 'application/json' }, JSON.stringify({ errors: [{ message: 'Does not\r\ncontain a valid address.' }] }));
    expect(await send()).toEqual({ outcome: 'refused', reason: `SendGrid answered ${status}: Does not  contain a valid address.` });
  });

  it.each([401, 403, 408, 429, 500, 502, 503, 302])('takes %i for "later"', async (status) => {
    server.script = answer(status, { location: 'http://127.0.0.1:9/elsewhere' });
    expect(await send()).toEqual({ outcome: 'later', reason: `SendGrid answered ${status}.`, retryAfterMs: undefined });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['seconds', { 'Retry-After': '17' }, 17_000],
    ['a date, by the server’s own clock', { 'Retry-After': 'Wed, 21 Oct 2026 07:30:00 GMT', Date: 'Wed, 21 Oct 2026 07:28:00 GMT' }, 120_000],
    ['more than an hour, cut to an hour', { 'Retry-After': '86400' }, 3_600_000],
    ['nonsense', { 'Retry-After': 'soon' }, undefined],
  ])('honours Retry-After: %s', async (_, headers, retryAfterMs) => {
    server.script = answer(429, headers as Record<string, string>);
    expect(await send()).toMatchObject({ outcome: 'later', retryAfterMs });
  });

  it('takes a connection that was never made for "later"', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    expect(await send({}, { baseUrl: `http://127.0.0.1:${port}` })).toEqual({ outcome: 'later', reason: 'SendGrid cannot be reached (ECONNREFUSED).' });
    expect(await send({}, { baseUrl: 'http://no-such-host.invalid' })).toMatchObject({ outcome: 'later', reason: expect.stringMatching(/cannot be reached \((ENOTFOUND|EAI_AGAIN)\)/) });
  });

  it('does not know what became of a mail whose connection is cut after the request left', async () => {
    server.script = cut;
    expect(await send()).toEqual({ outcome: 'unknown', reason: 'The connection to SendGrid broke before its answer (ECONNRESET).' });
    expect(server.requests).toHaveLength(1);
  });

  it('does not know what became of a mail whose answer does not come in time', async () => {
    server.script = silence;
    expect(await send({}, { timeoutMs: 200 })).toMatchObject({ outcome: 'unknown', reason: expect.stringContaining('ECONNABORTED') });
  });

  it.each([
    ['CR/LF in the subject', { subject: 'Invoice\r\nBcc: everybody@evil.example' }],
    ['CR/LF in the address', { to: 'ap@acme.example\r\nBcc: x@evil.example' }],
    ['two addresses', { to: 'ap@acme.example, x@evil.example' }],
    ['two addresses by semicolon', { to: 'ap@acme.example;x@evil.example' }],
    ['a display name', { to: 'Acme <ap@acme.example>' }],
    ['no address', { to: '' }],
    ['an endless address', { to: `${'a'.repeat(260)}@acme.example` }],
    ['a control character in a file name', { attachments: [{ ...MAIL.attachments[0]!, name: 'a\u0000.pdf' }] }],
  ])('refuses %s before anything is sent', async (_, mail) => {
    server.script = answer(202);
    expect(await send(mail)).toMatchObject({ outcome: 'refused' });
    expect(server.requests).toHaveLength(0);
  });

  it('never lets the API key out, whatever goes wrong', async () => {
    const outcomes = [];
    for (const bad of [answer(401, {}, '{}'), answer(500), cut]) {
      server.script = bad;
      outcomes.push(await send());
    }
    outcomes.push(await send({}, { baseUrl: 'http://127.0.0.1:1' }));
    expect(JSON.stringify(outcomes)).not.toContain('canary-key');
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['later', 'later', 'unknown', 'later']);
  });
});
