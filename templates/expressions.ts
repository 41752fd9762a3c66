/** What stands between the {{ }} of a customer's template: known fields, if, unless, each, the office's partials; nothing else. */
import { closest } from '../domain/suggestion';
import type { Position } from './markup-walk';

/** The fields a template may name: text, a list whose elements have fields, or a group of fields. */
export type Fields = 'text' | readonly [Fields] | { readonly [name: string]: Fields };

/** One loop may stand in another; deeper ones multiply a document's size with no use. */
const DEEPEST_LOOP = 2;
const LOOP_DATA: readonly string[] = ['first', 'last', 'index'];

export type Vocabulary = { fields: Fields; partials: readonly string[] };
type Tell = (position: Position, code: string, sentence: string) => void;
/** `contexts` is the way from the model's root to the innermost loop's element. */
type Scope = { contexts: readonly Fields[]; inline: ReadonlySet<string>; vocabulary: Vocabulary; tell: Tell };

export function checkExpressions(program: hbs.AST.Program, vocabulary: Vocabulary, tell: Tell): void {
  const decorators = program.body.filter(({ type }) => type === 'DecoratorBlock') as hbs.AST.DecoratorBlock[];
  const inline = new Set(decorators.flatMap(({ params }) => params.map((name) => String(literal(name)))));
  walk(program, { contexts: [vocabulary.fields], inline, vocabulary, tell });
}

function walk(program: hbs.AST.Program | undefined, scope: Scope): void {
  for (const node of program?.body ?? []) visit(node, scope);
}

function visit(node: hbs.AST.Statement, scope: Scope): void {
  switch (node.type) {
    case 'MustacheStatement': return mustache(node as hbs.AST.MustacheStatement, scope);
    case 'BlockStatement': return block(node as hbs.AST.BlockStatement, scope);
    case 'PartialStatement': return partial(node as hbs.AST.PartialStatement, scope);
    case 'PartialBlockStatement': return scope.tell(node.loc.start, 'TEMPLATE_PARTIAL', 'partials with a block are not allowed; write {{> name}}.');
    case 'Decorator':
    case 'DecoratorBlock': return scope.tell(node.loc.start, 'TEMPLATE_PARTIAL', 'inline partials are not allowed.');
    default: // Literal text and comments are the page's matter.
  }
}

function mustache(node: hbs.AST.MustacheStatement, scope: Scope): void {
  if (!node.escaped) scope.tell(node.loc.start, 'TEMPLATE_RAW_OUTPUT', '{{{ }}} is not allowed; use {{ }}.');
  const path = node.path as hbs.AST.PathExpression;
  if (node.params.length > 0 || node.hash) return unknownHelper(path, node.loc.start, scope);
  const field = resolve(path, scope);
  if (field === undefined || field === 'text') return;
  const hint = Array.isArray(field)
    ? `is a list; go through it with {{#each ${path.original}}}`
    : `is a group; name one of its fields: ${Object.keys(field).join(', ')}`;
  scope.tell(node.loc.start, 'TEMPLATE_UNKNOWN_FIELD', `'${path.original}' ${hint}.`);
}

function block(node: hbs.AST.BlockStatement, scope: Scope): void {
  const path = node.path as hbs.AST.PathExpression;
  const name = path.original;
  if (name !== 'if' && name !== 'unless' && name !== 'each') unknownHelper(path, node.loc.start, scope);
  else if (node.params.length !== 1 || node.hash || node.program?.blockParams) {
    scope.tell(node.loc.start, 'TEMPLATE_UNKNOWN_HELPER', `{{#${name}}} takes one field and nothing else.`);
  }
  const field = node.params[0] ? resolve(node.params[0] as hbs.AST.PathExpression, scope) : undefined;
  if (name !== 'each') {
    walk(node.program, scope);
    return walk(node.inverse, scope);
  }
  if (field !== undefined && !Array.isArray(field)) {
    scope.tell(node.loc.start, 'TEMPLATE_UNKNOWN_FIELD', `{{#each}} goes through lists, and '${String(literal(node.params[0]!))}' is none.`);
  }
  if (scope.contexts.length > DEEPEST_LOOP) return scope.tell(node.loc.start, 'TEMPLATE_NESTING', 'loops may be nested 1 deep.');
  if (Array.isArray(field)) walk(node.program, { ...scope, contexts: [...scope.contexts, field[0] as Fields] });
  walk(node.inverse, scope);
}

