/** Explain: who has to say yes to an invoice, why, who said it, and who cannot; each rule of the policy with what it looked at. */
import { waitingFor, type Approval } from '../../domain/approval';
import { openSeated } from '../../domain/approval-seats';
import { approvalRequest } from '../../domain/drafting';
import type { Invoice } from '../../domain/invoice';
import { nameOf, type Person } from '../../domain/people';
import { asAtSubmission } from '../../domain/policy/inputs';
import type { ApprovalPolicy } from '../../domain/policy/policy';
import { flowOf } from '../../templates/policy/flow';
import { answerWords, explanationOf, type ExplainedRule } from '../../templates/policy/explanation';
import { ruleWords, whyWords } from '../../templates/slack/approval';
import { context, section, sections } from '../../templates/slack/blocks';
import { exceptionText } from '../../templates/slack/exception';
import { invoiceName } from '../../templates/slack/name';
import { amount, clipped, moment } from '../../templates/slack/text';
import { listed, t } from '../../templates/slack/words';
import { actOf, type Deed } from '../deed';
import { modal, open } from '../modal';
import { rulesFor } from '../rules';
import { inTurn } from './steps';

/** Submitted invoices explain the approval they were submitted under; drafts what would be asked today. */
export async function explain(deed: Deed, invoice: Invoice): Promise<void> {
  const { createdBy, lastEditedBy, totals } = invoice;
  const rules = await rulesFor(deed, invoice);
  const { people } = rules;
  const zone = deed.parts.book.current().office.zone;
  const pinned = invoice.approval ? await deed.parts.policies.byHash(invoice.approval.policy.hash) : rules.policy;
  const request = asAtSubmission(invoice, approvalRequest(invoice, { ...actOf(deed), by: createdBy }, { ...rules, policy: pinned ?? rules.policy }));
  const approval = invoice.approval ?? openSeated(request, rules.away);
  const steps = approval.steps.map((step, index) => {
    const done = progressOf(approval, index, zone);
    return `${t`*Step ${index + 1}:* ${clipped(ruleWords(step))}`}${done ? ` — ${done}` : ''}`;
  });
  const exception = [...(approval.verdict === 'open' ? exceptionRule(pinned ?? rules.policy, people) : []), ...(approval.exception ? [exceptionText(approval.exception, zone)] : [])];
  const excluded = listed([...new Set([createdBy.name, lastEditedBy.name])].map((name) => clipped(name)));
  const why = clipped(whyWords(approval), 500);
  const [version, hash] = [approval.policy.version, approval.policy.hash.slice(0, 8)];
  const policy = approval.policy.hash === rules.policy.hash ? t`Policy ${version}, ${hash}.` : t`Policy ${version}, ${hash}; policy ${rules.policy.version} is in force since, for what is submitted from then on.`;
  const waiting = waitingFor(approval).map((email) => clipped(nameOf(email, people))).join(', ');
  await open(deed, modal({
    flow: 'explain', title: t`Who approves, and why`,
    blocks: [
      section(`*${invoiceName(invoice)}*: ${amount(totals.due)}\n${invoice.approval ? `${why}.` : t`If it were submitted now: ${why}.`}`),
      ...(pinned ? sections(explanationOf(request, approval).rules.map(ruleText)) : []),
      ...sections(steps), ...(waiting && invoice.approval ? [section(t`It waits for ${waiting}.`)] : []), ...exception.map((line) => section(line)),
      context(`${t`${excluded} made or last changed it and cannot approve it.`} ${policy}`),
    ],
  }));
}

/** Who decided a step and when, how it ended, or until when it is to be decided; nothing while it is not its turn. */
function progressOf({ steps, current, verdict }: Approval, index: number, zone: string): string {
  const { decisions = [], ended, dueAt } = steps[index] ?? {};
  const isOpen = index === current && verdict === 'open';
  const done = decisions.map(({ by, says, at }) => (says === 'approve' ? t`approved by ${clipped(by.name)} ${moment(at, zone)}` : t`rejected by ${clipped(by.name)} ${moment(at, zone)}`));
  if (ended) done.push(ended.how === 'silence' ? t`approved by silence ${moment(ended.at, zone)}, because nobody decided in time` : t`passed on ${moment(ended.at, zone)}, because nobody decided in time`);
  else if (dueAt && isOpen) done.push(t`to be decided by ${moment(dueAt, zone)}`);
  return done.length === 0 && isOpen ? t`open now` : done.join(', ');
}

/** Who may ask for an exception, and who confirms it; nothing where the policy knows none. */
function exceptionRule(policy: ApprovalPolicy, people: readonly Person[]): string[] {
  const { exceptions } = flowOf(policy, people);
  return exceptions.length > 0 ? [t`As an exception: ${clipped(inTurn(exceptions), 500)}.`] : [];
}

const SIGNS = { yes: ':white_check_mark:', no: ':no_entry_sign:', 'not known': ':question:' } as const;


const ruleText = ({ title, answer, condition, looked }: ExplainedRule): string =>
  [`${SIGNS[answer]} *${clipped(title)}*: ${answerWords(answer)}`, ...(condition ? [`\`${clipped(condition, 300)}\``] : []), ...looked.map((line) => clipped(line, 200)), ''].join('\n');
