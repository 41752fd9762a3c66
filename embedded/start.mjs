/**
 * `npm start`: sets everything up and runs the office until Ctrl-C. Until the dependencies are installed it uses
 * nothing but what Node brings.
 */
import { once } from 'node:events';
import { startOffice } from './office.mjs';
import { checkNode, makeReady } from './parts/build.mjs';
import { openLedger } from './parts/ledger.mjs';
import { endRuns } from './parts/process.mjs';
import { progressOn, wordsFor } from './parts/progress.mjs';
import { readSettings } from './parts/settings.mjs';
import { tableOf } from './parts/table.mjs';

const progress = progressOn(process.stdout);
const stopping = new AbortController();
stopping.signal.addEventListener('abort', endRuns);
// npm passes a Ctrl-C on to us that the terminal has sent us already: a second one changes nothing.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopping.abort());

let ledger;
try {
  await run();
} catch (error) {
  // A start that is told to stop fails at whatever it was doing.
  if (!stopping.signal.aborted) {
    process.exitCode = 1;
    process.stderr.write(`\n${wordsFor(error)}\n`);
  }
}
ledger?.close();
if (stopping.signal.aborted) progress.note('The office has stopped.');
process.exit();

async function run() {
  const started = Date.now();
  checkNode();
  progress.note('Invoice Office');
  const settings = readSettings(process.env);
  await makeReady({ root: settings.root, progress });
  if (settings.faults.length === 0) {
    ledger = await openLedger(settings.data);
    if (ledger.endedBefore.length > 0) progress.note(`  Ended what an earlier start had left: ${ledger.endedBefore.join(', ')}`);
  }
  const office = await startOffice(settings, { env: process.env, ledger, progress, signal: stopping.signal });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const doors = [office.deskUrl && `  Desk    ${office.deskUrl}`, `  Office  ${office.publicUrl}`, `  Data    ${settings.data}`];
  progress.note(`\n${tableOf(office.rows)}\n\n${doors.filter(Boolean).join('\n')}\n\nThe office is open after ${seconds} s. Ctrl-C stops it.`);
  if (!stopping.signal.aborted) await once(stopping.signal, 'abort');
  progress.note('\nStopping the office …');
  await office.stop();
}
