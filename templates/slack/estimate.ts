/** Everything an estimate wants to have said in Slack. */
import type { Estimate } from '../../domain/estimate';
import { estimateDraft } from './draft';
import { heldMails } from './duty';
import { estimateOutcomes } from './outcome';
import { estimateStatus } from './status';
import type { SlackContext, Wanted } from './wanted';

export const messagesOfEstimate = (estimate: Estimate, slack: SlackContext): Wanted[] => [
  estimateDraft(estimate), ...heldMails(estimate, slack), ...estimateOutcomes(estimate, slack), ...estimateStatus(estimate, slack),
];
