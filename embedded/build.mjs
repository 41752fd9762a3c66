/** `npm run build`: dependencies and build, when they are missing or older than their sources. */
import { checkNode, makeReady } from './parts/build.mjs';
import { progressOn, wordsFor } from './parts/progress.mjs';
import { ROOT } from './parts/settings.mjs';

try {
  checkNode();
  await makeReady({ root: ROOT, progress: progressOn(process.stdout) });
} catch (error) {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exitCode = 1;
}
