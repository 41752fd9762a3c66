/**
 * Codecs: one description of where the terms of a thing stand in XML, in the order of its schema, by which it is written and read.
 * Elements are found by their local names; no syntax uses one name for two things in one place without telling them apart.
 */
import { element, leaf, type XmlElement } from './xml';

/** What the attribute of an amount needs to know of the document. */
export type Setting = { currency: string };

/**
 * Some terms of T. `write` answers their elements, none where nothing is said; `read` takes what it finds in the parent. What `isFixed`
 * says the same of everything, so it keeps no group that has nothing else.
 */
export type Part<T> = { write(value: T, setting: Setting): XmlElement[]; read(parent: XmlElement, into: Partial<T>): void; isFixed?: true };

/** How a text stands in XML where it stands differently. */
export type Spelling = { write(text: string): string; read(text: string): string };

type KeyOf<T, V> = { [K in keyof T]-?: NonNullable<T[K]> extends V ? K : never }[keyof T] & string;
type ItemOf<T, K extends keyof T> = NonNullable<T[K]> extends readonly (infer E)[] ? E : never;
type Found = Record<string, unknown>;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The children of that local name. */
export const childrenOf = (parent: XmlElement, name: string): XmlElement[] => parent.children.filter((child) => localName(child.name) === localName(name));

/** The text of the first element along the path; empty without one. */
export function textAt(parent: XmlElement, ...path: readonly string[]): string {
  const [name, ...rest] = path;
  if (name === undefined) return parent.text.trim();
  const [child] = childrenOf(parent, name);
  return child ? textAt(child, ...rest) : '';
}

/** One term in one element; `also` are terms in its attributes, by the attributes' names. */
export function term<T>(name: string, key: KeyOf<T, string>, { spelling, also = {}, fixed = {} }: { spelling?: Spelling; also?: Record<string, KeyOf<T, string>>; fixed?: Record<string, string> } = {}): Part<T> {
  return {
    write(value) {
      const text = value[key] as string | undefined;
      const said = Object.entries(also).flatMap(([attribute, from]) => (value[from] === undefined ? [] : [[attribute, value[from] as string]]));
      return text === undefined ? [] : [leaf(name, spelling ? spelling.write(text) : text, { ...fixed, ...Object.fromEntries(said) })];
    },
    read(parent, into) {
      const [found] = childrenOf(parent, name);
      const text = found?.text.trim();
      if (!found || !text) return;
      (into as Found)[key] = spelling ? spelling.read(text) : text;
      for (const [attribute, to] of Object.entries(also)) if (found.attributes[attribute]) (into as Found)[to] = found.attributes[attribute];
    },
  };
}

/** An amount in the document's currency, which its attribute names. */
export const amount = <T>(name: string, key: KeyOf<T, string>): Part<T> =>
  ({ ...term<T>(name, key), write: (value, { currency }) => (value[key] === undefined ? [] : [leaf(name, value[key] as string, { currencyID: currency })]) });

/** The same text in every document. */
export const constant = <T>(name: string, text: string): Part<T> => ({ isFixed: true, write: () => [leaf(name, text)], read: () => undefined });

function written<T>(parts: readonly Part<T>[], value: T, setting: Setting): XmlElement[] {
  const some = parts.map((part) => ({ isFixed: part.isFixed, elements: part.write(value, setting) }));
  return some.some(({ isFixed, elements }) => !isFixed && elements.length > 0) ? some.flatMap(({ elements }) => elements) : [];
}

function readBy<T>(parts: readonly Part<T>[], self: XmlElement): Partial<T> {
  const into: Partial<T> = {};
  for (const part of parts) part.read(self, into);
  return into;
}

const holding = (name: string, children: readonly XmlElement[]): XmlElement[] => (children.length > 0 ? [element(name, children)] : []);

