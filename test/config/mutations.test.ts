/** The shipped rule files with each key misspelt, written twice or removed, and each value misspelt: never a crash, never a typo that passes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isScalar, isSeq, parseDocument, type Document, type Pair, type YAMLMap } from 'yaml';
import { readApprovals } from '../../config/approvals';
import { readDesigns } from '../../config/designs';
import { shippedConfig } from '../../config/env';
import { readOffice } from '../../config/office';
import { readPermissions } from '../../config/permissions';
import type { Outcome } from '../../config/reading';
import { readReminders } from '../../config/reminders';

const text = (name: string): string => readFileSync(join(shippedConfig(), name), 'utf8');
const office = readOffice(text('office.yaml')).value;

const files: { name: string; read: (text: string) => Outcome<unknown> }[] = [
  { name: 'office.yaml', read: readOffice },
  { name: 'approvals.yaml', read: (written) => readApprovals(written, office) },
  { name: 'reminders.yaml', read: (written) => readReminders(written, office?.channels) },
  { name: 'designs.yaml', read: readDesigns },
  { name: 'permissions.yaml', read: (written) => readPermissions(written, office?.people) },
];

const examples = join(shippedConfig(), 'examples');
const officeOfExamples = readOffice(readFileSync(join(examples, 'office.yaml'), 'utf8')).value;
for (const name of readdirSync(examples).filter((one) => one !== 'office.yaml')) files.push({ name: `examples/${name}`, read: (written) => readApprovals(written, officeOfExamples) });

type Place = (string | number)[];

/** Every key of a document, by the path of its map and its index in it. */
function keysOf(node: unknown, path: Place = []): { path: Place; index: number; key: string }[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => keysOf(item, [...path, index]));
  if (!isMap(node)) return [];
  return node.items.flatMap((pair, index) => [{ path, index, key: String(pair.key) }, ...keysOf(pair.value, [...path, String(pair.key)])]);
}

/** The text with one change made to the map that holds a key. */
function changed(written: string, path: Place, change: (map: YAMLMap) => void): string {
  const document = parseDocument(written, { uniqueKeys: false, schema: 'failsafe' });
  change((path.length === 0 ? document.contents : document.getIn(path)) as YAMLMap);
  return String(document as Document);
}

const codesOf = (outcome: Outcome<unknown>): string[] => (outcome.faults ?? []).map(({ code }) => code);
const misspellings = (word: string): string[] => [`${word}x`, word.slice(0, -1), word.toUpperCase() === word ? word.toLowerCase() : word.toUpperCase(), `x${word}`].filter((one) => one !== '' && one !== word);

/** Values in which any word is as good as another: names, addresses, sentences. */
const FREE = new Set(['name', 'note', 'phone', 'vat_id', 'tax_number', 'contact', 'e_address', 'buyer_reference', 'lines', 'city', 'postcode', 'website', 'email', 'bic', 'id', 'key', 'locale', 'invoice', 'estimate', 'receipt', 'invoices', 'finance', 'legal', 'tags', ...['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt', 'ja', 'zh', 'ar', 'he']]);

describe.each(files)('$name', ({ name, read }) => {
  const written = text(name);
  const keys = keysOf(parseDocument(written, { schema: 'failsafe' }).contents);

  it('is sound as it ships', () => expect(read(written)).toEqual({ value: expect.anything() }));

  it('is refused with any key misspelt', () => {
    expect(keys.length).toBeGreaterThan(10);
    for (const { path, index, key } of keys) {
      for (const wrong of misspellings(key)) {
        const codes = codesOf(read(changed(written, path, (map) => { (map.items[index] as Pair<unknown>).key = wrong; })));
        expect({ key, wrong, codes }).toEqual({ key, wrong, codes: expect.arrayContaining([expect.stringMatching(/^(UNKNOWN_KEY|UNKNOWN_CURRENCY)$/)]) });
      }
    }
  });

  it('is refused with any key written twice', () => {
    for (const { path, index, key } of keys) {
      const codes = codesOf(read(changed(written, path, (map) => { map.items.splice(index, 0, map.items[index]!); })));
      expect({ key, codes }).toEqual({ key, codes: expect.arrayContaining(['YAML_DUPLICATE_KEY']) });
    }
  });

  it('with any key removed tells what is missing, or means something else, never the same', () => {
    const meaning = ({ value }: Outcome<unknown>): string => JSON.stringify({ ...(value as object), hash: '' });
    for (const { path, index, key } of keys.filter((one) => ![...one.path, one.key].includes('tests'))) { // A test less is a test less.
      const outcome = read(changed(written, path, (map) => { map.items.splice(index, 1); }));
      const silent = ['fallback', 'credit_note'].includes(key) || meaning(outcome) !== meaning(read(written)); // The shipped fallback and CN are those that count unless told.
      expect({ key, path, told: outcome.faults ? codesOf(outcome).length > 0 : silent }).toEqual({ key, path, told: true });
    }
  });

  it('is refused with any word of the rules misspelt', () => {
    for (const { path, index, key } of keys.filter((one) => !FREE.has(one.key))) {
      const node = (path.length === 0 ? parseDocument(written).contents : parseDocument(written).getIn(path)) as YAMLMap;
      const value = node.items[index]!.value;
      const words = isSeq(value) ? value.items.filter(isScalar).map((item, at) => ({ at, word: String(item.source ?? item.value) })) : isScalar(value) ? [{ at: undefined, word: String(value.source ?? value.value) }] : [];
      for (const { at, word } of words) {
        const wrong = `${word}x`;
        const codes = codesOf(read(changed(written, path, (map) => { at === undefined ? map.items[index]!.value = wrong : (map.items[index]!.value as YAMLMap).set(at, wrong); })));
        expect({ key, wrong, refused: codes.length > 0 }).toEqual({ key, wrong, refused: true });
      }
    }
  });
});

describe('a condition of the examples', () => {
  const conditions = readdirSync(examples).flatMap((name) => {
    const written = readFileSync(join(examples, name), 'utf8');
    return [...written.matchAll(/when: (.*)$/gm)].map(([, text = '']) => ({ name, written, text }));
  });
  /** Names of projects and tags are words of the office's own. */
  const isFree = (word: string): boolean => ['retainer', 'key', 'account', 'Grant'].includes(word);

  it.each(conditions)('$name: $text is refused with any word of it doubled or misspelt', ({ written, text }) => {
    for (const { 0: word, index } of text.matchAll(/[A-Za-z_]+/g)) {
      if (isFree(word)) continue;
      for (const wrong of [`${word}x`, word.slice(1), `${word} ${word}`]) {
        const outcome = readApprovals(written.replace(`when: ${text}`, () => `when: ${text.slice(0, index)}${wrong}${text.slice(index + word.length)}`), officeOfExamples);
        expect({ wrong, refused: (outcome.faults ?? []).length > 0 }).toEqual({ wrong, refused: true });
      }
    }
  });
});
