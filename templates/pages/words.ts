/** The portal's words by language. English ships; a language is one more file here and one in templates/locales. */
import { speechFor, type Speech } from '../words';
import en from './locales/en.json';

export type PageWords = typeof en;

const LANGUAGES: Readonly<Record<string, PageWords>> = { en };

/** How a reader is spoken to on a page. */
export type PageSpeech = Speech & { page: PageWords };

/** The reader's language when both the documents and the pages have it, else English. */
export function pageSpeech(locale: string): PageSpeech {
  const speech = speechFor(locale);
  const page = LANGUAGES[speech.language];
  return page ? { ...speech, page } : { ...speechFor('en'), page: en };
}
