/** What documents are called in Slack: by their number, and drafts, which have none, in the office's language. */
import { estimateName as nameOfEstimate, type Estimate } from '../../domain/estimate';
import { invoiceName as nameOfInvoice, type Invoice } from '../../domain/invoice';
import { t } from './words';

/** How the domain calls a draft. */
const DRAFT = /^draft ([\w-]{1,6})$/;

export const documentName = (name: string): string => {
  const id = DRAFT.exec(name)?.[1];
  return id === undefined ? name : t`draft ${id}`;
};

export const invoiceName = (invoice: Pick<Invoice, 'id' | 'number'>): string => documentName(nameOfInvoice(invoice));
export const estimateName = (estimate: Pick<Estimate, 'id' | 'number'>): string => documentName(nameOfEstimate(estimate));
