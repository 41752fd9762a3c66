/** What the templates of a statement of account see: its page and its mail. The amounts are the domain's; none is computed here. */
import type { ClientSnapshot, Seller } from '../domain/client';
import { formatDate } from '../domain/dates';
import type { Look } from '../domain/look';
import { isPositive, isZero, negate } from '../domain/money';
import { AGES, type Account, type Movement, type Statement } from '../domain/statement';
import { inLanguages } from './bilingual';
import { amountText, bareAmount, oneLine, shortDate } from './formats';
import { mail, named, type MailModel, type Sending } from './mail-model';
import { common, paymentPanel, wordsIn, type Common, type Lined, type Mailed, type Texts } from './model';
import { facts, type Fact } from './parts';
import { fill, speechFor, type Speech } from './words';

type AccountModel = {
  currency: string; amountHead: string; balanceHead: string; dateHead: string; bookingHead: string; nothing: string; sentence: string; opening: Fact; closing: Fact;
  rows: { date: string; booking: string; about: string; amount: string; balance: string }[]; agingHead: string; aging: Fact[];
};
/** One account a currency. `nothing` is said where nothing was booked, `aging` is empty where nothing is open. */
export type StatementModel = Common & {
  kind: 'statement'; statement: Texts<'from' | 'to' | 'period'>; highlight: Fact & { by: string }; accounts: AccountModel[]; panel: Lined['panel'];
};

/** The client as the store has it today: a statement is written to where it is now. */
export type Addressed = ClientSnapshot;

export function statementModel(statement: Statement, client: Addressed, mailing: { seller: Seller; url: string; look?: Look }): StatementModel & Mailed;
export function statementModel(statement: Statement, client: Addressed, making: { seller: Seller }): StatementModel;
export function statementModel(statement: Statement, client: Addressed, { seller, url, look }: { seller: Seller; url?: string; look?: Look }): StatementModel & Partial<Mailed> {
  return { ...inLanguages(client, (speech) => statementPage(statement, client, seller, speech)), ...(url !== undefined && { mail: statementMail(statement, client, seller, { url, ...wordsIn(look) }) }) };
}

function statementPage({ period, to, accounts }: Statement, client: Addressed, seller: Seller, speech: Speech): StatementModel {
  const { words: { document: words, statement: own }, locale } = speech;
  const asked = accounts.some(({ open }) => isPositive(open));
  const span = fill(own.span, { from: formatDate(period.from, speech.wordsLocale), to: formatDate(to, speech.wordsLocale) });
  return {
    kind: 'statement', ...common(own.title, period.name.replace('..', ' \u2013 '), seller, client, speech), design: '', status: '', statusNote: '',
    statement: { from: formatDate(period.from, locale), to: formatDate(to, locale), period: period.name },
    facts: facts([words.issueDate, formatDate(to, locale)], [own.period, span], [words.yourVatId, client.vatId]),
    highlight: { label: own.closing, value: accounts.map(({ closing }) => amountText(closing, locale)).join(' \u00b7 '), by: formatDate(to, locale) },
    accounts: accounts.map((one) => accountModel(one, speech)),
    panel: asked ? paymentPanel(seller, undefined, () => own.pay, speech, {}) : { heading: '', sentence: '', code: '', facts: [] },
  };
}

function accountModel(account: Account, speech: Speech): AccountModel {
  const { words: { document: words, statement: own }, locale } = speech;
  const { currency, opening, closing, movements, open, ages } = account;
  return {
    currency, amountHead: fill(words.amountIn, { currency }), balanceHead: own.balance, dateHead: words.issueDate, bookingHead: own.booking,
    nothing: movements.length === 0 ? own.nothing : '', sentence: standing(account, speech),
    opening: { label: own.opening, value: bareAmount(opening, locale) }, closing: { label: own.closing, value: bareAmount(closing, locale) },
    rows: movements.map((movement) => ({
      date: shortDate(movement.date, locale), booking: `${nameOf(movement, speech)} ${oneLine(movement.number)}`.trim(), about: aboutOf(movement, speech),
      amount: bareAmount(movement.amount, locale), balance: bareAmount(movement.balance, locale),
    })),
    agingHead: own.aging, aging: isPositive(open) ? AGES.map((age) => ({ label: own[age], value: bareAmount(ages[age], locale) })) : [],
  };
}

const nameOf = ({ kind }: Movement, { words: { document: words, statement: own, creditNote } }: Speech): string =>
  ({ invoice: words.invoice, voided: own.voided, creditNote: creditNote.title, refund: own.refund, payment: own.payment, reversal: own.reversal })[kind];

/** Of an invoice when it is due, of everything else which invoice it belongs to. */
function aboutOf({ kind, due, invoice }: Movement, { words: { document: words, joins }, wordsLocale }: Speech): string {
  if (kind === 'invoice') return due ? fill(joins.labelled, { label: words.dueDate, value: formatDate(due, wordsLocale) }) : '';
  return kind === 'voided' ? '' : fill(joins.labelled, { label: words.forInvoice, value: invoice });
}

/** How the account stands, in a sentence or two. */
function standing({ open, overdue, closing }: Account, { words: { statement: own }, locale }: Speech): string {
  const values = { amount: amountText(open, locale), late: amountText(overdue, locale) };
  const asked = isZero(open) ? own.settled : fill(isPositive(overdue) ? own.open : own.openInTime, values);
  const favour = isPositive(negate(closing)) ? fill(own.favour, { amount: amountText(negate(closing), locale) }) : '';
  return [asked, favour].filter(Boolean).join(' ');
}

function statementMail({ period, to, accounts }: Statement, client: Addressed, seller: Seller, { url, mails: all = [] }: Sending): MailModel {
  const speech = speechFor(client.locale);
  const { words: { mail: words, statement: own }, locale } = speech;
  const values = { ...named(seller, ''), from: formatDate(period.from, locale), to: formatDate(to, locale) };
  const closings = accounts.map(({ closing }) => amountText(closing, locale)).join(' \u00b7 ');
  return mail(client, seller, url, speech, {
    own: { mail: 'statement', values: { ...values, balance: closings }, all },
    subject: fill(own.subject, values), preheader: fill(own.preheader, values), heading: own.mailHeading, button: words.receipt.button, opening: fill(own.greetingLine, values),
    after: accounts.map((account) => standing(account, speech)),
    highlight: { label: own.closing, value: closings }, facts: [], closing: [words.privateLink],
  });
}
