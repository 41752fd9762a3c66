/** The office's book: edits count at once, faulty ones never, and a faulty start tells everything. */
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BookFaults, openBook } from '../../config/book';
import { shippedConfig } from '../../config/env';

let folder: string;
let told: { level: string; fields: object; message: string }[];
const log = {
  info: (fields: object, message: string) => void told.push({ level: 'info', fields, message }),
  warn: (fields: object, message: string) => void told.push({ level: 'warn', fields, message }),
};

beforeEach(() => {
  told = [];
  folder = mkdtempSync(join(tmpdir(), 'office-book-'));
  for (const name of ['office.yaml', 'approvals.yaml', 'reminders.yaml']) cpSync(join(shippedConfig(), name), join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Saves as an editor does: a new file takes the old one's name. */
function edit(name: string, written: string | RegExp, instead: string): void {
  const text = readFileSync(join(folder, name), 'utf8');
  expect(text).toMatch(written);
  writeFileSync(join(folder, `${name}~`), text.replace(written, instead));
  renameSync(join(folder, `${name}~`), join(folder, name));
}

describe('the book', () => {
  it('finds people by mail in any case, and by role', () => {
    const book = openBook(folder, log);
    expect(book.personByEmail('Fatima@Northlight.example')?.name).toBe('Fatima');
    expect(book.personByEmail('nobody@northlight.example')).toBeUndefined();
    expect(book.peopleWithRole('manager').map(({ name }) => name)).toEqual(['Milo', 'Ana']);
  });

  it("knows the holidays of Berlin and the office's own days", () => {
    const book = openBook(folder, log);
    expect(book.holidaysOf(2026)).toEqual(['2026-01-01', '2026-03-08', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14', '2026-05-25', '2026-10-03', '2026-12-24', '2026-12-25', '2026-12-26', '2026-12-31']);
    expect([book.isHoliday('2026-03-08'), book.isHoliday('2026-03-09'), book.isHoliday('2026-11-01')]).toEqual([true, false, false]); // All Saints' is none in Berlin.
  });

  it('reads a changed file at the next look-up', () => {
    const book = openBook(folder, log);
    edit('office.yaml', 'name: Ana,', 'name: Ana Maria,');
    expect(book.peopleWithRole('manager').map(({ name }) => name)).toEqual(['Milo', 'Ana Maria']);
    edit('office.yaml', '2026-12-24, ', '');
    expect(book.isHoliday('2026-12-24')).toBe(false);
    expect(told.map(({ level }) => level)).toEqual(['info', 'info']);
  });

  it('reads nothing while nothing changes', () => {
    const book = openBook(folder, log);
    expect(book.current()).toBe(book.current());
  });

  it('keeps the old rules after a faulty edit, tells every fault once, and takes the mended one', () => {
    const book = openBook(folder, log);
    const before = book.current();
    edit('approvals.yaml', /up_to: 500\n    approvers: nobody/, 'up_to: 5_00\n    aprovers: nobody');
    for (let look = 0; look < 3; look += 1) expect(book.current()).toBe(before);
    expect(told.map(({ level, fields }) => [level, (fields as { fault: string }).fault])).toEqual([
      ['warn', expect.stringMatching(/^approvals\.yaml \d+:12 AMOUNT_FORMAT write 500, not '5_00'\.$/)],
      ['warn', expect.stringMatching(/^approvals\.yaml \d+:5 UNKNOWN_KEY unknown key 'aprovers'; did you mean 'approvers'\?$/)],
    ]);
    edit('approvals.yaml', /up_to: 5_00\n    aprovers/, 'up_to: 600\n    approvers');
    expect(book.current().approvals.policies[0]?.tier?.upTo).toBe(60_000);
  });

  it('refuses an edit of one file that another contradicts', () => {
    const book = openBook(folder, log);
    edit('office.yaml', /  - \{name: Fatima.*\n/, '');
    expect(book.peopleWithRole('finance')).toHaveLength(1);
    expect(JSON.stringify(told)).toContain("nobody in office.yaml has the role 'finance'");
  });

  it('keeps the old rules when a file vanishes', () => {
    const book = openBook(folder, log);
    rmSync(join(folder, 'reminders.yaml'));
    expect(book.current().ladder.steps).toHaveLength(7);
    expect(told).toHaveLength(1);
  });

  it('does not open with faults, and tells those of all files together', () => {
    edit('office.yaml', 'zone: Europe/Berlin', 'zone: Berlin');
    edit('approvals.yaml', 'version: 1', 'version: one');
    edit('reminders.yaml', 'weekends: wait', 'weekends: maybe');
    let faults: readonly string[] = [];
    try {
      openBook(folder, log);
    } catch (error) {
      faults = (error as BookFaults).faults;
      expect(error).toBeInstanceOf(BookFaults);
    }
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['office.yaml', 'approvals.yaml', 'reminders.yaml']);
  });

  it('does not open without its files', () => {
    rmSync(join(folder, 'office.yaml'));
    rmSync(join(folder, 'reminders.yaml'));
    expect(() => openBook(folder, log)).toThrow(/2 faults[^]*office\.yaml cannot be read[^]*reminders\.yaml cannot be read/);
  });
});
