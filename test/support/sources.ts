/** The project's own source files as text, and what each of them imports. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';

export const ROOT = join(__dirname, '../..');

/** `path` is relative to the project, with slashes. */
export type SourceFile = { path: string; text: string };

/** `to` is a path of ours without its ending (`domain/money`) or a package's name; `kind` tells whether anything of it runs. */
export type Import = { from: string; to: string; kind: 'value' | 'type'; origin: 'ours' | 'package' };

/** Every file below these folders whose name ends so. Folders that are made, not written, are left out. */
export function sourcesIn(folders: readonly string[], endings: readonly string[]): SourceFile[] {
  const paths = folders.flatMap((folder) => filesBelow(folder)).filter((path) => endings.some((ending) => path.endsWith(ending)));
  return paths.sort().map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** The names between `import` and `from`, where they are a list, and the module's name. */
const STATEMENT = /^[ \t]*(?:import|export)\s+(type\s+)?((?:[\w$*{}\s,]|\btype\b|\bas\b)*?)\s*from\s*'([^']+)'/gm;
const BARE = /^[ \t]*import\s*'([^']+)'/gm;
const CALL = /\b(?:import|require)\(\s*'([^']+)'\s*\)/g;
/** `import('x').Name` in a type position is a type; `await import('x')` and `require('x')` run. */
const TYPE_CALL = /(?<!await\s)(?<!\w)import\(\s*'([^']+)'\s*\)\.(?!then\b)/g;

/** Everything a file imports, exports from or requires. */
export function importsOf({ path, text }: SourceFile): Import[] {
  const found: { module: string; kind: Import['kind'] }[] = [];
  for (const [, type, names = '', module = ''] of text.matchAll(STATEMENT)) found.push({ module, kind: type || onlyTypes(names) ? 'type' : 'value' });
  for (const [, module = ''] of text.matchAll(BARE)) found.push({ module, kind: 'value' });
  for (const [, module = ''] of text.matchAll(TYPE_CALL)) found.push({ module, kind: 'type' });
  for (const [, module = ''] of text.replace(TYPE_CALL, '').matchAll(CALL)) found.push({ module, kind: 'value' });
  return found.map(({ module, kind }) => {
    if (!module.startsWith('.')) return { from: path, to: packageOf(module), kind, origin: 'package' };
    return { from: path, to: normalize(join(dirname(path), module)).split(sep).join('/'), kind, origin: 'ours' };
  });
}

/** `{ type A, type B }` brings nothing that runs. */
function onlyTypes(names: string): boolean {
  const list = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  if (list === undefined) return false;
  const each = list.split(',').map((name) => name.trim()).filter((name) => name !== '');
  return each.length > 0 && each.every((name) => name.startsWith('type '));
}

/** `@temporalio/client/lib/x` belongs to `@temporalio/client`. */
const packageOf = (module: string): string => module.split('/').slice(0, module.startsWith('@') ? 2 : 1).join('/');
