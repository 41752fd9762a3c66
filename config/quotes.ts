/**
 * Reference rates as the European Central Bank publishes them (eurofxref): units of each currency for one euro. Its CSV and XML files,
 * of a day or of all its history, are read here; rates.csv, which finance keeps beside office.yaml, is written the same way.
 * The files: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { isCurrency } from '../domain/currency';
import { isPlainDate, type PlainDate } from '../domain/dates';
import { canonicalDecimal, isDecimal } from '../domain/decimal';
import type { Fault } from '../domain/fault';
import type { Outcome } from './reading';

/** What one unit of it buys. */
export const BASE = 'EUR';

/** A day's quotes by currency, as decimal strings, and the line they stand in. */
export type QuoteDay = { date: PlainDate; line: number; quotes: Readonly<Record<string, string>> };

/** Currencies that the bank's history quotes and that are money no more (ISO 4217 list three): they are passed over. */
const RETIRED: readonly string[] = ['BGN', 'CYP', 'EEK', 'HRK', 'LTL', 'LVL', 'MTL', 'ROL', 'SIT', 'SKK', 'TRL'];

/** Reads either form, or tells all faults. */
export function readQuotes(text: string): Outcome<QuoteDay[]> {
  const faults: Fault[] = [];
  const days = /^\uFEFF?\s*</.test(text) ? readXml(text, faults) : readCsv(text, faults);
  const seen = new Map<string, number>();
  for (const { date, line } of days) {
    const before = seen.get(date);
    if (before !== undefined) faults.push({ line, column: 1, code: 'TWICE', sentence: `${date} is in line ${before} already; keep one of both.` });
    seen.set(date, line);
  }
  if (faults.length === 0 && days.length === 0) faults.push({ line: 1, column: 1, code: 'EMPTY', sentence: 'there are no rates in it; take eurofxref.csv, eurofxref-hist.csv or the XML file of the European Central Bank.' });
  return faults.length > 0 ? { faults } : { value: days };
}

const isQuote = (text: string): boolean => isDecimal(text) && !/^[-+]/.test(text) && /[1-9]/.test(text);

function readCsv(text: string, faults: Fault[]): QuoteDay[] {
  const rows = text.replace(/^\uFEFF/, '').split(/\r?\n/).map((row, index) => ({ line: index + 1, cells: row.split(',').map((cell) => cell.trim()) }));
  const [head, ...body] = rows.filter(({ cells }) => cells.some(Boolean));
  if (head?.cells[0]?.toLowerCase() !== 'date') {
    faults.push({ line: head?.line ?? 1, column: 1, code: 'HEAD', sentence: "the first line names the columns and begins with 'Date', as in Date,USD,JPY." });
    return [];
  }
  const codes = head.cells.slice(1);
  codes.forEach((code, at) => {
    if (code === '' && at === codes.length - 1) return; // The bank ends its lines with a comma.
    if (!isCurrency(code) && !RETIRED.includes(code)) faults.push({ line: head.line, column: at + 2, code: 'UNKNOWN_CURRENCY', sentence: `'${code}' is not a code of ISO 4217 such as USD.` });
    if (code === BASE) faults.push({ line: head.line, column: at + 2, code: 'RATE_OF_OWN', sentence: `every quote is for one ${BASE}; leave its column out.` });
    if (codes.indexOf(code) < at) faults.push({ line: head.line, column: at + 2, code: 'TWICE', sentence: `${code} has a column already.` });
  });
  return body.map(({ line, cells: [date = '', ...cells] }) => {
    const day = dayOf(date);
    if (!day) faults.push({ line, column: 1, code: 'DATE_INVALID', sentence: `'${date}' is not a date such as 2026-11-20.` });
    if (cells.length > codes.length) faults.push({ line, column: codes.length + 2, code: 'TOO_LONG', sentence: `there are ${cells.length} quotes for ${codes.length} columns.` });
    const quotes = codes.flatMap((code, at) => quote(code, cells[at] ?? '', { line, column: at + 2 }, faults));
    return { date: day ?? '', line, quotes: Object.fromEntries(quotes) };
  });
}

/** Nothing and N/A say that there is none. */
function quote(code: string, text: string, at: { line: number; column: number }, faults: Fault[]): [string, string][] {
  if (text === '' || text === 'N/A' || !isCurrency(code)) return [];
  if (isQuote(text)) return [[code, canonicalDecimal(text)]];
  faults.push({ ...at, code: 'NUMBER', sentence: `the quote of ${code} is '${text}'; write a number above 0 such as 1.1593, or N/A.` });
  return [];
}

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];

/** "2026-11-20", or "20 November 2026" as in the bank's daily file. */
function dayOf(text: string): PlainDate | undefined {
  const [, day = '', month = '', year = ''] = /^(\d{1,2}) ([A-Za-z]+) (\d{4})$/.exec(text) ?? [];
  const date = day ? `${year}-${String(MONTHS.indexOf(month.toLowerCase()) + 1).padStart(2, '0')}-${day.padStart(2, '0')}` : text;
  return isPlainDate(date) ? date : undefined;
}

type Cube = { '@time'?: string; '@currency'?: string; '@rate'?: string; Cube?: Cube[] };
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseAttributeValue: false, removeNSPrefix: true, processEntities: false, isArray: (name) => name === 'Cube' });

function readXml(text: string, faults: Fault[]): QuoteDay[] {
  const sound = XMLValidator.validate(text);
  if (sound !== true) {
    faults.push({ line: sound.err.line, column: sound.err.col || 1, code: 'SYNTAX', sentence: `this is not well-formed XML: ${sound.err.msg}` });
    return [];
  }
  const { Envelope } = parser.parse(text) as { Envelope?: { Cube?: Cube[] } };
  const days = (Envelope?.Cube ?? []).flatMap(({ Cube: inner = [] }) => inner).filter((cube) => typeof cube === 'object' && cube['@time'] !== undefined);
  return days.map(({ '@time': time = '', Cube: quoted = [] }) => {
    const line = text.slice(0, Math.max(0, text.search(new RegExp(`time=["']${time.replace(/[^\d-]/g, '.')}["']`)))).split('\n').length;
    if (!isPlainDate(time)) faults.push({ line, column: 1, code: 'DATE_INVALID', sentence: `'${time}' is not a date such as 2026-11-20.` });
    const quotes = quoted.flatMap(({ '@currency': code = '', '@rate': rate = '' }): [string, string][] => {
      if (!isCurrency(code) && !RETIRED.includes(code)) faults.push({ line, column: 1, code: 'UNKNOWN_CURRENCY', sentence: `${time} quotes '${code}', which is not a code of ISO 4217 such as USD.` });
      return quote(code, rate, { line, column: 1 }, faults);
    });
    return { date: time, line, quotes: Object.fromEntries(quotes) };
  });
}

/** The days as rates.csv holds them: the newest first, a column a currency. */
export function quotesText(days: readonly QuoteDay[]): string {
  const codes = [...new Set(days.flatMap(({ quotes }) => Object.keys(quotes)))].sort();
  const rows = [...days].sort((a, b) => (a.date < b.date ? 1 : -1)).map(({ date, quotes }) => [date, ...codes.map((code) => quotes[code] ?? 'N/A')]);
  return [['Date', ...codes], ...rows].map((row) => `${row.join(',')}\n`).join('');
}
