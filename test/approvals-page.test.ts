/** The page that teaches the language of approvals.yaml, tested against the code: its examples are sound, its tables hold every field and every fault. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApprovals } from '../config/approvals';
import { shippedConfig } from '../config/env';
import { readOffice } from '../config/office';
import { faultLine } from '../domain/fault';
import { readCondition } from '../domain/policy/condition';
import { fieldsOf, nounOf, SUBJECT_KINDS, type SubjectKind } from '../domain/policy/subject';

const ROOT = join(__dirname, '..');
const textOf = (...path: string[]): string => readFileSync(join(ROOT, ...path), 'utf8');
const page = textOf('docs', 'approvals.md');
const office = readOffice(readFileSync(join(shippedConfig(), 'examples', 'office.yaml'), 'utf8')).value;

/** The rows of all tables under a heading, as cells; a bar inside a cell is written with a backslash. */
const rowsUnder = (heading: string): string[][] => {
  const [, after = ''] = page.split(`\n## ${heading}\n`);
  const [section = ''] = after.split('\n## ');
  return section.split('\n').filter((line) => line.startsWith('| ')).map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim().replaceAll('\\|', '|')));
};
const bare = (cell = ''): string => cell.replaceAll('`', '');

describe('its examples', () => {
  const files = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text).filter((text) => /^version:/m.test(text));

  it('are enough to learn from', () => expect(files.length).toBeGreaterThanOrEqual(8));
  it.each(files)('are sound, and their tests pass:\n%s', (text) => expect(readApprovals(text, office).faults?.map(faultLine)).toBeUndefined());
  it('of the short and the long form say the same', () => {
    const [short, long] = files.map((text) => readApprovals(text, office).value);
    const meant = (policies = short?.policies) => policies?.map(({ kinds, tier, steps }) => ({ kinds, tier, steps }));
    expect(meant(long?.policies)).toEqual(meant());
    expect(long?.fallback).toEqual(short?.fallback);
  });
  it('that ship are all linked', () => expect([...page.matchAll(/\(\.\.\/config\/examples\/([\w-]+\.yaml)\)/g)].map(([, name]) => textOf('config', 'examples', name ?? ''))).toHaveLength(11));
});

describe('its table of fields', () => {
  const isOf = (kind: SubjectKind, documents = ''): boolean => documents === 'all' || documents.split(', ').includes(nounOf(kind));
  const rows = rowsUnder('Conditions').filter((row) => row.length === 4 && /^`[a-z]/.test(row[0] ?? ''));
  const written = (kind: SubjectKind) => rows.filter(([, documents]) => isOf(kind, documents)).map(([field, , about]) => [bare(field), about]);

  it.each(SUBJECT_KINDS)('holds every field of a %s and no other, with its description', (kind) =>
    expect(written(kind).sort()).toEqual(Object.entries(fieldsOf(kind)).map(([field, { about }]) => [field, about]).sort()));

  it.each(rows)('compares %s of %s rightly', (field, documents, _, example) => {
    const { condition, faults } = readCondition(bare(example), SUBJECT_KINDS.filter((kind) => isOf(kind, documents)));
    expect(faults).toEqual([]);
    expect(condition?.fields).toContain(bare(field));
  });
});

describe('its table of faults', () => {
  const SOURCES = [
    'config/approvals.ts', 'config/amounts.ts', 'config/reading.ts', 'config/yaml.ts', 'config/policy/limits.ts', 'config/policy/people.ts', 'config/policy/steps.ts',
    'config/policy/tests.ts', 'config/policy/tiers.ts', 'config/policy/when.ts', 'domain/policy/condition.ts', 'domain/policy/condition-fault.ts', 'activities/policy.ts',
  ];
  /** Dates, mail addresses and free formats stand in office.yaml and reminders.yaml alone. */
  const NEVER_HERE = ['DATE_INVALID', 'FORMAT', 'MAIL'];
  /** A code is an argument of its own, or the value of `code`. */
  const inSources = [...new Set(SOURCES.flatMap((file) => [...textOf(file).matchAll(/(?:, |code: |code = )'([A-Z_]{4,})'|:1 (VERSION_TAKEN) /g)].map(([, code, version]) => code ?? version ?? '')))];
  const rows = rowsUnder('What each fault means').filter(([code]) => code !== 'code' && !/^-+$/.test(code ?? ''));
  const onPage = [...new Set(rows.map(([code = '']) => code))];

  it('holds every fault that approvals.yaml can have, and no other', () => expect([...onPage].sort()).toEqual(inSources.filter((code) => !NEVER_HERE.includes(code)).sort()));
  it('leaves out only what there is', () => expect(inSources).toEqual(expect.arrayContaining(NEVER_HERE)));
  it('has an example, a sentence and a remedy for each', () => {
    for (const row of rows) expect(row).toEqual([expect.stringMatching(/^[A-Z_]+$/), ...Array<unknown>(3).fill(expect.stringMatching(/\S/))]);
  });
});
