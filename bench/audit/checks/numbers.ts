/** Numbers: one claim for each number, one number for each claim, none missing between. */
import type { Dossier } from '../dossier';
import { Findings, type Finding } from '../finding';
import { nameOf, type Claim } from '../stored';

/** "INV-2026-0001" of the series INV-2026 and 1. */
export const numberOf = ({ series, n }: Pick<Claim, 'series' | 'n'>): string => `${series}-${String(n).padStart(4, '0')}`;

/** The document's own number, and one for the receipt of each of its payments. */
export function checkNumbers(dossier: Dossier): Finding[] {
  const { document, claims } = dossier;
  const findings = new Findings('numbers', nameOf(document));
  const judge = (holder: string, what: string, number: string | undefined, issueDate: string | undefined): void => {
    const own = claims.filter(({ documentId }) => documentId === holder);
    if (number !== undefined) findings.expect(own.length > 0, `${what} bears ${number}, which nobody claimed for it.`);
    findings.expect(own.length <= 1, `${what} has claimed several numbers: ${own.map(numberOf).join(', ')}.`);
    for (const claim of own) {
      findings.expect(number === numberOf(claim), `${what} has claimed ${numberOf(claim)} and bears ${number ?? 'none'}.`);
      findings.expect(!issueDate || claim.series.endsWith(`-${issueDate.slice(0, 4)}`), `${what} of ${issueDate} is numbered in ${claim.series}.`);
    }
  };
  judge(document.id, 'it', document.number, document.issueDate);
  if (dossier.kind === 'invoice') {
    for (const { id, receipt } of dossier.document.payments) judge(id, `the receipt of ${id}`, receipt?.number, receipt?.issueDate);
  }
  return findings.found;
}

/** One series in the order of its numbers, judged one claim at a time so that it may be long. */
export class Series {
  private readonly findings: Findings;
  private last = 0;
  constructor(series: string) {
    this.findings = new Findings('numbers', series);
  }

  /** Takes the next claim; they come sorted by `n`. */
  next(claim: Claim): void {
    this.findings.expect(claim.n !== this.last, `${numberOf(claim)} is claimed twice, also for ${claim.documentId}.`);
    const missing = claim.n - this.last - 1;
    this.findings.expect(missing <= 0, `${missing} missing before ${numberOf(claim)}.`);
    this.last = claim.n;
  }

  get found(): Finding[] {
    return this.findings.found;
  }
}
