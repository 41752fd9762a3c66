/** Credits: never more than the invoice, line by line and tax by tax; each that counts has its note, and the note says the same. */
import { fraction, minorIn, plus, product, shown, sumOf, whole, type Money } from '../arithmetic';
import { same } from '../canonical';
import { type CreditNoteDossier, type InvoiceDossier, isBusy } from '../dossier';
import { Findings, type Finding } from '../finding';
import { told } from '../replay';
import { creditsOf, nameOf, type Credit, type Invoice, type Totals, type Vat } from '../stored';

export function checkCredits(dossier: InvoiceDossier): Finding[] {
  const { document, creditNotes } = dossier;
  const findings = new Findings('credits', nameOf(document));
  const counting = creditsOf(document).filter(({ state }) => state !== 'discarded');
  checkRoom(document, counting, findings);
  for (const credit of creditsOf(document)) {
    const { creditNoteId: id, state } = credit;
    const acts = (kinds: readonly string[]): number => document.history.filter((entry) => kinds.includes(entry.kind) && told(entry, 'creditNoteId') === id).length;
    findings.expect(acts(['credit.issued', 'credit.confirmed']) === (state === 'issued' ? 1 : 0), `${id} is ${state}, by ${acts(['credit.issued', 'credit.confirmed'])} acts.`);
    findings.expect(acts(['credit.declined']) === (state === 'discarded' ? 1 : 0), `${id} is ${state}, turned down by ${acts(['credit.declined'])} acts.`);
    const fault = faultIn(credit.totals, document.content.currency);
    findings.expect(fault === undefined, `the totals of ${id} do not add up in ${fault ?? ''}.`);
    const note = creditNotes.find((each) => each.id === id);
    const owed = document.owed.some(({ key }) => key === `credit-note/${id}`);
    if (state !== 'issued' || owed || isBusy(dossier)) continue;
    if (!findings.expect(note !== undefined, `${id} counts and has no note.`) || !note) continue;
    findings.expect(credit.number === note.number, `${id} is ${credit.number ?? 'without a number'} here and ${note.number} as a note.`);
  }
  for (const note of creditNotes) findings.expect(creditsOf(document).some(({ creditNoteId, state }) => creditNoteId === note.id && state === 'issued'), `${nameOf(note)} credits it, and nothing in it does.`);
  return findings.found;
}

/** Over all credits that count or are proposed: of each line its pieces and its net, of each tax its base and its amount, and the total. */
function checkRoom({ content, totals }: Invoice, credits: readonly Credit[], findings: Findings): void {
  const { currency } = content;
  const within = (what: string, most: Money | undefined, parts: readonly (Money | undefined)[]): void => {
    const all = sumOf(parts.map((part) => minorIn(part, currency)));
    const room = minorIn(most, currency);
    findings.expect(all >= 0n && all <= room, `${shown(all, currency)} of ${what} are credited, there were ${shown(room, currency)}.`);
  };
  for (const [at, line] of content.lines.entries()) {
    const own = credits.flatMap(({ lines }) => lines).filter(({ lineId }) => lineId === line.id);
    within(`line ${at + 1}`, totals.lineNets[at], own.map(({ net }) => net));
    const pieces = own.reduce((rest, { quantity }) => plus(rest, product(whole(-1n), fraction(quantity))), fraction(line.quantity));
    findings.expect(pieces.over >= 0n, `more pieces of line ${at + 1} are credited than there were.`);
  }
  const isOf = (one: Vat, other: Vat): boolean => one.category === other.category && Number(one.rate) === Number(other.rate);
  for (const row of totals.vat) {
    const own = credits.flatMap((credit) => credit.totals.vat.filter((each) => isOf(each, row)));
    within(`the base at ${row.rate} %`, row.base, own.map(({ base }) => base));
    within(`the tax of ${row.rate} %`, row.tax, own.map(({ tax }) => tax));
  }
  const strange = credits.flatMap((credit) => credit.totals.vat).filter((row) => !totals.vat.some((each) => isOf(each, row)));
  findings.expect(strange.length === 0, 'a tax is credited that it does not have.');
  within('the total', totals.due, credits.map((credit) => credit.totals.due));
  const nets = credits.flatMap(({ lines, totals: { lineNets } }) => (same(lines.map(({ net }) => net), lineNets) ? [] : [1]));
  findings.expect(nets.length === 0, 'a credit has other lines than amounts.');
}

/** Which sum is not the sum of its parts. */
function faultIn(totals: Totals, currency: string): string | undefined {
  const of = (money: Money): bigint => minorIn(money, currency);
  const sums: Readonly<Record<string, boolean>> = {
    sumOfLines: sumOf(totals.lineNets.map(of)) === of(totals.sumOfLines), net: of(totals.sumOfLines) - of(totals.allowanceTotal) + of(totals.chargeTotal) === of(totals.net),
    base: sumOf(totals.vat.map(({ base }) => of(base))) === of(totals.net), vatTotal: sumOf(totals.vat.map(({ tax }) => of(tax))) === of(totals.vatTotal),
    gross: of(totals.net) + of(totals.vatTotal) === of(totals.gross), due: of(totals.gross) + of(totals.rounding) - of(totals.prepaid) === of(totals.due),
  };
  return Object.keys(sums).find((name) => !sums[name]);
}

/** The note says what its invoice says of it. */
export function checkNote({ document, counterparts }: CreditNoteDossier): Finding[] {
  const findings = new Findings('credits', nameOf(document));
  const [invoice] = counterparts as Invoice[];
  const { currency } = document.content;
  const fault = faultIn(document.totals, currency);
  findings.expect(fault === undefined, `its totals do not add up in ${fault ?? ''}.`);
  findings.expect(minorIn(document.applied, currency) + minorIn(document.surplus, currency) === minorIn(document.totals.due, currency), 'what it took off the balance and what exceeds that are not its total.');
  if (!findings.expect(invoice !== undefined, `it credits ${document.invoice.number}, which is not there.`) || !invoice) return findings.found;
  findings.expect(same({ number: invoice.number, issueDate: invoice.issueDate }, { number: document.invoice.number, issueDate: document.invoice.issueDate }), `it credits ${document.invoice.number} of ${document.invoice.issueDate}, which is ${invoice.number} of ${invoice.issueDate}.`);
  const credit = creditsOf(invoice).find(({ creditNoteId }) => creditNoteId === document.id);
  if (!credit) return findings.found; // The invoice's own check tells.
  const off = (['totals', 'reason', 'settlement'] as const).filter((field) => !same(credit[field], document[field]));
  findings.expect(off.length === 0, `it says otherwise than ${nameOf(invoice)} in ${off.join(', ')}.`);
  return findings.found;
}
