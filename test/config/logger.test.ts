/** The log never shows secrets, account numbers or the texts of mails, wherever in a record they stand. */
import { createLogger } from '../../config/logger';

/** What the log writes for one act. */
function logged(act: (log: ReturnType<typeof createLogger>) => void): { line: string; record: Record<string, unknown> } {
  const lines: string[] = [];
  act(createLogger('worker', 'info', { write: (line: string) => void lines.push(line) }));
  return { line: lines.join(''), record: JSON.parse(lines[0] ?? '{}') };
}

describe('the log', () => {
  it('writes one JSON line with part, level and time', () =>
    expect(logged((log) => log.info({ invoiceId: 'inv_1' }, 'Issued.')).record).toEqual({ level: 'info', part: 'worker', time: expect.stringMatching(/^\d{4}-.*Z$/), invoiceId: 'inv_1', msg: 'Issued.' }));

  it.each([
    ['a token', { token: 'canary' }], ['a nested key', { a: { b: { c: { apiKey: 'canary' } } } }], ['a header', { headers: { Authorization: 'canary' } }],
    ['a mail', { mail: { subject: 'Invoice', html: 'canary', text: 'canary' } }], ['an attachment', { attachments: [{ content: 'canary' }] }],
    ['an account', { bank: { iban: 'canary' } }], ['a list', { list: [{ password: 'canary' }] }],
    ["Slack's token in a sentence", { why: 'used xoxb-12-canary' }], ["SendGrid's key in a sentence", { why: 'used SG.canary.canary' }],
    ['a bearer', { why: 'sent Authorization: Bearer canary' }], ['a password in an address', { why: 'at mongodb://me:canary@host/db' }],
    ['a portal link', { why: `opened /p/canary${'x'.repeat(40)}/invoices` }],
  ])('hides %s', (_, fields) => {
    const { line } = logged((log) => log.info(fields, 'Done.'));
    expect(line).toContain('[hidden]');
    expect(line).not.toContain('canary');
  });

  it('hides account numbers in sentences, packed or spaced, and leaves other numbers alone', () => {
    const { line } = logged((log) => log.info('Paid from DE89 3704 0044 0532 0130 00 and DE89370400440532013000 for INV-2026-0001, not AB12 CDEF 3456 7890 1234.'));
    expect(line).not.toContain('0532');
    for (const kept of ['INV-2026-0001', 'AB12 CDEF 3456 7890 1234']) expect(line).toContain(kept);
  });

  it("tells only name, code and status of a mail client's error, which carries the key", () => {
    const error = Object.assign(new Error('canary'), { name: 'ResponseError', code: 401, response: { headers: { authorization: 'canary' }, body: 'canary' } });
    const { record, line } = logged((log) => log.error({ err: error }, 'The mail failed.'));
    expect(record.err).toEqual({ name: 'ResponseError', code: 401 });
    expect(line).not.toContain('canary');
  });

  it('tells only as much when the connection broke, and when the error is the cause of another', () => {
    const broken = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', config: { headers: { Authorization: 'Bearer canary' } } });
    const { record, line } = logged((log) => log.error({ err: new Error('mail failed', { cause: broken }) }, 'The mail failed.'));
    expect(record.err).toMatchObject({ message: 'mail failed', cause: { name: 'Error', code: 'ECONNRESET' } });
    expect(line).not.toContain('canary');
  });

  it('tells message and stack of our own errors', () =>
    expect(logged((log) => log.error(new Error('bug'))).record.err).toMatchObject({ message: 'bug', stack: expect.stringContaining('logger.test.ts') }));

  it('survives circles and bytes', () => {
    const circle: Record<string, unknown> = { pdf: Buffer.from('canary') };
    circle.self = circle;
    expect(logged((log) => log.info(circle, 'Round.')).record).toMatchObject({ pdf: '[6 bytes]', msg: 'Round.' });
  });
});
