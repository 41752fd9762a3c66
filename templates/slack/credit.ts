/** Credits as Slack shows them: proposals for finance to decide, refunds to be paid, and what is credited of an invoice. */
import type { KnownBlock } from '@slack/types';
import { creditsOf, type Credit, type Settlement } from '../../domain/credit';
import type { Entry } from '../../domain/history';
import type { Invoice } from '../../domain/invoice';
import { isPositive, isZero, type Money } from '../../domain/money';
import type { Totals } from '../../domain/totals';
import { actions, button, context, section } from './blocks';
import { taxesText } from './facts';
import { invoiceName } from './name';
import { amount, clipped, day, moment } from './text';
import { ACTION, tokenOf } from './token';
import type { SlackContext, Wanted } from './wanted';
import { key, sentence, series, t } from './words';

/** What becomes of the money, as a choice. */
const SETTLEMENT_WORDS: Readonly<Record<Settlement, string>> = {
  offset: key`Lower what is open; keep the rest as credit`, refund: key`Lower what is open; pay the rest back`, credit: key`Keep all of it as the client’s credit`,
};
export const settlementWords = (settlement: Settlement): string => sentence(SETTLEMENT_WORDS[settlement]);

/** "Net 100.00 EUR · 19 % VAT 19.00 EUR · *119.00 EUR*" */
export function creditTotalsText({ allowanceTotal, net, vat, rounding, due }: Totals): string {
  return [
    ...(isZero(allowanceTotal) ? [] : [t`Discount ${amount(allowanceTotal)}`]), t`Net ${amount(net)}`, ...taxesText({ vat }), ...(isZero(rounding) ? [] : [t`Rounding ${amount(rounding)}`]), `*${t`Credited ${amount(due)}`}*`,
  ].join(' · ');
}

/** What a credit does to the money: "100.00 EUR off the balance, 19.00 EUR to be paid back". */
export function moneyWords({ applied, surplus }: { applied: Money; surplus: Money }, settlement: Settlement): string {
  const over = (): string => (settlement === 'refund' ? t`${amount(surplus)} to be paid back` : t`${amount(surplus)} kept as the client’s credit`);
  return series([...(isPositive(applied) ? [t`${amount(applied)} off the balance`] : []), ...(isPositive(surplus) ? [over()] : [])]);
}

/** "CN-2026-0001: 119.00 EUR, not delivered. 19.00 EUR to be paid back." */
export function creditLine({ number, state, totals, reason, refund, by }: Credit): string {
  const name = number ? clipped(number) : state === 'proposed' ? t`Proposed by ${clipped(by.name, 60)}` : state === 'discarded' ? t`Turned down` : t`Being issued`;
  const credit = t`${name}: ${amount(totals.due)}, ${clipped(reason, 200)}`;
  const ended = /[.!?。！？]$/.test(reason) ? credit : t`${credit}.`;
  if (refund?.paid) return `${ended} ${t`${amount(refund.paid.amount)} paid back on ${day(refund.paid.date)}.`}`;
  return refund && isPositive(refund.due) ? `${ended} :warning: ${t`${amount(refund.due)} to be paid back.`}` : ended;
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
  const asks = t`${clipped(by.name)} proposes to credit ${amount(totals.due)} of ${invoiceName(invoice)} for ${clipped(invoice.client.name)}: ${clipped(reason, 500)}`;
  const decision = decided && (state === 'issued' ? `:white_check_mark: ${t`Credited by @${clipped(decided.by.name)}`}` : `:x: ${t`Turned down by @${clipped(decided.by.name)}`}`);
  const end = decided ? `${decision} · ${moment(decided.at, zone, 'time')}` : '';
  return {
    key: `${invoice.id}/credit/${entry.seq}`, kind: 'credit', target: { channel: 'finance' }, text: end ? `${asks} ${end}` : asks,
    blocks: [
      section(`:receipt: ${asks}`), context(`${creditTotalsText(totals)} · ${settlementWords(settlement)}`),
      end ? section(end) : decisionButtons(invoice, credit),
    ],
  };
}

const decisionButtons = ({ id, version }: Invoice, { creditNoteId }: Credit): KnownBlock => {
  const value = tokenOf({ document: id, revision: version, extra: creditNoteId });
  return actions(`credit_${creditNoteId}`, [button(t`Credit…`, ACTION.confirmCredit, value, 'primary'), button(t`Turn down…`, ACTION.declineCredit, value, 'danger'), button(t`Show`, ACTION.show, value)]);
};

function answer(invoice: Invoice, { decided, state, by, totals }: Credit, entry: Entry): Wanted[] {
  if (!decided) return [];
  const [who, due, name, client] = [clipped(decided.by.name), amount(totals.due), invoiceName(invoice), clipped(invoice.client.name)];
  const text = state === 'issued' ? `:white_check_mark: ${t`${who} credited ${due} of ${name} for ${client}, as you proposed.`}`
    : `:x: ${t`${who} turned your credit of ${due} of ${name} for ${client} down: ${clipped(decided.reason ?? '', 500)}`}`;
  return [{ key: `${invoice.id}/credit-answer/${entry.seq}`, kind: 'outcome', target: { person: by.email }, text, blocks: [section(text)] }];
}

/** Money that is to be paid back, to #finance, until it is. */
export function refundsDue(invoice: Invoice, { zone }: SlackContext): Wanted[] {
  return creditsOf(invoice).filter(({ refund, number }) => refund && number).map((credit): Wanted => {
    const { creditNoteId, number = '', refund } = credit;
    const due = refund?.due && isPositive(refund.due) ? refund.due : undefined;
    const [client, name] = [clipped(invoice.client.name), invoiceName(invoice)];
    const text = due ? `:moneybag: ${t`${amount(due)} are to be paid back to ${client} for ${number} of ${name}.`}`
      : refund?.paid ? `:white_check_mark: ${t`${amount(refund.paid.amount)} were paid back to ${client} for ${number} of ${name} on ${day(refund.paid.date)}, notes @${clipped(refund.paid.by.name)}`} · ${moment(refund.paid.at, zone, 'time')}`
        : `:white_check_mark: ${t`Nothing is to be paid back to ${client} for ${number} of ${name} any more: it was set off when a payment was taken back.`}`;
    return {
      key: `${invoice.id}/refund/${creditNoteId}`, kind: 'refund', target: { channel: 'finance' }, text,
      blocks: [section(text), ...(due ? [actions(`refund_${creditNoteId}`, [button(t`It is paid back…`, ACTION.refund, tokenOf({ document: invoice.id, revision: invoice.version, extra: creditNoteId }), 'primary'), button(t`Show`, ACTION.show, tokenOf({ document: invoice.id, revision: invoice.version }))])] : [])],
    };
  });
}
