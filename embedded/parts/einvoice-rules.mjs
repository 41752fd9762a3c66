/**
 * The official rules of e-invoices: fetched as their publishers compiled them, and made into data. Those of EN 16931 and XRechnung may be
 * passed on and lie in config/einvoice; Peppol's may not, so each machine makes them for itself.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attemptDaily, install } from './cache.mjs';
import { findProgram, run } from './process.mjs';
import { firstRoute } from './routes.mjs';

const POM = fileURLToPath(new URL('einvoice-rules.pom.xml', import.meta.url));
const REMEDY = 'install Java 17 or newer and Maven, or set PEPPOL_RULES to a peppol-ubl.json that such a machine has made with npm run rules';

/** As pinned in the pom beside this file, by the SHA-256 of what was seen. */
const JARS = {
  en16931: { file: 'phive-rules-en16931-4.3.7.jar', sha256: '842998fe45911442b711300ab251e46489a9a5e2ffc02ddefc4293f8784c2662' },
  peppol: { file: 'phive-rules-peppol-4.3.7.jar', sha256: 'c82aaeda5ca16166034421393d160ec6cf77460b16e027eecc4bb5fe67a552ce' },
  xrechnung: { file: 'phive-rules-xrechnung-4.2.3.jar', sha256: '7a7903c18b8c7f4ffef20c45d0deb6b8d79f76ba13aff00b415f4a7e334025bb' },
};
/** What is made hangs on the artefacts and on how they are read. */
const MADE_OF = [fileURLToPath(import.meta.url), fileURLToPath(new URL('einvoice-rule-set.mjs', import.meta.url))];
const VERSION = MADE_OF.reduce((hash, file) => hash.update(readFileSync(file)), createHash('sha256')).digest('hex').slice(0, 12);

const EN16931 = { jar: 'en16931', licence: 'EUPL-1.2' };
const XRECHNUNG = { jar: 'xrechnung', licence: 'Apache-2.0' };
/**
 * `also`: XRechnung 3.0.2 is bound to EN 16931 1.3.15, which asks for a due date or payment terms; 1.3.16 no longer does. `softens`: what
 * XRechnung's own validator takes from EN 16931 as a warning only.
 */
const boundTo = (path) => ({ also: [{ jar: 'en16931', path, ids: ['BR-CO-25'] }], softens: ['BR-CL-21', 'BR-CL-23'] });

/** Every set, by the name of its file. */
export const SETS = {
  'en16931-ubl': { ...EN16931, name: 'EN 16931 1.3.16 on UBL', path: 'external/schematron/1.3.16/ubl/EN16931-UBL-validation.xslt' },
  'en16931-cii': { ...EN16931, name: 'EN 16931 1.3.16 on CII', path: 'external/schematron/1.3.16/cii/EN16931-CII-validation.xslt' },
  'xrechnung-ubl': {
    ...XRECHNUNG, name: 'XRechnung 3.0.2 on UBL', path: 'external/schematron/3.0.2/XRechnung-UBL-validation.xslt', ...boundTo('external/schematron/1.3.15/ubl/EN16931-UBL-validation.xslt'),
  },
  'xrechnung-cii': {
    ...XRECHNUNG, name: 'XRechnung 3.0.2 on CII', path: 'external/schematron/3.0.2/XRechnung-CII-validation.xslt', ...boundTo('external/schematron/1.3.15/cii/EN16931-CII-validation.xslt'),
  },
  'peppol-ubl': { jar: 'peppol', licence: 'not to be passed on', name: 'Peppol BIS Billing 3 2026.5 on UBL', path: 'external/schematron/openpeppol/2026.5/xslt/PEPPOL-EN16931-UBL.xslt' },
};
/** Those that the repository may hold. */
export const COMMITTED = Object.keys(SETS).filter((name) => SETS[name].jar !== 'peppol');

/**
 * A file with Peppol's rules.
 * @param {{ cache: string, progress: object, named?: string }} options `named` is the user's own file
 * @returns {Promise<{ route: string, path: string }>}
 */
export async function findPeppolRules({ cache, progress, named }) {
  const { route, found } = await firstRoute({
    part: 'Peppol’s rules',
    remedy: REMEDY,
    routes: [
      { route: 'PEPPOL_RULES', attempt: async () => named },
      { route: 'Maven', attempt: async () => madeBefore(cache) },
      { route: 'Maven, just now', attempt: () => attemptDaily(cache, 'einvoice-rules', () => makeRules({ cache, progress })) },
    ],
  });
  return { route, path: found };
}

const folderIn = (cache) => join(cache, `einvoice-rules-${VERSION}`);
const peppolIn = (cache) => join(folderIn(cache), 'peppol-ubl.json');
const madeBefore = (cache) => (existsSync(peppolIn(cache)) ? peppolIn(cache) : undefined);

/** Fetches the artefacts and makes all sets of them, once per machine. Gives Peppol's file; the others lie beside it. */
export async function makeRules({ cache, progress }) {
  const maven = findProgram(['mvn']);
  if (!maven || !findProgram(['java'])) return undefined;
  await install(folderIn(cache), async (folder) => {
    mkdirSync(folder, { recursive: true });
    const jars = join(folder, 'jars');
    const args = ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`];
    await progress.step('Fetching the official rules of e-invoices with Maven', () => run(maven, args, { timeoutMs: 10 * 60_000 }));
    for (const [name, text] of Object.entries(await setsIn(jars))) writeFileSync(join(folder, `${name}.json`), text);
    rmSync(jars, { recursive: true });
  });
  return madeBefore(cache);
}

/** The text of each set, by its name, from a folder with the pinned artefacts. Loads its parsers late: a fresh machine has none at the start. */
async function setsIn(folder) {
  const [{ unzipSync }, { ruleSetOf, ruleSetText }] = await Promise.all([import('fflate'), import('./einvoice-rule-set.mjs')]);
  const archives = Object.fromEntries(Object.entries(JARS).map(([name, jar]) => [name, pinned(join(folder, jar.file), jar)]));
  const sheet = (jar, path) => new TextDecoder().decode(unzipSync(archives[jar], { filter: ({ name }) => name === path })[path]);
  return Object.fromEntries(Object.entries(SETS).map(([file, { name, jar, path, licence, also = [], softens }]) => {
    const set = ruleSetOf(sheet(jar, path), { name, source: `${JARS[jar].file}, ${path}`, licence });
    const more = also.map((other) => ruleSetOf(sheet(other.jar, other.path), {}));
    for (const [index, { ids }] of also.entries()) set.patterns.push(only(more[index], ids));
    Object.assign(set, { namespaces: Object.assign({}, ...more.map(({ namespaces }) => namespaces), set.namespaces) }, softens && { softens });
    return [file, ruleSetText(set)];
  }));
}

function only({ patterns }, ids) {
  const rules = patterns.flat().map((rule) => ({ ...rule, tests: rule.tests.filter(({ id }) => ids.includes(id)) }));
  return rules.filter(({ tests }) => tests.length > 0);
}

function pinned(path, { file, sha256 }) {
  const bytes = readFileSync(path);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) throw new Error(`${file} is not the file that was pinned: its SHA-256 is ${found}`);
  return bytes;
}

/** The text of a set that this machine has made. */
export const madeText = (cache, name) => readFileSync(join(folderIn(cache), `${name}.json`), 'utf8');
