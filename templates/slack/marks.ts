/** What stands beside a document's lines and amount: when and by whom a line was done, where it is delivered, in which parts it is paid. */
import type { Content, Line } from '../../domain/content';
import { planOf } from '../../domain/instalments';
import type { Totals } from '../../domain/totals';
import { amount, clipped, day } from './text';
import { t, tn } from './words';

/** A date, a name, a section and a serial number keep a line short; the PDF has all of them. */
const MOST_MARK = 40;
/** Instalments in a field of at most 2,000 characters (https://docs.slack.dev/reference/block-kit/blocks/section-block). */
export const CARD_INSTALMENTS = 6;

/** " (5 October 2026, Ada, Concept, SN-4711)", empty for a line without marks. */
export function markWords({ date, person, section, serial }: Line): string {
  const marks = [date && day(date), ...[person, section, serial].map((mark) => mark && clipped(mark, MOST_MARK))].filter(Boolean);
  return marks.length > 0 ? ` (${marks.join(', ')})` : '';
}

/** "1 December 2026: 300.00 EUR, Deposit", an instalment a line. */
export function instalmentLines({ instalments = [] }: Content, totals: Totals): string[] {
  if (instalments.length === 0) return [];
  return planOf(instalments, totals.due).map(({ due, name, amount: part }) => `${day(due)}: ${amount(part)}${name ? `, ${clipped(name, 60)}` : ''}`);
}

/** The delivery address and the first instalments, each as a field of a card. */
export function markFields(content: Content, totals: Totals): string[] {
  const plan = instalmentLines(content, totals);
  const more = plan.length - CARD_INSTALMENTS;
  const shown = [...plan.slice(0, CARD_INSTALMENTS), ...(more > 0 ? [tn(more, 'and one more instalment', 'and {count} more instalments')] : [])];
  return [
    ...(content.deliveryAddress ? [`*${t`Delivery address`}*\n${clipped(content.deliveryAddress, 300)}`] : []),
    ...(plan.length > 0 ? [`*${t`Instalments`}*\n${shown.join('\n')}`] : []),
  ];
}
