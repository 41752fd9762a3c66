/** Pages without a document: the door for visitors without a link, and every refusal. */
import type { Seller } from '../../domain/client';
import { publicFrame, type Frame } from './frame';
import type { PageWords } from './words';

/** `code` is the refusal's, `sentence` what is so, `next` what to do; `back` is where the visitor came from, empty when that is nowhere. */
export type MessagePage = Frame & { code: string; heading: string; sentence: string; next: string; back: string; door: string };
export type DoorPage = Frame & { action: string };

type Told = { code: string; sentence: string; back?: string };

const wordFor = (words: Readonly<Record<string, unknown>>, code: string): string => (typeof words[code] === 'string' && code !== 'next' ? String(words[code]) : String(words.other));

/** A refusal, or a fault as code `Fault`. `door` is the path under which a new link can be had. */
export function messagePage(seller: Seller, locale: string, door: string, { code, sentence, back = '' }: Told): MessagePage {
  const heading = (words: PageWords): string => wordFor(words.message, code);
  const frame = publicFrame(seller, locale, heading);
  return { ...frame, code, heading: heading(frame.words), sentence, next: wordFor(frame.words.message.next, code), back, door };
}

/** Where a new link can be had by mail. */
export const doorPage = (seller: Seller, locale: string, action: string): DoorPage => ({ ...publicFrame(seller, locale, ({ door }) => door.title), action });

/** The answer to everybody who asked for a link, whether the office knows them or not. */
export const sentPage = (seller: Seller, locale: string): Frame => publicFrame(seller, locale, ({ door }) => door.sentHeading);
