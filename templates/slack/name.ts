/** What documents are called in Slack: by their number, and drafts, which have none, in the office's language. */
import { estimateName as nameOfEstimate, type Estimate } from '../../domain/estimate';
import { invoiceName as nameOfInvoice, type Invoice } from '../../domain/invoice';
import { unisolated } from '../direction';
import { t } from './words';

/** How the domain calls a draft. */
const DRAFT = /^draft ([\w-]{1,6})$/;

export const documentName = (name: string): string => {
  const id = DRAFT.exec(name)?.[1];
  return id === undefined ? name : t`draft ${id}`;
};

/** What people type of a document, without the office's word for a draft before it: its six letters are enough. */
export function withoutDraftWord(text: string): string {
  const word = unisolated(t`draft ${''}`).trim();
  return text.trim().toLowerCase().startsWith(`${word.toLowerCase()} `) ? text.trim().slice(word.length).trim() : text;
}

export const invoiceName = (invoice: Pick<Invoice, 'id' | 'number'>): string => documentName(nameOfInvoice(invoice));
export const estimateName = (estimate: Pick<Estimate, 'id' | 'number'>): string => documentName(nameOfEstimate(estimate));
