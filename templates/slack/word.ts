/** Single words of ours that stand in documents and rules by their names, in the office's language. What is not ours stays as it is. */
import { clipped } from './text';
import { key, sentence } from './words';

/** What a rejection is about, as a word in brackets. */
const CATEGORIES: Readonly<Record<string, string>> = {
  price: key`price`, client: key`client`, terms: key`terms`, missing: key`missing`, other: key`other`, time: key`time`, approvers: key`approvers`,
};
export const categoryWord = (category: string): string => wordIn(CATEGORIES, category);

const ROLES: Readonly<Record<string, string>> = { creator: key`creator`, coordinator: key`coordinator`, manager: key`manager`, finance: key`finance`, viewer: key`viewer` };
export const roleWord = (role: string): string => wordIn(ROLES, role);

const wordIn = (words: Readonly<Record<string, string>>, word: string): string => (Object.hasOwn(words, word) ? sentence(words[word]!) : clipped(word));
