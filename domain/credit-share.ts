/** Shares of what is left: how an amount is credited piece by piece so that the pieces make the whole. */
import { decimalDifference } from './decimal';
import { linePrice, toDecimal, zero, type Money } from './money';

/**
 * What `quantity` of `openQuantity` takes of what is still open, rounded once, half away from zero; the last takes the rest. So credits
 * never come to more than there was: 100.00 for 3 pieces go as 33.33, 33.34, 33.33. Quantities are decimal strings, the first at most the
 * second; of none that are open only none can be taken. Refuses DecimalUnreadable, AmountTooLarge.
 */
export function creditShare(open: Money, openQuantity: string, quantity: string): Money {
  const rest = decimalDifference(openQuantity, quantity);
  if (rest === '0') return open;
  const isNone = openQuantity.startsWith('-') || decimalDifference(openQuantity, '0') === '0';
  return isNone ? zero(open.currency) : linePrice({ quantity, unitPrice: toDecimal(open), baseQuantity: openQuantity }, open.currency);
}
