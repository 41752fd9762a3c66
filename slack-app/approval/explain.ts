/** Explain: who has to say yes to an invoice, why, who said it, and who cannot. */
import { openApproval, waitingFor } from '../../domain/approval';
import { approvalRequest } from '../../domain/drafting';
import { invoiceName, type Invoice } from '../../domain/invoice';
import { context, section, sections } from '../../templates/slack/blocks';
import { amount, clipped, moment } from '../../templates/slack/text';
import { nameOf } from '../../templates/slack/wanted';
import { actOf, type Deed } from '../deed';
import { modal, open } from '../modal';
import { rulesFor } from '../rules';

/** Submitted invoices explain the approval they were submitted under; drafts what would be asked today. */
export async function explain(deed: Deed, invoice: Invoice): Promise<void> {
  const { createdBy, lastEditedBy, totals } = invoice;
  const rules = await rulesFor(deed, invoice);
  const { people } = rules;
  const zone = deed.parts.book.current().office.zone;
  const approval = invoice.approval ?? openApproval(approvalRequest(invoice, { ...actOf(deed), by: createdBy }, rules));
  const steps = approval.steps.map(({ rule, decisions }, index) => {
    const done = decisions.map(({ by, says, at }) => `${says === 'approve' ? 'approved' : 'rejected'} by ${clipped(by.name)} ${moment(at, zone)}`).join(', ');
    return `*Step ${index + 1}:* ${clipped(rule)}${done ? ` — ${done}` : index === approval.current && approval.verdict === 'open' ? ' — open now' : ''}`;
  });
  const excluded = [...new Set([createdBy.name, lastEditedBy.name])].map((name) => clipped(name)).join(' and ');
  const waiting = waitingFor(approval).map((email) => clipped(nameOf(email, people))).join(', ');
  await open(deed, modal({
    flow: 'explain', title: 'Who approves, and why',
    blocks: [
      section(`*${invoiceName(invoice)}*: ${amount(totals.due)}\n${invoice.approval ? '' : 'If it were submitted now: '}${clipped(approval.why, 500)}.`),
      ...sections(steps), ...(waiting && invoice.approval ? [section(`It waits for ${waiting}.`)] : []),
      context(`${excluded} made or last changed it and cannot approve it. Policy ${approval.policy.version}, ${approval.policy.hash.slice(0, 8)}.`),
    ],
  }));
}
