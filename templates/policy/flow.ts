/** A policy as a flow: which documents, which question, which steps. The picture and the text are made of the same words, in the office's language. */
import { nameOf, type Person } from '../../domain/people';
import type { ApprovalPolicy, Policy, PolicyStep } from '../../domain/policy/policy';
import { kindsPhrase, stepPhrase, titleOf } from '../../domain/policy/words';
import { fontFaces } from '../fonts';
import { directionOf } from '../direction';
import { valueText } from '../slack/spoken';
import { key, sentence, t, voice } from '../slack/words';

/** One road through the policy: a question, and the steps where it is answered with yes; without steps nobody has to approve. */
export type Road = { title: string; question: string; steps: string[] };
/** `heading` says whose approvals they are. `otherwise` is the fallback; `exceptions` are who asks for one and who confirms it, empty where there are none. */
export type Flow = { heading: string; roads: Road[]; otherwise: string[]; exceptions: string[] };

/** The steps of a road as they are shown, numbered where there are several. */
export const stepLines = (steps: readonly string[]): string[] =>
  (steps.length === 0 ? [t`nobody has to approve`] : steps.map((step, at) => (steps.length > 1 ? t`step ${at + 1}: ${step}` : step)));

/** The flow of a whole file, with the names of these people. */
export function flowOf({ version, currency, policies, fallback, exceptions }: ApprovalPolicy, people: readonly Person[]): Flow {
  const stepsOf = (steps: readonly PolicyStep[]): string[] => steps.map((step) => valueText(stepPhrase(step, (email) => nameOf(email, people))));
  const anyOf = (approvers: readonly string[]): string => valueText(stepPhrase({ approvers, quorum: 1 }, (email) => nameOf(email, people)));
  return {
    heading: t`Approval policy ${version}, totals in ${currency}`,
    roads: policies.map((policy) => ({ title: valueText(titleOf(policy, currency)), question: questionOf(policy), steps: stepsOf(policy.steps) })),
    otherwise: stepsOf(fallback),
    exceptions: exceptions ? [t`${anyOf(exceptions.by)} asks and says why`, t`${anyOf(exceptions.confirmedBy)} confirms, never who asked`] : [],
  };
}

const questionOf = ({ kinds, when }: Policy): string => (when ? t`${valueText(kindsPhrase(kinds))} with ${when.text}` : valueText(kindsPhrase(kinds)));

const OTHERWISE = key`Otherwise, and where too few people are left`;
const EXCEPTIONS = key`As an exception, without the people above`;

/** The flow as lines of text. */
export function flowLines({ heading, roads, otherwise, exceptions }: Flow): string[] {
  return [
    heading, ...roads.flatMap(({ title, question, steps }, index) => [`${index + 1}. ${title}`, `   ${t`for ${question}`}`, ...stepLines(steps).map((step) => `   ${step}`)]),
    sentence(OTHERWISE), ...otherwise.map((step) => `   ${step}`), ...(exceptions.length > 0 ? [sentence(EXCEPTIONS), ...stepLines(exceptions).map((step) => `   ${step}`)] : []),
  ];
}

/** Widths of boxes in px, and how many characters of 14 px fit on a line of them. */
const ROAD = { width: 380, line: 44 } as const;
const STEP = { width: 240, line: 27 } as const;
const [GAP, ROW, PAD] = [40, 20, 14];

/** The flow as a picture (SVG): roads from top to bottom, the steps of each to its right. Every word of the text is in it. */
export function flowPicture(flow: Flow): string {
  return drawn(flow).svg;
}

/** In px: PDF's longest page is 200 inches (ISO 32000-1, Annex C). */
const TALLEST_SHEET = 14_000;

/** The picture on a page of its own size, with its font: for a printer that has none. */
export function flowPage(flow: Flow): { html: string; width: number; height: number } {
  const { svg, width, height } = drawn(flow);
  return { html: `<!doctype html><meta charset="utf-8"><style>${fontFaces(svg, voice().language)}body{margin:0}svg{display:block}@page{size:${width}px ${Math.min(height, TALLEST_SHEET)}px;margin:0}</style>${svg}`, width, height };
}

