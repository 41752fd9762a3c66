/** References with check digits, against the examples of their standards. */
import fc from 'fast-check';
import { creditorReference, isQrIban, paymentReference, qrReference, referenceText } from '../../domain/payment-reference';

/** ISO 7064, modulo 97-10, reckoned digit by digit. */
const remainder = (text: string): number => [...text].reduce((rest, sign) => {
  const value = Number.parseInt(sign, 36);
  return (rest * (value > 9 ? 100 : 10) + value) % 97;
}, 0);

describe('references', () => {
  it('have the check digits of ISO 11649’s own example', () => expect(creditorReference('539007547034')).toBe('RF18539007547034'));

  it('are proved by modulo 97, whatever the number', () => {
    fc.assert(fc.property(fc.stringMatching(/^[A-Z]{1,5}-\d{4}-\d{1,7}$/), (number) => {
      const reference = creditorReference(number);
      return remainder(`${reference.slice(4)}${reference.slice(0, 4)}`) === 1 && reference.length <= 25;
    }));
  });

  it('have the check digit of the QR-bill’s own example', () => expect(qrReference('21000000000313947143000901')).toBe('210000000003139471430009017'));

  it('are chosen by the account: one that only takes QR references gets them', () => {
    expect(['CH4431999123000889012', 'CH9300762011623852957', 'LI7308800000022875748', 'DE02120300000000202051'].map(isQrIban)).toEqual([true, false, false, false]);
    expect(paymentReference('INV-7', { iban: 'CH4431999123000889012' })).toMatchObject({ kind: 'qr' });
    expect(paymentReference('INV-7', { iban: 'DE02120300000000202051' })).toEqual({ kind: 'text', reference: 'INV-7' });
  });

  it('are grouped as banks print them', () => {
    expect(referenceText({ kind: 'creditor', reference: 'RF18539007547034' })).toBe('RF18 5390 0754 7034');
    expect(referenceText({ kind: 'qr', reference: '210000000003139471430009017' })).toBe('21 00000 00003 13947 14300 09017');
    expect(referenceText({ kind: 'text', reference: 'INV-7' })).toBe('INV-7');
  });
});
