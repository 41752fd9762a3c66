/** The taxes of office.yaml: categories, dated rates, taxes beside VAT, and what is cited where there is none. */
import { SMALL_BUSINESS, type DatedRate, type NamedTax } from '../domain/taxation';
import type { SideTax, VatCategory } from '../domain/totals';
import type { Fields, Reading } from './reading';
import type { YamlNode } from './yaml';

/** Categories of EN 16931 (UNCL 5305); only S has a rate above 0. */
const CATEGORIES: readonly VatCategory[] = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'];

/** `smallBusinessIn` is the country of a seller who is a small business there and so charges no VAT. */
export function readTax(reading: Reading, node: YamlNode, smallBusinessIn: string | undefined): NamedTax {
  const fields = reading.fields(node, 'a tax', { need: ['id', 'name', 'category'], may: ['rate', 'rates', 'added', 'withheld', 'law', 'vatex', 'note'] });
  const category = reading.choice(fields.get('category'), 'category', CATEGORIES) ?? 'O';
  const id = reading.matching(fields.get('id'), 'id', (text) => !/[\s"@]/.test(text), 'one word');
  const rates = fields.has('rates') ? readRates(reading, fields) : undefined;
  const rate = rates?.at(-1)?.rate ?? (fields.has('rate') ? readRate(reading, fields.get('rate')) : '0');
  checkRated(reading, fields, category);
  if (smallBusinessIn !== undefined && category === 'S') reading.fault(fields.place('category'), 'SMALL_BUSINESS', 'a small business charges no VAT: make it category E, or leave small_business out.');
  const beside = [...readBeside(reading, fields, 'added'), ...readBeside(reading, fields, 'withheld')];
  const more = {
    ...(beside.length > 0 && { beside }), ...readLaw(reading, fields, category === 'E' ? smallBusinessIn : undefined),
    ...(fields.has('vatex') && { vatex: reading.matching(fields.get('vatex'), 'vatex', (text) => /^VATEX-[A-Z0-9-]+$/.test(text), 'a code of the VATEX list such as VATEX-EU-132') }),
  };
  return {
    id, name: reading.text(fields.get('name'), 'name'),
    vat: { category, rate, ...more, ...((rates || Object.keys(more).length > 0) && { taxId: id }) },
    ...(rates && { rates }), ...(fields.has('note') && { note: reading.text(fields.get('note'), 'note') }),
  };
}

function checkRated(reading: Reading, fields: Fields, category: VatCategory): void {
  const given = ['rate', 'rates'].filter((key) => fields.has(key));
  if (category === 'S' && given.length === 0) reading.fault(fields.at, 'MISSING_KEY', "a tax of category S needs 'rate'.");
  if (category !== 'S' && given[0]) reading.fault(fields.place(given[0]), 'VAT_RATE', `category ${category} has no rate; only S has one.`);
  if (given.length > 1) reading.fault(fields.place('rate'), 'VAT_RATE', "a tax has 'rate' or, with their days, 'rates', not both.");
}

function readRate(reading: Reading, node: YamlNode | undefined): string {
  const rate = reading.positive(node, 'rate');
  if (Number(rate) > 100) reading.fault(node?.at ?? { line: 1, column: 1 }, 'VAT_RATE', `'rate' is in percent and at most 100, not '${rate}'.`);
  return rate || '0';
}

/** In the order of their days; only the first may leave its day out. */
function readRates(reading: Reading, tax: Fields): DatedRate[] {
  const nodes = reading.filled(tax.get('rates'), 'rates');
  const dated = nodes.map((node, at): DatedRate => {
    const fields = reading.fields(node, 'a dated rate', { need: at === 0 ? ['rate'] : ['from', 'rate'], may: ['from'] });
    return { rate: readRate(reading, fields.get('rate')), ...(fields.has('from') && { from: reading.date(fields.get('from'), 'from') }) };
  });
  dated.forEach(({ from = '' }, at) => {
    const before = dated[at - 1]?.from ?? '';
    if (at > 0 && from !== '' && from <= before) reading.fault(nodes[at]?.at ?? tax.at, 'ORDER', `the rate from ${from} comes after the one from ${before}: put them in the order of their days.`);
  });
  return dated;
}

/** Taxes beside VAT, each with its name and rate. */
function readBeside(reading: Reading, tax: Fields, kind: SideTax['kind']): SideTax[] {
  if (!tax.has(kind)) return [];
  return reading.filled(tax.get(kind), kind).map((node) => {
    const fields = reading.fields(node, `a tax that is ${kind}`, { need: ['name', 'rate'] });
    return { kind, name: reading.text(fields.get('name'), 'name'), rate: readRate(reading, fields.get('rate')) };
  });
}

/** What is cited; of a small business its country's own words unless others are given. */
function readLaw(reading: Reading, fields: Fields, smallBusinessIn: string | undefined): { law?: string; vatex?: string } {
  if (fields.has('law')) return { law: reading.text(fields.get('law'), 'law') };
  if (smallBusinessIn === undefined) return {};
  const known = SMALL_BUSINESS[smallBusinessIn];
  if (!known) reading.fault(fields.at, 'MISSING_KEY', `a small business in ${smallBusinessIn} needs 'law': what it cites for charging no VAT.`);
  return known ?? {};
}
