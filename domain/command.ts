/** What stands behind `/invoice`: a verb, a reference to a document, and the arguments of single verbs. */
import { readMoney } from './amount';
import { isPlainDate, parseDate, type PlainDate } from './dates';
import type { Money } from './money';
import { DomainError } from './refusals';
import { unquoted, wordsOf } from './typed-text';

/** The first word in lower case, and what follows. */
export function readVerb(text: string): { verb: string; rest: string } {
  const [first] = wordsOf(text);
  return first ? { verb: first.text.toLowerCase(), rest: text.slice(first.end).trim() } : { verb: '', rest: '' };
}

/** A document as a person names it: by number, as the draft whose id ends so, or the last one they touched. */
export type Reference = { by: 'number'; number: string } | { by: 'draft'; tail: string } | { by: 'last' };

const NUMBER = /^([A-Za-z]{2,5}-)?(\d{4}-)?\d{1,10}$/;

/** Takes the reference off the beginning; undefined when none stands there. `INV-7` is this year's. */
export function readReference(text: string): { reference?: Reference; rest: string } {
  const [first, second] = wordsOf(text);
  if (!first) return { rest: '' };
  const rest = text.slice(first.end).trim();
  if (first.text.toLowerCase() === 'last') return { reference: { by: 'last' }, rest };
  if (first.text.toLowerCase() === 'draft' && second && /^[0-9a-f]{6}$/i.test(second.text)) {
    return { reference: { by: 'draft', tail: second.text.toLowerCase() }, rest: text.slice(second.end).trim() };
  }
  if (/^[0-9a-f]{6}$/i.test(first.text)) return { reference: { by: 'draft', tail: first.text.toLowerCase() }, rest };
  if (NUMBER.test(first.text) && first.text.includes('-')) return { reference: { by: 'number', number: first.text.toUpperCase() }, rest };
  return { rest: text.trim() };
}

/** What `paid` says behind the reference, in any order but `ref`, which takes the rest. */
export type TypedPayment = { amount?: Money; date?: PlainDate; reference?: string };

/** `500 EUR 2026-12-01 ref X`. Refuses PaymentUnreadable for words that are none of these, DateUnreadable, and what readMoney refuses. */
export function readPayment(text: string, today: PlainDate, currency: string): TypedPayment {
  const [, before = '', reference] = /^(.*?)(?:(?:^|\s)ref\s+(.+))?$/is.exec(text.trim()) ?? [];
  const words = wordsOf(before).map((word) => word.text);
  const date = words.find((word) => isPlainDate(word) || /^\d{4}-\d{1,2}-\d{1,2}$/.test(word) || /^today$/i.test(word));
  const money = words.filter((word) => word !== date).join(' ');
  if (money !== '' && !/\d/.test(money)) throw new DomainError('PaymentUnreadable', { text: money.slice(0, 60) });
  return {
    ...(money && { amount: readMoney(/\p{L}|\p{Sc}/u.test(money) ? money : `${money} ${currency}`, undefined, currency) }),
    ...(date && { date: parseDate(date, today) }),
    ...(reference && { reference: unquoted(reference) }),
  };
}
