/** What every page of the portal has around its content. */
import type { Client, ClientSnapshot, Seller } from '../../domain/client';
import { dateOfInstant, formatDate, type Instant, type PlainDate } from '../../domain/dates';
import { directionOf } from '../direction';
import { oneLine } from '../formats';
import { fill } from '../words';
import { pageSpeech, type PageSpeech, type PageWords } from './words';

/** `home` is the overview's path, empty for a visitor whom no link has told us. */
export type Frame = { language: string; direction: 'ltr' | 'rtl'; title: string; brand: string; home: string; contact: { email: string; phone: string }; privacy: string; words: PageWords };

/** A client who came by a link. `base` is the link's own path (`/p/<token>`), `until` the link's end, `now` the moment of the visit. */
export type Visit = { client: Pick<Client, 'id' | 'name' | 'email' | 'zone' | 'locale'>; seller: Seller; base: string; until: Instant; now: Instant };

/** A state in a word and the colour that goes with it; the word always stands beside the colour. */
export type Badge = { tone: 'open' | 'late' | 'good' | 'off'; text: string };

export type Spoken = { speech: PageSpeech; today: PlainDate; frame: Frame };

/** How the client is spoken to, their calendar day, and the frame of a page with that title. */
export function spokenTo({ client, seller, base, until, now }: Visit, title: (words: PageWords) => string): Spoken {
  const speech = pageSpeech(client.locale);
  const privacy = fill(speech.page.privacy, { date: formatDate(dateOfInstant(until, client.zone), speech.locale) });
  return { speech, today: dateOfInstant(now, client.zone), frame: frameOf(speech, seller, title(speech.page), { home: base, privacy }) };
}

/** The frame for a visitor without a link. */
export function publicFrame(seller: Seller, locale: string, title: (words: PageWords) => string): Frame {
  const speech = pageSpeech(locale);
  return frameOf(speech, seller, title(speech.page), { home: '', privacy: '' });
}

function frameOf({ language, page }: PageSpeech, seller: Seller, title: string, own: Pick<Frame, 'home' | 'privacy'>): Frame {
  const brand = oneLine(seller.name);
  const contact = { email: oneLine(seller.email), phone: oneLine(seller.phone ?? '') };
  return { language, direction: directionOf(language), title: `${title} · ${brand}`, brand, contact, words: page, ...own };
}

/** The day of a moment in the client's zone, in words. */
export const dayText = (instant: Instant, { client }: Visit, { locale }: PageSpeech): string => formatDate(dateOfInstant(instant, client.zone), locale);

/** A page speaks the reader's language alone, also of a document that is printed in two. */
export const inOneLanguage = <D extends { client: ClientSnapshot }>(document: D): D => ({ ...document, client: { ...document.client, secondLanguage: undefined } });
