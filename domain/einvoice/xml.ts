/** XML elements as values, read from a text and written as one. */
import { type Document, type Element, type Node, parseXmlDocument } from 'slimdom';
import { DomainError } from '../refusals';

/** `name` and the attributes' names with their prefixes, as written; a root's attributes say what they stand for (`xmlns:cbc`). `text` counts only without children. */
export type XmlElement = { name: string; attributes: Readonly<Record<string, string>>; children: readonly XmlElement[]; text: string };

export const element = (name: string, children: readonly XmlElement[], attributes: XmlElement['attributes'] = {}): XmlElement => ({ name, attributes, children, text: '' });

export const leaf = (name: string, text: string, attributes: XmlElement['attributes'] = {}): XmlElement => ({ name, attributes, children: [], text });

/** Characters that XML 1.0 does not know, section 2.2: nobody can read them, so nobody misses them. */
const UNWRITABLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const escaped = (text: string): string => text.replace(UNWRITABLE, '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const quoted = (text: string): string => escaped(text).replace(/"/g, '&quot;').replace(/[\t\n\r]/g, ' ');

/** The document as UTF-8 text, indented by two. */
export const xmlText = (root: XmlElement): string => `<?xml version="1.0" encoding="UTF-8"?>\n${lines(root, '')}\n`;

function lines({ name, attributes, children, text }: XmlElement, indent: string): string {
  const opening = `${indent}<${name}${Object.entries(attributes).map(([key, value]) => ` ${key}="${quoted(value)}"`).join('')}`;
  if (children.length > 0) return `${opening}>\n${children.map((child) => lines(child, `${indent}  `)).join('\n')}\n${indent}</${name}>`;
  return text === '' ? `${opening}/>` : `${opening}>${escaped(text)}</${name}>`;
}

/** What may stand before the root and no e-invoice has: entities, by which a text of a page becomes gigabytes. */
const DOCTYPE = /<!DOCTYPE/i;

/**
 * The root element of an XML document; comments and processing instructions are passed over. The encoding is what
 * the declaration or the byte order mark says, else UTF-8. Refuses XmlUnreadable, also for a document with a DOCTYPE.
 */
export function readXml(bytes: Uint8Array): XmlElement {
  const text = decoded(bytes);
  if (DOCTYPE.test(text)) throw new DomainError('XmlUnreadable', { why: 'it declares a DOCTYPE, which e-invoices have no use for' });
  const { documentElement } = parsed(text);
  if (!documentElement) throw new DomainError('XmlUnreadable', { why: 'it has no element' });
  return elementOf(documentElement);
}

function decoded(bytes: Uint8Array): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/i.exec(start)?.[1];
  try {
    return new TextDecoder(mark ?? declared ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DomainError('XmlUnreadable', { why: `its bytes are no ${mark ?? declared ?? 'UTF-8'}` }); // An unknown encoding, or bytes that are not of it: both can only be tried.
  }
}

function parsed(text: string): Document {
  try {
    return parseXmlDocument(text);
  } catch (error) {
    throw new DomainError('XmlUnreadable', { why: (error as Error).message.split('\n')[0] });
  }
}

const ELEMENT = 1;
const isElement = (node: Node): node is Element => node.nodeType === ELEMENT;

function elementOf(self: Element): XmlElement {
  const children = self.childNodes.filter(isElement).map(elementOf);
  return { name: self.nodeName, attributes: Object.fromEntries(self.attributes.map(({ name, value }) => [name, value])), children, text: children.length > 0 ? '' : (self.textContent ?? '') };
}
