/** Building stones of the Block Kit lint: checks that report every fault with Slack's words and a JSON pointer. */
import { type Dict, isDict } from './json';

/** `pointer` is a JSON pointer such as `/blocks/0/text/text`; `message` says what Slack would. */
export type Violation = { pointer: string; message: string };
/** Looks at one value and adds what is wrong with it to `found`. */
export type Check = (value: unknown, pointer: string, found: Violation[]) => void;
/** The checks of an object's fields. A name ending in `!` is required; a field not named here is refused, as Slack does. */
export type Fields = Record<string, Check>;

/** Slack counts characters, not UTF-16 units. */
export const lengthOf = (text: string): number => [...text].length;

/** A string of `min`–`max` characters. */
export const string = (max: number, min = 0): Check => (value, pointer, found) => {
  if (typeof value !== 'string') return void found.push({ pointer, message: 'must provide a string' });
  const length = lengthOf(value);
  if (length > max) found.push({ pointer, message: `must be less than ${max + 1} characters` });
  if (length < min) found.push({ pointer, message: `must be more than ${min - 1} characters` });
};

/** A string of a fixed form; `what` names it in the message. */
export const matching = (pattern: RegExp, what: string): Check => (value, pointer, found) => {
  if (typeof value !== 'string' || !pattern.test(value)) found.push({ pointer, message: `must be ${what}` });
};

export const boolean: Check = (value, pointer, found) => {
  if (typeof value !== 'boolean') found.push({ pointer, message: 'must provide a boolean' });
};

/** A whole number between `min` and `max`. */
export const integer = (min: number, max: number): Check => (value, pointer, found) => {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) found.push({ pointer, message: `must be an integer from ${min} to ${max}` });
};

/** One of a few words. */
export const oneOf = (...words: readonly (string | number)[]): Check => (value, pointer, found) => {
  if (!words.includes(value as string)) found.push({ pointer, message: `must be one of: ${words.join(', ')}` });
};

/** A list of `min`–`max` values, each checked. */
export const list = (each: Check, max: number, min = 0): Check => (value, pointer, found) => {
  if (!Array.isArray(value)) return void found.push({ pointer, message: 'must provide an array' });
  if (value.length > max) found.push({ pointer, message: `no more than ${max} items allowed` });
  if (value.length < min) found.push({ pointer, message: `no fewer than ${min} items allowed` });
  for (const [at, item] of value.entries()) each(item, `${pointer}/${at}`, found);
};

/** An object of known fields. */
export const object = (fields: Fields): Check => (value, pointer, found) => {
  if (!isDict(value)) return void found.push({ pointer, message: 'must provide an object' });
  const required = Object.keys(fields).filter((name) => name.endsWith('!')).map((name) => name.slice(0, -1));
  for (const name of required) if (value[name] === undefined) found.push({ pointer, message: `missing required field: ${name}` });
  for (const [name, field] of Object.entries(value)) {
    if (name === 'type' || field === undefined) continue;
    const check = fields[name] ?? fields[`${name}!`];
    if (check) check(field, `${pointer}/${name}`, found);
    else found.push({ pointer, message: `invalid additional property: ${name}` });
  }
};

/** An object whose `type` picks its check from the table. */
export const variant = (table: Readonly<Record<string, Check>>): Check => (value, pointer, found) => {
  if (!isDict(value)) return void found.push({ pointer, message: 'must provide an object' });
  const check = typeof value.type === 'string' && Object.hasOwn(table, value.type) ? table[value.type] : undefined;
  if (check) check(value, pointer, found);
  else found.push({ pointer: `${pointer}/type`, message: `unsupported type: ${String(value.type)}` });
};

/** All of the checks, one after the other. */
export const all = (...checks: readonly Check[]): Check => (value, pointer, found) => {
  for (const check of checks) check(value, pointer, found);
};

/** A rule over the whole object: `broken` answers the message, or nothing when the object keeps the rule. */
export const rule = (broken: (value: Dict) => string | undefined | false): Check => (value, pointer, found) => {
  const message = isDict(value) && broken(value);
  if (message) found.push({ pointer, message });
};

/** A value checked later: for shapes that contain themselves. */
export const later = (check: () => Check): Check => (value, pointer, found) => check()(value, pointer, found);

/** Any JSON at all. */
export const anything: Check = () => {};
