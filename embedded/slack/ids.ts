/** Identifiers in Slack's shapes: stable ones derived from names, fresh ones at random. */
import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

const letters = (bytes: Buffer): string => Array.from(bytes.subarray(0, LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');

/** The same name gives the same id for ever, on every machine: `stableId('U', 'carla@northlight.example')`. */
export const stableId = (prefix: string, name: string): string => prefix + letters(createHash('sha256').update(`${prefix}:${name}`).digest());

/** An id never given before. */
export const freshId = (prefix: string): string => prefix + letters(randomBytes(LENGTH));
