/**
 * A newer C library for one program: Debian trixie's, unpacked beside the system, never installed into it.
 * The embedded MongoDB engine needs glibc 2.38; Debian 12 has 2.36.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './cache.mjs';
import { findProgram, run } from './process.mjs';

/** The suite whose library is taken, and what of it the engine links. */
const SUITE = 'trixie';
const PACKAGES = ['libc6', 'libstdc++6', 'libgcc-s1'];
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const TRIPLETS = {
  x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/** The glibc this Node runs on as [major, minor], or undefined where there is none (macOS, musl). */
export function glibcVersion() {
  const version = process.report.getReport().header.glibcVersionRuntime;
  return version?.split('.').map(Number);
}

/**
 * Command and leading arguments that run Node on the newer library.
 * @param {string} cache the office's cache folder
 * @param {{ step<T>(label: string, work: () => Promise<T>): Promise<T> }} progress
 * @returns {Promise<{ command: string, args: string[] } | undefined>} undefined where this is no Debian
 */
export async function nodeOnNewerGlibc(cache, progress) {
  const names = TRIPLETS[process.arch];
  if (process.platform !== 'linux' || names === undefined || !findProgram(['apt-get'])) return undefined;
  const folder = join(cache, `glibc-${SUITE}-${process.arch}`);
  if (!existsSync(folder)) {
    const mirror = debianMirror();
    if (mirror === undefined || !existsSync(KEYRING)) return undefined;
    await install(folder, (temporary) =>
      progress.step(`Unpacking Debian ${SUITE}'s C library beside the system's`, () => unpack(temporary, mirror)),
    );
  }
  const library = join(folder, 'usr/lib', names.triplet);
  const path = [library, `/lib/${names.triplet}`, `/usr/lib/${names.triplet}`].join(':');
  return { command: join(library, names.loader), args: ['--library-path', path, process.execPath] };
}

/** Address of the Debian mirror in the machine's own sources, in either of apt's two formats. */
function debianMirror() {
  const folder = '/etc/apt/sources.list.d';
  const files = ['/etc/apt/sources.list', ...listed(folder).map((name) => join(folder, name))];
  const text = files.map(readQuietly).join('\n');
  const addresses = text.match(/\bhttps?:\/\/[^\s\]]+/g) ?? [];
  return addresses.find((address) => /\/debian\/?$/.test(address));
}

async function unpack(folder, mirror) {
  const apt = join(folder, 'apt');
  for (const part of ['lists/partial', 'cache/archives/partial', 'packages']) mkdirSync(join(apt, part), { recursive: true });
  writeFileSync(join(apt, 'sources.list'), `deb [signed-by=${KEYRING}] ${mirror} ${SUITE} main\n`);
  writeFileSync(join(apt, 'status'), '');
  const own = {
    'Dir::Etc::sourcelist': join(apt, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State::lists': join(apt, 'lists'),
    'Dir::State::status': join(apt, 'status'),
    'Dir::Cache': join(apt, 'cache'),
    'APT::Sandbox::User': '',
  };
  const options = Object.entries(own).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  await run('apt-get', [...options, 'update'], { timeoutMs: 5 * 60_000 });
  await run('apt-get', [...options, 'download', ...PACKAGES], { cwd: join(apt, 'packages'), timeoutMs: 5 * 60_000 });
  for (const file of readdirSync(join(apt, 'packages'))) await run('dpkg', ['-x', join(apt, 'packages', file), folder]);
  await run('rm', ['-rf', apt]);
}

const listed = (folder) => (existsSync(folder) ? readdirSync(folder) : []);

function readQuietly(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
