/** Explain: who has to say yes to an invoice, why, who said it, and who cannot; each rule of the policy with what it looked at. */
import { waitingFor } from '../../domain/approval';
import { openSeated } from '../../domain/approval-seats';
import { approvalRequest } from '../../domain/drafting';
import { invoiceName, type Invoice } from '../../domain/invoice';
import { nameOf, type Person } from '../../domain/people';
import { asAtSubmission } from '../../domain/policy/inputs';
import type { ApprovalPolicy } from '../../domain/policy/policy';
import { flowOf } from '../../templates/policy/flow';
import { explanationOf, type ExplainedRule } from '../../templates/policy/explanation';
import { context, section, sections } from '../../templates/slack/blocks';
import { exceptionText } from '../../templates/slack/exception';
import { amount, clipped, moment } from '../../templates/slack/text';
import { actOf, type Deed } from '../deed';
import { modal, open } from '../modal';
import { rulesFor } from '../rules';

/** Submitted invoices explain the approval they were submitted under; drafts what would be asked today. */
export async function explain(deed: Deed, invoice: Invoice): Promise<void> {
  const { createdBy, lastEditedBy, totals } = invoice;
  const rules = await rulesFor(deed, invoice);
  const { people } = rules;
  const zone = deed.parts.book.current().office.zone;
  const pinned = invoice.approval ? await deed.parts.policies.byHash(invoice.approval.policy.hash) : rules.policy;
  const request = asAtSubmission(invoice, approvalRequest(invoice, { ...actOf(deed), by: createdBy }, { ...rules, policy: pinned ?? rules.policy }));
  const approval = invoice.approval ?? openSeated(request, rules.away);
  const steps = approval.steps.map(({ rule, decisions, ended, dueAt }, index) => {
    const end = ended ? `${ended.how === 'silence' ? 'approved by silence' : 'passed on'} ${moment(ended.at, zone)}, because nobody decided in time` : dueAt && index === approval.current && approval.verdict === 'open' ? `to be decided by ${moment(dueAt, zone)}` : '';
    const done = [...decisions.map(({ by, says, at }) => `${says === 'approve' ? 'approved' : 'rejected'} by ${clipped(by.name)} ${moment(at, zone)}`), ...(end ? [end] : [])].join(', ');
    return `*Step ${index + 1}:* ${clipped(rule)}${done ? ` — ${done}` : index === approval.current && approval.verdict === 'open' ? ' — open now' : ''}`;
  });
  const exception = [...(approval.verdict === 'open' ? exceptionRule(pinned ?? rules.policy, people) : []), ...(approval.exception ? [exceptionText(approval.exception, zone)] : [])];
  const excluded = [...new Set([createdBy.name, lastEditedBy.name])].map((name) => clipped(name)).join(' and ');
  const waiting = waitingFor(approval).map((email) => clipped(nameOf(email, people))).join(', ');
  await open(deed, modal({
    flow: 'explain', title: 'Who approves, and why',
    blocks: [
      section(`*${invoiceName(invoice)}*: ${amount(totals.due)}\n${invoice.approval ? '' : 'If it were submitted now: '}${clipped(approval.why, 500)}.`),
      ...(pinned ? sections(explanationOf(request, approval).rules.map(ruleText)) : []),
      ...sections(steps), ...(waiting && invoice.approval ? [section(`It waits for ${waiting}.`)] : []), ...exception.map((line) => section(line)),
      context(`${excluded} made or last changed it and cannot approve it. Policy ${approval.policy.version}, ${approval.policy.hash.slice(0, 8)}${approval.policy.hash === rules.policy.hash ? '' : `; policy ${rules.policy.version} is in force since, for what is submitted from then on`}.`),
    ],
  }));
}

/** Who may ask for an exception, and who confirms it; nothing where the policy knows none. */
function exceptionRule(policy: ApprovalPolicy, people: readonly Person[]): string[] {
  const { exceptions } = flowOf(policy, people);
  return exceptions.length > 0 ? [`As an exception: ${clipped(exceptions.join(', then '), 500)}.`] : [];
}

const SIGNS = { yes: ':white_check_mark:', no: ':no_entry_sign:', 'not known': ':question:' } as const;

const ruleText = ({ title, answer, condition, looked }: ExplainedRule): string =>
  [`${SIGNS[answer]} *${clipped(title)}*: ${answer}`, ...(condition ? [`\`${clipped(condition, 300)}\``] : []), ...looked.map((line) => clipped(line, 200)), ''].join('\n');
