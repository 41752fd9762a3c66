/** The door of an approval: it says nothing of what lies behind, and is the same for every link. */
import type { Seller } from '../../domain/client';
import { CODE } from '../../domain/code';
import { fill } from '../words';
import { publicFrame, type Frame } from './frame';

/** A refusal, or another word to the visitor, by its code. */
export type Notice = { code: string; sentence?: string };
/** Two forms: `send` has a code mailed, `open` takes it; which comes first depends on `isTyping`. `asked` tells that a code was asked for; `kept` is what was typed behind the door before. */
export type CodePage = Frame & { send: string; open: string; csrf: string; notice: { text: string; next: string }; isTyping: boolean; asked: string; again: string; kept: { name: string; value: string }[] };
export type CodeForms = { path: string; csrf: string; kept: Readonly<Record<string, string | undefined>>; notice?: Notice; stage?: 'asked' | 'tried' };

export function codePage(seller: Seller, locale: string, { path, csrf, kept, notice, stage }: CodeForms): CodePage {
  const frame = publicFrame(seller, locale, ({ code }) => code.title);
  const { words: { code: words } } = frame;
  return {
    ...frame, send: `${path}/code`, open: `${path}/open`, csrf, notice: noticeIn(words.next, notice),
    isTyping: stage !== undefined, asked: stage === 'asked' ? fill(words.asked, { minutes: String(CODE.minutes), most: String(CODE.anHour) }) : '', again: stage ? words.again : words.send,
    kept: Object.entries(kept).flatMap(([name, value]) => (value ? [{ name, value }] : [])),
  };
}

/** What is so, and what to do. */
export function noticeIn(next: Readonly<Record<string, string>>, notice: Notice | undefined): { text: string; next: string } {
  return notice ? { text: notice.sentence ?? '', next: next[notice.code] ?? next['other'] ?? '' } : { text: '', next: '' };
}
