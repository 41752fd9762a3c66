/** A sample of each kind of random invoice before the official checker: every category, currencies of 0, 2 and 3 decimals, discounts and charges, in both syntaxes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Seller } from '../../../domain/client';
import { totalsOf, type Content } from '../../../domain/content';
import { toCii } from '../../../domain/einvoice/cii';
import { formOf, type EInvoiceFormat } from '../../../domain/einvoice/format';
import { eInvoiceOf, fitsEInvoice } from '../../../domain/einvoice/issued';
import type { Adjustment, EInvoice, LineVat } from '../../../domain/einvoice/semantic';
import { toUbl } from '../../../domain/einvoice/ubl';
import { xmlText } from '../../../domain/einvoice/xml';
import { isPositive, toDecimal as decimalOf, type Money } from '../../../domain/money';
import { computeTotals, type Totals, type Vat, type VatCategory } from '../../../domain/totals';
import { soundEInvoice } from '../../support/e-invoice';
import { ACME, content, line } from '../../support/samples';

const SEED = 16_931;
const CURRENCIES = ['JPY', 'EUR', 'KWD'] as const;
const CATEGORIES: readonly VatCategory[] = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'];
/** How a content of the office comes to its amounts. */
const WAYS: Readonly<Record<string, Partial<Content> & { off?: string }>> = {
  plain: {}, 'discount on lines': { off: '12.5' }, 'discount of a percentage': { discount: { percent: '7.25' } }, 'discount of an amount': { discount: { amount: '3' } },
  'prices with tax': { prices: 'inclusive' }, 'prices with tax and a discount': { prices: 'inclusive', discount: { percent: '3' } },
};
const PATIENCE_MS = 300_000;

const seller: Seller = {
  name: 'Northlight Studio', email: 'billing@northlight.example', phone: '+49 30 5550 0100', address: { lines: ['Lichtstraße 12'], postcode: '10243', city: 'Berlin', country: 'DE' },
  vatId: 'DE123456788', taxNumber: '37/123/45678', bank: { name: 'Musterbank', iban: 'DE89370400440532013000' },
};
const abroad = { ...ACME, vatId: 'FR40303265045', address: { lines: ['1 rue de la Paix'], postcode: '69001', city: 'Lyon', country: 'FR' } };
const issue = { number: 'INV-2026-0001', issueDate: '2026-11-23', dueDate: '2026-12-23', seller };

/** Rates of a category; only S has one above zero. Nothing else stands beside O (BR-O-11 to 14). */
const vatOf = (category: VatCategory) => (category === 'S' ? fc.constantFrom('19', '7', '5.5', '25', '8.1') : fc.constant('0')).map((rate): Vat => ({ category, rate }));
const decimal = (most: number, places: number) => fc.tuple(fc.integer({ min: 1, max: most }), fc.nat(10 ** places - 1)).map(([whole, part]) => `${whole}${places > 0 ? `.${String(part).padStart(places, '0')}` : ''}`);

/** The first random one of its kind that the office could issue: the same at every run. */
function first<T>(kinds: fc.Arbitrary<T>, fits: (one: T) => boolean): T {
  for (let batch = 0; batch < 200; batch += 1) {
    const found = fc.sample(kinds, { seed: SEED + batch, numRuns: 100 }).find(fits);
    if (found) return found;
  }
  throw new Error('None of this kind can be issued.');
}

function randomContent(category: VatCategory, currency: string, { off, ...more }: Partial<Content> & { off?: string }): Content {
  const mixed = category === 'O' ? vatOf('O') : fc.oneof({ weight: 2, arbitrary: vatOf(category) }, { weight: 1, arbitrary: vatOf('S') });
  // Of dinars only whole ones in tenths have an e-invoice: EN 16931 knows two decimals.
  const priced = currency === 'KWD' ? decimal(500, 1) : fc.oneof(decimal(5_000, 2), decimal(90, 4), decimal(900, 0));
  const lines = fc.array(fc.record({ quantity: currency === 'KWD' ? decimal(9, 0) : fc.oneof(decimal(40, 0), decimal(9, 3)), unitPrice: priced, vat: mixed }), { minLength: 1, maxLength: currency === 'KWD' ? 2 : 7 });
  return first(lines.map((some) => content({ currency, lines: some.map((one, at) => line({ ...one, id: `l${at}`, ...(off && { discountPercent: off }) })), ...more })), (one) => {
    const totals = totalsOf(one);
    return one.lines.some(({ vat }) => vat.category === category) && isPositive(totals.due) && fitsEInvoice({ totals });
  });
}

const text = (amount: Money): string => decimalOf(amount).replace(/(\.\d{2})0$/, '$1');
const eVat = ({ category, rate }: Vat): LineVat => ({ category, ...(category !== 'O' && { rate }) });
const REASONS: Partial<Record<VatCategory, string>> = { E: 'Exempt from VAT', AE: 'Reverse charge', K: 'Intra-community supply', G: 'Export outside the EU', O: 'Not subject to VAT' };
const CODES: Partial<Record<VatCategory, string>> = { AE: 'VATEX-EU-AE', K: 'VATEX-EU-IC', G: 'VATEX-EU-G', O: 'VATEX-EU-O' };

