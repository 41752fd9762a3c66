/** How long documents are kept, by the seller's country. */
import { LONGEST, RETENTION, keepUntil, retentionOf } from '../../domain/retention';

it.each([
  ['DE', '2026-03-14', '2034-12-31'], // Eight years, from the end of the calendar year.
  ['AT', '2026-12-31', '2033-12-31'],
  ['FR', '2026-01-01', '2037-12-31'], // Ten years, from the end of a financial year that may end in 2027.
  ['PL', '2026-12-31', '2032-12-31'], // Five years from the year in which December's tax was due.
  ['IN', '2026-04-01', '2033-12-31'], // 72 months from 31 December 2027, when the annual return of 2026-27 is due.
])('of %s, issued on %s, until %s', (country, issued, until) => {
  expect(keepUntil(issued, country)).toBe(until);
});

it('a country that is not in the table is kept as long as the strictest one', () => {
  expect(retentionOf('XX')).toBe(LONGEST);
  for (const country of Object.keys(RETENTION)) expect(keepUntil('2026-05-05', country) <= keepUntil('2026-05-05', 'XX')).toBe(true);
});

it('every country names its law, and is a code of ISO 3166 that the language knows', () => {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  for (const [country, { years, law }] of Object.entries(RETENTION)) {
    expect(names.of(country)).not.toBe(country);
    expect(law).toMatch(/\d/);
    expect(years).toBeGreaterThanOrEqual(5);
  }
});
