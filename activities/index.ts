/** Every activity of the office by its registered name: what the workflows see of them, and what worker/wiring.ts builds. */
import type { createAbsenceActivities } from './absence';
import type { createArchiveActivities } from './archive';
import type { createApproverActivities } from './approver';
import type { createCardActivities } from './card';
import type { createClientActivities } from './client';
import type { createCreditNoteActivities, createCreditNotePrinting } from './credit-note';
import type { createDigestActivities } from './digest';
import type { createDunningActivities } from './dunning';
import type { createEstimateActivities, createEstimatePrinting } from './estimate';
import type { createFormActivities } from './form';
import type { createHomeActivities } from './home';
import type { createImportActivities } from './import';
import type { createInvoiceActivities } from './invoice';
import type { createInvoiceIssuing, createInvoiceMailing } from './issue';
import type { createLinkActivities } from './link';
import type { createOpeningActivities } from './opening';
import type { createPolicyActivities } from './policy';
import type { createPostingActivities } from './post';
import type { createReceiptIssuing, createReceiptMailing } from './receipt';
import type { createSharingActivities } from './share';
import type { createStatementMailing, createStatementPrinting } from './statement';

/** On the office's own queue. */
export type OfficeActivities = ReturnType<typeof createInvoiceActivities> & ReturnType<typeof createInvoiceMailing> &
  ReturnType<typeof createDunningActivities> & ReturnType<typeof createReceiptMailing> & ReturnType<typeof createClientActivities> &
  ReturnType<typeof createEstimateActivities> & ReturnType<typeof createFormActivities> & ReturnType<typeof createCardActivities> &
  ReturnType<typeof createCreditNoteActivities> & ReturnType<typeof createLinkActivities> & ReturnType<typeof createApproverActivities> & ReturnType<typeof createAbsenceActivities> &
  ReturnType<typeof createPolicyActivities> & ReturnType<typeof createOpeningActivities> & ReturnType<typeof createDigestActivities> & ReturnType<typeof createArchiveActivities> &
  ReturnType<typeof createPostingActivities> & ReturnType<typeof createStatementMailing> & Pick<ReturnType<typeof createHomeActivities>, 'publishHome' | 'redrawHome'>;

/** On the printing queue: what waits for a page of Chromium. */
export type PrintingActivities = ReturnType<typeof createInvoiceIssuing> & ReturnType<typeof createDunningActivities> & ReturnType<typeof createReceiptIssuing> & ReturnType<typeof createEstimatePrinting> &
  ReturnType<typeof createCreditNotePrinting> & ReturnType<typeof createSharingActivities> & ReturnType<typeof createImportActivities> & ReturnType<typeof createStatementPrinting>;

export type Activities = OfficeActivities & PrintingActivities;
