/** What the template of a reminder's letter sees: how one invoice stands on the day it is written. Every amount is a stored one but the interest, which is reckoned to that day. */
import { formatDate, daysBetween, type PlainDate } from '../domain/dates';
import type { LateRate, Tone } from '../domain/dunning';
import { lateInterest } from '../domain/interest';
import type { Invoice } from '../domain/invoice';
import { isPositive, type Money } from '../domain/money';
import { inLanguages } from './bilingual';
import { amountText, oneLine, percentText } from './formats';
import { partly } from './mail-model';
import { common, payingOf, paymentPanel, sellerOf, type Common, type Lined, type Texts } from './model';
import { facts, type Fact } from './parts';
import type { PaymentSlip } from './payment-slip';
import { counted, fill, type Speech } from './words';

export type ReminderModel = Common & {
  kind: 'reminder';
  reminder: Texts<'number' | 'date' | 'invoiceDate' | 'dueDate' | 'daysLate' | 'total' | 'paid' | 'credited' | 'balance' | 'interest'>;
  highlight: Fact & { by: string };
  greeting: string; paragraphs: { text: string }[]; settlement: Fact[]; interestNote: string; regards: string;
  panel: Lined['panel'];
  /** Not for templates: what sheet() adds to the page. */
  paying: PaymentSlip;
};

/** `today` is the client's calendar day; `interest` is what the office charges on late payment, if it does. */
export type Reminding = { tone: Tone; today: PlainDate; interest?: LateRate };

/** The letter of an issued invoice with something open. */
export function reminderLetter(invoice: Invoice, reminding: Reminding): ReminderModel {
  const paying = payingOf(invoice, sellerOf(invoice.seller));
  return { ...inLanguages(invoice.client, (speech) => letterPage(invoice, reminding, speech, paying)), paying };
}

function letterPage(invoice: Invoice, reminding: Reminding, speech: Speech, paying: PaymentSlip): Omit<ReminderModel, 'paying'> {
  const { words: { document: words, letter: own, mail, joins }, locale } = speech;
  const { tone, today } = reminding;
  const { client, content, totals, number = '', credited } = invoice;
  const seller = sellerOf(invoice.seller);
  const late = invoice.dueDate ? daysBetween(invoice.dueDate, today) : 0;
  const when = late < 0 ? mail.reminder.ahead : late === 0 ? mail.reminder.today : mail.reminder.late;
  const paid = (amount: Money | undefined) => (amount && isPositive(amount) ? amountText(amount, locale) : '');
  const interest = interestOf(invoice, reminding, speech);
  const fields = {
    number, date: formatDate(today, locale), invoiceDate: dateText(invoice.issueDate, speech), dueDate: dateText(invoice.dueDate, speech), daysLate: late > 0 ? String(late) : '',
    total: amountText(totals.due, locale), paid: paid(invoice.paid), credited: paid(credited), balance: amountText(invoice.balance, locale), interest: interest.value,
  };
  const values = { number, amount: fields.balance, date: invoice.dueDate ? formatDate(invoice.dueDate, speech.wordsLocale) : '', days: counted(mail.days, Math.abs(late), speech) };
  return {
    kind: 'reminder', ...common(tone === 'final' && late > 0 ? mail.reminder.finalHeading : own.title, number, seller, client, speech), design: content.design ?? '', status: '', statusNote: '',
    reminder: fields,
    facts: facts(
      [words.issueDate, fields.date], [words.forInvoice, number], [words.invoiceDate, fields.invoiceDate], [words.dueDate, fields.dueDate],
      [words.purchaseOrder, content.purchaseOrder], [words.project, content.project], [words.yourVatId, client.vatId],
    ),
    highlight: { label: own.open, value: fields.balance, by: fields.daysLate && fill(joins.labelled, { label: mail.facts.daysLate, value: fields.daysLate }) },
    greeting: fill(mail.greeting, { client: oneLine(client.name) }),
    paragraphs: [fill(when.opening, values), partly(invoice, speech), mail.reminder[tone]].flatMap((text) => (text ? [{ text }] : [])),
    settlement: facts(
      [words.invoiceTotal, fields.total], [words.prepaid, fields.paid], [speech.words.creditNote.total, fields.credited], [own.open, fields.balance],
    ),
    interestNote: interest.value && `${fill(joins.labelled, interest)}. ${own.interestNote}`, regards: mail.regards,
    panel: paymentPanel(seller, number, (reference) => fill(own.pay, { amount: fields.balance, number: reference }), speech, paying),
  };
}

/** Empty where the office charges none, and before the due date. */
function interestOf({ balance: amount, dueDate }: Invoice, { today, interest: rate }: Reminding, speech: Speech): { label: string; value: string } {
  if (!rate || !dueDate) return { label: '', value: '' };
  const { days, interest } = lateInterest({ amount, ...rate, dueDate, paidOn: today });
  if (!isPositive(interest)) return { label: '', value: '' };
  const { words: { letter, mail }, locale } = speech;
  return { label: fill(letter.interest, { rate: percentText(rate.ratePercent, locale), days: counted(mail.days, days, speech) }), value: amountText(interest, locale) };
}

const dateText = (date: PlainDate | undefined, { locale }: Speech): string => (date ? formatDate(date, locale) : '');
