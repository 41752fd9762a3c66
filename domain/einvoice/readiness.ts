/** Whether an invoice can go out in the form its client takes: judged before anybody is asked to approve it. */
import type { Seller } from '../client';
import { fixedDue } from '../content';
import { dueDate, type PlainDate } from '../dates';
import type { Invoice } from '../invoice';
import { phrase } from '../phrase';
import { DomainError } from '../refusals';
import { adviceOn } from './advice';
import { toCii } from './cii';
import { formOf, USUAL_FORMAT } from './format';
import { eInvoiceOf, fitsEInvoice } from './issued';
import { findingsIn, type RuleBook } from './rule-book';
import { toUbl } from './ubl';

/** The rules that are there, and who issues. */
export type EInvoiceRules = { book: RuleBook; seller: Seller };

/** A number stands for the one that the invoice gets when it is issued: no rule asks for more than that there is one. */
const SOME_NUMBER = 'DRAFT';

/**
 * Refuses EInvoiceUnsound with a sentence for each thing that is missing, EInvoiceRulesMissing, and EInvoiceDecimals where the client wants
 * a file of its own and the amounts have no room in one. What only goes into the PDF is left out of it then.
 */
export function checkEInvoice(invoice: Pick<Invoice, 'content' | 'totals' | 'client' | 'taxExchange'>, name: string, { book, seller }: EInvoiceRules, today: PlainDate): void {
  const { content, client: { eInvoicing: { format } = { format: USUAL_FORMAT } } } = invoice;
  const form = formOf(format);
  if (!form) return;
  if (!fitsEInvoice(invoice)) {
    if (form.carried === 'beside') throw new DomainError('EInvoiceDecimals', { name });
    return;
  }
  const said = eInvoiceOf(invoice, form, { number: SOME_NUMBER, issueDate: today, dueDate: fixedDue(content) ?? dueDate(today, content.terms), seller });
  const fatal = findingsIn(form.syntax === 'ubl' ? toUbl(said) : toCii(said), form, book).filter(({ flag }) => flag === 'fatal');
  if (fatal.length > 0) throw new DomainError('EInvoiceUnsound', { name, faults: adviceOn(fatal, said).reduce((before, next) => phrase`${before} ${next}`) });
}
