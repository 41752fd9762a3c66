/** Payments: recorded in a form that is filled and valid as it stands. */
import { readAmount, readMoney, typedAmount } from '../../domain/amount';
import { readPayment, type TypedPayment } from '../../domain/command';
import { isPlainDate } from '../../domain/dates';
import type { Invoice } from '../../domain/invoice';
import type { Money } from '../../domain/money';
import { paid, type Paying } from '../../domain/payment';
import { DomainError } from '../../domain/refusals';
import { plainText } from '../../domain/typed-text';
import { context, option, section } from '../../templates/slack/blocks';
import { invoiceName } from '../../templates/slack/name';
import { refusalText } from '../../templates/slack/spoken';
import { amount, clipped, day, typed } from '../../templates/slack/text';
import { ACTION } from '../../templates/slack/token';
import { key, t } from '../../templates/slack/words';
import { said } from '../answer';
import { actingOf, actOf, type Deed, type Payload } from '../deed';
import { invoiceById, invoiceMeant } from '../find';
import { chosen, input, metadataOf, modal, open, textElement, valueOf } from '../modal';
import type { Parts } from '../parts';
import type { Objection, Registrations } from '../registration';
import { dateOfInstant } from '../../domain/dates';

const ID = { amount: 'amount_0_0', date: 'date_0_0', reference: 'reference_0_0', again: 'again_0_0' } as const;
const AGAIN = 'yes';
const USAGE = 'paid <invoice> [500 EUR] [2026-12-01] [ref X]';

/** `twin` is the sentence about a payment that stands there already; then a tick is asked for. */
function paymentForm(invoice: Invoice, given: { amount: Money; date: string; reference: string; twin?: string }) {
  const tick = option(t`It is another payment`, AGAIN);
  return modal({
    flow: 'payment', title: t`Record payment`, submit: t`Record`, close: t`Cancel`, metadata: { document: invoice.id },
    blocks: [
      section(t`*${invoiceName(invoice)}* for ${clipped(invoice.client.name)}: ${amount(invoice.balance)} open of ${amount(invoice.totals.due)}`),
      ...(given.twin ? [section(`:warning: ${typed(given.twin)}`), input({ id: ID.again, label: t`Record it all the same?`, element: { type: 'checkboxes', options: [tick] }, optional: true })] : []),
      input({ id: ID.amount, label: t`Amount`, hint: t`In ${invoice.content.currency}. What exceeds the open balance becomes the client’s credit.`, element: textElement({ value: typedAmount(given.amount), most: 40 }) }),
      input({ id: ID.date, label: t`Received on`, element: { type: 'datepicker', initial_date: given.date } }),
      input({ id: ID.reference, label: t`Reference`, optional: true, element: textElement({ value: given.reference, most: 140, placeholder: t`As on the bank statement` }) }),
      context(t`A numbered receipt with the remaining balance goes to the client by mail.`),
    ],
  });
}

async function openPayment(deed: Deed, invoice: Invoice, given: TypedPayment = {}): Promise<void> {
  const money = given.amount ?? (invoice.balance.minor > 0 ? invoice.balance : invoice.totals.due);
  const date = given.date ?? deed.today;
  paid(invoice, { amount: money, date, reference: given.reference ?? '', evenIfRecorded: 'yes' }, actOf(deed), { today: deed.today, rates: deed.parts.book.current().office.rates });
  const twin = twinOf(invoice, { amount: money, date, reference: given.reference ?? '' });
  await open(deed, paymentForm(invoice, { amount: money, date, reference: given.reference ?? '', twin }));
}

/** The refusal's sentence when the very same payment stands already. */
function twinOf(invoice: Invoice, { amount: money, date, reference }: Paying): string | undefined {
  const twin = invoice.payments.find((past) => !past.reversed && past.reference === reference.trim() && past.date === date && past.amount.minor === money.minor);
  return twin && refusalText(new DomainError('PaymentRecorded', { name: invoiceName(invoice), amount: amount(twin.amount), date: day(date), who: twin.by.name }));
}

/** What the form says, or which field says nothing. */
function payingOf({ view }: Payload, { currency }: { currency: string }): { paying?: Paying; errors: Record<string, string> } {
  const values = view?.state?.values;
  const errors: Record<string, string> = {};
  const date = valueOf(values, ID.date);
  if (!isPlainDate(date)) errors[ID.date] = t`Choose a day.`;
  const money = moneyOf(plainText(valueOf(values, ID.amount)), currency, errors);
  if (!money || Object.keys(errors).length > 0) return { errors };
  return { errors, paying: { amount: money, date, reference: plainText(valueOf(values, ID.reference)), ...(chosen(values, ID.again).includes(AGAIN) && { evenIfRecorded: 'yes' as const }) } };
}

function moneyOf(text: string, currency: string, errors: Record<string, string>): Money | undefined {
  try {
    return /\p{L}|\p{Sc}/u.test(text) ? readMoney(text, undefined, currency) : readAmount(text, currency);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    errors[ID.amount] = refusalText(error);
    return undefined;
  }
}

const FIELD: Readonly<Record<string, string>> = { DateInFuture: ID.date, AmountNegative: ID.amount, CurrencyOfPayment: ID.amount };

/** Told at the field what the workflow would refuse; a twin asks for a tick. */
async function check(payload: Payload, { reading, book }: Parts): Promise<Objection | undefined> {
  const { document = '' } = metadataOf(payload);
  const invoice = await reading.invoices.find(document);
  if (!invoice) return undefined;
  const { paying, errors } = payingOf(payload, invoice.content);
  if (!paying) return { errors };
  const at = new Date().toISOString();
  const { office } = book.current();
  try {
    paid(invoice, paying, { by: { email: '', name: '', via: 'slack' }, key: at, at }, { today: dateOfInstant(at, office.zone), rates: office.rates });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === 'PaymentRecorded') return { view: paymentForm(invoice, { ...paying, twin: twinOf(invoice, paying) ?? refusalText(error) }) };
    return FIELD[error.code] ? { errors: { [FIELD[error.code] as string]: refusalText(error) } } : undefined;
  }
  return undefined;
}

export const payments: Registrations = {
  commands: [{
    verb: 'paid', aliases: ['pay', 'payment'], needs: 'record_payment', usage: USAGE, about: key`record a payment`, examples: ['paid INV-7', 'paid INV-7 500 EUR 2026-12-01 ref bank 7'],
    async run(deed, rest) {
      const { document: invoice, rest: said } = await invoiceMeant(deed, rest, USAGE);
      await openPayment(deed, invoice, readPayment(said, deed.today, invoice.content.currency));
    },
  }],
  clicks: [{ id: ACTION.pay, needs: 'record_payment', run: async (deed, token) => openPayment(deed, await invoiceById(deed, token?.document)) }],
  forms: [{
    flow: 'payment', needs: 'record_payment', check,
    async run(deed) {
      const { document = '' } = metadataOf(deed.payload);
      const invoice = await invoiceById(deed, document);
      const { paying } = payingOf(deed.payload, invoice.content);
      if (!paying) throw new DomainError('PaymentUnreadable', { text: valueOf(deed.payload.view?.state?.values, ID.amount) });
      return said(await deed.parts.door.actOnInvoice('pay', document, { ...actingOf(deed), ...paying }));
    },
  }],
};
