/** Ids of documents, made from the key of the act that creates them: the same act gives the same id. */
import { createHash } from 'node:crypto';

export type IdPrefix = 'inv' | 'est' | 'cli' | 'pay' | 'ob' | 'form' | 'crn' | 'rcv';

/** `prefix_` and 20 hex digits of SHA-256 over the key. */
export const idOf = (prefix: IdPrefix, key: string): string => `${prefix}_${createHash('sha256').update(`${prefix}/${key}`).digest('hex').slice(0, 20)}`;
