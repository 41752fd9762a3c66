/** A refusal in the language of a page's reader: those that a client can meet in the words of the page, the rest, which people of the office meet, as Slack says them. */
import { formatDate, isPlainDate } from '../../domain/dates';
import { detailInEnglish, type DomainError, type RefusalDetails } from '../../domain/refusals';
import { detailText, refusalText as saidInSlack } from '../slack/spoken';
import { speaking } from '../slack/words';
import { chosen, fill } from '../words';
import type { PageSpeech } from './words';

type Pattern = string | (Readonly<Record<string, string>> & { other: string });

export function refusalText(refusal: DomainError, { page, locale }: PageSpeech): string {
  const { code, details } = refusal;
  const pattern = (page.refusals as Readonly<Record<string, Pattern>>)[code];
  if (pattern === undefined) return speaking(locale, () => saidInSlack(refusal));
  return fill(typeof pattern === 'string' ? pattern : chosen(pattern, detailInEnglish(details['answer'] ?? details['state'])), valuesOf(details, locale));
}

/** Days as the reader writes them. */
const valuesOf = (details: RefusalDetails, locale: string): Record<string, string> =>
  Object.fromEntries(Object.entries(details).map(([name, value]) => [name, isPlainDate(String(value)) ? formatDate(String(value), locale) : speaking(locale, () => detailText(value))]));
