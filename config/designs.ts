/** Designs to print documents in, from designs.yaml. */
import { ALWAYS, COLUMNS, GROUPINGS, LETTERHEADS, PLAIN_DESIGN, type Column, type Design, type DesignWord } from '../domain/design';
import { contrast, READABLE, readableOn, WHITE } from '../domain/brand';
import { readColour, readFont } from './branding';
import { didYouMean, readRules, type Fields, type Outcome, type Reading } from './reading';
import type { YamlNode } from './yaml';

/** The words for heads that the locale files translate. */
export const HEAD_WORDS = [
  'service', 'work', 'task', 'item', 'dish', 'treatment', 'matter', 'journey', 'object', 'purpose', 'hours', 'days', 'portions', 'period', 'rate', 'fee',
  'date', 'deliveryDate', 'person', 'lawyer', 'practitioner', 'driver', 'serial', 'consignment', 'inventory', 'unit', 'discount',
] as const;
const DELIVERY_WORDS = ['delivery', 'site', 'venue', 'pickup'] as const;

/** More than a select in Slack can offer (100 options, one of them for none). */
const MOST_DESIGNS = 99;

/** Reads designs.yaml, or tells all its faults. */
export const readDesigns = (text: string): Outcome<readonly Design[]> => readRules(text, { one: 'file', many: 'this file' }, (reading, root) => {
  const fields = reading.fields(root, 'the file', { need: ['designs'] });
  const nodes = reading.items(fields.get('designs'), 'designs');
  if (nodes.length > MOST_DESIGNS) reading.fault(fields.place('designs'), 'TOO_LONG', `there may be ${MOST_DESIGNS} designs.`);
  const seen = new Set<string>();
  return nodes.map((node) => {
    const design = readDesign(reading, node);
    if (design.key && seen.has(design.key)) reading.fault(node.at, 'TWICE', `'${design.key}' is here already.`);
    seen.add(design.key);
    return design;
  });
});

function readDesign(reading: Reading, node: YamlNode): Design {
  const fields = reading.fields(node, 'a design', { need: ['key', 'name'], may: ['columns', 'heads', 'group', 'totals', 'letterhead', 'delivery', 'accent', 'font'] });
  const choice = <T extends string>(key: string, choices: readonly T[], otherwise: T): T => (fields.has(key) && reading.choice(fields.get(key), key, choices)) || otherwise;
  const accent = fields.has('accent') ? readAccent(reading, fields) : '';
  const font = fields.has('font') ? readFont(reading, fields) : '';
  return {
    key: reading.matching(fields.get('key'), 'key', (text) => /^[a-z0-9-]{2,40}$/.test(text), 'a short name of a-z, 0-9 and - such as consulting'),
    name: reading.matching(fields.get('name'), 'name', (text) => text.length <= 60, 'at most 60 characters'),
    columns: fields.has('columns') ? readColumns(reading, fields) : PLAIN_DESIGN.columns,
    heads: fields.has('heads') ? readHeads(reading, fields.get('heads')) : {},
    group: choice('group', GROUPINGS, 'none'), totals: choice('totals', ['below', 'above'], 'below'), letterhead: choice('letterhead', LETTERHEADS, 'classic'),
    delivery: fields.has('delivery') ? readWord(reading, fields.get('delivery'), 'delivery', DELIVERY_WORDS) : PLAIN_DESIGN.delivery,
    ...(accent && { accent }), ...(font && { font }),
  };
}

function readAccent(reading: Reading, fields: Fields): string {
  const accent = readColour(reading, fields, 'accent');
  if (accent && contrast(accent, WHITE) < READABLE) {
    const sentence = `'accent' ${accent} on white has a contrast of ${contrast(accent, WHITE).toFixed(2)}:1; text needs ${READABLE}:1 (WCAG 2.2). ${readableOn(accent, WHITE)} would do.`;
    reading.fault(fields.place('accent'), 'COLOUR_CONTRAST', sentence);
  }
  return accent;
}

/** In the order of the page. */
function readColumns(reading: Reading, fields: Fields): Column[] {
  const written = reading.filled(fields.get('columns'), 'columns').flatMap((node) => reading.choice(node, 'columns', COLUMNS) ?? []);
  for (const column of ALWAYS) {
    if (!written.includes(column)) reading.fault(fields.place('columns'), 'MISSING_KEY', `'columns' needs '${column}'.`);
  }
  if (new Set(written).size < written.length) reading.fault(fields.place('columns'), 'TWICE', "a column stands in 'columns' once.");
  return written;
}

function readHeads(reading: Reading, node: YamlNode | undefined): Design['heads'] {
  const fields = reading.fields(node, "'heads'", { need: [], may: COLUMNS });
  return Object.fromEntries(COLUMNS.filter((column) => fields.has(column)).map((column) => [column, readWord(reading, fields.get(column), column, HEAD_WORDS)]));
}

/** One of the office's words, or own words by language. */
function readWord(reading: Reading, node: YamlNode | undefined, label: string, known: readonly string[]): DesignWord {
  if (node?.kind !== 'map') {
    const word = reading.text(node, label);
    if (node && word && !known.includes(word)) {
      reading.fault(node.at, 'UNKNOWN_WORD', `'${label}': '${word}' is none of the office's words; write one of them, or own ones as {en: ${word}}${didYouMean(word, known)}`);
    }
    return word;
  }
  const languages = node.entries.map(({ key }) => key).filter((key) => /^[a-z]{2}$/.test(key));
  const fields = reading.fields(node, `'${label}' in own words`, { need: ['en'], may: languages });
  const word = (language: string): string => reading.matching(fields.get(language), language, (text) => text.length <= 40, 'at most 40 characters');
  return Object.fromEntries(languages.map((language) => [language, word(language)]));
}
