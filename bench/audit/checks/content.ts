/** Content: amounts follow from the lines, and what approvals are bound to is the content that stands there. */
import { canonical, same, sha256 } from '../canonical';
import { shown } from '../arithmetic';
import type { EstimateDossier, InvoiceDossier } from '../dossier';
import { Findings, type Finding } from '../finding';
import { nameOf, type Content, type Totals } from '../stored';
import { totalsOf } from '../totals';

/** The hash that approvals and answers are bound to: the content and whom it is for. */
export const contentHashOf = (content: Content, client: { id: string }): string => sha256(canonical({ content, client: client.id }));

export function checkTotals({ document }: InvoiceDossier | EstimateDossier): Finding[] {
  const findings = new Findings('totals', nameOf(document));
  const right = totalsOf(document.content) as Record<keyof Totals, unknown>;
  const stands = document.totals as Record<keyof Totals, unknown>;
  const names = [...new Set([...Object.keys(right), ...Object.keys(stands)])] as (keyof Totals)[];
  const off = names.filter((name) => !same(right[name], stands[name]));
  findings.expect(off.length === 0, `its lines come to ${shown(totalsOf(document.content).due.minor, document.content.currency)}, it says otherwise in ${off.join(', ')}.`);
  findings.expect(document.contentHash === contentHashOf(document.content, document.client), 'its content hash is not the hash of its content.');
  return findings.found;
}
