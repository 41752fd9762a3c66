/** What is asked for: the earliest instalment that payments and credits have not filled, and all that is due by today. */
import { allRungsOf, askedOf, rungsOf } from '../../domain/chasing';
import type { DunningStep } from '../../domain/dunning';
import { content, invoice, line, acme, paid } from '../templates/samples';

const plan = [{ due: '2026-12-01', share: { percent: '30' } }, { due: '2027-01-01', share: { percent: '30' } }, { due: '2027-02-01', share: 'rest' as const }];
const inParts = invoice(content([line('Work', '1', '1000', { vat: { category: 'O', rate: '0' } })], { instalments: plan }), acme, { dueDate: '2027-02-01' });
const after = (amount: string) => (amount === '0' ? inParts : paid(inParts, amount).invoice);
const asked = (amount: string, today: string) => {
  const { dueDate, balance } = askedOf(after(amount), today);
  return [dueDate, balance.minor / 100];
};
const step: DunningStep = { id: 'remind+1', days: 1, act: 'remind', tone: 'plain' };

it.each([
  ['0', '2026-11-01', '2026-12-01', 300], ['0', '2026-12-20', '2026-12-01', 300], ['0', '2027-01-05', '2026-12-01', 600], ['100', '2026-12-20', '2026-12-01', 200],
  ['300', '2026-12-20', '2027-01-01', 300], ['450', '2027-01-05', '2027-01-01', 150], ['600', '2027-01-05', '2027-02-01', 400], ['100', '2027-03-01', '2026-12-01', 900],
])('with %s paid, on %s it asks for the instalment of %s and %d', (amount, today, due, open) => expect(asked(amount, today)).toEqual([due, open]));

it('without instalments it is the invoice’s own day and balance', () => {
  const whole = invoice(content([line('Work', '1', '1000')]), acme);
  expect(askedOf(whole, '2030-01-01')).toEqual({ dueDate: whole.dueDate, balance: whole.balance });
});

it('each instalment has the ladder for itself; the last one has it as it is written', () => {
  expect(rungsOf([step], '2026-12-01', inParts)).toEqual([{ ...step, id: 'remind+1@2026-12-01' }]);
  expect(rungsOf([step], '2027-02-01', inParts)).toEqual([step]);
  expect(allRungsOf([step], inParts).map(({ id }) => id)).toEqual(['remind+1@2026-12-01', 'remind+1@2027-01-01', 'remind+1']);
});
