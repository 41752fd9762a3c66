/**
 * Strict YAML: the part of it that a rule file needs, read into a tree that knows its lines.
 * All values stay text, so that 1_000, 0x10, .inf and `no` mean nothing until a reader of the rules says what they mean.
 */
import { Composer, Lexer, LineCounter, Parser, isAlias, isMap, isScalar, isSeq, type Alias, type CST, type Document, type Node, type Pair } from 'yaml';
import type { Fault } from '../domain/fault';

export type Place = { line: number; column: number };
/** `plain` is false for quoted and block text. `inside` is where its first character stands, if it stands in the file as it is read: in one line, without escapes. */
export type YamlText = { kind: 'text'; text: string; plain: boolean; at: Place; inside?: Place };
export type YamlList = { kind: 'list'; items: YamlNode[]; at: Place };
export type YamlMap = { kind: 'map'; entries: { key: string; at: Place; value: YamlNode }[]; at: Place };
/** Where a fault was reported already: readers pass over it in silence. */
export type YamlBroken = { kind: 'broken'; at: Place };
export type YamlNode = YamlText | YamlList | YamlMap | YamlBroken;

/** What the file is called in sentences about it: `{ one: 'policy', many: 'policies' }`. */
export type FileNoun = { one: string; many: string };

/** A rule file of a hundred tiers has some 10 KiB. The worst text of this size (all quotation marks) takes the parser two seconds. */
const LARGEST = 256 * 1024;
/** The deepest rule (a discount in a client in a list) needs 6 levels; recursion over 20 is safe on any stack. */
const DEEPEST = 20;

/** The tree of the one document in the text, with all faults found; without a root what is wrong hides the structure. */
export function readYaml(text: string, noun: FileNoun): { root?: YamlNode; faults: Fault[] } {
  const places = new LineCounter();
  places.addNewLine(0);
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) places.addNewLine(end + 1);
  const placeOf = (offset: number): Place => {
    const { line, col } = places.linePos(Math.min(offset, text.length));
    return { line, column: col };
  };
  const only = (offset: number, code: string, what: string): { faults: Fault[] } =>
    ({ faults: [{ ...placeOf(offset), code, sentence: `The ${noun.one} is ${what}.` }] });
  if (Buffer.byteLength(text) > LARGEST) return only(0, 'YAML_TOO_LARGE', 'larger than 256 KiB');
  const unreadable = characterFaults(text);
  if (unreadable.length > 0) return { faults: unreadable };
  const { tokens, tooDeepAt } = tokensOf(text);
  if (tooDeepAt !== undefined) return only(tooDeepAt, 'YAML_TOO_DEEP', `nested deeper than ${DEEPEST} levels`);

  const options = { schema: 'failsafe', uniqueKeys: false, strict: true, prettyErrors: false, logLevel: 'silent', merge: false } as const;
  const documents = [...new Composer(options).compose(tokens, true, text.length)];
  const tree = new Tree(text, placeOf, noun);
  for (const token of tokens) {
    if (token.type === 'directive') tree.fault(placeOf(token.offset), 'YAML_DIRECTIVE', `directives such as '${token.source.split(' ')[0]}' are not allowed.`);
  }
  for (const { range } of documents.slice(1)) {
    tree.fault(placeOf(range[0]), 'YAML_DOCUMENTS', "the file holds more than one document; keep one and remove the line '---'.");
  }
  const syntax = documents.flatMap((document) => syntaxFaults(document, text, placeOf));
  if (syntax.length > 0) return { faults: [...tree.faults, ...syntax] };
  const contents = documents[0]?.contents;
  if (!contents) return only(0, 'YAML_EMPTY', 'empty');
  const root = tree.node(contents, 'file');
  return { root, faults: [...tree.faults, ...tree.aliasFaults()] };
}

/** Tabs hide the structure and control characters are the parser's own signals, so both end the reading. */
function characterFaults(text: string): Fault[] {
  return text.split('\n').flatMap((content, index) => {
    const line = index + 1;
    const control = content.search(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/);
    if (control >= 0) return [{ line, column: control + 1, code: 'CONTROL_CHARACTER', sentence: 'remove the control character.' }];
    const tab = content.indexOf('\t');
    if (tab < 0) return [];
    const sentence = /^ *$/.test(content.slice(0, tab)) ? 'indent with spaces, not tabs.' : 'write a space, not a tab.';
    return [{ line, column: tab + 1, code: 'YAML_TAB', sentence }];
  });
}

/** The depth is watched while the tokens come, because composing them recurses. */
function tokensOf(text: string): { tokens: CST.Token[]; tooDeepAt?: number } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length <= DEEPEST) continue;
    const collections = parser.stack.filter(({ type }) => type === 'block-map' || type === 'block-seq' || type === 'flow-collection');
    if (collections.length > DEEPEST) return { tokens, tooDeepAt: parser.offset - lexeme.length };
  }
  tokens.push(...parser.end());
  return { tokens };
}

/** The library's words where they help a person, better ones where not. */
const SYNTAX: Readonly<Record<string, string>> = {
  BAD_INDENT: 'this line is indented wrongly, or a bracket above it is never closed.',
  BLOCK_AS_IMPLICIT_KEY: "a value cannot hold another 'key: value' on the same line; put quotes around it or start a new line.",
  MISSING_CHAR: "something is missing here: a closing quotation mark or bracket, a comma, or the ':' after a key.",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line, with ':' behind it.",
  TAB_AS_INDENT: 'indent with spaces, not tabs.',
  UNEXPECTED_TOKEN: 'this does not belong here; check the indentation and the quotation marks.',
};

