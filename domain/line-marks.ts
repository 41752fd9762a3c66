/** Marks behind a line's words, where there is but one field to type in: `[2026-11-02] [by Ana] [for Website] [no SN-4711]`. */
import { isPlainDate } from './dates';
import { DomainError } from './refusals';
import type { Line } from './content';

type Marks = Pick<Line, 'date' | 'person' | 'section' | 'serial'>;

const MARK = /\s*\[(?:(?<date>\d{4}-\d\d-\d\d)|by (?<person>[^\][]+)|for (?<section>[^\][]+)|no (?<serial>[^\][]+))\]/gu;

/** The line with its marks taken out of its description; other brackets stay words. Refuses DateUnreadable. */
export function withMarks<T extends { description: string }>(line: T): T & Marks {
  const found = [...line.description.matchAll(MARK)].map(({ groups }) => groups ?? {});
  const marks = Object.fromEntries(found.flatMap((groups) => Object.entries(groups).flatMap(([name, value]) => (value ? [[name, value.trim()]] : [])))) as Marks;
  if (marks.date && !isPlainDate(marks.date)) throw new DomainError('DateUnreadable', { text: marks.date });
  return { ...line, ...marks, description: line.description.replace(MARK, '').trim() };
}

/** The description with its marks behind it, as withMarks reads them. */
export const markedText = ({ description, date, person, section, serial }: { description: string } & Marks): string =>
  [description, date && `[${date}]`, person && `[by ${person}]`, section && `[for ${section}]`, serial && `[no ${serial}]`].filter(Boolean).join(' ');
