/** Slack's words: each language says every sentence of the code, with all its values and the forms its numbers need, and nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReference } from '../../../domain/command';
import { isNamed } from '../../../domain/invoice';
import { LANGUAGE_CODES } from '../../../domain/language';
import { unisolated } from '../../../templates/direction';
import { documentName, invoiceName, withoutDraftWord } from '../../../templates/slack/name';
import { speaking, t, tn } from '../../../templates/slack/words';
import { slackKeys } from '../../support/slack-keys';
import { ROOT } from '../../support/sources';

const { said, counted } = slackKeys();
const OTHERS = LANGUAGE_CODES.filter((code) => code !== 'en');
const catalogueOf = (code: string): Record<string, string | Record<string, string>> =>
  JSON.parse(readFileSync(join(ROOT, 'templates/slack/locales', `${code}.json`), 'utf8')) as Record<string, string | Record<string, string>>;
const placesOf = (text: string): string[] => [...text.matchAll(/\{(?!count\})\w+\}/g)].map(([place]) => place).sort();

describe.each(OTHERS)('Slack in %s', (code) => {
  const catalogue = catalogueOf(code);

  it('says every sentence, and none that nobody says', () => {
    expect([...said, ...counted].filter((key) => !(key in catalogue))).toEqual([]);
    expect(Object.keys(catalogue).filter((key) => !said.has(key) && !counted.has(key))).toEqual([]);
  });

  it('has the places of every value, and the forms of every number', () => {
    const categories = new Intl.PluralRules(code).resolvedOptions().pluralCategories.slice().sort();
    for (const [key, known] of Object.entries(catalogue)) {
      const forms = typeof known === 'string' ? { said: known } : known;
      if (counted.has(key)) expect([key, Object.keys(forms).sort()]).toEqual([key, categories]);
      for (const form of Object.values(forms)) expect([key, form.trim() === '', [...new Set(placesOf(form))]]).toEqual([key, false, [...new Set(placesOf(key))]]);
    }
  });
});

it('says English where nobody chose a language, and the chosen one wherever its work goes on', async () => {
  expect(t`Hello ${'Ada'}`).toBe('Hello Ada');
  expect(tn(1, 'one of {0}', '{count} of {0}', 'x')).toBe('one of x');
  await speaking('de-DE', async () => {
    await Promise.resolve();
    expect(tn(2, '{count} of {0}', '{count} of {0}', 'x')).toBe('2 of x');
  });
});

it('a draft is called in the office’s language, and is meant by that too', () => {
  const draft = { id: 'inv_0123456789' };
  for (const locale of ['en', ...OTHERS]) {
    speaking(locale, () => {
      const name = unisolated(invoiceName(draft));
      expect([name, unisolated(documentName('draft 456789')), documentName('INV-2026-0001')]).toEqual([name, name, 'INV-2026-0001']);
      expect(readReference(withoutDraftWord(`${name} typed`))).toEqual({ reference: { by: 'draft', tail: '456789' }, rest: 'typed' });
      expect([name, '456789', ' DRAFT 456789 ', 'draft 456780', ''].map((typed) => isNamed(draft, typed))).toEqual([true, true, true, false, false]);
    });
  }
  expect(['inv-2026-0001', '0001'].map((typed) => isNamed({ ...draft, number: 'INV-2026-0001' }, typed))).toEqual([true, false]);
});