/** `when: "x" in client.tags`: YAML takes the first word for the whole value. */
const BEGINS_QUOTED = /:\s*["'@`]/;

/** One fault a line, the first: what follows on it is mostly its echo. */
function syntaxFaults({ errors }: Document.Parsed | Document, text: string, placeOf: (offset: number) => Place): Fault[] {
  const byLine = new Map<number, Fault>();
  const lines = text.split('\n');
  for (const { code, message, pos } of errors) {
    const at = placeOf(pos[0]);
    if (byLine.has(at.line)) continue;
    const sentence = BEGINS_QUOTED.test(lines[at.line - 1] ?? '') ? 'put single quotes around the whole of a value that begins with a quotation mark or @.' : SYNTAX[code] ?? `${message}.`;
    byLine.set(at.line, { ...at, code: 'YAML_SYNTAX', sentence });
  }
  return [...byLine.values()];
}

/** Singulars of lists whose items are spoken of; other lists lose their s. */
const SINGULARS: Readonly<Record<string, string>> = { people: 'person', taxes: 'tax' };

/** Turns the library's nodes into the tree and gathers what YAML allows and a rule file does not. */
class Tree {
  readonly faults: Fault[] = [];
  private readonly aliases: Alias[] = [];
  private readonly anchors: { name: string; at: Place }[] = [];

  constructor(private readonly source: string, private readonly placeOf: (offset: number) => Place, private readonly noun: FileNoun) {}

  fault(at: Place, code: string, sentence: string): void {
    this.faults.push({ ...at, code, sentence });
  }

  /** `within` names the map in sentences: `file`, `tier`, or a key in quotation marks. */
  node(node: Node, within: string, key = ''): YamlNode {
    const at = this.placeOf(node.range?.[0] ?? 0);
    if (isAlias(node)) {
      this.aliases.push(node);
      return { kind: 'broken', at };
    }
    if (node.anchor) this.anchors.push({ name: node.anchor, at });
    if (node.tag) {
      const tag = node.tag.replace('tag:yaml.org,2002:', '!!');
      this.fault(at, 'YAML_TAG', `tags such as '${tag}' are not allowed${tag.startsWith('!!') ? '' : '; put single quotes around a value that begins with !'}.`);
      return { kind: 'broken', at };
    }
    if (isMap(node)) {
      const pairs = node.items as Pair<Node | null, Node | null>[];
      this.refuseDoubles(pairs, within);
      return { kind: 'map', entries: pairs.flatMap((pair) => this.entry(pair, at)), at };
    }
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => this.node(item as Node, SINGULARS[key] ?? key.replace(/s$/, ''))), at };
    return this.text(node, at);
  }

  /**
   * Every line with an alias, and anchors that no alias uses: the fault of an anchor in use is told where it is used.
   */
  aliasFaults(): Fault[] {
    const used = new Set(this.aliases.map(({ source }) => source));
    const places = [...this.aliases.map(({ range }) => this.placeOf(range?.[0] ?? 0)), ...this.anchors.filter(({ name }) => !used.has(name)).map(({ at }) => at)];
    const firstOfLine = new Map(places.reverse().map((at) => [at.line, at]));
    return [...firstOfLine.values()].map((at) => ({ ...at, code: 'YAML_ALIAS', sentence: `anchors and aliases (&, *) are not allowed in ${this.noun.many}.` }));
  }

  private text(node: Node, at: Place): YamlNode {
    if (!isScalar(node)) return { kind: 'broken', at };
    const text = String(node.value ?? '');
    if (/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) {
      this.fault(at, 'CONTROL_CHARACTER', 'remove the control character.');
      return { kind: 'broken', at };
    }
    const plain = node.type === 'PLAIN';
    const begins = (node.range?.[0] ?? 0) + (plain ? 0 : 1);
    const asWritten = !text.includes('\n') && this.source.startsWith(text, begins);
    return { kind: 'text', text, plain, at, ...(asWritten && { inside: this.placeOf(begins) }) };
  }

  private entry({ key, value }: Pair<Node | null, Node | null>, mapAt: Place): YamlMap['entries'] {
    const at = key?.range ? this.placeOf(key.range[0]) : mapAt;
    if (!isScalar(key) || key.tag || key.anchor) {
      this.fault(at, 'YAML_KEY', 'a key must be a plain word.');
      return [];
    }
    const word = String(key.value ?? '');
    if (word === '<<') {
      this.fault(at, 'YAML_MERGE', 'merge keys (<<) are not allowed; write the values out.');
      return [];
    }
    return [{ key: word, at, value: value ? this.node(value, `'${word}'`, word) : { kind: 'text', text: '', plain: true, at } }];
  }

  private refuseDoubles(pairs: readonly Pair<Node | null>[], within: string): void {
    const where = within.startsWith("'") ? `in ${within}` : `in this ${within}`;
    const seen = new Set<string>();
    for (const { key } of pairs) {
      if (!isScalar(key)) continue;
      const word = String(key.value ?? '');
      if (seen.has(word)) this.fault(this.placeOf(key.range?.[0] ?? 0), 'YAML_DUPLICATE_KEY', `'${word}' is written twice ${where}.`);
      seen.add(word);
    }
  }
}
