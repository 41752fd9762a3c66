/** Taxation: the rate of the day counts, ids are checked before approval, and a refusal says what is missing where. */
import { submitted } from '../../domain/drafting';
import { checkTaxes, taxesOn, taxOn, vatOn, type NamedTax, type Taxation } from '../../domain/taxation';
import type { Vat } from '../../domain/totals';
import { compactVatId, countryOfVatId, isEuVatId, isVatId } from '../../domain/vat-id';
import { ACME, act, after, CARLA, content, drafted, line, refusalOf, RULES, TODAY } from '../support/samples';

/** Germany's standard rate and its half year of 2020 (§ 28 UStG as of the Second Corona Tax Relief Act). */
const GERMAN: NamedTax = { id: 'standard', name: 'VAT {rate} %', vat: { category: 'S', rate: '19', taxId: 'standard' }, rates: [{ rate: '19' }, { from: '2020-07-01', rate: '16' }, { from: '2021-01-01', rate: '19' }] };
const taxation: Taxation = { taxes: [GERMAN], seller: { address: { lines: [], country: 'DE' }, vatId: 'DE123456788' }, isSmallBusiness: false };
const vat = (change: Partial<Vat> = {}): Vat => ({ category: 'S', rate: '19', taxId: 'standard', ...change });
const check = (lineVat: Vat, client: { vatId?: string } = {}, by: Partial<Taxation> = {}, supplied?: string) =>
  () => checkTaxes({ content: content({ lines: [line({ vat: lineVat })], ...(supplied && { supplied }) }), client: { name: 'Acme', ...client } }, { ...taxation, ...by }, TODAY);

describe('a dated tax', () => {
  it.each([['2007-01-01', '19'], ['2020-06-30', '19'], ['2020-07-01', '16'], ['2020-12-31', '16'], ['2021-01-01', '19']])('on %s is %s %%', (on, rate) => {
    expect([taxOn(GERMAN, on).vat.rate, taxOn(GERMAN, on).name]).toEqual([rate, `VAT ${rate} %`]);
  });

  it('is looked up by its id; what was typed as a rate stays', () => {
    expect(vatOn({ category: 'O', rate: '0', taxId: 'standard' }, [GERMAN], '2020-08-01')).toEqual(vat({ rate: '16' }));
    expect(vatOn({ category: 'S', rate: '7' }, [GERMAN], '2020-08-01')).toEqual({ category: 'S', rate: '7' });
    expect(refusalOf(() => vatOn(vat({ taxId: 'gone' }), [GERMAN], TODAY))).toBe('TaxUnknown');
    expect(taxesOn([GERMAN, { id: 'zero', name: 'None', vat: { category: 'Z', rate: '0' } }], '2020-08-01').map(({ name }) => name)).toEqual(['VAT 16 %', 'None']);
  });

  it('out of date is told at submission, and the day of the supply decides', () => {
    expect(refusalOf(check(vat({ rate: '16' })))).toBe('TaxOutOfDate');
    expect(check(vat({ rate: '16' }))).toThrow(`Line 1 has 16 %, and on ${TODAY} it is 19 %.`);
    expect(check(vat({ rate: '16' }), {}, {}, '2020-10-01')).not.toThrow();
    expect(refusalOf(check(vat(), {}, {}, '2020-10-01'))).toBe('TaxOutOfDate');
    expect(check({ category: 'S', rate: '16' })).not.toThrow();
  });
});

describe('a supply without VAT', () => {
  const [K, AE]: Vat[] = [{ category: 'K', rate: '0' }, { category: 'AE', rate: '0' }];
  it.each([
    [K, undefined, 'VatIdMissing'], [AE, undefined, 'VatIdMissing'], [K, 'FR00000000001', 'VatIdWrong'], [AE, 'DE123456789', 'VatIdWrong'], [K, 'CHE-116.281.710', 'VatIdWrong'], [K, 'DE123456788', 'VatIdSameCountry'],
  ] as const)('%j to %s is refused: %s', (none, vatId, code) => expect(refusalOf(check(none!, { vatId }))).toBe(code));

  it('names the client and why', () => {
    expect(check(AE!)).toThrow("Acme's VAT number is missing: with a reverse charge the client owes the VAT. Add it to the client, then submit again.");
    expect(check(K!)).toThrow("Acme's VAT number is missing: a supply within the EU is free of VAT only for a buyer who has one.");
  });

  it('goes to whoever has one, from an office that has its own', () => {
    for (const none of [K!, AE!]) {
      expect(check(none, { vatId: 'ATU12345675' })).not.toThrow();
      expect(refusalOf(check(none, { vatId: 'ATU12345675' }, { seller: { address: taxation.seller.address } }))).toBe('SellerVatIdMissing');
    }
    expect(check(AE!, { vatId: 'DE123456788' })).not.toThrow();
  });

  it('takes the id that the client got after the draft was made', () => {
    const draft = drafted({ lines: [line({ vat: K! })] });
    expect(refusalOf(() => submitted(draft, 1, act(CARLA), RULES))).toBe('VatIdMissing');
    const told = submitted(draft, 1, act(CARLA), RULES, { ...ACME, vatId: 'ATU12345675' });
    expect(after(draft, told).client.vatId).toBe('ATU12345675');
  });
});

it('a small business charges no VAT', () => {
  expect(refusalOf(check({ category: 'S', rate: '7' }, {}, { isSmallBusiness: true }))).toBe('SmallBusinessVat');
  expect(check({ category: 'E', rate: '0', law: '§ 19 UStG' }, {}, { isSmallBusiness: true })).not.toThrow();
});

describe('a VAT id', () => {
  it.each(['DE123456788', 'DE 123 456 788', 'ATU12345675', 'CHE-116.281.710', 'XI123456782', 'US123456', '12345678'])('%s may be right', (id) => expect(isVatId(id)).toBe(isVatId(compactVatId(id))));
  it.each(['DE123456789', 'DE12345678', 'ATU12345678', 'FR1', '', 'DE', 'DE12345678<', 'XI1'])('%s cannot be right', (id) => expect(isVatId(id)).toBe(false));
  it('tells its country, and whether that is of the EU', () => {
    expect(['DE123456788', 'EL094259216', 'XI1', 'US1', 'CHE1'].map(countryOfVatId)).toEqual(['DE', 'GR', 'GB', undefined, 'CH']);
    expect(['DE123456788', 'CHE-116.281.710', 'DE123456789'].map(isEuVatId)).toEqual([true, false, false]);
  });
});
