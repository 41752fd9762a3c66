/** The portal's words by language: a language has one file here and one in templates/locales. */
import type { Language } from '../../domain/language';
import { speechFor, type Speech, type Translated } from '../words';
import ar from './locales/ar.json';
import de from './locales/de.json';
import en from './locales/en.json';
import es from './locales/es.json';
import fr from './locales/fr.json';
import he from './locales/he.json';
import it from './locales/it.json';
import ja from './locales/ja.json';
import nl from './locales/nl.json';
import pl from './locales/pl.json';
import pt from './locales/pt.json';
import zh from './locales/zh.json';

export type PageWords = Translated<typeof en>;

const LANGUAGES: Readonly<Record<Language, PageWords>> = { en, de, fr, es, it, nl, pl, pt, ja, zh, ar, he };

/** How a reader is spoken to on a page. */
export type PageSpeech = Speech & { page: PageWords };

/** The reader's language when the office has it, else English. */
export function pageSpeech(locale: string): PageSpeech {
  const speech = speechFor(locale);
  return { ...speech, page: LANGUAGES[speech.language] };
}
