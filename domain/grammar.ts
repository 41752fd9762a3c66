/**
 * The one-line grammar: `<client> <line>{, <line>} [due <date>] [po X] [project X]`, a line being `100 EUR words` or
 * `3x "Design day" @ 800 EUR`, each with `[vat 19%] [disc 5%]`. What could mean two things is refused, never guessed.
 */
import { parseMoney, readAmount, readMoney, readPrice, readUnitPrice } from './amount';
import { isCurrency } from './currency';
import { parseDate, type PlainDate } from './dates';
import { canonicalDecimal } from './decimal';
import { toDecimal, type Money } from './money';
import { DomainError } from './refusals';
import { unquoted, wordsOf, type Word } from './typed-text';
import type { Vat } from './totals';

/** A line as typed: decimals are canonical; `vat` as far as it was said (a rate, or a category of EN 16931). */
export type TypedLine = { description: string; quantity: string; unitPrice: string; vat?: Vat; discountPercent?: string };
/** What the lines and the options behind them say. `currency` is the one of every line. */
export type TypedLines = { lines: TypedLine[]; currency: string; due?: PlainDate; purchaseOrder?: string; project?: string };
/** `currency` is the client's: it decides what "$" means and serves amounts without one when `bare` allows them. */
export type Reading = { today: PlainDate; currency?: string; bare?: 'allowed' };

const NUMBER = "[-+]?\\d(?:[\\d.,']*\\d)?";
const QUANTITY = '\\d[\\d.,]*';
/** The head of a line: money first, or a quantity or quoted words before an `@`. */
const MONEY_HEAD = new RegExp(`^(?:${NUMBER} ?(?:[A-Za-z]{3}(?![\\p{L}\\d])|\\p{Sc})|[-+]?(?:[A-Za-z]{3} ?|\\p{Sc} ?)${NUMBER}(?![\\p{L}\\d]))`, 'u');
const PRICED_HEAD = new RegExp(`^(?=[\\d"])(?:(?<quantity>${QUANTITY}) ?[xX](?=["\\s]) ?)?(?:"(?<quoted>(?:[^"]|"")*)"|(?<words>[^"@]*?)) ?@ ?`, 'u');
/** A client's name ends within this many characters. */
const NAME_ROOM = 200;

/** The money at the head of a text, "" when there is none. Three letters count only when they are a currency. */
function moneyAt(text: string): string {
  const found = MONEY_HEAD.exec(text)?.[0] ?? '';
  const code = /[A-Za-z]{3}/.exec(found)?.[0];
  if (code !== undefined && !isCurrency(code.toUpperCase())) return '';
  const second = found === '' ? undefined : /^ ?([A-Z]{3})(?![\p{L}\d])/u.exec(text.slice(found.length));
  return second && isCurrency(second[1]!) ? found + second[0] : found; // "TOP 100 EUR" names two, and is refused as mixed.
}

/** True when a line begins here. Words before an `@` count only behind a quantity or in quotation marks. */
function beginsLine(text: string): boolean {
  const priced = PRICED_HEAD.exec(text)?.groups;
  const isPriced = priced !== undefined && (priced.quoted !== undefined || (priced.quantity !== undefined && !priced.words?.includes(',')));
  return isPriced || moneyAt(text) !== '';
}

/** Splits the client from the lines. Refuses UsageCreate, and CurrencyMissing or CurrencyUnknown for an amount that lacks one. */
export function readClient(text: string): { client: string; rest: string } {
  const words = wordsOf(text);
  const at = words.findIndex(({ start }) => start <= NAME_ROOM && beginsLine(text.slice(start)));
  if (at > 0) {
    const start = words[at]!.start;
    return { client: unquoted(text.slice(0, start)), rest: text.slice(start) };
  }
  if (at < 0) refuseAmountWithoutCurrency(words);
  throw new DomainError('UsageCreate');
}

function refuseAmountWithoutCurrency(words: readonly Word[]): void {
  const at = words.findIndex(({ text, quoted }, index) => index > 0 && !quoted && new RegExp(`^${NUMBER}$`).test(text));
  if (at < 0) return;
  const next = words[at + 1]?.text ?? '';
  if (/^[A-Z]{3}$/.test(next)) throw new DomainError('CurrencyUnknown', { currency: next });
  throw new DomainError('CurrencyMissing', { text: words[at]!.text });
}

/** Lines in one text, by commas behind which a line begins. Refuses as readLine does, CurrencyMixed, and SaidTwice. */
export function readLines(text: string, reading: Reading): TypedLines {
  return together(splitLines(text).map((part) => readLine(part, reading)), reading);
}

