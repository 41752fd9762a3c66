/** The language for a visitor whom no link has told us, by what their browser asks for. */
import { languageOf } from '../domain/language';

/** Browsers name a handful; the rest of a longer list is not read. */
const MOST = 20;

/**
 * The first language of an Accept-Language header (RFC 9110, section 12.5.4) that the office writes, by weight and then by place. Where
 * that is the office's own, or there is none, `office`: its locale knows the country besides.
 */
export function localeFor(header: string, office: string): string {
  const wanted = header.split(',', MOST)
    .map((entry) => ({ language: languageOf(entry.split(';')[0]!.trim()), weight: Number(/;\s*q=([\d.]+)/.exec(entry)?.[1] ?? 1) }))
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const language = wanted[0]?.language;
  return language === undefined || language === languageOf(office) ? office : language;
}
