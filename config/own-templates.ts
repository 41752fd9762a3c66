/** The office's own templates: `templates/<name>.hbs` beside office.yaml take the place of the shipped ones, once they are checked. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../domain/fault';
import type { OwnTemplates } from '../domain/look';
import { closest } from '../domain/suggestion';
import { checkTemplate } from '../templates/check';
import { shippedTemplates, shippedText } from '../templates/own';

const FOLDER = 'templates';
/** Far more than there are to replace. */
const MOST_FILES = 200;

/** The texts by name, and the faults of each as lines behind its file's name. */
export type ReadTemplates = { own: OwnTemplates; faults: { file: string; fault: Fault }[] };

/** The files of the folder, `templates/mails/reminder.hbs` for instance, in order; none when there is no such folder. */
export function ownTemplateFiles(folder: string): string[] {
  const root = join(folder, FOLDER);
  if (!existsSync(root) || !statSync(root).isDirectory()) return [];
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  return found.filter((path) => path.endsWith('.hbs')).sort().slice(0, MOST_FILES).map((path) => `${FOLDER}/${path}`);
}

/** Reads and checks all of them. A file that replaces nothing is a fault: it would never be used. */
export function readOwnTemplates(folder: string): ReadTemplates {
  const shipped = shippedTemplates();
  const texts = new Map(ownTemplateFiles(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  const own = Object.fromEntries([...texts].map(([file, text]) => [nameOf(file), text]));
  const faults = [...texts].flatMap(([file, text]) => {
    const name = nameOf(file);
    const kinds = shipped.get(name);
    const told = kinds ? faultsOf(text, name, kinds, own) : [nothingToReplace(name, [...shipped.keys()])];
    return told.map((fault) => ({ file, fault }));
  });
  return { own, faults };
}

const nameOf = (file: string): string => file.slice(FOLDER.length + 1, -'.hbs'.length);

type Kinds = Parameters<typeof checkTemplate>[1][];

/** What is wrong for the first of its kinds for which something is. */
function faultsOf(text: string, name: string, kinds: Kinds, own: OwnTemplates): Fault[] {
  const circle = circleOf(name, own);
  if (circle) return [{ line: 1, column: 1, code: 'TEMPLATE_PARTIAL', sentence: `the partials hold each other: ${circle.join(' holds ')}.` }];
  return kinds.map((kind) => checkTemplate(text, kind)).find((faults) => faults.length > 0) ?? [];
}

function nothingToReplace(name: string, known: readonly string[]): Fault {
  const like = closest(name, known);
  return { line: 1, column: 1, code: 'TEMPLATE_NAME', sentence: `the office has no template '${name}'${like ? `; did you mean '${like}'?` : '.'}` };
}

/** The way from a partial back to itself, own ones before shipped ones. */
function circleOf(name: string, own: OwnTemplates, way: readonly string[] = []): string[] | undefined {
  if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
  for (const [, inner] of (own[name] ?? shippedText(name)).matchAll(/\{\{~?>\s*([\w-]+)/g)) {
    const circle = circleOf(`partials/${inner}`, own, [...way, name]);
    if (circle) return circle;
  }
  return undefined;
}
