/** Builds every dependency of the activities and hands it over: the one place where rooms meet. */
import { readApprovals } from '../config/approvals';
import type { Book } from '../config/book';
import type { Environment } from '../config/env';
import type { Log } from '../config/logger';
import { openPolicies } from '../config/policy/active';
import { slackLog } from '../config/slack-log';
import type { OfficeActivities, PrintingActivities } from '../activities';
import { createAbsenceActivities } from '../activities/absence';
import { createArchiveActivities } from '../activities/archive';
import { createApproverActivities } from '../activities/approver';
import { createCardActivities } from '../activities/card';
import { createClientActivities } from '../activities/client';
import { createCreditNoteActivities, createCreditNotePrinting } from '../activities/credit-note';
import { createDigestActivities } from '../activities/digest';
import { createDunningActivities } from '../activities/dunning';
import { createEstimateActivities, createEstimatePrinting } from '../activities/estimate';
import { createFormActivities } from '../activities/form';
import type { Printer } from '../activities/gateways/chromium';
import { createSendgrid } from '../activities/gateways/sendgrid';
import { openSlack, type Slack } from '../activities/gateways/slack';
import { createHomeActivities } from '../activities/home';
import { createImportActivities } from '../activities/import';
import { createInvoiceActivities } from '../activities/invoice';
import { createInvoiceIssuing, createInvoiceMailing } from '../activities/issue';
import { createLinkActivities, createLinks } from '../activities/link';
import { createMailer } from '../activities/mail';
import { createOpeningActivities } from '../activities/opening';
import { createPolicyActivities } from '../activities/policy';
import { createPostingActivities } from '../activities/post';
import { createReceiptIssuing, createReceiptMailing } from '../activities/receipt';
import { createSharingActivities } from '../activities/share';
import { createStatementMailing, createStatementPrinting } from '../activities/statement';
import { openReading } from '../store/queries/reading';
import type { Store } from '../store/store';

type Parts = { env: Environment<'worker'>; book: Book; store: Store; printer: Printer; searchable: boolean; log: Log };

export function wireActivities({ env, book, store, printer, searchable, log }: Parts): { office: OfficeActivities; printing: PrintingActivities; slack: Slack } {
  const { invoices, estimates, creditNotes, clients, numbers, files, mails, messages, forms, openings } = store;
  const sendgrid = createSendgrid({ ...env.sendgrid, from: book.current().office.seller });
  const mailer = createMailer({ mails, files, sendgrid, log });
  const links = createLinks({ links: store.links, publicUrl: env.publicUrl });
  const slack = openSlack({ ...env.slack, log, libraryLog: slackLog(log, 'slack') });
  const reading = openReading({ invoices, estimates, creditNotes, clients, forms, policies: store.policies, absences: store.absences, openings, files, received: store.received });
  const { access } = reading;
  const policies = openPolicies(store.policies, () => book.current().approvals);
  const homes = createHomeActivities({ reading, policies, messages, slack, book, log });
  const dunning = createDunningActivities({ invoices, files, printer, mailer, links, book, searchable });
  const stating = { clients, statements: reading.statements, access, book };
  return {
    slack,
    office: {
      ...createInvoiceActivities({ invoices, clients, absences: reading.absences, standings: reading.standings, access, policies, slack, mailer, book, searchable }),
      ...createInvoiceMailing({ invoices, mailer, links, book, searchable }),
      ...dunning, // Also here: reminders that were begun before they brought a letter wait on this queue.
      ...createReceiptMailing({ invoices, mailer, links, book, searchable }),
      ...createClientActivities({ clients, invoices, access, links, book, searchable }),
      ...createEstimateActivities({ estimates, clients, access, numbers, mailer, links, book }),
      ...createCreditNoteActivities({ creditNotes, invoices, numbers, access, mailer, links, book, searchable }),
      ...createArchiveActivities({ archive: reading.archive, access, slack, book }),
      ...createPostingActivities({ invoices, estimates, files, access, slack, book }),
      ...createStatementMailing({ ...stating, mailer, links, slack }),
      ...createFormActivities({ forms }),
      ...createAbsenceActivities({ absences: store.absences, access, book }),
      ...createPolicyActivities({ store: store.policies, policies, access, invoices: reading.invoices, book, read: (text) => readApprovals(text, book.current().office).value }),
      ...createCardActivities({ store: { invoices, estimates, creditNotes, messages, policies: store.policies }, access, slack, book, log, redrawHomes: homes.redrawHomes }),
      publishHome: homes.publishHome, redrawHome: homes.redrawHome,
      ...createOpeningActivities({ openings }),
      ...createDigestActivities({ reading, messages, slack, book, log }),
      ...createLinkActivities({ links, clients, mailer, slack, book, log }),
      ...createApproverActivities({ invoices, inbox: reading.invoices.rows, codes: store.codes, linkStore: store.links, links, mailer, slack, book, portalSecret: env.portalSecret }),
    },
    printing: {
      ...dunning,
      ...createInvoiceIssuing({ invoices, numbers, files, printer, mailer, links, book, searchable }),
      ...createReceiptIssuing({ invoices, numbers, files, printer, mailer, links, book, searchable }),
      ...createEstimatePrinting({ estimates, files, printer, book }),
      ...createCreditNotePrinting({ creditNotes, files, printer, book }),
      ...createImportActivities({ received: store.received, files, printer, slack, access, book }),
      ...createSharingActivities({ policies, access, invoices, estimates, creditNotes, files, printer, slack, book }),
      ...createStatementPrinting({ ...stating, files, printer, slack }),
    },
  };
}
