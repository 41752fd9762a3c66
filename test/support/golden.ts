/** Golden files: what a page said when someone last looked at it and was content. GOLDEN=rewrite writes them anew. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../golden');

/** Compares with `test/golden/<name>`, or writes it. A file that is not there fails: a golden page is looked at before it is kept. */
export function expectGolden(name: string, text: string): void {
  const path = join(FOLDER, name);
  if (process.env.GOLDEN === 'rewrite') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, text);
  }
  if (!existsSync(path)) throw new Error(`There is no golden file ${name}; write it with: npm run golden`);
  expect(text).toBe(readFileSync(path, 'utf8'));
}
