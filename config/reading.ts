/**
 * Strict reading of a rule file's tree. Every reader reports what is wrong and goes on, so that one run tells all faults;
 * what it returns after a fault is a filler that nobody sees, because a file with faults yields no rules.
 */
import { isCurrency } from '../domain/currency';
import { isPlainDate, type PlainDate } from '../domain/dates';
import { canonicalDecimal, isDecimal } from '../domain/decimal';
import { inOrder, type Fault } from '../domain/fault';
import { listed } from '../domain/listing';
import { closest } from '../domain/suggestion';
import { readYaml, type FileNoun, type Place, type YamlMap, type YamlNode, type YamlText } from './yaml';

/** A file's rules, or all that is wrong with it in the order of its lines. */
export type Outcome<T> = { value: T; faults?: undefined } | { value?: undefined; faults: Fault[] };

/** The longest text of a rule file: a description's limit elsewhere in the office. */
const LONGEST_TEXT = 500;

/** Reads a whole file: its text becomes a tree, the tree becomes rules. */
export function readRules<T>(text: string, noun: FileNoun, read: (reading: Reading, root: YamlNode) => T): Outcome<T> {
  const { root, faults } = readYaml(text, noun);
  if (!root) return { faults: inOrder(faults) };
  const reading = new Reading(faults);
  const value = read(reading, root);
  return reading.faults.length > 0 ? { faults: inOrder(reading.faults) } : { value };
}

/** The keys of a map: those that must be there and those that may. */
export type Keys = { need: readonly string[]; may?: readonly string[] };

export class Reading {
  constructor(readonly faults: Fault[] = []) {}

  fault(at: Place, code: string, sentence: string): void {
    this.faults.push({ line: at.line, column: at.column, code, sentence });
  }

  /** A map with known keys. `noun` names it in sentences, with its article: "a tier". */
  fields(node: YamlNode | undefined, noun: string, keys: Keys): Fields {
    if (node?.kind === 'map') return new Fields(this, node, noun, keys);
    if (node && node.kind !== 'broken') this.fault(node.at, 'TYPE', `${noun} is written as lines of 'key: value'.`);
    return new Fields(this, { kind: 'map', entries: [], at: node?.at ?? { line: 1, column: 1 } }, noun, { need: [], may: [] });
  }

  /** The items of a list; one item may stand without brackets. `label` is the key it stands under. */
  items(node: YamlNode | undefined, label: string): YamlNode[] {
    if (!node || node.kind === 'broken') return [];
    if (node.kind === 'list') return node.items;
    if (node.kind === 'text') return isGiven(node) ? [node] : [];
    this.fault(node.at, 'TYPE', `'${label}' must be a list.`);
    return [];
  }

  /** The items of a list that must have some. */
  filled(node: YamlNode | undefined, label: string): YamlNode[] {
    const items = this.items(node, label);
    if (node && items.length === 0 && (node.kind === 'list' || node.kind === 'text')) this.fault(node.at, 'EMPTY', `'${label}' is empty.`);
    return items;
  }

  /** A word or a phrase in one line. */
  text(node: YamlNode | undefined, label: string): string {
    if (!node || node.kind === 'broken') return '';
    if (node.kind !== 'text') {
      this.fault(node.at, 'TYPE', `'${label}' must be text.`);
    } else if (!isGiven(node) || node.text.trim() === '') {
      this.fault(node.at, 'EMPTY', `'${label}' is empty; text that begins with # needs quotation marks.`);
    } else if (node.text.length > LONGEST_TEXT || /[\r\n]/.test(node.text.trim())) {
      this.fault(node.at, 'TOO_LONG', `'${label}': one line of at most ${LONGEST_TEXT} characters.`);
    } else {
      return node.text.trim();
    }
    return '';
  }

  /** Text that passes a judge; `wanted` completes "'label' must be …". */
  matching(node: YamlNode | undefined, label: string, fits: (text: string) => boolean, wanted: string, code = 'FORMAT'): string {
    const text = this.text(node, label);
    if (!node || text === '' || fits(text)) return text;
    this.fault(node.at, code, `'${label}' must be ${wanted}, not '${text}'.`);
    return '';
  }

