/** The documents that are tested against the code: the catalogue of refusals. GOLDEN=rewrite writes it anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSALS } from '../domain/refusals';

const FILE = join(__dirname, '..', 'docs', 'refusals.md');

const page = (): string => [
  '# Refusals', '',
  'A refusal is a final answer: it is told to the person, nothing is retried, nothing was changed. Places in braces are filled with what was refused.',
  'The code travels to Slack, the portal and the logs; the catalogue is `domain/refusals.ts`.', '',
  '| code | sentence |', '|---|---|',
  ...Object.entries(REFUSALS).sort(([a], [b]) => a.localeCompare(b, 'en')).map(([code, sentence]) => `| ${code} | ${sentence.replaceAll('|', '\\|')} |`), '',
].join('\n');

describe('docs/refusals.md', () => {
  it('holds the whole catalogue and nothing else', () => {
    if (process.env.GOLDEN === 'rewrite') writeFileSync(FILE, page());
    expect(readFileSync(FILE, 'utf8')).toBe(page());
  });

  it('has sentences that say something: a capital letter or a place at the start, a full stop at the end', () => {
    for (const [code, sentence] of Object.entries(REFUSALS)) expect(`${code}: ${sentence}`).toMatch(/^\w+: ([A-Z'{“<].*([.?!:”]|\{\w+\})|Usage: \/invoice .+)$/);
  });
});
