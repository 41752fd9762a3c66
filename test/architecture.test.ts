/** The house's rules, kept by reading the sources: who imports whom, and the taste that a machine can check. */
import { type Import, importsOf, type SourceFile, sourcesIn } from './support/sources';

/** Who may import whom. A path covers everything below it. Each room may import itself. */
const MAY_IMPORT: Record<string, { values: readonly string[]; types: readonly string[] }> = {
  domain: { values: [], types: [] },
  config: { values: ['domain', 'templates/check', 'templates/own'], types: [] },
  store: { values: ['domain'], types: [] },
  templates: { values: ['domain'], types: [] },
  activities: { values: ['domain', 'templates'], types: ['store', 'config', 'workflows/contracts'] },
  workflows: { values: ['domain'], types: ['activities'] },
  'slack-app': { values: ['domain', 'config', 'templates', 'workflows/contracts', 'store/queries'], types: ['workflows'] },
  portal: { values: ['domain', 'config', 'templates', 'workflows/contracts', 'store/queries'], types: ['workflows'] },
  worker: { values: ['domain', 'config', 'store', 'templates', 'activities', 'workflows'], types: [] },
};
/** Command lines wire parts together as a main does (docs/decisions/0005). */
const COMMAND_LINES = ['config/check.ts'];
const FREE_ROOMS = ['embedded', 'bench', 'test'];
const ROOMS = [...Object.keys(MAY_IMPORT), ...FREE_ROOMS];

/** The only places that hold a client of the outside: a path covers everything below it. */
const SDK_HOLDERS: Record<string, readonly string[]> = {
  '@sendgrid/mail': ['activities/gateways', ...FREE_ROOMS],
  '@sendgrid/eventwebhook': ['portal', ...FREE_ROOMS],
  'playwright-core': ['activities/gateways', ...FREE_ROOMS],
  '@slack/web-api': ['activities/gateways', 'slack-app', ...FREE_ROOMS],
  '@slack/bolt': ['slack-app', ...FREE_ROOMS],
  mongoose: ['store', ...FREE_ROOMS],
  '@temporalio/worker': ['worker', ...FREE_ROOMS],
};

/** What runs inside a workflow's sandbox; common is what the workflow package itself is built on, with the failures and search attributes. */
const IN_A_WORKFLOW = ['@temporalio/workflow', '@temporalio/common'];

/** Small and pure: hashing, dates before Node brings its own, the language of conditions, XML, and the check digits of VAT ids. */
const IN_THE_DOMAIN = ['node:crypto', 'temporal-polyfill', '@marcbachmann/cel-js', 'slimdom', 'jsvat'];

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
const roomOf = (path: string): string => path.split('/')[0] ?? '';
const shown = ({ from, to, kind }: Import): string => `${from} → ${to}${kind === 'type' ? ' (types)' : ''}`;

