/** `npm run -s check -- KIND FILE`, as a person uses it: one line a fault, exit codes for scripts. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../../config/check';
import { shippedConfig } from '../../config/env';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'office-check-')); });
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('check', () => {
  it.each(['approvals', 'reminders', 'office'])('is silent about the shipped %s', (kind) =>
    expect(check([kind, join(shippedConfig(), `${kind}.yaml`)])).toEqual({ code: 0, out: '', err: '' }));

  it('prints LINE:COL CODE sentence for every fault, in order', () => {
    const path = file('approvals.yaml', 'version: 1\ncurrency: EUR\ntiers:\n  - up_to: .inf\n    aprovers: [U1]\n  - up_to: unlimited\n    approvers: []\n');
    expect(check(['approvals', path])).toEqual({
      code: 1, err: '',
      out: "4:12 AMOUNT_NOT_FINITE 'up_to' must be a number; write 'up_to: unlimited' if you mean no limit.\n"
        + "5:5 UNKNOWN_KEY unknown key 'aprovers'; did you mean 'approvers'?\n"
        + '7:16 NO_APPROVERS a tier needs at least one approver; nobody would mean everybody.\n',
    });
  });

  it('knows the people and channels of an office.yaml beside the file', () => {
    const approvals = file('approvals.yaml', 'version: 1\ncurrency: EUR\ntiers:\n  - {up_to: unlimited, approvers: [mila@northlight.example]}\n');
    const reminders = file('reminders.yaml', 'send_at: "09:00"\nweekends: wait\nholidays: wait\nsteps:\n  - {days: 1, escalate: "#lawyers"}\n');
    expect([check(['approvals', approvals]).code, check(['reminders', reminders]).code]).toEqual([0, 0]);
    cpSync(join(shippedConfig(), 'office.yaml'), join(folder, 'office.yaml'));
    expect(check(['approvals', approvals]).out).toContain("did you mean 'milo@northlight.example'?");
    expect(check(['reminders', reminders]).out).toContain('UNKNOWN_CHANNEL');
  });

  it('checks templates too', () => expect(check(['template', file('t.hbs', '<p>{{{client.name}}}</p>')])).toMatchObject({ code: 1, out: expect.stringMatching(/^1:\d+ TEMPLATE_RAW_OUTPUT /) }));

  it.each([[[]], [['approvals']], [['policies', 'x']], [['__proto__', 'x']], [['approvals', 'a', 'b']]])('explains itself when called as %j', (args) =>
    expect(check(args)).toEqual({ code: 2, out: '', err: expect.stringContaining('Usage') }));

  it('says when a file cannot be read', () => expect(check(['office', join(folder, 'none.yaml')])).toEqual({ code: 2, out: '', err: expect.stringContaining('cannot be read') }));
});