function partial(node: hbs.AST.PartialStatement, scope: Scope): void {
  const { vocabulary, inline, contexts } = scope;
  const name = node.name.type === 'PathExpression' ? (node.name as hbs.AST.PathExpression).original : '';
  const say = (sentence: string) => scope.tell(node.loc.start, 'TEMPLATE_PARTIAL', sentence);
  if (name === '') return say('a partial is named, as in {{> letterhead}}.');
  if (inline.has(name)) return; // Told where it is defined.
  if (!vocabulary.partials.includes(name)) return say(`no partial '${name}'${meant(closest(name, vocabulary.partials))}`);
  if (node.params.length > 0 || node.hash) return say(`{{> ${name}}} takes no values.`);
  if (contexts.length > 1) say(`{{> ${name}}} cannot stand in a loop.`);
}

/** The field that a path names, or undefined when it was told about. */
function resolve(path: hbs.AST.PathExpression, scope: Scope): Fields | undefined {
  const say = (sentence: string): undefined => void scope.tell(path.loc.start, 'TEMPLATE_UNKNOWN_FIELD', sentence);
  if (path.type !== 'PathExpression') return say(`'${String(literal(path))}' is not a field.`);
  if (path.data) {
    const known = scope.contexts.length > 1 && path.parts.length === 1 && LOOP_DATA.includes(path.parts[0]!);
    return known ? 'text' : say(`'${path.original}' is not a field.`);
  }
  const start = scope.contexts.at(-1 - path.depth);
  if (path.depth >= scope.contexts.length || start === undefined) return say(`'${path.original}' leads out of the document.`);
  let fields: Fields = start;
  for (const [at, part] of path.parts.entries()) {
    const next = child(fields, part);
    if (next === undefined) return say(`no field '${path.original}'${meant(suggestion(path, at, fields, scope))}`);
    fields = next;
  }
  return fields;
}

/** The path with its wrong part mended: by a field of a like name, or by the way out of the loop. */
function suggestion(path: hbs.AST.PathExpression, at: number, fields: Fields, { contexts }: Scope): string | undefined {
  const outside = contexts.length > 1 && at === 0 && path.depth === 0 && child(contexts[0]!, path.parts[0]!) !== undefined;
  if (outside) return `../${path.parts.join('.')}`;
  const like = closest(path.parts[at]!, names(fields));
  return like === undefined ? undefined : '../'.repeat(path.depth) + path.parts.with(at, like).join('.');
}

/** The first part decides what the person meant: an unknown field is told as one, a known one is no helper. */
function unknownHelper(path: hbs.AST.PathExpression, position: Position, { tell, contexts }: Scope): void {
  const [first = ''] = path.parts ?? [];
  const noField = path.parts?.length > 1 && child(contexts.at(-1)!, first) === undefined;
  tell(position, 'TEMPLATE_UNKNOWN_HELPER', noField ? `'${first}' is not a field.` : `unknown helper '${String(literal(path))}'.`);
}

const names = (fields: Fields): string[] => (typeof fields === 'object' && !Array.isArray(fields) ? Object.keys(fields) : []);
const child = (fields: Fields, name: string): Fields | undefined =>
  typeof fields === 'object' && !Array.isArray(fields) && Object.hasOwn(fields, name) ? (fields as Record<string, Fields>)[name] : undefined;
const meant = (name: string | undefined): string => (name === undefined ? '.' : `; did you mean '${name}'?`);
const literal = (node: hbs.AST.Node): unknown => (node as unknown as { original?: unknown }).original;
