/** Customers' templates: what is refused, where, and in which words; and that mending the fault is enough. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTemplate, kindOfTemplate } from '../../templates/check';
import { TEMPLATE_KINDS, type TemplateKind } from '../../templates/fields';
import { templateNames, templateText } from '../../templates/files';
import { invoiceModel } from '../../templates/model';
import { renderOwnDocument } from '../../templates/render';
import { acme, designWork, invoice } from './samples';

type Case = { surface: string; input: string | { template: unknown }; expect: { outcome: string; code?: string; message: string } };
const cases = (JSON.parse(readFileSync(join(__dirname, '../cases/bad-inputs.json'), 'utf8')) as Case[]).filter(
  ({ surface }) => surface === 'template',
);

/** The same templates with their one fault mended, in the order of the cases. */
const MENDED = [
  '<p>{{client.name}}</p>',
  '<table>{{#each lines}}<tr><td>{{description}}</td></tr>{{/each}}</table>',
  '{{client.name}}',
  '{{invoice.number}}',
  '{{> letterhead}}',
  '<p>{{invoice.number}}</p>',
  '<p>{{invoice.number}}</p>',
  '<p>{{invoice.number}}</p>',
  '{{#each lines}}{{#each ../lines}}x{{/each}}{{/each}}',
  '<a href="{{client.website}}">site</a>',
  '<p>{{invoice.total}}</p>',
];

const codes = (text: unknown, kind?: TemplateKind) => checkTemplate(text, kind).map(({ code }) => code);
const model = invoiceModel(invoice(designWork, acme));

describe('bad templates', () => {
  it('are all covered by a mended twin', () => expect(MENDED).toHaveLength(cases.length));

  it.each(cases.map((one, at) => [typeof one.input === 'string' ? one.input : JSON.stringify(one.input), one, MENDED[at]!] as const))(
    '%s',
    (_, { input, expect: wanted }, mended) => {
      const faults = checkTemplate(typeof input === 'string' ? input : input.template);
      if (wanted.outcome === 'neutralise') expect(faults).toEqual([]);
      else {
        const told = faults.map(({ line, code, sentence }) => ({ code, message: code === 'TYPE' ? sentence : `Line ${line}: ${sentence}` }));
        expect(told).toEqual([{ code: wanted.code, message: wanted.message }]);
      }
      expect(checkTemplate(mended)).toEqual([]);
      expect(() => renderOwnDocument(mended, model)).not.toThrow();
    },
  );
});

describe('shipped templates', () => {
  const documents = (['invoice', 'estimate', 'receipt', 'credit-note', 'reminder', 'statement'] as const).map((kind) => [kind, kind] as const);
  const mails = templateNames('mails').map((name) => [`mails/${name}`, 'mail'] as const);
  it.each([...documents, ...mails])('%s passes the check that customers meet', (name, kind) => {
    expect(checkTemplate(templateText(name), kind)).toEqual([]);
  });

  it.each(templateNames('partials').map((name) => [name] as const))('the partial %s passes it for every document that may use it', (name) => {
    const kinds = TEMPLATE_KINDS.filter((kind) => checkTemplate(`{{> ${name}}}`, kind).length === 0);
    expect(kinds).not.toHaveLength(0);
    for (const kind of kinds) expect(checkTemplate(templateText(`partials/${name}`), kind)).toEqual([]);
  });
});