  /** One of the choices; undefined after a fault. */
  choice<T extends string>(node: YamlNode | undefined, label: string, choices: readonly T[]): T | undefined {
    const text = this.text(node, label);
    if (!node || text === '' || (choices as readonly string[]).includes(text)) return text === '' ? undefined : text as T;
    this.fault(node.at, 'UNKNOWN_VALUE', `'${label}' must be ${orWords(choices)}, not '${text}'${didYouMean(text, choices)}`);
    return undefined;
  }

  /** A whole number written in digits; undefined after a fault. */
  whole(node: YamlNode | undefined, label: string, least: number, most: number): number | undefined {
    const text = this.text(node, label);
    if (!node || text === '') return undefined;
    const number = /^-?[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    this.fault(node.at, 'NUMBER', `'${label}' must be a whole number from ${least} to ${most}, not '${text}'.`);
    return undefined;
  }

  /** A decimal above zero, canonical. */
  positive(node: YamlNode | undefined, label: string): string {
    const text = this.matching(node, label, (word) => isDecimal(word) && !/^[-+]/.test(word) && /[1-9]/.test(word), 'a number above 0 such as 0.92', 'NUMBER');
    return text === '' ? '' : canonicalDecimal(text);
  }

  date(node: YamlNode | undefined, label: string): PlainDate {
    return this.matching(node, label, isPlainDate, 'a date such as 2026-12-31', 'DATE_INVALID');
  }

  /** HH:MM from 00:00 to 23:59; `wanted` completes "'label' must be …". */
  time(node: YamlNode | undefined, label: string, wanted: string): string {
    return this.matching(node, label, (text) => /^([01][0-9]|2[0-3]):[0-5][0-9]$/.test(text), wanted);
  }

  currency(node: YamlNode | undefined, label: string): string {
    return this.matching(node, label, isCurrency, 'a code of ISO 4217 such as EUR', 'UNKNOWN_CURRENCY');
  }

  /** One mail address, in lower case: the identity of people and clients. */
  mail(node: YamlNode | undefined, label: string): string {
    return this.matching(node, label, isMail, 'one mail address', 'MAIL').toLowerCase();
  }
}

/** One map being read. */
export class Fields {
  private readonly values: ReadonlyMap<string, YamlNode>;
  readonly at: Place;

  constructor(reading: Reading, { entries, at }: YamlMap, noun: string, { need, may = [] }: Keys) {
    this.at = at;
    this.values = new Map([...entries].reverse().map(({ key, value }) => [key, value])); // Of a key written twice the first counts; the second is a fault already.
    const known = [...need, ...may];
    const missing = new Set(need.filter((key) => !this.values.has(key)));
    for (const { key, at: place } of entries) {
      if (known.includes(key)) continue;
      const meant = closest(key, known.filter((name) => !this.values.has(name))) ?? closest(key, known);
      if (meant) missing.delete(meant);
      reading.fault(place, 'UNKNOWN_KEY', `unknown key '${key}'${meant ? `; did you mean '${meant}'?` : '.'}`);
    }
    for (const key of missing) reading.fault(at, 'MISSING_KEY', `${noun} needs '${key}'.`);
  }

  get(key: string): YamlNode | undefined {
    return this.values.get(key);
  }

  /** True when the key is there. */
  has(key: string): boolean {
    return this.values.has(key);
  }

  /** Where the key's value stands, or the map. */
  place(key: string): Place {
    return this.values.get(key)?.at ?? this.at;
  }
}

/** False for nothing, `~` and `null`. */
export const isGiven = ({ text, plain }: YamlText): boolean => !(plain && /^(~|null|Null|NULL|)$/.test(text));

/** One address without display name, as mail servers take it; no control characters, commas or spaces (RFC 5321, 4.1.2 without quoted forms). */
export const isMail = (text: string): boolean => text.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text);

/** "; did you mean 'x'?" or a full stop. */
export function didYouMean(word: string, choices: readonly string[]): string {
  const meant = closest(word, choices);
  return meant ? `; did you mean '${meant}'?` : '.';
}

/** "'a', 'b' or 'c'". */
export const orWords = (words: readonly string[]): string => listed(words.map((word) => `'${word}'`), 'or');
