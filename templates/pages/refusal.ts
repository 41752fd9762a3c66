/** A refusal in the language of a page's reader: those that a client can meet. The rest are for people of the office, who read them as they stand. */
import { formatDate, isPlainDate } from '../../domain/dates';
import type { DomainError, RefusalDetails } from '../../domain/refusals';
import { chosen, fill } from '../words';
import type { PageSpeech } from './words';

type Pattern = string | (Readonly<Record<string, string>> & { other: string });

export function refusalText({ code, details, message }: DomainError, { page, locale }: PageSpeech): string {
  const pattern = (page.refusals as Readonly<Record<string, Pattern>>)[code];
  if (pattern === undefined) return message;
  return fill(typeof pattern === 'string' ? pattern : chosen(pattern, String(details['answer'] ?? details['state'])), valuesOf(details, locale));
}

/** Days as the reader writes them. */
const valuesOf = (details: RefusalDetails, locale: string): Record<string, string> =>
  Object.fromEntries(Object.entries(details).map(([name, value]) => [name, isPlainDate(String(value)) ? formatDate(String(value), locale) : String(value ?? '')]));