/** `file:line what` of every place where the pattern stands. */
function places(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim().slice(0, 100)}`] : [])));
}

const typescript = sourcesIn(ROOMS, ['.ts']);
const scripts = sourcesIn(ROOMS, ['.ts', '.mjs', '.js']);
const imports = typescript.flatMap(importsOf);
const own = imports.filter(({ origin }) => origin === 'ours');

describe('who may import whom', () => {
  it.each(Object.entries(MAY_IMPORT))('%s imports only what it may', (room, { values, types }) => {
    const wrong = own.filter(({ from, to, kind }) => {
      if (roomOf(from) !== room || roomOf(to) === room || COMMAND_LINES.includes(from)) return false;
      const allowed = kind === 'type' ? [...values, ...types] : values;
      return !allowed.some((folder) => isBelow(to, folder));
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it('nobody outside them imports the embedded servers, the benches or the tests', () => {
    const wrong = own.filter(({ from, to }) => FREE_ROOMS.includes(roomOf(to)) && !FREE_ROOMS.includes(roomOf(from)));
    expect(wrong.map(shown)).toEqual([]);
  });

  it('a client of the outside is held only at its door', () => {
    const wrong = imports.filter(({ from, to, kind }) => {
      const holders = kind === 'value' ? SDK_HOLDERS[to] : undefined;
      return holders !== undefined && !holders.some((folder) => isBelow(from, folder));
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  it('workflows import no package but Temporal’s own', () => {
    const wrong = imports.filter(({ from, to, origin }) =>
      origin === 'package' && roomOf(from) === 'workflows' && !isBelow(from, 'workflows/contracts') && !IN_A_WORKFLOW.includes(to));
    expect(wrong.map(shown)).toEqual([]);
  });

  it('the domain imports no package but small pure ones', () => {
    const wrong = imports.filter(({ from, to, origin }) => origin === 'package' && roomOf(from) === 'domain' && !IN_THE_DOMAIN.includes(to));
    expect(wrong.map(shown)).toEqual([]);
  });
});

describe('the style', () => {
  const product = typescript.filter(({ path }) => roomOf(path) !== 'test');
  const written = [...scripts, ...sourcesIn(['docs', 'templates'], ['.md', '.hbs', '.yaml'])];

  it('reads the environment in config/env.ts alone', () => {
    const readers = typescript.filter(({ path }) => path !== 'config/env.ts' && !['embedded', 'test'].includes(roomOf(path)));
    expect(places(readers, /\bprocess\.env\b|from 'node:process'/)).toEqual([]);
  });

  it('logs through the logger; only command lines speak to the console', () => {
    const speakers = (file: SourceFile): boolean => /require\.main|^process\.exitCode = main\(/m.test(file.text) || file.path.endsWith('.mjs');
    expect(places(scripts.filter((file) => !speakers(file)), /\bconsole\.\w/)).toEqual([]);
  });

  it('leaves no notes to self', () => {
    const words = ['TO' + 'DO', 'FIX' + 'ME'].join('|'); // In halves, or this file would be found.
    const notes = new RegExp(`\\b(${words})\\b|(//|\\*|#|<!--)\\s*${'X'.repeat(3)}\\b`);
    expect(places(written, notes)).toEqual([]);
  });

  it('skips no test and narrows to none', () => {
    const tests = scripts.filter(({ path }) => roomOf(path) === 'test' && path !== 'test/support/beside.ts'); // That one skips what lies outside the project, where it is not there.
    expect(places(tests, /\b(it|test|describe)\.(skip|only|todo)\b|\bx(it|describe)\(|\bf(it|describe)\(/)).toEqual([]);
  });

  it('keeps every file within 300 lines', () => {
    const long = scripts.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 })).filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });

  it('opens every file with a comment that says what it is for', () => {
    const silent = scripts.filter(({ text }) => !/^(#!.*\n)?(\/\*|\/\/)/.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('has no barrels but the two index.ts, and no default exports', () => {
    const barrels = product.filter(({ path }) => path.endsWith('/index.ts') && !['activities/index.ts', 'workflows/index.ts'].includes(path));
    expect(barrels.map(({ path }) => path)).toEqual([]);
    expect(places(product, /^export (\* from|default\b)/)).toEqual([]);
  });

  it('names files in kebab-case, after nouns', () => {
    const odd = scripts.filter(({ path }) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|pom|config))?\.(ts|mjs|js)$/.test(path.split('/').at(-1) ?? ''));
    const vague = scripts.filter(({ path }) => /(^|[-/])(utils?|helpers?|manager)\b/.test(path));
    expect([...odd, ...vague].map(({ path }) => path)).toEqual([]);
  });

  it('names no folder of anybody’s machine', () => {
    expect(places(written, /(^|[\s'"`(=])\/(work|root|home|Users)\/\w/)).toEqual([]);
  });
});

describe('the reader of imports', () => {
  const read = (text: string): string[] => importsOf({ path: 'store/queries/home.ts', text }).map(({ to, kind }) => `${kind} ${to}`);

  it('tells what runs from what is only a type', () => {
    expect(read(`import { a, type B } from '../../domain/money';`)).toEqual(['value domain/money']);
    expect(read(`import { type A, type B } from '../../domain/money';`)).toEqual(['type domain/money']);
    expect(read(`import type { A } from '../invoice';`)).toEqual(['type store/invoice']);
    expect(read(`export * from '../invoice';`)).toEqual(['value store/invoice']);
  });

  it('follows lists over several lines, bare imports, calls and packages', () => {
    expect(read(`import {\n  a,\n  type B,\n} from './x';`)).toEqual(['value store/queries/x']);
    expect(read(`import './x';`)).toEqual(['value store/queries/x']);
    expect(read(`const x = await import('@temporalio/client/lib/y');`)).toEqual(['value @temporalio/client']);
    expect(read(`let x: import('./y').Z;`)).toEqual(['type store/queries/y']);
    expect(read(`const x = require('mongoose');`)).toEqual(['value mongoose']);
  });
});
