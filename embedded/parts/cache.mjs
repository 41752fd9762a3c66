/** The cache of built and downloaded parts: made once, whole or not at all, by one start at a time. */
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identityOf } from './process.mjs';

/** A route that failed is tried again after a day: a walled-in machine need not wait for it at every start. */
const RETRY_AFTER_MS = 24 * 3600_000;

/**
 * Runs `work` while no other process on this machine holds the same lock. A lock whose owner has died is taken over.
 * @template T
 * @param {string} lock path of the lock file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lock, work) {
  mkdirSync(dirname(lock), { recursive: true });
  const mine = `${process.pid} ${identityOf(process.pid)}`;
  while (!take(lock, mine)) {
    dropIfStale(lock);
    await delay(200);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * Makes `target` (a file or a folder) with `make` unless it is there. `make` fills a temporary name, which is renamed
 * only when it is whole, so a killed build leaves nothing that looks finished.
 * @param {string} target
 * @param {(temporary: string) => Promise<void>} make
 * @returns {Promise<'found' | 'made'>}
 */
export async function install(target, make) {
  if (existsSync(target)) return 'found';
  return withLock(join(dirname(target), `.${basename(target)}.lock`), async () => {
    if (existsSync(target)) return 'found'; // Another start made it while this one waited.
    const temporary = join(dirname(target), `.${basename(target)}.tmp`);
    rmSync(temporary, { recursive: true, force: true }); // What a killed build has left.
    try {
      await make(temporary);
      renameSync(temporary, target);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
    return 'made';
  });
}

/**
 * Runs a route that reaches for the internet, unless it failed within the last day on this machine.
 * @template T
 * @param {string} cache the office's cache folder
 * @param {string} name of the route, as a file name
 * @param {() => Promise<T>} attempt
 * @returns {Promise<T>}
 */
export async function attemptDaily(cache, name, attempt) {
  const mark = join(cache, 'failed', name);
  if (existsSync(mark) && Date.now() - statSync(mark).mtimeMs < RETRY_AFTER_MS) {
    throw new Error(`failed less than a day ago: ${readFileSync(mark, 'utf8')} (remove ${mark} to try again now)`);
  }
  try {
    const result = await attempt();
    rmSync(mark, { force: true });
    return result;
  } catch (error) {
    mkdirSync(dirname(mark), { recursive: true });
    writeFileSync(mark, String(error.message).split('\n')[0].slice(0, 300));
    throw error;
  }
}

function take(lock, mine) {
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    linkSync(draft, lock); // Fails when the lock exists: taking it and writing the owner are one step.
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function dropIfStale(lock) {
  const owner = ownerOf(lock);
  if (owner === undefined || identityOf(owner.pid) === owner.identity) return;
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
    const seen = ownerOf(aside);
    // Somebody may have taken it over between the look and the rename: then it goes back.
    if (seen && (seen.pid !== owner.pid || seen.identity !== owner.identity)) linkSync(aside, lock);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  rmSync(aside, { force: true });
}

function ownerOf(lock) {
  try {
    const [pid, ...identity] = readFileSync(lock, 'utf8').split(' ');
    return { pid: Number(pid), identity: identity.join(' ') };
  } catch {
    return undefined;
  }
}
