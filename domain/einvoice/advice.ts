/** Broken rules in words for the coordinator: what is missing, why it is needed, where it is filled in, and the rule's id. */
import { ADVICE, type Advice } from './advice-table';
import type { Finding } from './rules';
import type { EInvoice } from './semantic';

const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (COUNTRIES.of(code) ?? code) : code;
}

/** Where it is put right: the client's form, office.yaml, the invoice's form, or by nobody who only uses the office. */
function remedyOf(advice: Advice): string {
  if ('client' in advice) return `Fill in “${advice.client}” with /invoice client {buyer}.`;
  if ('seller' in advice) return `Finance fills in ${advice.seller} under seller in office.yaml.`;
  return 'invoice' in advice ? `In the invoice: ${advice.invoice}` : 'The office writes this by itself: tell whoever runs it.';
}

/** The publisher's sentence without the id before it; XRechnung's are German. */
const official = ({ text, location }: Finding): string => `${text.replace(/^\s*\[[^\]]+\]\s*-?\s*/, '').trim().replace(/([^.!?)])$/, '$1.')} At ${location || '/'}.`;

/**
 * A sentence or two for everything that is wrong, each once, with the ids of all rules it breaks in brackets at its end:
 * "Acme GmbH’s VAT number is missing: an intra-Community supply (K) to France needs it. Fill in “VAT id” with /invoice client Acme GmbH.
 * [BR-IC-02]". What a coordinator cannot have caused is told in the publisher's words. Warnings are told like faults: choose by `flag` before.
 */
export function adviceOn(findings: readonly Finding[], invoice: EInvoice): string[] {
  const { seller, buyer, delivery, currency } = invoice;
  const words: Readonly<Record<string, string>> = { buyer: buyer.name || 'The client', seller: seller.name || 'The office', place: countryName(delivery?.address?.country ?? buyer.address.country), currency };
  const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);
  const rules = new Map<string, Set<string>>();
  for (const finding of findings) {
    const entry = ADVICE[finding.rule];
    const known = typeof entry === 'function' ? entry(invoice, finding) : entry ? [entry] : [];
    const sentences = known.length > 0 ? known.map((advice) => filled(`${advice.says} ${remedyOf(advice)}`)) : [official(finding)];
    for (const sentence of sentences) rules.set(sentence, (rules.get(sentence) ?? new Set()).add(finding.rule));
  }
  return [...rules].map(([sentence, ids]) => `${sentence} [${[...ids].join(', ')}]`);
}
