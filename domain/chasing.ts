/** Chasing: what a reminder asks for. Of an invoice in instalments that is the earliest one still open, and each has the ladder for itself. */
import type { PlainDate } from './dates';
import type { DunningStep } from './dunning';
import { planOf } from './instalments';
import type { Invoice } from './invoice';
import { isPositive, subtract, sum, type Money } from './money';

type Chased = Pick<Invoice, 'content' | 'totals' | 'balance' | 'dueDate'>;

/** `balance` is what should have come by the later of `dueDate` and today. */
export type Asked = { dueDate?: PlainDate; balance: Money };

/** Payments and credits fill the instalments in their order. Without instalments it is the invoice's own day and balance. */
export function askedOf({ content, totals, balance, dueDate }: Chased, today: PlainDate): Asked {
  const plan = content.instalments?.length ? planOf(content.instalments, totals.due) : [];
  const settled = subtract(totals.due, balance);
  const openUntil = (day: PlainDate): Money => subtract(sum(balance.currency, plan.filter(({ due }) => due <= day).map(({ amount }) => amount)), settled);
  const first = plan.find(({ due }) => isPositive(openUntil(due)));
  if (!first) return { ...(dueDate && { dueDate }), balance };
  return { dueDate: first.due, balance: openUntil(first.due > today ? first.due : today) };
}

/** The rungs of one due day: those of an earlier instalment carry its day, so that the next one begins at the bottom again. */
export const rungsOf = (steps: readonly DunningStep[], dueDate: PlainDate | undefined, { dueDate: last }: Pick<Invoice, 'dueDate'>): DunningStep[] =>
  steps.map((step) => (dueDate === undefined || dueDate === last ? step : { ...step, id: `${step.id}@${dueDate}` }));

/** The rungs of all its due days. */
export const allRungsOf = (steps: readonly DunningStep[], invoice: Pick<Invoice, 'content' | 'dueDate'>): DunningStep[] =>
  [...new Set([...(invoice.content.instalments ?? []).map(({ due }) => due), invoice.dueDate])].flatMap((due) => rungsOf(steps, due, invoice));
