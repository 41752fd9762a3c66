/** Judging an e-invoice that came in: whole, and sound by the rules of the specification that it names. */
import { toCii } from './cii';
import { inEn16931 } from './conform';
import type { Form } from './format';
import { orderFaults } from './order';
import { readEInvoice, schemaFaults, type Fault, type Syntax } from './received';
import { findingsIn, type RuleBook } from './rule-book';
import type { EInvoice } from './semantic';
import { toUbl } from './ubl';

/** A sound one, in EN 16931's terms, with what is worth telling of it; or what is wrong with it. */
export type Judged = { invoice: EInvoice; remarks: Fault[]; faults?: undefined } | { faults: Fault[]; invoice?: undefined; remarks?: undefined };

/** How an identifier is spelled is told by Peppol's and the countries' rules for who sends; what came in is no less owed for it. */
const OF_SENDERS = /^(PEPPOL-COMMON-R\d|[A-Z]{2}-R-\d)/;

/** Refuses XmlUnreadable, EInvoiceForeign, and EInvoiceRulesMissing where Peppol's rules are asked for and not there. */
export function judged(xml: Uint8Array, book: RuleBook): Judged {
  const { root, syntax, told } = readEInvoice(xml);
  const broken = schemaFaults(told);
  if (broken.length > 0) return { faults: broken };
  const received = told as EInvoice;
  const misplaced = orderFaults(root, syntax === 'ubl' ? toUbl(received) : toCii(received));
  if (misplaced.length > 0) return { faults: misplaced };
  const invoice = inEn16931(received);
  const findings = invoice === received ? findingsIn(root, formNamed(received, syntax), book) : findingsIn(toUbl(invoice), { rules: 'en16931', syntax: 'ubl' }, book);
  const fatal = new Map(findings.filter(({ flag }) => flag === 'fatal').map(({ rule, text }) => [`${rule} ${text}`, { rule, text: text.replace(/^\s*\[[^\]]+\]\s*-?\s*/, '') }]));
  const faults = [...fatal.values()].filter(({ rule }) => !OF_SENDERS.test(rule));
  return faults.length > 0 ? { faults } : { invoice, remarks: [...fatal.values()] };
}

/** By whose rules the document says that it is written (BT-24). Peppol's are for UBL. */
function formNamed({ specification }: EInvoice, syntax: Syntax): Pick<Form, 'rules' | 'syntax'> {
  if (specification.includes('xrechnung')) return { rules: 'xrechnung', syntax };
  return { rules: specification.includes('urn:fdc:peppol.eu:2017:poacc:billing:3') && syntax === 'ubl' ? 'peppol' : 'en16931', syntax };
}
