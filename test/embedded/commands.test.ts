/** The office's own command lines, as typed: what they print is their answer and nothing else, and their exit code comes through. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../support/sources';

const folder = mkdtempSync(join(tmpdir(), 'commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function npmRun(...args: string[]): Promise<{ code: number; printed: string }> {
  const child = spawn('npm', ['run', '-s', ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const [code] = await once(child, 'close');
  return { code, printed };
}

describe('npm run -s check', () => {
  it('is silent about a sound file', async () => {
    expect(await npmRun('check', '--', 'office', join(ROOT, 'config/office.yaml'))).toEqual({ code: 0, printed: '' });
  });

  it('prints the faults of a broken one, and only those, and exits 1', async () => {
    const file = join(folder, 'approvals.yaml');
    writeFileSync(file, 'policies: nobody\nsurprise: yes\n');
    const { code, printed } = await npmRun('check', '--', 'approvals', file);
    expect(code).toBe(1);
    const lines = printed.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line).toMatch(/^\d+:\d+ [A-Z_]+ .+/);
  });
});

describe('npm run -s calc', () => {
  const cases = (): { expect?: unknown }[] | { cases: { expect?: unknown }[] } => JSON.parse(readFileSync(join(ROOT, 'test/cases/money-cases.json'), 'utf8'));

  it('exits 0 when every case comes out as expected', async () => {
    expect((await npmRun('calc', '--', join(ROOT, 'test/cases/money-cases.json'))).code).toBe(0);
  });

  it('exits 1 when one does not', async () => {
    const text = JSON.stringify(cases());
    const file = join(folder, 'cases.json');
    const changed = text.replace(/"minorUnits":"(\d+)"/, (_all, digits: string) => `"minorUnits":"${digits}1"`);
    expect(changed).not.toBe(text);
    writeFileSync(file, changed);
    expect((await npmRun('calc', '--', file)).code).toBe(1);
  });
});
