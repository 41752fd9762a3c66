/** IBAN: the examples of the standard pass, and any digit changed does not. */
import { isIban } from '../../domain/iban';

const IBANS = ['DE89 3704 0044 0532 0130 00', 'GB82WEST12345698765432', 'NO9386011117947', 'MT84MALT011000012345MTLCAST001S'];

it.each(IBANS)('%s is one', (iban) => expect(isIban(iban)).toBe(true));
it.each(IBANS)('%s is none with any one digit changed', (iban) => {
  for (const { index } of iban.matchAll(/[0-9]/g)) expect(isIban(iban.slice(0, index) + ((Number(iban[index]) + 1) % 10) + iban.slice(index + 1))).toBe(false);
});
it.each(['', 'DE89', 'de89370400440532013000', 'DE89-3704-0044-0532-0130-00'])('%j is none', (text) => expect(isIban(text)).toBe(false));
