/** The office's own templates beside office.yaml: every bad one of test/cases/bad-inputs.json is refused on the road it really takes, and the old one prints on. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BookFaults, openBook, type Book } from '../../config/book';
import { shippedConfig } from '../../config/env';
import { invoiceModel, linkModel } from '../../templates/model';
import { renderDocument, renderMail } from '../../templates/render';
import badInputs from '../cases/bad-inputs.json';
import { acme, invoice, northlight, oneLine } from '../templates/samples';

type Case = { input: string | { template: unknown }; expect: { outcome: string; code?: string; message: string } };
const CASES = (badInputs as unknown as (Case & { surface: string })[]).filter(({ surface }) => surface === 'template');

let folder: string;
let told: string[];
beforeEach(() => {
  told = [];
  folder = mkdtempSync(join(tmpdir(), 'office-templates-'));
  for (const name of ['office.yaml', 'approvals.yaml', 'reminders.yaml']) cpSync(join(shippedConfig(), name), join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (): Book => openBook(folder, { info: () => {}, warn: (fields) => void told.push((fields as { fault: string }).fault) });
function save(name: string, text: string): void {
  mkdirSync(dirname(join(folder, 'templates', name)), { recursive: true });
  writeFileSync(join(folder, 'templates', name), text);
}
const printed = (book: Book, more = {}): string => {
  const { look } = book.current();
  return renderDocument(invoiceModel(invoice(oneLine, { ...acme, ...more }), { look }), look);
};

describe('a bad template', () => {
  it.each(CASES.map((one) => [typeof one.input === 'string' ? one.input : JSON.stringify(one.input), one] as const))('%s', (written, { input, expect: wanted }) => {
    save('invoice.hbs', '<p>Mine {{invoice.number}}</p>');
    const book = open();
    expect(printed(book)).toContain('Mine INV-2026-0001');
    save('invoice.hbs', written);
    const page = printed(book);
    if (wanted.outcome === 'neutralise') {
      expect(told).toEqual([]);
      expect(page).toContain('href="#"'); // Our clients have no website yet; a field that is none leads nowhere.
      return;
    }
    if (typeof input !== 'string') { // In a file there is only text: a program's tree is words with braces, and nothing of it runs.
      expect(page).toContain('process.exit()');
      return;
    }
    expect(page).toContain('Mine INV-2026-0001');
    const [, line, column, code, sentence] = /^templates\/invoice\.hbs (\d+):(\d+) (\w+) (.*)$/.exec(told[0] ?? '') ?? [];
    expect(Number(column)).toBeGreaterThan(0);
    expect({ code, message: `Line ${line}: ${sentence}` }).toEqual({ code: wanted.code, message: wanted.message });
    save('invoice.hbs', '<p>Mended {{invoice.number}}</p>');
    expect(printed(book)).toContain('Mended INV-2026-0001');
  });
});

describe('own templates', () => {
  it('take the place of documents, mails and partials, and nothing else changes', () => {
    save('mails/link.hbs', '<p>Own mail for {{client.name}}</p>');
    save('partials/note.hbs', '<p>Own note</p>');
    const book = open();
    const { look } = book.current();
    expect(renderMail('link', linkModel(acme, { seller: northlight, url: 'https://office.example/p' }), look).html).toContain('Own mail for Acme GmbH');
    expect(printed(book)).toContain('Own note');
    expect(printed(book)).toContain('class="letterhead"');
  });

  it('that have no name of a shipped one are told, with the name that was meant', () => {
    save('invoce.hbs', 'x');
    expect(open).toThrow("templates/invoce.hbs 1:1 TEMPLATE_NAME the office has no template 'invoce'; did you mean 'invoice'?");
    expect(open).toThrow(BookFaults);
  });

  it('that hold each other are told, instead of printing for ever', () => {
    save('partials/sums.hbs', '{{> note}}');
    save('partials/note.hbs', '{{> lines}}');
    expect(open).toThrow(/TEMPLATE_PARTIAL the partials hold each other: partials\/note holds partials\/lines holds partials\/sums/);
  });

  it('are gone when their file is', () => {
    save('invoice.hbs', '<p>Mine</p>');
    const book = open();
    expect(printed(book)).toContain('Mine');
    rmSync(join(folder, 'templates'), { recursive: true });
    expect(printed(book)).not.toContain('Mine');
  });

  it('may be the shipped ones as they are', () => {
    for (const name of ['invoice', 'estimate', 'receipt', 'partials/style', 'partials/lines', 'mails/invoice']) save(`${name}.hbs`, readFileSync(join(shippedConfig(), '..', 'templates', `${name}.hbs`), 'utf8'));
    const book = open();
    rmSync(join(folder, 'templates'), { recursive: true });
    const own = printed(book);
    expect(told).toEqual([]);
    expect(own).toBe(printed(open()));
  });
});
