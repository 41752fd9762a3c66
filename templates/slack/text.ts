/** Texts in Slack's mrkdwn: what a person typed stays text, moments are shown in the reader's zone, amounts and dates as people write them. */
import { formatDate, type PlainDate } from '../../domain/dates';
import { formatMoney, type Money } from '../../domain/money';
import { remembered } from '../../domain/remembered';
import { key, sentence, voice } from './words';

/** What a person typed, so that it mentions nobody and links nowhere (https://docs.slack.dev/messaging/formatting-message-text, "Escaping text"). */
export const typed = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** At most so many characters of what a person typed, in one line, escaped. */
export function clipped(text: string, most = 120): string {
  const line = [...text.replace(/\s+/g, ' ').trim()];
  return typed(line.length > most ? `${line.slice(0, most - 1).join('')}…` : line.join(''));
}

/** A text of ours in mrkdwn as plain text: what was escaped, and amounts that stand bold. */
export const unmarked = (text: string): string =>
  text.replace(/\*(-?[\d.,’\s]+[A-Z]{3})\*/g, '$1').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

export const amount = (value: Money): string => formatMoney(value, ...localeOf());
export const day = (date: PlainDate): string => formatDate(date, ...localeOf());
/** In English, whichever, dates and numbers are written one way. */
const localeOf = (): [string?] => (voice().language === 'en' ? [] : [voice().locale]);

/** A moment in the reader's own zone; the fallback, which notifications and screen readers speak, is in the office's. */
export function moment(at: string, zone: string, form: ClockForm = 'day'): string {
  const unix = Math.floor(Date.parse(at) / 1000);
  return `<!date^${unix}^${form === 'time' ? '{time}' : sentence(DAY_AND_TIME)}|${clock(at, zone, form)}>`;
}

type ClockForm = 'time' | 'day';

/** Slack's own places, which it fills in the reader's language. */
const DAY_AND_TIME = key`{date_short_pretty} at {time}`;

/** Making one costs a hundred times what using it does, and a thread tells many moments. */
const clockIn = remembered((locale: string, zone: string, form: ClockForm) => {
  const date = form === 'time' ? {} : { day: 'numeric', month: 'short' } as const;
  return new Intl.DateTimeFormat(locale, { ...date, hour: '2-digit', minute: '2-digit', timeZone: zone, calendar: 'gregory', numberingSystem: 'latn' });
});

/** "14:02" or "1 Dec, 14:02" in an IANA zone, as plain text. */
export const clock = (at: string, zone: string, form: ClockForm = 'day'): string => clockIn(voice().language === 'en' ? 'en-GB' : voice().locale, zone, form).format(new Date(at));