/** Lines a row each, as pasted. A fault says its row: PastedLine. */
export function readRows(text: string, reading: Reading): TypedLines {
  const rows = text.split('\n').map((row, index) => ({ row: row.trim(), line: index + 1 })).filter(({ row }) => row !== '');
  const read = rows.map(({ row, line }) => {
    try {
      return readLine(row, { ...reading, bare: 'allowed' });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new DomainError('PastedLine', { line, sentence: { code: error.code, details: error.details } });
    }
  });
  return together(read, reading);
}

type ReadLine = { line: TypedLine; currency: string; options: Options };

function together(read: readonly ReadLine[], { currency: own }: Reading): TypedLines {
  const currency = read[0]?.currency ?? own;
  if (currency === undefined) throw new DomainError('NoLines');
  const options: Options = {};
  for (const { currency: other, options: said } of read) {
    if (other !== currency) throw new DomainError('CurrencyMixed', { one: currency, other });
    for (const [name, value] of Object.entries(said)) setOnce(options, name as OptionName, value);
  }
  return {
    lines: read.map(({ line }) => line), currency,
    ...(options.due && { due: options.due }), ...(options.po && { purchaseOrder: options.po }), ...(options.project && { project: options.project }),
  };
}

function splitLines(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { index } of text.matchAll(/,(?=\s)|(?<!\d),/g)) {
    const inQuotes = (text.slice(from, index).match(/"/g) ?? []).length % 2 === 1;
    if (inQuotes || !beginsLine(text.slice(index + 1).trimStart())) continue;
    parts.push(text.slice(from, index).trim());
    from = index + 1;
  }
  return [...parts, text.slice(from).trim()];
}

/** One line. Refuses AmountAmbiguous, AmountNegative, CurrencyMissing and the other refusals of amounts, LineUnreadable, DescriptionMissing. */
function readLine(text: string, reading: Reading): ReadLine {
  const { body, vat, disc, ...options } = takeOptions(text, reading.today);
  const priced = PRICED_HEAD.exec(body);
  const isPriced = priced !== null && (priced.groups?.quoted !== undefined || priced.groups?.quantity !== undefined);
  const line = isPriced ? pricedLine(body, priced, reading) : plainLine(body, reading);
  if (line.description === '') throw new DomainError('DescriptionMissing');
  const { currency, unitPrice, quantity, description } = line;
  return { line: { description, quantity, unitPrice, ...(vat && { vat }), ...(disc && { discountPercent: disc }) }, currency, options };
}

type Body = { description: string; quantity: string; unitPrice: string; currency: string };

function pricedLine(body: string, head: RegExpExecArray, reading: Reading): Body {
  const price = body.slice(head[0].length).trim();
  const { quantity = '1', quoted, words } = head.groups ?? {};
  const { unitPrice, currency } = priceOf(price, reading);
  if (unitPrice.startsWith('-')) throw new DomainError('AmountNegative');
  return { description: (quoted?.replaceAll('""', '"') ?? words ?? '').trim(), quantity: readQuantity(quantity), unitPrice, currency };
}

function plainLine(body: string, reading: Reading): Body {
  const money = moneyAt(body);
  const bare = reading.bare && !money ? new RegExp(`^${NUMBER}(?=\\s|$)`).exec(body)?.[0] : undefined;
  if (!money && !bare) throw new DomainError('LineUnreadable', { text: shortened(body) });
  const head = money || bare || '';
  const amount = bare && reading.currency ? moneyOf(bare, reading) : parseMoney(codeChecked(head, reading), undefined, reading.currency);
  if (amount.minor <= 0) throw new DomainError('AmountNegative');
  return { description: unquoted(body.slice(head.length)), quantity: '1', unitPrice: canonicalDecimal(toDecimal(amount)), currency: amount.currency };
}

/** Money with its currency, or, where that is allowed, in the client's. */
function moneyOf(text: string, { currency, bare }: Reading): Money {
  if (bare && currency && new RegExp(`^${NUMBER}$`).test(text)) return readAmount(text, currency);
  return readMoney(codeChecked(text, { today: '', currency }), undefined, currency);
}

/** The same of a price, which may be finer than its currency. */
function priceOf(text: string, { currency, bare }: Reading): { unitPrice: string; currency: string } {
  if (bare && currency && new RegExp(`^${NUMBER}$`).test(text)) return { unitPrice: readUnitPrice(text, currency), currency };
  return readPrice(codeChecked(text, { today: '', currency }), currency);
}

/** Small letters are a currency only when they are the client's: in "100 all night" nobody means the Albanian lek. */
function codeChecked(text: string, { currency }: Reading): string {
  const code = /(?<!\p{L})[A-Za-z]{3}(?!\p{L})/u.exec(text)?.[0];
  if (code === undefined || code === code.toUpperCase() || code.toUpperCase() === currency) return text;
  throw new DomainError('CurrencyMissing', { text });
}

/** A quantity above 0. "1.500" could be one and a half or many: AmountAmbiguous. */
export function readQuantity(text: string): string {
  const [, whole = '', fraction] = /^(\d+)(?:[.,](\d+))?$/.exec(text.trim()) ?? [];
  if (whole === '') throw new DomainError('DecimalUnreadable', { text });
  if (fraction?.length === 3 && /^[1-9]\d{0,2}$/.test(whole)) {
    const low = canonicalDecimal(`${whole}.${fraction}`);
    throw new DomainError('AmountAmbiguous', { text, low, high: whole + fraction, lowText: low, highText: whole + fraction });
  }
  return canonicalDecimal(fraction === undefined ? whole : `${whole}.${fraction}`);
}

type Options = { due?: PlainDate; po?: string; project?: string };
type OptionName = keyof Options;
type Taken = Options & { body: string; vat?: Vat; disc?: string };

const OPTION_AT_END = /(?:^|\s)(due|po|project|vat|disc)\s+(?:"([^"]*)"|([^\s"]+(?:\s+%)?))$/i;

