/** The process ids of a running office, on disk, so that the next start can end what a killed one has left. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withLock } from './cache.mjs';
import { identityOf, signalQuietly } from './process.mjs';

/** Left-overs are asked to end, and after this ended. Their databases recover from either. */
const GRACE_MS = 5_000;

/**
 * Claims the data folder for this process and ends the left-overs of an earlier one.
 * Throws when an office is running on the folder.
 * @param {string} data OFFICE_DATA
 * @returns {Promise<{ endedBefore: string[], record(name: string, pid: number): void, forget(name: string): void, close(): void }>}
 *   `endedBefore` names the left-overs that were still running
 */
export function openLedger(data) {
  const file = join(data, 'pids.json');
  return withLock(join(data, 'start.lock'), async () => {
    const before = read(file);
    if (before?.office && runs(before.office)) {
      throw new Error(`The office already runs on ${data} (process ${before.office.pid}). Stop it first, or set OFFICE_DATA to another folder.`);
    }
    const endedBefore = await endAll(before?.parts ?? {});
    const ledger = { office: entry(process.pid), parts: {} };
    const save = () => write(file, ledger);
    save();
    return {
      endedBefore,
      record(name, pid) {
        ledger.parts[name] = entry(pid);
        save();
      },
      forget(name) {
        delete ledger.parts[name];
        save();
      },
      close: () => rmSync(file, { force: true }),
    };
  });
}

const entry = (pid) => ({ pid, identity: identityOf(pid) });

/** The same process, not a later one that was given the same id. */
const runs = ({ pid, identity }) => identity !== null && identityOf(pid) === identity;

/** Ends the last started first: the apps before the servers they use. */
async function endAll(parts) {
  const left = Object.entries(parts).filter(([, part]) => runs(part)).reverse();
  for (const [, { pid }] of left) signalQuietly(pid, 'SIGTERM');
  const deadline = Date.now() + GRACE_MS;
  while (Date.now() < deadline && left.some(([, part]) => runs(part))) await delay(50);
  for (const [, part] of left) if (runs(part)) signalQuietly(-part.pid, 'SIGKILL'); // With its process group.
  while (left.some(([, part]) => runs(part))) await delay(20);
  return left.map(([name]) => name);
}

function read(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // Written whole or not at all, so somebody else's hand: nothing to trust in it.
  }
}

function write(file, content) {
  writeFileSync(`${file}.new`, JSON.stringify(content, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