function drawn(flow: Flow): { svg: string; width: number; height: number } {
  const boxes: string[] = [];
  let top = 70;
  const roads = [...flow.roads, { title: sentence(OTHERWISE), question: '', steps: flow.otherwise }, ...(flow.exceptions.length > 0 ? [{ title: sentence(EXCEPTIONS), question: '', steps: flow.exceptions }] : [])];
  const most = Math.max(1, ...roads.map(({ steps }) => steps.length));
  const width = PAD * 2 + ROAD.width + most * (STEP.width + GAP);
  roads.forEach(({ title, question, steps }, index) => {
    const left = [...wrapped(index < flow.roads.length ? `${index + 1}. ${title}` : title, ROAD.line), ...(question ? wrapped(t`for ${question}`, ROAD.line) : [])];
    const right = stepLines(steps).map((step) => wrapped(step, STEP.line));
    const height = Math.max(left.length, ...right.map((lines) => lines.length)) * ROW + PAD * 2;
    if (index > 0 && index <= flow.roads.length) boxes.push(arrow(PAD + ROAD.width / 2, top - GAP + 4, PAD + ROAD.width / 2, top - 4), label(PAD + ROAD.width / 2 + 8, top - GAP / 2 + 4, t`else`));
    boxes.push(box({ x: PAD, y: top, width: ROAD.width, height }, left, question ? 'question' : 'otherwise'));
    right.forEach((lines, at) => {
      const x = PAD + ROAD.width + GAP + at * (STEP.width + GAP);
      const own = lines.length * ROW + PAD * 2;
      boxes.push(arrow(x - GAP + 4, top + height / 2, x - 4, top + height / 2), box({ x, y: top + (height - own) / 2, width: STEP.width, height: own }, lines, 'step'));
    });
    top += height + GAP;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}" role="img" aria-label="${escaped(flow.heading)}">`
    + '<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto"><path d="M0 0L8 4L0 8z" fill="#5b6470"/></marker></defs>'
    + `<rect width="100%" height="100%" fill="#ffffff"/><text ${edgeOf(0, width)} y="40" font-family="Noto Sans, sans-serif" font-size="20" font-weight="600" fill="#1d2329">${escaped(flow.heading)}</text>${boxes.join('')}</svg>\n`;
  return { svg, width, height: top };
}

const FILLS = { question: ['#eef4f1', '#0b6e4f'], step: ['#ffffff', '#5b6470'], otherwise: ['#fdf3e1', '#8a5a00'] } as const;

/** Where lines begin in a box: at its right side where they are read from there. */
const edgeOf = (x: number, width: number): string => (directionOf(voice().language) === 'rtl' ? `x="${x + width - PAD}" direction="rtl"` : `x="${x + PAD}"`);

type Place = { x: number; y: number; width: number; height: number };

function box({ x, y, width, height }: Place, lines: readonly string[], kind: keyof typeof FILLS): string {
  const [fill, stroke] = FILLS[kind];
  const edge = edgeOf(x, width);
  const words = lines.map((line, index) => `<text ${edge} y="${y + PAD + 14 + index * ROW}" font-family="Noto Sans, sans-serif" font-size="14" fill="#1d2329"${index === 0 && kind !== 'step' ? ' font-weight="600"' : ''}>${escaped(line)}</text>`);
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${fill}" stroke="${stroke}"/>${words.join('')}`;
}

const arrow = (x1: number, y1: number, x2: number, y2: number): string => `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#5b6470" stroke-width="1.5" marker-end="url(#tip)"/>`;
const label = (x: number, y: number, text: string): string => `<text x="${x}" y="${y}" font-family="Noto Sans, sans-serif" font-size="12" fill="#5b6470">${escaped(text)}</text>`;

/** Chinese and Japanese letters and signs: as wide as two, and a line may end after each. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;
/** No line begins with one of these. */
const CLOSING = /^[、。，：；！？）」』】]$/;
const widthOf = (text: string): number => [...text].reduce((width, letter) => width + (WIDE.test(letter) ? 2 : 1), 0);

/** Lines of at most so many characters, broken between words; a longer word has a line of its own. */
function wrapped(text: string, most: number): string[] {
  const parts = text.match(/\s|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]+/gu) ?? [];
  return parts.reduce<string[]>((lines, part) => {
    const last = lines.at(-1);
    if (last !== undefined && (CLOSING.test(part) || widthOf(last) + widthOf(part) <= most)) lines[lines.length - 1] = last + part;
    else if (part.trim() !== '') lines.push(part);
    return lines;
  }, []).map((line) => line.trim());
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
