/** Credits as Slack shows them: proposals for finance to decide, refunds to be paid, and what is credited of an invoice. */
import type { KnownBlock } from '@slack/types';
import { creditsOf, type Credit, type Settlement } from '../../domain/credit';
import type { Entry } from '../../domain/history';
import { invoiceName, type Invoice } from '../../domain/invoice';
import { isPositive, isZero, type Money } from '../../domain/money';
import type { Totals } from '../../domain/totals';
import { actions, button, context, section } from './blocks';
import { percent } from './facts';
import { amount, clipped, day, moment } from './text';
import { ACTION, tokenOf } from './token';
import type { SlackContext, Wanted } from './wanted';

/** What becomes of the money, as a choice. */
export const SETTLEMENT_WORDS: Readonly<Record<Settlement, string>> = {
  offset: 'Lower what is open; keep the rest as credit', refund: 'Lower what is open; pay the rest back', credit: 'Keep all of it as the client’s credit',
};

/** "Net 100.00 EUR · 19 % VAT 19.00 EUR · *119.00 EUR*" */
export function creditTotalsText({ allowanceTotal, net, vat, rounding, due }: Totals): string {
  const taxes = vat.filter(({ tax }) => !isZero(tax)).map((line) => `${percent(line.rate)} VAT ${amount(line.tax)}`);
  return [
    ...(isZero(allowanceTotal) ? [] : [`Discount ${amount(allowanceTotal)}`]), `Net ${amount(net)}`, ...taxes, ...(isZero(rounding) ? [] : [`Rounding ${amount(rounding)}`]), `*Credited ${amount(due)}*`,
  ].join(' · ');
}

/** What a credit does to the money: "100.00 EUR off the balance, 19.00 EUR to be paid back". */
export function moneyWords({ applied, surplus }: { applied: Money; surplus: Money }, settlement: Settlement): string {
  const over = settlement === 'refund' ? 'to be paid back' : 'kept as the client’s credit';
  return [...(isPositive(applied) ? [`${amount(applied)} off the balance`] : []), ...(isPositive(surplus) ? [`${amount(surplus)} ${over}`] : [])].join(', ');
}

/** "CN-2026-0001: 119.00 EUR, not delivered. 19.00 EUR to be paid back." */
export function creditLine({ number, state, totals, reason, refund, by }: Credit): string {
  const name = number ?? (state === 'proposed' ? `Proposed by ${clipped(by.name, 60)}` : state === 'discarded' ? 'Turned down' : 'Being issued');
  const back = refund?.paid ? ` ${amount(refund.paid.amount)} paid back on ${day(refund.paid.date)}.` : refund && isPositive(refund.due) ? ` :warning: ${amount(refund.due)} to be paid back.` : '';
  return `${clipped(name)}: ${amount(totals.due)}, ${clipped(reason, 200)}${/[.!?]$/.test(reason) ? '' : '.'}${back}`;
}

/** The credits of an invoice, for its status. */
export const creditBlocks = (invoice: Invoice): string[] => creditsOf(invoice).map(creditLine);

/** Proposed credits to #finance with their buttons, until somebody decides; what came of it to whom proposed it. */
export function creditProposals(invoice: Invoice, slack: SlackContext): Wanted[] {
  return invoice.history.filter(({ kind }) => kind === 'credit.proposed').flatMap((entry) => {
    const credit = creditsOf(invoice).find(({ creditNoteId }) => creditNoteId === entry.detail['creditNoteId']);
    return credit ? [proposal(invoice, credit, entry, slack), ...answer(invoice, credit, entry)] : [];
  });
}

function proposal(invoice: Invoice, credit: Credit, entry: Entry, { zone }: SlackContext): Wanted {
  const { totals, reason, settlement, by, decided, state } = credit;
  const sentence = `${clipped(by.name)} proposes to credit ${amount(totals.due)} of ${invoiceName(invoice)} for ${clipped(invoice.client.name)}: ${clipped(reason, 500)}`;
  const end = decided ? `${state === 'issued' ? ':white_check_mark: Credited' : ':x: Turned down'} by @${clipped(decided.by.name)} · ${moment(decided.at, zone, 'time')}` : '';
  return {
    key: `${invoice.id}/credit/${entry.seq}`, kind: 'credit', target: { channel: 'finance' }, text: end ? `${sentence} ${end}` : sentence,
    blocks: [
      section(`:receipt: ${sentence}`), context(`${creditTotalsText(totals)} · ${SETTLEMENT_WORDS[settlement]}`),
      end ? section(end) : decisionButtons(invoice, credit),
    ],
  };
}

const decisionButtons = ({ id, version }: Invoice, { creditNoteId }: Credit): KnownBlock => {
  const value = tokenOf({ document: id, revision: version, extra: creditNoteId });
  return actions(`credit_${creditNoteId}`, [button('Credit…', ACTION.confirmCredit, value, 'primary'), button('Turn down…', ACTION.declineCredit, value, 'danger'), button('Show', ACTION.show, value)]);
};

function answer(invoice: Invoice, { decided, state, by, totals }: Credit, entry: Entry): Wanted[] {
  if (!decided) return [];
  const about = `${amount(totals.due)} of ${invoiceName(invoice)} for ${clipped(invoice.client.name)}`;
  const text = state === 'issued' ? `:white_check_mark: ${clipped(decided.by.name)} credited ${about}, as you proposed.` : `:x: ${clipped(decided.by.name)} turned your credit of ${about} down: ${clipped(decided.reason ?? '', 500)}`;
  return [{ key: `${invoice.id}/credit-answer/${entry.seq}`, kind: 'outcome', target: { person: by.email }, text, blocks: [section(text)] }];
}

/** Money that is to be paid back, to #finance, until it is. */
export function refundsDue(invoice: Invoice, { zone }: SlackContext): Wanted[] {
  return creditsOf(invoice).filter(({ refund, number }) => refund && number).map((credit): Wanted => {
    const { creditNoteId, number = '', refund } = credit;
    const due = refund?.due && isPositive(refund.due) ? refund.due : undefined;
    const about = `${clipped(invoice.client.name)} for ${number} of ${invoiceName(invoice)}`;
    const text = due ? `:moneybag: ${amount(due)} are to be paid back to ${about}.`
      : refund?.paid ? `:white_check_mark: ${amount(refund.paid.amount)} were paid back to ${about} on ${day(refund.paid.date)}, notes @${clipped(refund.paid.by.name)} · ${moment(refund.paid.at, zone, 'time')}`
        : `:white_check_mark: Nothing is to be paid back to ${about} any more: it was set off when a payment was taken back.`;
    return {
      key: `${invoice.id}/refund/${creditNoteId}`, kind: 'refund', target: { channel: 'finance' }, text,
      blocks: [section(text), ...(due ? [actions(`refund_${creditNoteId}`, [button('It is paid back…', ACTION.refund, tokenOf({ document: invoice.id, revision: invoice.version, extra: creditNoteId }), 'primary'), button('Show', ACTION.show, tokenOf({ document: invoice.id, revision: invoice.version }))])] : [])],
    };
  });
}
