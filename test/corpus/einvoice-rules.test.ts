/** The official rules on official examples and on broken ones; the committed sets are what the pinned artefacts say. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openRuleBook } from '../../config/einvoice-rules';
import { adviceOn } from '../../domain/einvoice/advice';
import { ADVICE } from '../../domain/einvoice/advice-table';
import { findingsIn, rulesFor } from '../../domain/einvoice/rule-book';
import type { Finding } from '../../domain/einvoice/rules';
import type { EInvoice } from '../../domain/einvoice/semantic';
import { toUbl } from '../../domain/einvoice/ubl';
import { readXml, type XmlElement } from '../../domain/einvoice/xml';
import { beside, describeWhere } from '../support/beside';
import { intraCommunity, soundEInvoice } from '../support/e-invoice';

const CORPUS = beside('shared/einvoice/corpus/open');
const PEPPOL = process.env.PEPPOL_RULES ?? '';
const { book } = openRuleBook({ peppol: PEPPOL });

type Source = { file: string; expected: 'valid' | 'invalid'; rules: string; rule?: string };
const sources: Source[] = existsSync(CORPUS) ? JSON.parse(readFileSync(join(CORPUS, 'SOURCES.json'), 'utf8')) : [];
/** What says of itself that it follows EN 16931: neither PINT's examples nor those that are named for no rules, and no PDF. */
const ours = sources.filter(({ file, rules }) => file.endsWith('.xml') && !file.startsWith('pint-') && rules !== 'none');

/** EN 16931's rules, and those of the profile that the document names where it is judged by what it says of itself. */
function fatal({ file, rules }: Source): Finding[] {
  const root = readXml(readFileSync(join(CORPUS, file)));
  const text = JSON.stringify(root);
  const syntax = root.name.endsWith('CrossIndustryInvoice') ? 'cii' : 'ubl';
  const profiles = rules !== 'auto' ? [] : [...(text.includes('kosit:xrechnung') ? ['xrechnung'] as const : []), ...(syntax === 'ubl' && book['peppol-ubl'] && text.includes('poacc:billing:3.0') ? ['peppol'] as const : [])];
  return (profiles.length > 0 ? profiles : ['en16931'] as const).flatMap((profile) => findingsIn(root, { rules: profile, syntax }, book)).filter(({ flag }) => flag === 'fatal');
}

describeWhere(CORPUS)('the open corpus', () => {
  it.each(ours.filter(({ expected }) => expected === 'valid').map((source) => [source.file, source] as const))('%s is sound', (_, source) => {
    expect(fatal(source)).toEqual([]);
  });

  /** The schema would tell of a missing number; of the rules it is BR-02. */
  const ruleOf = ({ rule = '' }: Source): string => (rule === 'XSD' ? 'BR-02' : rule);
  it.each(ours.filter(({ expected }) => expected === 'invalid').map((source) => [source.file, ruleOf(source), source] as const))('%s breaks %s', (_, rule, source) => {
    expect(fatal(source).map((finding) => finding.rule)).toContain(rule);
  });

  it('is looked at wherever it speaks of EN 16931', () => expect(ours.length).toBeGreaterThan(50));
});

describeWhere(PEPPOL)('the sets of this machine', () => {
  const made = (name: string): string => join(dirname(PEPPOL), `${name}.json`);
  describeWhere(made('en16931-ubl'))('made from the pinned artefacts', () => {
    it.each(['en16931-ubl', 'en16931-cii', 'xrechnung-ubl', 'xrechnung-cii'])('%s is committed as it was made', (name) => {
      expect(readFileSync(join(__dirname, '..', '..', 'config', 'einvoice', `${name}.json`), 'utf8') === readFileSync(made(name), 'utf8')).toBe(true);
    });
  });

  it('hold Peppol’s rules, which are all understood', () => {
    const ids = rulesFor(book, { rules: 'peppol', syntax: 'ubl' })[1]?.patterns.flat().flatMap(({ tests }) => tests.map(({ id }) => id)) ?? [];
    expect(ids).toEqual(expect.arrayContaining(['PEPPOL-EN16931-R003', 'PEPPOL-EN16931-R010', 'PEPPOL-EN16931-R120', 'PEPPOL-COMMON-R040']));
    expect(Object.keys(ADVICE).filter((id) => id.startsWith('PEPPOL-') && !ids.includes(id))).toEqual([]);
  });
});

describeWhere(PEPPOL)('Peppol’s rules', () => {
  const told = (invoice: EInvoice): string[] => adviceOn(findingsIn(toUbl(invoice), { rules: 'peppol', syntax: 'ubl' }, book), invoice).map(({ text }) => text);

  it('are kept by a sound e-invoice', () => expect([told(soundEInvoice()), told(intraCommunity())]).toEqual([[], []]));

  it('deliver to no mail address', () => {
    const invoice = soundEInvoice();
    expect(told({ ...invoice, buyer: { ...invoice.buyer, endpoint: { value: 'invoices@acme.example', scheme: 'EM' } } })).toEqual([
      'Acme SARL’s electronic address is none that Peppol delivers to: a mail address is not enough. Fill in “Electronic address” with /invoice client Acme SARL. [PEPPOL-EN16931-CL008]',
    ]);
  });

  it('want to know whom the invoice is for', () => {
    const { buyerReference: _, ...rest } = soundEInvoice();
    expect(told(rest)).toEqual(['Neither a buyer reference nor an order number is told: Peppol needs one of them, so that Acme SARL finds out whom the invoice is for. Fill in “Buyer reference” with /invoice client Acme SARL. [PEPPOL-EN16931-R003]']);
  });
});

describe('rules made ready once', () => {
  it('say the same of a document again and again, whatever came between', () => {
    const empty: XmlElement = { name: 'Invoice', attributes: { xmlns: 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2' }, children: [], text: '' };
    const first = findingsIn(empty, { rules: 'en16931', syntax: 'ubl' }, book);
    findingsIn({ ...empty, attributes: { xmlns: 'urn:other' } }, { rules: 'en16931', syntax: 'ubl' }, book);
    expect(findingsIn(empty, { rules: 'en16931', syntax: 'ubl' }, book)).toEqual(first);
    expect(first.map(({ rule }) => rule)).toContain('BR-02');
  });
});
