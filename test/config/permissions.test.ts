/** permissions.yaml: what it means, and every fault with its place, its code and what to write. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BookFaults, openBook } from '../../config/book';
import { check } from '../../config/check';
import { shippedConfig } from '../../config/env';
import { readPermissions } from '../../config/permissions';
import { faultLine } from '../../domain/fault';
import { ROLES } from '../../domain/people';
import { ACTIONS } from '../../domain/permission';
import { PEOPLE } from '../support/samples';

const SHIPPED = readFileSync(join(shippedConfig(), 'permissions.yaml'), 'utf8');
/** The shipped table with one line of it in other words, or without it. */
const withLine = (action: string, line = ''): string => SHIPPED.replace(new RegExp(`^${action}: .*\n`, 'm'), () => (line === '' ? '' : `${line}\n`));
const faultsOf = (text: string): string[] => (readPermissions(text, PEOPLE).faults ?? []).map(faultLine);
const placeOf = (text: string, line: string): number => text.split('\n').indexOf(line) + 1;

describe('the table', () => {
  it('as it ships has a line for each action, and limits nobody to own clients', () => {
    const { value } = readPermissions(SHIPPED, PEOPLE);
    expect(Object.keys(value ?? {})).toEqual([...ACTIONS]);
    expect(value).toMatchObject({ create: { coordinator: 'all', finance: 'all' }, void: { finance: 'all' }, see: { coordinator: 'all', manager: 'all', finance: 'all', viewer: 'all' } });
    expect(Object.values(value ?? {}).flatMap((grant) => Object.values(grant))).not.toContain('own');
  });

  it('reads own clients only, and one role without brackets', () => {
    expect(readPermissions(withLine('void', 'void: manager (own clients only)'), PEOPLE).value?.void).toEqual({ manager: 'own' });
    expect(readPermissions(withLine('edit', 'edit: [coordinator (own clients only), finance]'), PEOPLE).value?.edit).toEqual({ coordinator: 'own', finance: 'all' });
  });
});

it('the schema offers an editor every word that may stand in a line, and no other', () => {
  const { $defs } = JSON.parse(readFileSync(join(shippedConfig(), 'schema/permissions.schema.json'), 'utf8')) as { $defs: Record<'limited_word' | 'roles_word', { enum: string[] }> };
  for (const word of $defs.limited_word.enum) expect(readPermissions(withLine('void', `void: [${word}]`)).faults).toBeUndefined();
  for (const word of $defs.roles_word.enum) expect(readPermissions(withLine('see_policy', `see_policy: [${word}]`)).faults).toBeUndefined();
  expect([$defs.limited_word.enum.length, $defs.roles_word.enum.length]).toEqual([2 * ROLES.length, ROLES.length]);
});

describe('a fault', () => {
  it.each([
    ['void', 'void: [finanse]', "8 UNKNOWN_ROLE 'finanse' is no role; write 'coordinator', 'manager', 'finance' or 'viewer', or one of them with ' (own clients only)' behind it; did you mean 'finance'?"],
    ['void', 'void: [finance, admin]', "17 UNKNOWN_ROLE 'admin' is no role; write 'coordinator', 'manager', 'finance' or 'viewer', or one of them with ' (own clients only)' behind it."],
    ['void', 'void: [finance (own client only)]', "8 UNKNOWN_ROLE 'finance (own client only)' is no role; write 'coordinator', 'manager', 'finance' or 'viewer', or one of them with ' (own clients only)' behind it; did you mean 'finance (own clients only)'?"],
    ['void', 'voide: [finance]', "1 UNKNOWN_KEY unknown key 'voide'; did you mean 'void'?"],
    ['void', 'void: [finance, finance]', "17 TWICE 'finance' stands in this line already."],
    ['void', 'void: [finance, finance (own clients only)]', "17 TWICE 'finance' stands in this line already."],
    ['void', 'void: []', "7 EMPTY 'void' is empty."],
    ['void', 'void:', "6 EMPTY 'void' is empty."],
    ['void', 'void: {finance: all}', "7 TYPE 'void' must be a list."],
    ['void', 'void: [viewer]', "7 NOBODY 'void': nobody in office.yaml has the role 'viewer'."],
    ['see_policy', 'see_policy: [finance (own clients only)]', "14 OWN_CLIENTS 'see_policy' concerns no client; write 'finance' alone."],
  ])('%s: %s', (action, line, told) => {
    const text = withLine(action, line);
    expect(faultsOf(text)).toEqual([`${placeOf(text, line)}:${told}`]);
  });

  it('is a line that is missing or stands there twice', () => {
    expect(faultsOf(withLine('void'))).toEqual([expect.stringMatching(/ MISSING_KEY the table needs 'void'\.$/)]);
    expect(faultsOf(`${SHIPPED}void: [finance]\n`)).toEqual([expect.stringMatching(/ YAML_DUPLICATE_KEY 'void' is written twice in this file\.$/)]);
  });

  it('is a right to do what cannot be seen', () => {
    expect(faultsOf(withLine('see', 'see: [coordinator (own clients only), manager, finance, viewer]'))).toContainEqual(expect.stringMatching(/ UNSEEN 'create' reaches farther than 'see'; write 'coordinator \(own clients only\)'\.$/));
    expect(faultsOf(withLine('see', 'see: [coordinator, manager, viewer]'))).toContainEqual(expect.stringMatching(/ UNSEEN 'void' names 'finance', who sees no documents; name 'finance' under 'see' as well\.$/));
  });

  it('is told together with all others, in the order of the lines', () => {
    const text = withLine('create', 'create: [coordinater]').replace('void: [finance]', 'void: [finance, finance]');
    expect(faultsOf(text).map((told) => told.split(' ')[1])).toEqual(['UNKNOWN_ROLE', 'TWICE']);
  });
});

