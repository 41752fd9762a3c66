/** What the rules refuse, with everything in it said in the office's language. */
import { openRuleBook } from '../../../config/einvoice-rules';
import { adviceOn } from '../../../domain/einvoice/advice';
import { findingsIn } from '../../../domain/einvoice/rule-book';
import { toUbl } from '../../../domain/einvoice/ubl';
import { phrase } from '../../../domain/phrase';
import { DomainError } from '../../../domain/refusals';
import { unisolated } from '../../../templates/direction';
import { refusalText } from '../../../templates/slack/spoken';
import { speaking } from '../../../templates/slack/words';
import { intraCommunity, soundEInvoice } from '../../support/e-invoice';

const { book } = openRuleBook();

/** The refusal of an invoice to a German authority that lacks two things, in a language. */
function refusalIn(locale: string): string {
  const { vatId: _, ...buyer } = soundEInvoice().buyer;
  const { buyerReference: __, ...told } = intraCommunity({ buyer });
  const fatal = findingsIn(toUbl(told), { rules: 'xrechnung', syntax: 'ubl' }, book).filter(({ flag }) => flag === 'fatal');
  const refusal = new DomainError('EInvoiceUnsound', { name: 'draft 456789', faults: adviceOn(fatal, told).reduce((before, next) => phrase`${before} ${next}`) });
  return unisolated(speaking(locale, () => refusalText(JSON.parse(JSON.stringify({ code: refusal.code, details: refusal.details, message: refusal.message })) as DomainError)));
}

it('an unsound e-invoice is told in the office’s language, the country and the form’s field too', () => {
  expect(refusalIn('en-GB')).toContain('Acme SARL’s VAT number is missing: an intra-Community supply (K) to France needs it. Fill in “VAT id” with /invoice client Acme SARL. [BR-IC-02]');
  expect(refusalIn('de-DE')).toContain('Bei Acme SARL fehlt die USt-IdNr.; nötig ist sie für eine innergemeinschaftliche Lieferung (K) mit Bestimmungsland Frankreich. Füllen Sie „USt-IdNr.“ mit /invoice client Acme SARL aus. [BR-IC-02]');
  expect(refusalIn('de-DE')).toContain('Bei Acme SARL fehlt die Käuferreferenz: Eine deutsche Behörde nimmt keine Rechnung ohne ihre Leitweg-ID an.');
  expect(refusalIn('ja-JP')).toMatch(/フランス.*\[BR-IC-02\]/s);
  for (const locale of ['ar', 'he', 'ja', 'zh']) expect(refusalIn(locale).replace(/Acme SARL|\/invoice client|XRechnung|Leitweg-ID|draft|\[[^\]]*\]|VAT-ID/g, '').match(/[A-Za-z]{4,}/g)).toBeNull();
});
