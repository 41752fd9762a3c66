/** Broken rules in words for the coordinator: what is missing, why it is needed, where it is filled in, and the rule's id. */
import { inCountry, phrase, type Phrase } from '../phrase';
import { ADVICE, type Advice, type Names } from './advice-table';
import type { Finding } from './rules';
import type { EInvoice } from './semantic';

/** Where it is put right: the client's form, office.yaml, the invoice's form, or by nobody who only uses the office. */
function remedyOf(advice: Advice, { buyer }: Names): Phrase {
  if ('client' in advice) return phrase`Fill in “${advice.client}” with /invoice client ${buyer}.`;
  if ('seller' in advice) return phrase`Finance fills in ${advice.seller} under seller in office.yaml.`;
  return 'invoice' in advice ? phrase`In the invoice: ${advice.invoice}` : phrase`The office writes this by itself: tell whoever runs it.`;
}

/** The publisher's sentence without the id before it; XRechnung's are German. */
const official = ({ text, location }: Finding): Phrase => phrase`${text.replace(/^\s*\[[^\]]+\]\s*-?\s*/, '').trim().replace(/([^.!?)])$/, '$1.')} At ${location || '/'}.`;

/**
 * A sentence or two for everything that is wrong, each once, with the ids of all rules it breaks in brackets at its end:
 * "Acme GmbH’s VAT number is missing: an intra-Community supply (K) to France needs it. Fill in “VAT id” with /invoice client Acme GmbH.
 * [BR-IC-02]". What a coordinator cannot have caused is told in the publisher's words. Warnings are told like faults: choose by `flag` before.
 */
export function adviceOn(findings: readonly Finding[], invoice: EInvoice): Phrase[] {
  const { seller, buyer, delivery, currency } = invoice;
  const names: Names = { buyer: buyer.name || phrase`The client`, seller: seller.name || phrase`The office`, place: inCountry(delivery?.address?.country ?? buyer.address.country), currency };
  const rules = new Map<string, { said: Phrase; ids: Set<string> }>();
  for (const finding of findings) {
    const entry = ADVICE[finding.rule];
    const known = typeof entry === 'function' ? entry(invoice, finding) : entry ? [entry] : [];
    const sentences = known.length > 0 ? known.map((advice) => phrase`${advice.says(names)} ${remedyOf(advice, names)}`) : [official(finding)];
    for (const said of sentences) {
      const { ids } = rules.get(said.text) ?? { ids: new Set() };
      rules.set(said.text, { said, ids: ids.add(finding.rule) });
    }
  }
  return [...rules.values()].map(({ said, ids }) => phrase`${said} [${[...ids].join(', ')}]`);
}
