/** The sentences that the code says in Slack, as its source has them: what every language needs a translation of. */
import { OFFICE_REFUSALS, WORDED } from '../../domain/refusals';
import { sourcesIn } from './sources';

const FOLDERS = ['activities', 'domain', 'slack-app', 'templates/policy', 'templates/slack', 'workflows'];

/** The English sentences: `counted` ones, by their plural, have forms by number. */
export function slackKeys(): { said: Set<string>; counted: Set<string> } {
  const [said, counted] = [new Set(refusals()), new Set<string>()];
  for (const { text: source } of sourcesIn(FOLDERS, ['.ts'])) {
    const text = source.replace(/\/\*\*[\s\S]*?\*\//g, '');
    for (const { index } of text.matchAll(/\b(?:t|key|phrase)`/g)) said.add(patternAt(text, text.indexOf('`', index) + 1));
    for (const [, , , quote, other = ''] of text.matchAll(/\b(?:tn|countOf)\(\s*((?:[^()'"`]|\([^()]*\))*?),\s*(['"])(?:(?!\2).)*\2,\s*(['"])((?:(?!\3).)*)\3/g)) counted.add(unescaped(other, quote!));
  }
  return { said, counted };
}

/** Every refusal; one with a word of ours in it once with each word. */
const refusals = (): string[] => Object.entries(OFFICE_REFUSALS).flatMap(([code, pattern]) => {
  const worded = WORDED[code];
  return worded ? worded.words.map((word) => pattern.replace(`{${worded.detail}}`, word)) : [pattern];
});

const unescaped = (literal: string, quote: string): string => literal.replaceAll(`\\${quote}`, quote).replaceAll('\\n', '\n');

/** The pattern of the template literal that begins at `start`: its text with `{0}`, `{1}`, … where expressions stand. */
function patternAt(text: string, start: number): string {
  let pattern = '';
  let places = 0;
  for (let at = start; at < text.length && text[at] !== '`'; at += 1) {
    if (text[at] === '\\') {
      at += 1;
      pattern += text[at] === 'n' ? '\n' : text[at];
    } else if (text.startsWith('${', at)) {
      pattern += `{${places}}`;
      places += 1;
      at = endOfExpression(text, at + 2);
    } else pattern += text[at];
  }
  return pattern;
}

/** Where the `}` of an expression stands; strings and templates within it may hold others. */
function endOfExpression(text: string, start: number): number {
  let at = start;
  for (let depth = 0; depth > 0 || text[at] !== '}'; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    else if (text[at] === "'" || text[at] === '"') at = endOfString(text, at);
    else if (text[at] === '`') at = endOfTemplate(text, at + 1);
  }
  return at;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== text[start]) at += text[at] === '\\' ? 2 : 1;
  return at;
}

function endOfTemplate(text: string, start: number): number {
  let at = start;
  while (text[at] !== '`') at = text[at] === '\\' ? at + 2 : text.startsWith('${', at) ? endOfExpression(text, at + 2) + 1 : at + 1;
  return at;
}
