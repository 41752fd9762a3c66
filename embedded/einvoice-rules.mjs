/**
 * `npm run rules`: fetches the official rules of e-invoices and writes those that may be passed on to config/einvoice, anew and always
 * the same. Prints where Peppol's lie, for machines that cannot fetch them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDependenciesReady } from './parts/build.mjs';
import { COMMITTED, findPeppolRules, madeText, makeRules } from './parts/einvoice-rules.mjs';
import { progressOn, wordsFor } from './parts/progress.mjs';
import { readSettings } from './parts/settings.mjs';

const { root, cache } = readSettings(process.env);
const progress = progressOn(process.stderr);
try {
  await makeDependenciesReady({ root, progress });
  const path = (await makeRules({ cache, progress })) ?? (await findPeppolRules({ cache, progress })).path;
  mkdirSync(join(root, 'config', 'einvoice'), { recursive: true });
  for (const name of COMMITTED) writeFileSync(join(root, 'config', 'einvoice', `${name}.json`), madeText(cache, name));
  process.stdout.write(`config/einvoice: ${COMMITTED.join(', ')}\nPeppol's rules: ${path}\n`);
} catch (error) {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exitCode = 1;
}
