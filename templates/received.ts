/** The page of an e-invoice that came in: the office's own page, saying what was told and asking for nothing that was not asked. */
import { isCreditNote, type EInvoice } from '../domain/einvoice/semantic';
import type { Invoice } from '../domain/invoice';
import type { Look } from '../domain/look';
import { common, invoiceModel, sellerOf, type InvoiceModel } from './model';
import { speechFor } from './words';

const NOTHING = { heading: '', sentence: '', facts: [], code: '' };

/** `document` is what the office made of what is `said`. A credit note is called one, and has nothing to be paid. */
export function receivedModel(said: EInvoice, document: Invoice, look: Look): InvoiceModel {
  const speech = speechFor(document.client.locale);
  const { document: words, creditNote: { title, total } } = speech.words;
  const whole = invoiceModel(document, { look });
  const model = { ...whole, facts: whole.facts.filter(({ label }) => label !== words.terms) }; // Terms stand in the note, as they were told.
  if (!isCreditNote(said)) return { ...model, panel: said.dueDate ? model.panel : { ...model.panel, sentence: '' } };
  return {
    ...model, ...common(title, said.number, sellerOf(document.seller), document.client, speech),
    highlight: { label: total, value: model.invoice.due, by: '' }, panel: NOTHING, paying: {},
  };
}