describe('the page for finance', () => {
  const page = readFileSync(join(__dirname, '../../docs/permissions.md'), 'utf8');
  const lines = [...page.matchAll(/```yaml\n([^]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));

  it('has examples that can be written so', () => {
    expect(lines.length).toBeGreaterThan(15);
    const text = lines.reduce((table, line) => table.replace(new RegExp(`^${line.split(':')[0]}: .*$`, 'm'), () => line), SHIPPED);
    for (const line of lines) expect(text).toContain(line);
    expect(faultsOf(text)).toEqual([]);
  });

  it('names every action and every fault', () => {
    for (const action of ACTIONS) expect(page).toContain(`\`${action}\``);
    const source = readFileSync(join(__dirname, '../../config/permissions.ts'), 'utf8');
    for (const [, code] of source.matchAll(/'([A-Z]+(?:_[A-Z]+)*)', `/g)) expect(page).toContain(`| \`${code}\` |`);
  });
});

describe('in the office’s folder', () => {
  let folder: string;
  let told: string[];
  const log = { info: () => undefined, warn: ({ fault }: { fault?: string }) => void told.push(fault ?? '') };
  const file = () => join(folder, 'permissions.yaml');
  beforeEach(() => {
    told = [];
    folder = mkdtempSync(join(tmpdir(), 'office-permissions-'));
    for (const name of ['office.yaml', 'approvals.yaml', 'reminders.yaml', 'permissions.yaml']) cpSync(join(shippedConfig(), name), join(folder, name));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('an edit counts at once, a faulty one never', () => {
    const book = openBook(folder, log);
    writeFileSync(file(), withLine('void', 'void: [finance, manager]'));
    expect(book.current().permissions.void).toEqual({ finance: 'all', manager: 'all' });
    writeFileSync(file(), withLine('void', 'void: [finance, menager]'));
    expect(book.current().permissions.void).toEqual({ finance: 'all', manager: 'all' });
    expect(told).toEqual([expect.stringMatching(/^permissions\.yaml \d+:17 UNKNOWN_ROLE 'menager'/)]);
  });

  it('a folder without one goes by the shipped table until it gets its own; a table that is taken away gives nobody a right', () => {
    rmSync(file());
    const book = openBook(folder, log);
    expect(book.current().permissions).toEqual(readPermissions(SHIPPED).value);
    writeFileSync(file(), withLine('create', 'create: [finance]'));
    expect(book.current().permissions.create).toEqual({ finance: 'all' });
    rmSync(file());
    expect(book.current().permissions.create).toEqual({ finance: 'all' });
    expect(told).toEqual([expect.stringMatching(/^permissions\.yaml cannot be read/)]);
  });

  it('a faulty one keeps the office from opening, and check tells the same', () => {
    writeFileSync(file(), withLine('void', 'void: [finanse]'));
    expect(() => openBook(folder, log)).toThrow(BookFaults);
    expect(check(['permissions', file()])).toMatchObject({ code: 1, out: expect.stringContaining("UNKNOWN_ROLE 'finanse' is no role") });
    expect(check(['permissions', join(shippedConfig(), 'permissions.yaml')])).toEqual({ code: 0, out: '', err: '' });
  });
});
