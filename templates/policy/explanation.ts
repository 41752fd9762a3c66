/** An explanation: each rule, what it looked at, what it said, and who is asked therefore. Plain lines, for a terminal and for Slack. */
import { askedOf, type Approval, type ApprovalRequest } from '../../domain/approval';
import { rulingsOn, type Ruling } from '../../domain/policy/policy';
import { titleOf, valuePhrase } from '../../domain/policy/words';
import { ruleWords } from '../slack/approval';
import { valueText } from '../slack/spoken';
import { key, sentence, t } from '../slack/words';

/** One rule: `answer` is yes, no or not known; `looked` what it looked at, a line a field. */
export type ExplainedRule = { title: string; answer: 'yes' | 'no' | 'not known'; condition?: string; looked: string[] };
const ANSWERS: Readonly<Record<ExplainedRule['answer'], string>> = { yes: key`yes`, no: key`no`, 'not known': key`not known` };
export const answerWords = (answer: ExplainedRule['answer']): string => sentence(ANSWERS[answer]);

export type Explanation = { rules: ExplainedRule[]; therefore: string };

/** How the approval came about that the request leads to under its policy. */
export function explanationOf(request: ApprovalRequest, approval: Approval): Explanation {
  const rules = rulingsOn(request.policy, askedOf(request)).map((ruling) => explained(ruling, request.policy.currency));
  return { rules, therefore: approval.steps.map(ruleWords).reduce((before, next) => (before ? t`${before}, then ${next}` : next), '') || t`nobody has to approve` };
}

function explained({ policy, matches, inputs }: Ruling, currency: string): ExplainedRule {
  return {
    title: valueText(titleOf(policy, currency)), answer: matches === undefined ? 'not known' : matches ? 'yes' : 'no', ...(policy.when && { condition: policy.when.text }),
    looked: inputs.map(({ field, value }) => t`${field} is ${valueText(valuePhrase(value))}`),
  };
}

/** "1. Foreign clients: no", its condition and what it looked at indented below, and at last "Therefore …". */
export function explanationLines({ rules, therefore }: Explanation): string[] {
  const lines = rules.flatMap(({ title, answer, condition, looked }, index) => [
    `${index + 1}. ${title}: ${answerWords(answer)}`, ...(condition ? [`   ${condition}`] : []), ...looked.map((line) => `   ${line}`),
  ]);
  const last = rules.at(-1);
  const fallback = last === undefined || last.answer !== 'yes' ? [last?.answer === 'not known' ? t`What is not known goes to the fallback.` : t`No policy applies: the fallback decides.`] : [];
  return [...lines, ...fallback, t`Therefore ${therefore}.`];
}
