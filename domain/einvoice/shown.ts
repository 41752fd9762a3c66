/** Whether a page says what the e-invoice inside it says: people and machines must read the same. */
import { canonicalDecimal, withDecimals } from '../decimal';
import type { EInvoice } from './semantic';
import type { Fault } from './received';

const BLANKS = /[\s\u00a0\u2000-\u200f\u202f\u2066-\u2069]+/g;
const flat = (text: string): string => text.replace(BLANKS, '');

/** An amount as people of any country may write it, blanks left out. */
function spellings(amount: string): string[] {
  const digits = canonicalDecimal(amount).replace('-', '');
  const decimals = digits.split('.')[1]?.length ?? 0;
  return [0, 1, 2, 3].filter((most) => most >= decimals).flatMap((most) => {
    const [whole = '', fraction = ''] = withDecimals(digits, most).split('.');
    return ['', '.', ',', '\'', '’', '٬'].flatMap((grouping) => {
      const grouped = whole.replace(/\B(?=(\d{3})+$)/g, grouping);
      return fraction === '' ? [grouped] : ['.', ',', '٫'].filter((point) => point !== grouping).map((point) => `${grouped}${point}${fraction}`);
    });
  });
}

/** What the page's text does not show: the number, and the total with VAT. */
export function pageFaults(text: string, { number, totals }: Pick<EInvoice, 'number' | 'totals'>): Fault[] {
  const page = flat(text);
  const faults = [
    ...(page.includes(flat(number)) ? [] : [`The page does not show the number ${number} of the e-invoice inside it.`]),
    ...(spellings(totals.gross).some((spelling) => page.includes(spelling)) ? [] : [`The page does not show the total ${totals.gross} of the e-invoice inside it.`]),
  ];
  return faults.map((sentence) => ({ rule: 'TEXT', text: sentence }));
}