describe('the check', () => {
  it('tells all faults at once, in reading order, with line and column', () => {
    const text = '<p>{{invoice.totl}}</p>\n<p>{{{client.name}}}</p>\n  <script>x < 1</script>\n{{#if client.nam}}a{{/if}}';
    expect(checkTemplate(text).map(({ line, column, code }) => [line, column, code])).toEqual([
      [1, 6, 'TEMPLATE_UNKNOWN_FIELD'],
      [2, 4, 'TEMPLATE_RAW_OUTPUT'],
      [3, 3, 'TEMPLATE_TAG'],
      [4, 7, 'TEMPLATE_UNKNOWN_FIELD'],
    ]);
  });

  it('looks on behind a block that is never closed', () => {
    expect(codes('{{#each lines}}\n<script></script>{{descripton}}')).toEqual(['TEMPLATE_PARSE', 'TEMPLATE_TAG', 'TEMPLATE_UNKNOWN_FIELD']);
  });

  it('names blocks that close nothing, cross, or never end', () => {
    const sentences = (text: string) => checkTemplate(text).map(({ line, sentence }) => `${line} ${sentence}`);
    expect(sentences('a\n{{/if}}')).toEqual(['2 {{/if}} closes nothing.']);
    expect(sentences('{{#each lines}}{{#if discount}}{{/each}}{{/if}}')).toContain('1 {{#if discount}} is closed by {{/each}}; write {{/if}}.');
    expect(sentences('a\n\n{{ client.name')).toEqual(['3 {{ is never closed with }}.']);
    expect(checkTemplate('{{#if status}}'.repeat(2000))).toEqual([
      { line: 1, column: 281, code: 'TEMPLATE_PARSE', sentence: 'blocks, {{else if}} and brackets may be nested 20 deep.' },
    ]);
    expect(codes(`{{#if status}}${'{{else if note}}x'.repeat(20)}{{/if}}`)).toEqual(['TEMPLATE_PARSE']);
    expect(codes(`{{x ${'(a '.repeat(20)}${')'.repeat(20)}}}`)).toEqual(['TEMPLATE_PARSE']);
    expect(codes(`{{#if status}}${'{{else if note}}x'.repeat(18)}{{/if}}`)).toEqual([]);
  });

  it.each([
    ['{{@root.settings}}', 'TEMPLATE_UNKNOWN_FIELD'],
    ['{{constructor}}', 'TEMPLATE_UNKNOWN_FIELD'],
    ['{{__proto__}}', 'TEMPLATE_UNKNOWN_FIELD'],
    ['{{client.constructor}}', 'TEMPLATE_UNKNOWN_FIELD'],
    ['{{"client.name"}}', 'TEMPLATE_UNKNOWN_FIELD'],
    ['{{../client.name}}', 'TEMPLATE_UNKNOWN_FIELD'],
    ['{{lines}}', 'TEMPLATE_UNKNOWN_FIELD'],
    ['{{client}}', 'TEMPLATE_UNKNOWN_FIELD'],
    ['{{this}}', 'TEMPLATE_UNKNOWN_FIELD'],
    ['{{@index}}', 'TEMPLATE_UNKNOWN_FIELD'],
    ['{{#each client}}{{/each}}', 'TEMPLATE_UNKNOWN_FIELD'],
    ['{{&client.name}}', 'TEMPLATE_RAW_OUTPUT'],
    ['{{lookup client "name"}}', 'TEMPLATE_UNKNOWN_HELPER'],
    ['{{log client.name}}', 'TEMPLATE_UNKNOWN_HELPER'],
    ['{{#with client}}{{name}}{{/with}}', 'TEMPLATE_UNKNOWN_HELPER'],
    ['{{guardedLink client.name}}', 'TEMPLATE_UNKNOWN_HELPER'],
    ['{{client.name "x"}}', 'TEMPLATE_UNKNOWN_HELPER'],
    ['{{#if (eq status "Draft")}}{{/if}}', 'TEMPLATE_UNKNOWN_FIELD'],
    ['{{#each lines as |line|}}{{/each}}', 'TEMPLATE_UNKNOWN_HELPER'],
    ['{{^client}}x{{/client}}', 'TEMPLATE_UNKNOWN_HELPER'],
    ['{{{{raw}}}}x{{{{/raw}}}}', 'TEMPLATE_UNKNOWN_HELPER'],
    ['{{> (lookup . "x")}}', 'TEMPLATE_PARTIAL'],
    ['{{> ../../etc/passwd}}', 'TEMPLATE_PARTIAL'],
    ['{{#> letterhead}}{{/letterhead}}', 'TEMPLATE_PARTIAL'],
    ['{{> letterhead client}}', 'TEMPLATE_PARTIAL'],
    ['{{#each lines}}{{> letterhead}}{{/each}}', 'TEMPLATE_PARTIAL'],
    ['{{> mail-button}}', 'TEMPLATE_PARTIAL'],
    ['{{* decorate}}', 'TEMPLATE_PARTIAL'],
  ])('refuses %s', (text, code) => expect(codes(text)).toContain(code));

  it('says the way out of a loop, and means the field that was meant', () => {
    const sentence = (text: string) => checkTemplate(text)[0]?.sentence;
    expect(sentence('{{#each lines}}{{invoice.number}}{{/each}}')).toBe("no field 'invoice.number'; did you mean '../invoice.number'?");
    expect(sentence('{{#each lines}}{{../invoice.numbr}}{{/each}}')).toBe("no field '../invoice.numbr'; did you mean '../invoice.number'?");
    expect(sentence('{{> leterhead}}')).toBe("no partial 'leterhead'; did you mean 'letterhead'?");
    expect(sentence('{{colour}}')).toBe("no field 'colour'.");
  });

  it('knows each kind by its own fields', () => {
    expect(codes('{{estimate.number}}', 'estimate')).toEqual([]);
    expect(codes('{{estimate.number}}', 'invoice')).toEqual(['TEMPLATE_UNKNOWN_FIELD']);
    expect(codes('{{> lines}}', 'receipt')).toEqual(['TEMPLATE_PARTIAL']);
    expect(codes('{{> mail-button}}', 'mail')).toEqual([]);
    expect(['invoice.hbs', 'own/estimate-fancy.hbs', 'receipt.hbs', 'mails/reminder.hbs', 'letter.hbs'].map(kindOfTemplate)).toEqual([
      'invoice',
      'estimate',
      'receipt',
      'mail',
      'invoice',
    ]);
  });

  it('reads a template of the largest size, and none larger', () => {
    expect(codes('<p>{{client.name}}</p>\n'.repeat(1350))).toEqual([]);
    expect(codes('x'.repeat(32_001))).toEqual(['TEMPLATE_SIZE']);
  });
});
