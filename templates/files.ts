/** Template files on disk: found from the package's root, because compiled code lies in dist/ and *.hbs files stay where they are. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(packageRoot(__dirname), 'templates');

/** The text of `templates/<name>.hbs`; `name` may hold folders ("mails/invoice"). */
export function templateText(name: string): string {
  return readFileSync(join(ROOT, `${name}.hbs`), 'utf8');
}

/** The names of the *.hbs files directly in a folder of templates, without their ending; none when there is no such folder. */
export function templateNames(folder: string): string[] {
  const path = join(ROOT, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path).filter((file) => file.endsWith('.hbs')).map((file) => file.slice(0, -'.hbs'.length)).sort();
}

function packageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`No package.json above ${__dirname}: the templates cannot be found.`);
  return packageRoot(parent);
}
