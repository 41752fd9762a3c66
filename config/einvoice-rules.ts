/** The rule sets of e-invoices from their files: those in config/einvoice, and Peppol's from where set-up has made them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULE_SETS, type RuleBook, type RuleSetName } from '../domain/einvoice/rule-book';
import { compileRules, type CompiledRules, type RuleSet } from '../domain/einvoice/rules';
import { shippedConfig } from './env';

/** `missing`: a sentence for each set that is not there, for the log at start. */
export type RuleFiles = { book: RuleBook; missing: string[] };

/**
 * Finds the files; each set is read and made ready when it is first needed, and kept. `peppol` is the path of Peppol's set (PEPPOL_RULES).
 * Throws when a file of our own is not there: the office is not whole.
 */
export function openRuleBook({ peppol, folder = join(shippedConfig(), 'einvoice') }: { peppol?: string | undefined; folder?: string } = {}): RuleFiles {
  const files = RULE_SETS.flatMap((name): [RuleSetName, string][] => {
    if (name !== 'peppol-ubl') return [[name, join(folder, `${name}.json`)]];
    return peppol !== undefined && existsSync(peppol) ? [[name, peppol]] : [];
  });
  const gone = files.filter(([, file]) => !existsSync(file)).map(([, file]) => file);
  if (gone.length > 0) throw new Error(`Rules of e-invoices are missing: ${gone.join(', ')}. Remedy: npm run rules.`);
  const missing = files.some(([name]) => name === 'peppol-ubl') ? [] : [`Peppol's rules are not here${peppol === undefined ? '' : ` (${peppol})`}: no e-invoice can be issued by Peppol BIS Billing 3. Remedy: npm run rules, or set PEPPOL_RULES to a file that it has made.`];
  return { book: Object.fromEntries(files.map(([name, file]) => [name, kept(file)])), missing };
}

function kept(file: string): () => CompiledRules {
  let made: CompiledRules | undefined;
  return () => (made ??= compileRules(JSON.parse(readFileSync(file, 'utf8')) as RuleSet));
}