/** Terms of the same thing that stand one level deeper; `is` tells their element from others of its name. */
export const group = <T>(name: string, parts: readonly Part<T>[], is: (found: XmlElement) => boolean = () => true): Part<T> => ({
  write: (value, setting) => holding(name, written(parts, value, setting)),
  read(parent, into) {
    const found = childrenOf(parent, name).find(is);
    for (const part of found ? parts : []) part.read(found as XmlElement, into);
  },
});

/** The same, where the schema wants the element also with nothing in it. */
export const always = <T>(name: string, parts: readonly Part<T>[]): Part<T> => ({ ...group(name, parts), write: (value, setting) => [element(name, written(parts, value, setting))] });

/** A group of constants. */
export const fixed = <T>(name: string, parts: readonly Part<T>[]): Part<T> => ({ isFixed: true, write: (value, setting) => [element(name, parts.flatMap((part) => part.write(value, setting)))], read: () => undefined });

/** Terms of a thing of its own that stand among those of its owner; what several places say of it comes together. */
export const within = <T, K extends keyof T & string>(key: K, parts: readonly Part<NonNullable<T[K]>>[]): Part<T> => ({
  write: (value, setting) => (value[key] === undefined ? [] : written(parts, value[key] as NonNullable<T[K]>, setting)),
  read(parent, into) {
    const read: Found = readBy(parts, parent);
    const known = (into as Found)[key] as Found | undefined;
    if (known || Object.values(read).some((one) => !isEmpty(one))) (into as Found)[key] = { ...known, ...read };
  },
});

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** A thing of its own in an element of its own. */
export const one = <T, K extends keyof T & string>(name: string, key: K, parts: readonly Part<NonNullable<T[K]>>[]): Part<T> => group(name, [within<T, K>(key, parts)]);

/** A list of things, an element each; after reading it is there, also when it is empty. Lists of several names join. */
export const many = <T, K extends keyof T & string>(name: string, key: K, parts: readonly Part<ItemOf<T, K>>[], is: { found?(self: XmlElement): boolean; value?(one: ItemOf<T, K>): boolean } = {}): Part<T> => ({
  write: (value, setting) => ((value[key] ?? []) as ItemOf<T, K>[]).filter((each) => is.value?.(each) ?? true).flatMap((each) => holding(name, written(parts, each, setting))),
  read(parent, into) {
    const found = childrenOf(parent, name).filter((self) => is.found?.(self) ?? true);
    (into as Found)[key] = [...((into as Found)[key] as unknown[] ?? []), ...found.map((self) => readBy(parts, self))];
  },
});

/** A list of single terms, each in an element under the parent itself. */
export const manyTerms = <T, K extends keyof T & string>(name: string, key: K, { text, also = {} }: { text: KeyOf<ItemOf<T, K>, string>; also?: Record<string, KeyOf<ItemOf<T, K>, string>> }, is: { found?(self: XmlElement): boolean; value?(one: ItemOf<T, K>): boolean } = {}): Part<T> => ({
  write: (value, setting) => ((value[key] ?? []) as ItemOf<T, K>[]).filter((each) => is.value?.(each) ?? true).flatMap((each) => term<ItemOf<T, K>>(name, text, { also }).write(each, setting)),
  read(parent, into) {
    const found = childrenOf(parent, name).filter((self) => self.text.trim() !== '' && (is.found?.(self) ?? true));
    const items = found.map((self) => ({ [text]: self.text.trim(), ...Object.fromEntries(Object.entries(also).flatMap(([attribute, to]) => (self.attributes[attribute] ? [[to, self.attributes[attribute]]] : []))) }));
    (into as Found)[key] = [...((into as Found)[key] as unknown[] ?? []), ...items];
  },
});

/** The root element of a whole document. */
export const writeRoot = <T>(name: string, namespaces: XmlElement['attributes'], parts: readonly Part<T>[], value: T, setting: Setting): XmlElement => element(name, written(parts, value, setting), namespaces);
export const readRoot = <T>(parts: readonly Part<T>[], root: XmlElement): Partial<T> => readBy(parts, root);
