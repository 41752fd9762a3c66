/** `npm run einvoice`: sets up what reading e-invoices needs, a printer and the rules, silently, and hands the command line on. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkNode, makeReady } from './parts/build.mjs';
import { findChromium } from './parts/chromium.mjs';
import { findPeppolRules } from './parts/einvoice-rules.mjs';
import { silent, wordsFor } from './parts/progress.mjs';
import { readSettings } from './parts/settings.mjs';

const settings = readSettings(process.env);
let env;
try {
  if (settings.faults.length > 0) throw new Error(settings.faults.join('\n'));
  checkNode();
  await makeReady({ root: settings.root, progress: silent });
  const chromium = await findChromium({ ...settings, progress: silent, named: settings.chromiumPath });
  const rules = await findPeppolRules({ ...settings, progress: silent, named: settings.peppolRules }).catch(() => ({})); // The command says itself that it goes without.
  env = { ...process.env, CHROMIUM_PATH: chromium.path, ...(rules.path && { PEPPOL_RULES: rules.path }) };
} catch (error) {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exit(2);
}
const child = spawn(process.execPath, [join(settings.root, 'dist', 'worker', 'einvoice.js'), ...process.argv.slice(2)], { env, stdio: 'inherit' });
child.once('exit', (code) => process.exit(code ?? 2));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
