/** Dependencies and build: made when they are missing or older than what they are made from, by one start at a time. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './cache.mjs';
import { run } from './process.mjs';

/** As engines.node in package.json. */
const NODE_NEEDED = [20, 19];

/** Throws with the remedy when this Node is too old for the dependencies. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > NODE_NEEDED[0] || (major === NODE_NEEDED[0] && minor >= NODE_NEEDED[1])) return;
  throw new Error(`Node ${version} is too old: install Node ${NODE_NEEDED.join('.')} or newer from https://nodejs.org.`);
}

/**
 * Makes dependencies and build current.
 * @param {{ root: string, progress: { step<T>(label: string, work: () => Promise<T>): Promise<T> } }} options
 */
export async function makeReady({ root, progress }) {
  if (dependenciesAreCurrent(root) && buildIsCurrent(root)) return;
  await withLock(join(root, '.office', 'build.lock'), async () => {
    if (!dependenciesAreCurrent(root)) await progress.step('Installing dependencies', () => installDependencies(root));
    if (!buildIsCurrent(root)) await progress.step('Building', () => build(root));
  });
}

/** Installs the dependencies alone, for commands that need no build. */
export async function makeDependenciesReady({ root, progress }) {
  if (!dependenciesAreCurrent(root)) await makeReady({ root, progress });
}

/**
 * Whether node_modules holds what the lockfile says: compared by version, package by package, because a checkout
 * changes times without changing contents. Optional packages may be missing: they are for other systems.
 */
function dependenciesAreCurrent(root) {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const there = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    return there[path] === undefined ? optional === true : there[path].version === version;
  });
}

/** npm fetches through its own cache first, and leaves node_modules' list of contents to the very end. */
const installDependencies = (root) => run('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: root });

/** Builds beside the present build and then takes its place, so that a failed build leaves the old one running. */
async function build(root) {
  const [fresh, old] = [join(root, 'dist.new'), join(root, 'dist.old')];
  const stamp = sourceHash(root);
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  try {
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    await run(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', fresh], { cwd: root });
    await run(process.execPath, [join(fresh, 'worker', 'bundle.js')], { cwd: root });
    writeFileSync(join(fresh, '.stamp'), stamp);
    if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
    renameSync(fresh, join(root, 'dist'));
  } finally {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  }
}

function buildIsCurrent(root) {
  const stamp = join(root, 'dist', '.stamp');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceHash(root);
}

/** One hash over everything the build is made from. */
function sourceHash(root) {
  const hash = createHash('sha256');
  const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8'));
  const sources = include.flatMap((folder) => typescriptIn(root, folder)).sort();
  for (const file of ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', ...sources]) {
    hash.update(`${file}\0`).update(readFileSync(join(root, file))).update('\0');
  }
  return hash.digest('hex');
}

function typescriptIn(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder), { recursive: true });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}
