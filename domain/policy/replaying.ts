/** Replaying: a document that was submitted, asked again under another policy. */
import { needOf, openApproval, type Approval } from '../approval';
import { dateOfInstant } from '../dates';
import { approvalRequest, type Rules } from '../drafting';
import { invoiceName, type Invoice } from '../invoice';
import { phrase, type Phrase, type PhraseValue } from '../phrase';
import { DomainError } from '../refusals';
import { versionAt } from '../versions';
import { asAtSubmission } from './inputs';

/** What became of the question then, and what would now; `refused` where nobody could be asked. */
type Replayed = { invoice: Invoice; then: Approval; now: Approval } | { invoice: Invoice; then: Approval; refused: string };

/** The last submission of an invoice under another policy, with what was known then; undefined for one that was never submitted. `zone` is the office's. */
function replayed(invoice: Invoice, rules: Rules, zone: string): Replayed | undefined {
  const { approval } = invoice;
  const seen = approval && versionAt(invoice.history, approval.version);
  if (!approval || !seen) return undefined;
  const then = { ...invoice, ...seen };
  const asked = approvalRequest(then, { by: approval.requestedBy, at: approval.requestedAt, key: '' }, { ...rules, today: dateOfInstant(approval.requestedAt, zone) });
  try {
    return { invoice, then: approval, now: openApproval(asAtSubmission(invoice, asked)) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { invoice, then: approval, refused: error.message };
  }
}

/** What other rules would have changed for these invoices: a line for each that would have been asked about differently, and how many were asked about at all. */
export function simulated(invoices: readonly Invoice[], rules: Rules, zone: string): { changed: Phrase[]; of: number } {
  const replays = invoices.map((invoice) => replayed(invoice, rules, zone)).filter((one): one is Replayed => one !== undefined);
  const changed = replays.filter((one) => 'refused' in one || !isSameQuestion(one.then, one.now));
  const line = (one: Replayed): Phrase =>
    phrase`${invoiceName(one.invoice)} for ${one.invoice.client.name}, ${one.invoice.totals.due}: ${neededBy(one.then)} → ${'refused' in one ? one.refused : neededBy(one.now)}`;
  return { changed: changed.map(line), of: replays.length };
}

const neededBy = ({ steps }: Approval): PhraseValue => (steps.length > 0 ? needOf(steps) : phrase`nobody`);

/** Whether the same people would be asked in the same steps. */
function isSameQuestion(one: Approval, other: Approval): boolean {
  const shape = ({ steps }: Approval): string => JSON.stringify(steps.map(({ asked, quorum }) => [quorum, [...asked].sort()]));
  return shape(one) === shape(other);
}
