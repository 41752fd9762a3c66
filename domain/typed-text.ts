/** Text as people type it in chat, made ready for reading: one kind of quotation mark, of space and of times sign. */

/** Slack escapes these three and nothing else (https://docs.slack.dev/messaging/formatting-message-text, "Escaping text"). */
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/**
 * Ordinary quotes, spaces and `x` for their typographic kin, mail links as plain addresses, no control or direction marks.
 * A no-break space between digits groups a number, so it goes; newlines stay.
 */
export function plainText(text: string): string {
  return text
    .replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/<mailto:([^|>\s]+)(?:\|[^>]*)?>/g, '$1')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff]/g, '')
    .replace(/(\d)[\u00a0\u202f](?=\d{3}(?!\d))/g, '$1')
    .replace(/[^\S\n]/g, ' ')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '')
    .replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb]/g, '"')
    .replace(/[\u2018\u2019\u201a\u201b\u02bc]/g, "'")
    .replace(/\u2212/g, '-')
    .replace(/(\d) ?\u00d7 ?/g, '$1x ')
    .trim();
}

/** A word of a text and where it stands; words inside quotation marks are one, without the marks. */
export type Word = { text: string; start: number; end: number; quoted: boolean };

/** The words of a text; a quotation mark that is never closed is an ordinary character. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"(?=[\s,]|$)|\S+/g)].map((match) => ({
    text: match[1] ?? match[0], start: match.index, end: match.index + match[0].length, quoted: match[1] !== undefined,
  }));
}

/** The text without the quotation marks around all of it. */
export const unquoted = (text: string): string => text.trim().replace(/^"([^"]*)"$/, '$1').trim();
