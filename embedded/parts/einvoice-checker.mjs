/** The checker of e-invoices (Java, test/checker): the official rules, PDF/A and the text on the page, for the tests. */
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { install } from './cache.mjs';
import { findProgram, run } from './process.mjs';
import { ROOT } from './settings.mjs';

const SOURCES = join(ROOT, 'test', 'checker');
const FILES = ['pom.xml', 'src/main/java/einv/Check.java'];

/** One compiler tier and the serial collector: most of its time is compiling rules. */
const SCRIPT = `#!/bin/sh
cd "$(dirname "$0")" || exit 1
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx1g -cp 'target/einv-checker.jar:target/lib/*' einv.Check "$@"
`;

/**
 * The path of the program, built from its sources once.
 * @param {{ cache: string, progress: object }} options
 * @returns {Promise<string>}
 */
export async function findEInvoiceChecker({ cache, progress }) {
  const hash = createHash('sha256');
  for (const file of FILES) hash.update(readFileSync(join(SOURCES, file)));
  const folder = join(cache, `einvoice-checker-${hash.digest('hex').slice(0, 12)}`);
  const program = join(folder, 'check');
  if (existsSync(program)) return program;
  const maven = findProgram(['mvn']);
  if (!maven || !findProgram(['java'])) throw new Error('The checker of e-invoices is built with Java 17 and Maven. Remedy: install both; they are needed for the tests alone.');
  await install(folder, async (temporary) => {
    mkdirSync(temporary, { recursive: true });
    for (const file of FILES) cpSync(join(SOURCES, file), join(temporary, file));
    await progress.step('Building the checker of e-invoices with Maven', () => run(maven, ['-q', '-B', '-f', join(temporary, 'pom.xml'), 'package'], { timeoutMs: 15 * 60_000 }));
    writeFileSync(join(temporary, 'check'), SCRIPT);
    chmodSync(join(temporary, 'check'), 0o755);
  });
  return program;
}
