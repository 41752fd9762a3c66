/** Builds every dependency of the activities and hands it over: the one place where rooms meet. */
import { readApprovals } from '../config/approvals';
import type { Book } from '../config/book';
import type { Environment } from '../config/env';
import type { Log } from '../config/logger';
import { openPolicies } from '../config/policy/active';
import { slackLog } from '../config/slack-log';
import type { OfficeActivities, PrintingActivities } from '../activities';
import { createCardActivities } from '../activities/card';
import { createClientActivities } from '../activities/client';
import { createDigestActivities } from '../activities/digest';
import { createDunningActivities } from '../activities/dunning';
import { createEstimateActivities, createEstimatePrinting } from '../activities/estimate';
import { createFormActivities } from '../activities/form';
import type { Printer } from '../activities/gateways/chromium';
import { createSendgrid } from '../activities/gateways/sendgrid';
import { openSlack } from '../activities/gateways/slack';
import { createHomeActivities } from '../activities/home';
import { createInvoiceActivities } from '../activities/invoice';
import { createIssuingActivities, createPrintingActivities } from '../activities/issue';
import { createLinkActivities, createLinks } from '../activities/link';
import { createMailer } from '../activities/mail';
import { createOpeningActivities } from '../activities/opening';
import { createPolicyActivities } from '../activities/policy';
import { createReceiptActivities, createReceiptPrinting } from '../activities/receipt';
import { createSharingActivities } from '../activities/share';
import { openReading } from '../store/queries/reading';
import type { Store } from '../store/store';

type Parts = { env: Environment<'worker'>; book: Book; store: Store; printer: Printer; searchable: boolean; log: Log };

export function wireActivities({ env, book, store, printer, searchable, log }: Parts): { office: OfficeActivities; printing: PrintingActivities } {
  const { invoices, estimates, clients, numbers, files, mails, messages, forms, openings } = store;
  const sendgrid = createSendgrid({ ...env.sendgrid, from: book.current().office.seller });
  const mailer = createMailer({ mails, files, sendgrid, log });
  const links = createLinks({ links: store.links, publicUrl: env.publicUrl });
  const slack = openSlack({ ...env.slack, log, libraryLog: slackLog(log, 'slack') });
  const reading = openReading({ invoices, estimates, clients, forms, policies: store.policies, openings });
  const policies = openPolicies(store.policies, () => book.current().approvals);
  const homes = createHomeActivities({ reading, policies, messages, slack, book, log });
  return {
    office: {
      ...createInvoiceActivities({ invoices, clients, standings: reading.standings, policies, slack, mailer, book, searchable }),
      ...createIssuingActivities({ invoices, numbers, mailer, links, book, searchable, log }),
      ...createDunningActivities({ invoices, mailer, links, book, searchable }),
      ...createReceiptActivities({ invoices, numbers, mailer, links, book, searchable }),
      ...createClientActivities({ clients, invoices, links, book, searchable }),
      ...createEstimateActivities({ estimates, clients, numbers, mailer, links, book }),
      ...createFormActivities({ forms }),
      ...createPolicyActivities({ store: store.policies, policies, invoices: reading.invoices, book, read: (text) => readApprovals(text, book.current().office).value }),
      ...createCardActivities({ store: { invoices, estimates, messages, policies: store.policies }, slack, book, log, redrawHomes: homes.redrawHomes }),
      publishHome: homes.publishHome, redrawHome: homes.redrawHome,
      ...createOpeningActivities({ openings }),
      ...createDigestActivities({ reading, messages, slack, book, log }),
      ...createLinkActivities({ links, clients, mailer, book, log }),
    },
    printing: {
      ...createPrintingActivities({ invoices, files, printer, book, searchable }),
      ...createReceiptPrinting({ invoices, files, printer }),
      ...createEstimatePrinting({ estimates, files, printer }),
      ...createSharingActivities({ policies, invoices, estimates, files, printer, slack, book }),
    },
  };
}
