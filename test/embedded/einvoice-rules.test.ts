/** Peppol's rules on this machine: a file that is named, one that was made before, or a sentence that says how to get one. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../support/sources';

const cache = mkdtempSync(join(tmpdir(), 'rules-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

/** As the starter asks, in a process of its own, whose PATH has neither Java nor Maven. */
function found(options: object): Promise<{ route?: string; path?: string; message?: string }> {
  const script = `import { findPeppolRules } from ${JSON.stringify(join(ROOT, 'embedded/parts/einvoice-rules.mjs'))};
    const told = await findPeppolRules(${JSON.stringify({ cache, ...options })}).catch(({ message }) => ({ message }));
    process.stdout.write(JSON.stringify(told));`;
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['--input-type=module', '-e', script], { env: { PATH: cache } }, (error, out) => (error ? reject(error) : resolve(JSON.parse(out))));
  });
}

describe('Peppol’s rules', () => {
  it('are the file that PEPPOL_RULES names', async () => {
    expect(await found({ named: '/rules/peppol-ubl.json' })).toEqual({ route: 'PEPPOL_RULES', path: '/rules/peppol-ubl.json' });
  });

  it('cannot be had without Maven, which is told with what to do', async () => {
    const { message } = await found({});
    expect(message).toContain('Peppol’s rules cannot be had on this machine');
    expect(message).toContain('Remedy: install Java 17 or newer and Maven, or set PEPPOL_RULES');
  });
});
