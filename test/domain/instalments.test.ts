/** Instalments: the parts are the whole, to the last cent; what is not one is refused. */
import fc from 'fast-check';
import { planOf, readInstalments, typedInstalments, type Instalment } from '../../domain/instalments';
import { DomainError } from '../../domain/refusals';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const typed = (text: string): Instalment[] => readInstalments(text, { today: '2026-11-01', currency: 'EUR' });
const amounts = (text: string, minor: number): number[] => planOf(typed(text), eur(minor)).map(({ amount }) => amount.minor);
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
  }
  return 'none';
};

describe('a plan of instalments', () => {
  it('splits percentages so that no cent is lost', () => {
    expect(amounts('50% 2026-12-01\n50% 2027-01-01', 101)).toEqual([51, 50]);
    expect(amounts('33.3% 2026-12-01\n33.3% 2027-01-01\n33.4% 2027-02-01', 10_000)).toEqual([3330, 3330, 3340]);
  });

  it('takes a deposit off, and gives the rest its name and day', () =>
    expect(planOf(typed('500 2026-12-01 Deposit\n40% 2027-01-01\nrest 2027-02-01 On delivery'), eur(200_000))).toEqual([
      { due: '2026-12-01', name: 'Deposit', amount: eur(50_000) }, { due: '2027-01-01', name: '', amount: eur(80_000) }, { due: '2027-02-01', name: 'On delivery', amount: eur(70_000) }]));

  it('always adds up to the amount', () =>
    fc.assert(fc.property(fc.integer({ min: 1_000, max: 1_000_000_000 }), fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 }), (minor, percents) => {
      const lines = percents.map((percent, at) => `${percent}.5% 2027-0${at + 1}-01`).join('\n');
      const parts = amounts(`${lines}\nrest 2027-09-01`, minor);
      return parts.reduce((all, part) => all + part, 0) === minor;
    })));

  it.each([
    ['50% 2026-12-01', 'InstalmentsUneven'], ['60% 2026-12-01\n60% 2027-01-01', 'InstalmentsUneven'], ['200 2026-12-01\nrest 2027-01-01', 'InstalmentsUneven'],
    ['rest 2026-12-01\nrest 2027-01-01', 'InstalmentsUneven'], ['50% 2027-01-01\n50% 2026-12-01', 'InstalmentOrder'], ['50% 2027-01-01\n50% 2027-01-01', 'InstalmentOrder'],
    ['50%', 'InstalmentUnreadable'], ['half 2027-01-01', 'AmountUnreadable'], ['50% soon', 'DateUnreadable'],
  ])('%j is refused as %s', (text, code) => expect(refusal(() => amounts(text, 10_000))).toBe(code));

  it('is typed as it is read', () => {
    const text = '30% 2026-12-01 Deposit\n500.5 2027-01-01\nrest 2027-02-01';
    expect(typedInstalments(typed(text))).toBe(text);
  });
});
