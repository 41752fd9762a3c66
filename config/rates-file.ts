/** rates.csv beside office.yaml: how its quotes become the office's rates, and how an imported file is merged into it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../domain/fault';
import { crossRate } from '../domain/money';
import type { RateDay } from '../domain/rates';
import type { OfficeConfig } from './office';
import { BASE, readQuotes, type QuoteDay } from './quotes';
import type { Outcome } from './reading';

/** The file's name beside office.yaml. An office without it goes by office.yaml alone. */
export const RATES_FILE = 'rates.csv';

/** The file's text, if there is one in the folder. */
export function ratesIn(folder: string): string | undefined {
  const file = join(folder, RATES_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/**
 * The office with the quotes of rates.csv among its rates. A quote is units of a currency for one euro, so a unit is worth one over it,
 * kept as that quotient: nothing is rounded but the amounts. An office in another currency goes over the euro's quote in its own; days
 * without one tell it nothing. A day and currency that office.yaml gives otherwise is a fault.
 */
export function withRatesFile(office: OfficeConfig, text: string | undefined): Outcome<OfficeConfig> {
  if (text === undefined) return { value: office };
  const { value: days, faults } = readQuotes(text);
  if (!days) return { faults };
  const { currency } = office;
  if (currency !== BASE && !days.some(({ quotes }) => quotes[currency])) {
    return { faults: [{ line: 1, column: 1, code: 'MISSING_KEY', sentence: `there is no quote of ${currency}, the office's own currency: without it no rate can be told. Add its column.` }] };
  }
  const added = days.flatMap((day) => worthIn(day, currency));
  const found = clashes(office, added, new Map(days.map(({ date, line }) => [date, line])));
  return found.length > 0 ? { faults: found } : { value: { ...office, rates: { ...office.rates, days: [...office.rates.days, ...added] } } };
}

/** A day's quotes as what units are worth in the office's currency. */
function worthIn({ date, quotes }: QuoteDay, currency: string): RateDay[] {
  const own = currency === BASE ? '1' : quotes[currency];
  if (own === undefined) return [];
  const others = Object.entries(quotes).filter(([code]) => code !== currency).map(([code, quote]): [string, string] => [code, `${own}/${quote}`]);
  return [{ date, worth: Object.fromEntries(currency === BASE ? others : [[BASE, own], ...others]) }];
}

/** Both files may say the same of a day, not two things. */
function clashes({ rates, rateLines }: OfficeConfig, added: readonly RateDay[], lines: ReadonlyMap<string, number>): Fault[] {
  const other = new Map(added.map((day) => [day.date, day.worth]));
  return rates.days.flatMap(({ date, worth }) => Object.entries(worth).flatMap(([code, rate]): Fault[] => {
    const quoted = other.get(date)?.[code];
    if (quoted === undefined || crossRate(rate, quoted) === '1') return [];
    const sentence = `another rate of ${code} on ${date} stands in line ${rateLines.get(date) ?? '?'} of office.yaml (${rate}); delete one of both.`;
    return [{ line: lines.get(date) ?? 1, column: 1, code: 'RATE_TWICE', sentence }];
  }));
}

/** The file's days with the imported ones; a quote that both have must be the same. Faults name places in the imported file. */
export function mergedQuotes(own: readonly QuoteDay[], imported: readonly QuoteDay[]): Outcome<QuoteDay[]> {
  const merged = new Map(own.map((day) => [day.date, day]));
  const faults: Fault[] = [];
  for (const { date, line, quotes } of imported) {
    const before = merged.get(date);
    for (const [code, quote] of Object.entries(quotes)) {
      const other = before?.quotes[code];
      if (other === undefined || other === quote) continue;
      faults.push({ line, column: 1, code: 'RATE_TWICE', sentence: `${date} quotes ${code} at ${quote}, line ${before?.line} of ${RATES_FILE} at ${other}; correct one of both, and import again.` });
    }
    merged.set(date, { date, line: before?.line ?? line, quotes: { ...quotes, ...before?.quotes } });
  }
  return faults.length > 0 ? { faults } : { value: [...merged.values()] };
}
