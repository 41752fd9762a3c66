/** Reading e-invoices at the terminal: others' files come in with their totals and go out again, broken ones are refused by the rule they break. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { hybridIn } from '../../activities/pdf-a';
import { canonicalDecimal } from '../../domain/decimal';
import { readEInvoice } from '../../domain/einvoice/received';
import { beside, describeWhere } from '../support/beside';

const ROOT = resolve(__dirname, '../..');
const CORPUS = beside('shared/einvoice/corpus/open');
const PATIENCE_MS = 600_000;

type Source = { file: string; expected: 'valid' | 'invalid'; rule?: string };
type Ran = { status: number | null; out: string; err: string };

function program(command: string, args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', timeout: PATIENCE_MS, maxBuffer: 1 << 26 });
  return { status, out: stdout, err: stderr };
}
const einvoice = (...args: string[]): Ran => program(process.execPath, ['-r', './test/support/typescript-loader.js', 'worker/einvoice.ts', ...args]);

/** The amounts of a file's sums, whatever its syntax, in one spelling. */
async function totalsOf(file: string): Promise<Record<string, string>> {
  const bytes = readFileSync(file);
  const { told } = readEInvoice(extname(file) === '.pdf' ? (await hybridIn(bytes))! : bytes);
  const { net, vat = '0', gross, prepaid = '0', due } = told.totals!;
  return Object.fromEntries(Object.entries({ net, vat, gross, prepaid, due }).map(([key, amount]) => [key, canonicalDecimal(amount)]));
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'einvoice-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('npm run einvoice', () => {
  it('says how it is used when it is called otherwise', () => {
    for (const args of [[], ['import'], ['import', 'a.xml'], ['check'], ['check', '--out', 'x'], ['print', 'a.xml'], ['check', '--sideways', 'a.xml']]) {
      const { status, err } = einvoice(...args);
      expect([args, status, err.split(' -- ')[0]]).toEqual([args, 2, 'Usage: npm run -s einvoice']);
    }
  });

  it.each([
    ['nothing at all', '', 'XmlUnreadable'], ['no XML', 'Dear Sirs, enclosed our invoice', 'XmlUnreadable'], ['XML of another kind', '<order/>', 'EInvoiceForeign'],
    ['entities', '<!DOCTYPE Invoice [<!ENTITY a "b">]><Invoice>&a;</Invoice>', 'XmlUnreadable'], ['an empty invoice', '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>', 'XSD'],
    ['bytes of another encoding', Buffer.from('<?xml version="1.0" encoding="UTF-8"?><Invoice>\xe4</Invoice>', 'latin1'), 'XmlUnreadable'], ['half a PDF', '%PDF-1.7 and nothing else', 'UNREADABLE'],
  ])('refuses %s in a sentence', (_, content, rule) => {
    const file = join(folder, 'faulty.xml');
    writeFileSync(file, content);
    const { status, out, err } = einvoice('check', file);
    expect(out).toMatch(new RegExp(`faulty.xml: refused\\n  ${rule}: \\S.*`));
    expect([status, err]).toEqual([1, '']);
  }, PATIENCE_MS);
});

describeWhere(CORPUS)('others’ e-invoices', () => {
  const files = (expected: Source['expected']): Source[] => (JSON.parse(readFileSync(join(CORPUS, 'SOURCES.json'), 'utf8')) as Source[]).filter((source) => source.expected === expected);

  it('come in with their totals and go out again as UBL and as CII in a PDF/A-3, valid and with the same totals', async () => {
    const sound = files('valid').map(({ file }) => join(CORPUS, file));
    const { status, out, err } = einvoice('import', ...sound, '--out', folder);
    expect([out.split('\n').filter((line) => line.includes('refused')), err, status]).toEqual([[], '', 0]);
    for (const file of sound) {
      const name = join(folder, basename(file, extname(file)));
      const totals = await totalsOf(file);
      expect([name, await totalsOf(`${name}.ubl.xml`), await totalsOf(`${name}.pdf`)]).toEqual([name, totals, totals]);
    }
    const written = readdirSync(folder).filter((file) => /\.(pdf|ubl\.xml)$/.test(file));
    expect(written).toHaveLength(2 * sound.length);
    const checked = program(process.env.EINVOICE_CHECKER!, ['--math', 'en', ...written.map((file) => join(folder, file))]);
    expect(checked.out.split('\n').filter((line) => line.startsWith('INVALID') || line.startsWith('    E '))).toEqual([]);
    expect(checked.out).toContain(`${written.length} as expected, 0 not`);
  }, PATIENCE_MS);

  it('are refused where they are broken, and the rule is named', () => {
    const broken = files('invalid');
    const { status, out } = einvoice('check', ...broken.map(({ file }) => join(CORPUS, file)));
    expect(status).toBe(1);
    const named = out.split(/^(?=\/)/m).map((told) => told.split('\n').slice(1).map((line) => line.trim().split(':')[0]));
    expect(broken.map(({ file, rule }, at) => [file, named[at]?.find((one) => one === rule)])).toEqual(broken.map(({ file, rule }) => [file, rule]));
  }, PATIENCE_MS);
});
