/** Phrases: English at once, and enough beside it for another language, also after their way through JSON. */
import { allOf, countOf, inMoney, onDay, oneOf, phrase } from '../../domain/phrase';
import { DomainError } from '../../domain/refusals';
import { refusalText, spoken, valueText } from '../../templates/slack/spoken';
import { speaking } from '../../templates/slack/words';

const euros = { minor: 123456, currency: 'EUR' };
const plainSpaces = (text: string): string => text.replaceAll('\u00a0', ' ');

it.each([
  ['texts and numbers', phrase`any ${2} of ${'Milo, Ana'}`, 'any 2 of Milo, Ana', 'any {0} of {1}'],
  ['an amount', phrase`above ${euros}`, 'above 1,234.56 EUR', 'above {0}'],
  ['a phrase in a phrase', phrase`${phrase`above ${euros}`} it needs ${'Milo'}`, 'above 1,234.56 EUR it needs Milo', '{0} it needs {1}'],
])('says %s in English and keeps its pattern', (_, said, text, pattern) => expect([plainSpaces(said.text), said.pattern]).toEqual([text, pattern]));

it('days, lists and numbers of things are said as each language says them', () => {
  const values = [onDay('2026-12-01'), allOf(['Ana', 'Grace', 'Milo']), oneOf(['Ana', 'Milo']), countOf(1, '{count} business day', '{count} business days'), countOf(2, '{count} business day', '{count} business days'), inMoney(euros)];
  expect(values.map(({ text }) => plainSpaces(text))).toEqual(['1 December 2026', 'Ana, Grace and Milo', 'Ana or Milo', '1 business day', '2 business days', '1,234.56 EUR']);
  expect(speaking('de-DE', () => values.map(valueText)).map(plainSpaces).filter((_, index) => ![3, 4].includes(index))).toEqual(['1. Dezember 2026', 'Ana, Grace und Milo', 'Ana oder Milo', '1.234,56 EUR']);
});

it('a phrase that was kept is the same phrase, and one of before there were any is its text', () => {
  const kept = JSON.parse(JSON.stringify(phrase`${phrase`above ${euros}`} it needs ${'Milo'}`)) as ReturnType<typeof phrase>;
  expect(spoken(kept, 'typed')).toBe(kept.text);
  expect(spoken(undefined, 'typed')).toBe('typed');
});

it('a refusal says phrases and refusals within it', () => {
  const refusal = new DomainError('PastedLine', { line: 2, sentence: { code: 'CurrencyAmbiguous', details: { symbol: '$', candidates: oneOf(['USD', 'CAD']), example: 'USD' } } });
  expect(refusal.message).toBe("Line 2: '$' could be USD or CAD; write the code, as in 100 USD.");
  const kept = new DomainError('PastedLine', JSON.parse(JSON.stringify(refusal.details)) as typeof refusal.details);
  expect([kept.message, refusalText(kept)]).toEqual([refusal.message, refusal.message]);
  expect(speaking('de-DE', () => refusalText(kept))).toContain('USD oder CAD');
});
