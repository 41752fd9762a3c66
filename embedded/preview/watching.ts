/** The look as it is being edited: read anew whenever a file of it changes. What is faulty is told, and the look before it stays. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BookFaults, openBook, type Book } from '../../config/book';
import { shippedConfig } from '../../config/env';
import { PLAIN_LOOK, type Look } from '../../domain/look';
import { forgetTemplates } from '../../templates/render';

/** `version` changes with every edit, `faults` are lines such as "templates/invoice.hbs 3:5 TEMPLATE_TAG <script> is not allowed.". */
export type Seen = { look: Look; faults: readonly string[]; version: string };

const LOOKS = /\.(hbs|ya?ml|json|png|jpe?g|webp|svg)$/;

/** Looks at the office's folder, the shipped templates and the locale files each time it is asked. */
export function watchLook(folder: string): () => Seen {
  const project = join(shippedConfig(), '..');
  const heard: string[] = [];
  let book: Book | undefined;
  let seen: Seen = { look: PLAIN_LOOK, faults: [], version: '' };

  /** A faulty start is no end: the shipped look stands until the files are sound. */
  const read = (): Pick<Seen, 'look' | 'faults'> => {
    heard.length = 0;
    try {
      book ??= openBook(folder, { info: () => {}, warn: (fields) => void heard.push((fields as { fault: string }).fault) });
      const { look } = book.current();
      return { look, faults: [...heard] };
    } catch (error) {
      if (!(error instanceof BookFaults)) throw error;
      return { look: openBook(shippedConfig(), { info: () => {}, warn: () => {} }).current().look, faults: error.faults };
    }
  };

  return () => {
    const version = stampOf([folder, join(project, 'templates')]);
    if (version === seen.version) return seen;
    forgetTemplates();
    const spelling = refreshLocales(join(project, 'templates', 'locales'));
    const { look, faults } = read();
    seen = { look, version, faults: [...faults, ...spelling] };
    return seen;
  };
}

function stampOf(folders: readonly string[]): string {
  const files = folders.flatMap((folder) => (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)) : []));
  const stamps = files.filter((path) => LOOKS.test(path)).sort().map((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return `${path}/${stat?.mtimeMs}/${stat?.size}`;
  });
  return createHash('sha256').update(stamps.join('\n')).digest('hex').slice(0, 16);
}

/** Where the words lie that this program was built with: those that no program uses yet are not there. */
const HELD = join(__dirname, '../../templates/locales');

/** Takes the words of the locale files into those that the templates hold already; answers what cannot be read. */
function refreshLocales(folder: string): string[] {
  return readdirSync(HELD).filter((name) => name.endsWith('.json')).flatMap((name) => {
    try {
      replaceIn(require(join(HELD, name)) as Words, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Words);
      return [];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return [`templates/locales/${name} JSON ${error.message}`];
    }
  });
}

type Words = { [name: string]: string | Words };

/** In place, because the templates hold on to the object. */
function replaceIn(held: Words, written: Words): void {
  for (const [name, value] of Object.entries(written)) {
    const before = held[name];
    if (typeof value === 'object' && typeof before === 'object') replaceIn(before, value);
    else held[name] = value;
  }
}