/** Takes options off the end of a line, however many there are; what stands before them is the body. */
function takeOptions(text: string, today: PlainDate): Taken {
  const taken: Record<string, unknown> = {};
  let body = text.trim();
  for (let found = OPTION_AT_END.exec(body); found; found = OPTION_AT_END.exec(body)) {
    const name = found[1]!.toLowerCase();
    setOnce(taken, name, optionValue(name, (found[2] ?? found[3] ?? '').trim(), today));
    body = body.slice(0, found.index).trim();
  }
  return { ...taken, body } as Taken;
}

function optionValue(name: string, value: string, today: PlainDate): unknown {
  if (name === 'due') return parseDate(value, today);
  if (name === 'vat') return readVat(value);
  return name === 'disc' ? readPercent(value) : value;
}

function setOnce<T extends object>(target: T, name: string, value: unknown): void {
  if (name in target) throw new DomainError('SaidTwice', { option: name });
  Object.assign(target, { [name]: value });
}

/** "19%", "7", a category of EN 16931 ("AE" for reverse charge), or one of the office's taxes by its id ("@nyc"), whose rates are looked up later. Refuses VatRateUnusable. */
export function readVat(text: string): Vat {
  const code = text.toUpperCase();
  if (/^@\S+$/.test(text)) return { category: 'O', rate: '0', taxId: text.slice(1) };
  if (/^(Z|E|AE|K|G|O)$/.test(code)) return { category: code as Vat['category'], rate: '0' };
  const rate = /^(\d{1,3}(?:[.,]\d+)?) ?%?$/.exec(text)?.[1]?.replace(',', '.');
  if (rate === undefined) throw new DomainError('VatRateUnusable', { rate: text });
  return { category: canonicalDecimal(rate) === '0' ? 'Z' : 'S', rate: canonicalDecimal(rate) };
}

/** "5%" or "5". Refuses DecimalUnreadable. */
export function readPercent(text: string): string {
  return canonicalDecimal(text.replace(/ ?%$/, '').replace(',', '.'));
}

/** How a line is typed, so that readRows gives it back. */
export function typedLine({ description, quantity, unitPrice, vat, discountPercent }: TypedLine, currency: string): string {
  const tax = vat ? ` vat ${vat.taxId ? `@${vat.taxId}` : vat.category === 'S' ? `${vat.rate}%` : vat.category}` : '';
  return `${typedDecimal(quantity)}x "${description.replaceAll('"', '""').replace(/\s+/g, ' ')}" @ ${typedDecimal(unitPrice)} ${currency}${tax}${discountPercent ? ` disc ${discountPercent}%` : ''}`;
}

/** A decimal without the doubt of three digits behind one point ("12.345" is written "12.3450"). */
export const typedDecimal = (decimal: string): string => (/^-?[1-9]\d{0,2}\.\d{3}$/.test(decimal) ? `${decimal}0` : decimal);

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
