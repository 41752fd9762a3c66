/** What mails say in an office's own words, from mails.yaml: subject and text by kind of mail, language, tone and client. */
import type { Tone } from './dunning';
import type { Language } from './language';

/** The mails that clients get about documents, each with the {places} that its words may have; all of them always have a value. */
export const MAIL_PLACES = {
  invoice: ['number', 'client', 'seller', 'amount', 'date'],
  estimate: ['number', 'client', 'seller', 'amount'],
  receipt: ['number', 'client', 'seller', 'amount', 'invoice', 'remaining'],
  'credit-note': ['number', 'client', 'seller', 'amount', 'invoice', 'reason'],
  reminder: ['number', 'client', 'seller', 'amount', 'date', 'days', 'total'],
  statement: ['client', 'seller', 'from', 'to', 'balance'],
} as const satisfies Record<string, readonly string[]>;
export type WordedMail = keyof typeof MAIL_PLACES;
export const WORDED_MAILS = Object.keys(MAIL_PLACES) as WordedMail[];

/** For one client (by mail address) or for everybody of a language; `tone` narrows reminders. `text` has paragraphs between empty lines. */
export type Wording = { mail: WordedMail; tone?: Tone; language?: Language; client?: string; subject?: string; text?: string };

/** What a mail is about when its words are looked for. */
export type Worded = { mail: WordedMail; tone?: Tone; language: Language; client: string };

/** The client's own words before those of its language, those of a tone before those of all; subject and text each by itself. */
export function wordingFor(all: readonly Wording[], { mail, tone, language, client }: Worded): { subject?: string; text?: string } {
  const fits = all.filter((one) => one.mail === mail && (one.tone === undefined || one.tone === tone)
    && (one.client === undefined || one.client === client.toLowerCase()) && (one.language === undefined || one.language === language));
  const ranked = [...fits].sort((a, b) => rank(b) - rank(a));
  const [subject, text] = [ranked.find((one) => one.subject)?.subject, ranked.find((one) => one.text)?.text];
  return { ...(subject && { subject }), ...(text && { text }) };
}

const rank = ({ client, tone, language }: Wording): number => (client === undefined ? 0 : 4) + (tone === undefined ? 0 : 2) + (language === undefined ? 0 : 1);

/** The {places} of a text, where they begin. */
export const placesIn = (text: string): { name: string; at: number }[] => [...text.matchAll(/\{([^{}]*)\}/g)].map(({ 1: name = '', index }) => ({ name, at: index }));