/** Lines and a document with charges beside allowances, a part that is paid already, and a rounding: what comes in with others' invoices. */
function charged(category: VatCategory, currency: string): EInvoice {
  const places = currency === 'JPY' ? 0 : 1;
  const kinds = fc.record({ quantity: decimal(9, 0), unitPrice: decimal(900, places), charge: decimal(40, places), allowance: decimal(9, places), whole: decimal(60, places), prepaid: decimal(9, places), vat: vatOf(category) });
  const totalsFor = ({ quantity, unitPrice, charge, allowance, whole, prepaid, vat }: (typeof kinds extends fc.Arbitrary<infer T> ? T : never)): Totals => computeTotals({
    currency, prices: 'exclusive', prepaid, rounding: currency === 'JPY' ? '1' : '0.1',
    lines: [{ quantity, unitPrice, vat, allowancesCharges: [{ type: 'charge', amount: charge }, { type: 'allowance', amount: allowance }] }], allowancesCharges: [{ type: 'charge', amount: whole, vat }],
  });
  const one = first(kinds, (each) => Number(each.quantity) * Number(each.unitPrice) > 100 && fitsEInvoice({ totals: totalsFor(each) }));
  const { vat, quantity, unitPrice } = one;
  const totals = totalsFor(one);
  const adjustment = (type: Adjustment['type'], amount: string): Adjustment => ({ type, amount, reason: type === 'charge' ? 'Freight' : 'Discount', reasonCode: type === 'charge' ? 'FC' : '95' });
  const base = soundEInvoice();
  const { vatId: _, ...withoutVatId } = base.seller;
  const outside = category === 'O' ? { seller: { ...withoutVatId, identifiers: [{ value: '37/123/45678' }] }, buyer: { ...base.buyer, vatId: undefined } as EInvoice['buyer'] } : {};
  return {
    ...base, ...outside, specification: 'urn:cen.eu:en16931:2017', process: undefined as never, currency,
    lines: base.lines.map((given) => ({ ...given, quantity, net: text(totals.lineNets[0]!), vat: eVat(vat), price: { net: unitPrice }, adjustments: [adjustment('charge', one.charge), adjustment('allowance', one.allowance)] })),
    adjustments: [{ ...adjustment('charge', one.whole), vat: eVat(vat) }],
    vat: totals.vat.map((row) => ({ ...eVat(row), base: text(row.base), tax: text(row.tax), ...(REASONS[category] && { reason: REASONS[category] }), ...(CODES[category] && { reasonCode: CODES[category] }) })),
    totals: { lines: text(totals.sumOfLines), charges: text(totals.chargeTotal), net: text(totals.net), vat: text(totals.vatTotal), gross: text(totals.gross), prepaid: text(totals.prepaid), rounding: text(totals.rounding), due: text(totals.due) },
  };
}

describe('random invoices', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'random-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const lay = (name: string, e: EInvoice): void => {
    writeFileSync(join(folder, `${name}-cii.xml`), xmlText(toCii(e)));
    writeFileSync(join(folder, `${name}-ubl.xml`), xmlText(toUbl(e)));
  };

  it('of each kind are valid by the official rules, with every sum exact', () => {
    for (const category of CATEGORIES) {
      const client = category === 'G' ? { ...ACME, address: { lines: ['500 Harbor Street'], city: 'Portland', country: 'US' } } : abroad;
      for (const currency of CURRENCIES) {
        for (const [way, more] of Object.entries(WAYS)) {
          const of = randomContent(category, currency, more);
          const totals = totalsOf(of);
          const form = formOf((category === 'S' && currency === 'EUR' ? 'xrechnung' : 'cii') as EInvoiceFormat)!;
          const eInvoicing = { format: 'xrechnung' as const, buyerReference: '04011000-12345-34' };
          lay(`${category}-${currency}-${way.replaceAll(' ', '-')}`, eInvoiceOf({ content: of, totals, client: { ...client, eInvoicing } }, form, issue));
        }
        lay(`${category}-${currency}-charges`, charged(category, currency));
      }
    }
    const files = readdirSync(folder).map((file) => join(folder, file));
    const { stdout, status } = spawnSync(process.env.EINVOICE_CHECKER!, ['--math', 'strict', ...files], { encoding: 'utf8', maxBuffer: 1e8 });
    expect(stdout.split('\n').filter((each) => /^INVALID|^ {4}E /.test(each))).toEqual([]);
    expect([status, files.length]).toEqual([0, CATEGORIES.length * CURRENCIES.length * (Object.keys(WAYS).length + 1) * 2]);
  }, PATIENCE_MS);
});
