/** What the rules of domain/ said, in the office's language: phrases and refusals, as plain text. */
import { countryName } from '../../domain/country';
import { isPlainDate } from '../../domain/dates';
import type { Phrase, PhraseValue } from '../../domain/phrase';
import { detailInEnglish, isRefused, REFUSALS, WORDED, type DomainError, type RefusalDetail, type RefusalDetails } from '../../domain/refusals';
import { documentName } from './name';
import { amount, day } from './text';
import { filledByName, listed, sentence, tn, translated, voice } from './words';

/** A phrase; where there is none, because it was written before there were any, its English text. */
export const spoken = (phrase: Pick<Phrase, 'pattern' | 'values'> | undefined, text: string): string => (phrase ? sentence(phrase.pattern, phrase.values.map(valueText)) : text);

/** A value by itself. */
export function valueText(value: PhraseValue): string {
  if (typeof value !== 'object') return documentName(String(value));
  if ('pattern' in value) return spoken(value, value.text);
  if ('date' in value) return day(value.date);
  if ('country' in value) return countryName(value.country, voice().locale);
  if ('count' in value) return tn(value.count, value.one, value.other);
  if ('list' in value) return listed(value.list.map(valueText), value.or ? 'disjunction' : 'conjunction');
  return amount(value.money);
}

/** A refusal; its details are said in the language too. */
export function refusalText({ code, details, message }: Pick<DomainError, 'code' | 'details' | 'message'>): string {
  if (voice().language === 'en') return message;
  const pattern = translated(wordedPattern(code, details));
  return typeof pattern === 'string' ? filledByName(pattern, Object.fromEntries(Object.entries(details).map(([name, value]) => [name, detailText(value)]))) : message;
}

/** A detail of a refusal by itself. */
export function detailText(value: RefusalDetail): string {
  if (isRefused(value)) return refusalText({ ...value, message: detailInEnglish(value) });
  if (typeof value === 'object' && value !== null) return valueText(value);
  const text = String(value ?? '');
  return voice().language !== 'en' && isPlainDate(text) ? day(text) : documentName(text);
}

/** The sentence whose one detail is a word of ours, "draft" or "approved", with that word in it: each has a translation of its own. */
function wordedPattern(code: string, details: RefusalDetails): string {
  const pattern = REFUSALS[code] ?? code;
  const worded = WORDED[code];
  const word = worded && String(details[worded.detail]);
  return worded && word !== undefined && worded.words.includes(word) ? pattern.replace(`{${worded.detail}}`, word) : pattern;
}
