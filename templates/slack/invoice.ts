/** Everything an invoice wants to have said in Slack. */
import type { Invoice } from '../../domain/invoice';
import { approvalCards, approvalReminders } from './approval';
import { creditProposals, refundsDue } from './credit';
import { invoiceDraft } from './draft';
import { disputes, escalations, heldMails } from './duty';
import { exceptionCards } from './exception';
import { invoiceOutcomes } from './outcome';
import { invoiceStatus } from './status';
import type { SlackContext, Wanted } from './wanted';

/** In the order of posting: who must act comes first. */
export const messagesOfInvoice = (invoice: Invoice, slack: SlackContext): Wanted[] => [
  ...approvalCards(invoice, slack), ...approvalReminders(invoice, slack), ...exceptionCards(invoice, slack), invoiceDraft(invoice, slack), ...heldMails(invoice, slack), ...creditProposals(invoice, slack), ...refundsDue(invoice, slack), ...invoiceOutcomes(invoice, slack),
  ...escalations(invoice, slack), ...disputes(invoice), ...invoiceStatus(invoice, slack),
];
