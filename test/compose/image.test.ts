/** The Dockerfile and what it builds from: each service has its stage, and a clean `npm ci` finds all it wants in the lockfile. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCompose, ROOT } from './compose-file';

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const lines = textOf('Dockerfile').replace(/\\\n/g, ' ').split('\n').filter((line) => line && !line.startsWith('#'));
const PARTS = ['worker', 'slack-app', 'portal'] as const;

type Stage = { name: string; from: string; steps: string[] };
const stages = lines.reduce<Stage[]>((found, line) => {
  const [, from, name] = /^FROM (\S+) AS (\S+)$/.exec(line) ?? [];
  if (from && name) return [...found, { name, from, steps: [] }];
  found.at(-1)?.steps.push(line);
  return found;
}, []);
const stage = (name: string): Stage => stages.find((one) => one.name === name)!;
/** A stage's steps with those of all it is built on, the first first. */
const road = (name: string): string[] => (stages.some((one) => one.name === name) ? [...road(stage(name).from), ...stage(name).steps] : []);

describe('the image', () => {
  const { services } = readCompose({ PUBLIC_URL: 'https://office.example' });

  it('starts from one pinned release of Node 20', () => {
    const images = stages.map(({ from }) => from).filter((from) => !stages.some(({ name }) => name === from) && from !== 'scratch');
    expect(new Set(images)).toEqual(new Set(['${NODE_IMAGE}']));
    expect(lines[0]).toMatch(/^ARG NODE_IMAGE=node:20\.\d+\.\d+-bookworm-slim$/);
  });

  it.each(PARTS)('has a stage for %s, which runs its own program as a user who is not root', (part) => {
    expect(services[part]!.build).toEqual({ context: '.', target: part });
    expect(stage(part).steps.at(-1)).toMatch(new RegExp(`^CMD \\["node", ("--\\S+", )*"dist/${part}/main\\.js"\\]$`));
    expect(road(part).filter((step) => step.startsWith('USER ')).at(-1)).toBe('USER node');
    expect(road(part)).toContain('COPY --from=office /office /office');
  });

  it('gives Chromium to the worker alone', () => {
    const holds = (part: string): boolean => road(part).some((step) => step.includes('chromium'));
    expect(PARTS.filter(holds)).toEqual(['worker']);
    expect(services['worker']!.environment!['CHROMIUM_PATH']).toBe('/usr/bin/chromium-headless-shell');
  });

  it('runs no install script, and carries no development tools', () => {
    const installs = stages.flatMap(({ name, steps }) => steps.filter((step) => step.includes('npm ci')).map((step) => ({ name, step })));
    for (const { step } of installs) expect(step).toContain('--ignore-scripts');
    expect(installs.find(({ name }) => name === 'dependencies')!.step).toContain('--omit=dev');
  });

  it('is built from every room that the compiler is told of, but the embedded servers and the benches', () => {
    const { include } = JSON.parse(textOf('tsconfig.build.json')) as { include: string[] };
    const admitted = textOf('.dockerignore').split('\n').flatMap((line) => /^!(.+)$/.exec(line)?.[1] ?? []);
    const rooms = include.filter((room) => !['embedded', 'bench'].includes(room));
    expect(admitted.sort()).toEqual([...rooms, 'bench/audit', 'docker/transfer.mjs', 'package.json', 'package-lock.json', '.npmrc', 'tsconfig.json', 'tsconfig.build.json'].sort());
    for (const path of admitted) expect({ path, there: existsSync(join(ROOT, path)) }).toEqual({ path, there: true });
  });
});

describe('package-lock.json', () => {
  type Entry = { version?: string; optionalDependencies?: Record<string, string> };
  const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, Entry> };

  it('names the packages of every platform, without which npm ci refuses it', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) => Object.keys(optionalDependencies).filter((name) => {
      const folders = path.split(/\/?node_modules\//).map((_, index, parts) => parts.slice(1, index + 1).map((part) => `node_modules/${part}`).join('/'));
      return !folders.some((folder) => packages[`${folder}${folder && '/'}node_modules/${name}`]);
    }));
    expect(missing).toEqual([]);
  });
});
