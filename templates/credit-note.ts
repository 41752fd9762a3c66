/** What the templates of a credit note see: its page and its mail. Every amount is a stored one. */
import type { CreditNote } from '../domain/credit-note';
import { formatDate } from '../domain/dates';
import type { Look } from '../domain/look';
import { isPositive, isZero } from '../domain/money';
import { inLanguages } from './bilingual';
import { amountText, oneLine } from './formats';
import { mail, named, type MailModel, type Sending } from './mail-model';
import { common, lined, wordsIn, type Common, type Lined, type Mailed, type Texts } from './model';
import { facts, type Fact } from './parts';
import { fill, speechFor, type Speech } from './words';

export type CreditNoteModel = Common & Lined & {
  kind: 'credit-note';
  creditNote: Texts<
    'number' | 'issueDate' | 'purchaseOrder' | 'project' | 'currency' | 'net' | 'vat' | 'total' | 'reason' | 'invoiceNumber' | 'invoiceDate' | 'applied' | 'refund' | 'credit' | 'remaining'
  >;
  highlight: Fact & { by: string };
};

export function creditNoteModel(note: CreditNote, mailing: { url: string; look?: Look }): CreditNoteModel & Mailed;
export function creditNoteModel(note: CreditNote, making?: { look?: Look }): CreditNoteModel;
export function creditNoteModel(note: CreditNote, { url, look }: { url?: string; look?: Look } = {}): CreditNoteModel & Partial<Mailed> {
  return { ...inLanguages(note.client, (speech) => creditNotePage(note, speech, look)), ...(url !== undefined && { mail: creditNoteMail(note, { url, ...wordsIn(look) }) }) };
}

function creditNotePage(note: CreditNote, speech: Speech, look?: Look): CreditNoteModel {
  const { content, totals, client, seller, invoice, number } = note;
  const { words: { document: words, creditNote: own }, locale } = speech;
  const fields = {
    number, issueDate: formatDate(note.issueDate, locale), purchaseOrder: oneLine(content.purchaseOrder ?? ''), project: oneLine(content.project ?? ''), currency: content.currency,
    net: amountText(totals.net, locale), vat: amountText(totals.vatTotal, locale), total: amountText(totals.due, locale), reason: oneLine(note.reason),
    invoiceNumber: invoice.number, invoiceDate: formatDate(invoice.issueDate, locale), ...moneyOf(note, speech),
  };
  return {
    kind: 'credit-note', ...common(own.title, number, seller, client, speech), design: content.design ?? '', ...lined(content, totals, seller, speech, look), status: '', statusNote: '',
    creditNote: fields,
    facts: facts(
      [words.number, number], [words.issueDate, fields.issueDate], [words.forInvoice, invoice.number], [words.invoiceDate, fields.invoiceDate],
      [words.purchaseOrder, content.purchaseOrder], [words.project, content.project], [words.yourVatId, client.vatId],
    ),
    highlight: { label: own.total, value: fields.total, by: '' },
    panel: {
      code: '', heading: own.heading, sentence: settlementSentence(note, speech),
      facts: facts([own.reason, fields.reason], [own.setOffLabel, fields.applied], [own.refundLabel, fields.refund], [words.credit, fields.credit], [words.remaining, fields.applied && fields.remaining]),
    },
  };
}

/** What became of the money; what does not apply is empty. */
function moneyOf({ applied, surplus, remaining, settlement }: CreditNote, { locale }: Speech) {
  const over = isPositive(surplus) ? amountText(surplus, locale) : '';
  return {
    applied: isPositive(applied) ? amountText(applied, locale) : '', refund: settlement === 'refund' ? over : '', credit: settlement === 'refund' ? '' : over, remaining: amountText(remaining, locale),
  };
}

/** What it means for what the client owes, in a sentence or three. */
function settlementSentence(note: CreditNote, speech: Speech): string {
  const { words: { document: words, creditNote: own } } = speech;
  const { applied, refund, credit, remaining } = moneyOf(note, speech);
  return [
    applied && fill(own.setOff, { amount: applied, invoice: note.invoice.number }),
    applied && (isZero(note.remaining) ? own.settled : fill(words.stillOpen, { amount: remaining })),
    refund && fill(own.refund, { amount: refund }), credit && fill(own.kept, { amount: credit }),
  ].filter(Boolean).join(' ');
}

function creditNoteMail(note: CreditNote, { url, mails: all = [] }: Sending): MailModel {
  const { client, seller, number, invoice } = note;
  const speech = speechFor(client.locale);
  const { words: { mail: words, creditNote: own } } = speech;
  const { applied, refund, credit, remaining } = moneyOf(note, speech);
  const values = { ...named(seller, number), amount: amountText(note.totals.due, speech.locale), invoice: invoice.number, reason: oneLine(note.reason) };
  return mail(client, seller, url, speech, {
    own: { mail: 'credit-note', values, all },
    subject: fill(own.subject, values), preheader: fill(own.preheader, values), heading: own.mailHeading, button: own.button, opening: fill(own.opening, values),
    after: [settlementSentence(note, speech), fill(own.why, values)],
    highlight: { label: own.total, value: values.amount },
    facts: facts(
      [own.title, number], [words.facts.number, invoice.number], [own.setOffLabel, applied], [own.refundLabel, refund], [words.facts.credit, credit],
      [words.facts.remaining, applied && remaining], [words.facts.purchaseOrder, note.content.purchaseOrder],
    ),
    closing: [words.privateLink],
  });
}
