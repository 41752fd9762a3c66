/** Which rules an e-invoice must keep: those of EN 16931 in its syntax, and those of the profile that adds to them. */
import { DomainError } from '../refusals';
import type { Form } from './format';
import { checkRules, type CompiledRules, type Finding } from './rules';
import type { XmlElement } from './xml';

export const RULE_SETS = ['en16931-ubl', 'en16931-cii', 'xrechnung-ubl', 'xrechnung-cii', 'peppol-ubl'] as const;
export type RuleSetName = (typeof RULE_SETS)[number];

/** The sets that are there, each made ready when it is first needed. Peppol's may be missing: nobody but Peppol may pass them on. */
export type RuleBook = Readonly<Partial<Record<RuleSetName, () => CompiledRules>>>;

const PROFILE_NAMES: Readonly<Record<Form['rules'], string>> = { en16931: 'EN 16931', peppol: 'Peppol BIS Billing 3', xrechnung: 'XRechnung' };

/** The sets for the form, EN 16931's first. Refuses EInvoiceRulesMissing: what cannot be checked is not issued. */
export function rulesFor(book: RuleBook, { rules, syntax }: Pick<Form, 'rules' | 'syntax'>): CompiledRules[] {
  const names = [`en16931-${syntax}`, ...(rules === 'en16931' ? [] : [`${rules}-${syntax}`])];
  return names.map((name) => {
    const set = book[name as RuleSetName];
    if (!set) throw new DomainError('EInvoiceRulesMissing', { profile: PROFILE_NAMES[rules] });
    return set();
  });
}

/** What breaks the rules of the form in the document; only what is fatal keeps it from being issued. Refuses EInvoiceRulesMissing. */
export const findingsIn = (root: XmlElement, form: Pick<Form, 'rules' | 'syntax'>, book: RuleBook): Finding[] => checkRules(root, rulesFor(book, form));
