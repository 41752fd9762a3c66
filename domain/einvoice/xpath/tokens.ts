/** The words of an XPath 2.0 expression (XPath 2.0, appendix A.2), as far as the official rules use it. */
import { XPathFault } from './values';

export type Token = { kind: 'text' | 'number' | 'name' | 'variable' | 'sign' | 'end'; value: string };

/** In the order of the groups below. */
const KINDS = ['text', 'number', 'variable', 'name', 'sign'] as const;
const WORD = new RegExp([
  String.raw`\s+`, String.raw`('(?:[^']|'')*'|"(?:[^"]|"")*")`, String.raw`(\d+(?:\.\d*)?|\.\d+)`,
  String.raw`\$([A-Za-z_][\w.-]*)`, String.raw`([A-Za-z_][\w.-]*(?::(?:[A-Za-z_][\w.-]*|\*))?)`, String.raw`(::|\.\.|//|!=|<=|>=|[()[\],.@/*+=<>|-])`,
].join('|'), 'y');

/** Throws XPathFault at what is no word. */
export function tokensOf(xpath: string): Token[] {
  const found: Token[] = [];
  WORD.lastIndex = 0;
  while (WORD.lastIndex < xpath.length) {
    const at = WORD.lastIndex;
    const match = WORD.exec(xpath);
    if (!match) throw new XPathFault(`not XPath as it is understood here, at "${xpath.slice(at, at + 30)}"`);
    const kind = KINDS.find((_, index) => match[index + 1] !== undefined);
    const value = kind && match[KINDS.indexOf(kind) + 1];
    if (kind && value) found.push({ kind, value: kind === 'text' ? value.slice(1, -1).replaceAll(value.charAt(0).repeat(2), value.charAt(0)) : value });
  }
  return [...found, { kind: 'end', value: '' }];
}
