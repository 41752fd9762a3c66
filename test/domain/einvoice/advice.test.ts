/** Broken official rules, told to a coordinator in words. */
import { openRuleBook } from '../../../config/einvoice-rules';
import { adviceOn } from '../../../domain/einvoice/advice';
import { ADVICE } from '../../../domain/einvoice/advice-table';
import { toCii } from '../../../domain/einvoice/cii';
import { findingsIn, rulesFor } from '../../../domain/einvoice/rule-book';
import type { EInvoice } from '../../../domain/einvoice/semantic';
import { toUbl } from '../../../domain/einvoice/ubl';
import { readXml, xmlText } from '../../../domain/einvoice/xml';
import { intraCommunity, soundEInvoice } from '../../support/e-invoice';

const { book } = openRuleBook();
const UBL = { rules: 'en16931', syntax: 'ubl' } as const;
const XRECHNUNG = { rules: 'xrechnung', syntax: 'ubl' } as const;
const told = (invoice: EInvoice, form: { rules: 'en16931' | 'xrechnung'; syntax: 'ubl' | 'cii' } = UBL): string[] =>
  adviceOn(findingsIn(form.syntax === 'ubl' ? toUbl(invoice) : toCii(invoice), form, book).filter(({ flag }) => flag === 'fatal'), invoice).map(({ text }) => text);

const sound = soundEInvoice();
const without = <T extends object>(whole: T, ...keys: (keyof T)[]): T => Object.fromEntries(Object.entries(whole).filter(([key]) => !keys.includes(key as keyof T))) as T;

describe('a sound e-invoice', () => {
  it.each([['with VAT', sound], ['as an intra-Community supply', intraCommunity()]])('%s breaks no rule in either syntax, written or read back', (_, invoice) => {
    for (const [form, root] of [[UBL, toUbl(invoice)], [{ ...UBL, syntax: 'cii' }, toCii(invoice)]] as const) {
      expect(findingsIn(root, form, book)).toEqual([]);
      expect(findingsIn(readXml(Buffer.from(xmlText(root))), form, book)).toEqual([]);
    }
  });

  it('keeps XRechnung’s rules too', () => {
    for (const syntax of ['ubl', 'cii'] as const) expect(told({ ...sound, specification: 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0' }, { ...XRECHNUNG, syntax })).toEqual([]);
  });
});

describe('what is missing is told with its reason, its remedy and its rule', () => {
  it.each([
    ['the VAT number of a client in another country', intraCommunity({ buyer: without(sound.buyer, 'vatId') }), 'Acme SARL’s VAT number is missing: an intra-Community supply (K) to France needs it. Fill in “VAT id” with /invoice client Acme SARL. [BR-IC-02]'],
    ['our own VAT number', intraCommunity({ seller: without({ ...sound.seller, registration: { value: 'HRB 1' } }, 'vatId') }), 'Northlight Studio’s own VAT number is missing: an intra-Community supply (K) to France needs it. Finance fills in vat_id under seller in office.yaml. [BR-IC-02]'],
    ['the country the goods go to', intraCommunity({ delivery: { date: '2026-11-20' } }), 'The country the goods go to is missing: an intra-Community supply (K) needs it. Fill in “Country” with /invoice client Acme SARL. [BR-IC-12]'],
    ['the reason of an exemption', soundEInvoice({ vat: [{ category: 'E', rate: '0', base: '1000.00', tax: '0.00' }], lines: sound.lines.map((line) => ({ ...line, vat: { category: 'E', rate: '0' } })), totals: { ...sound.totals, vat: '0.00', gross: '1000.00', due: '1000.00' } }), 'The reason why no VAT is charged is missing: an exemption (E) needs it. In the invoice: Choose the tax of the lines again. [BR-E-10]'],
    ['our bank account', soundEInvoice({ payments: [{ means: '30' }] }), 'Northlight Studio’s bank account is missing: Acme SARL could not pay by transfer. Finance fills in bank under seller in office.yaml. [BR-61]'],
    ['a unit that is known', soundEInvoice({ lines: sound.lines.map((line) => ({ ...line, unit: 'BOX' })) }), 'The unit of a line is none that e-invoices know. In the invoice: Write another unit, such as hour, day or piece. [BR-CL-23]'],
    ['a country before the client’s VAT number', soundEInvoice({ buyer: { ...sound.buyer, vatId: '40303265045' } }), 'Acme SARL’s VAT number does not begin with its country: write it as in DE123456788. Fill in “VAT id” with /invoice client Acme SARL. [BR-CO-09]'],
    ['a scheme that is in use', soundEInvoice({ buyer: { ...sound.buyer, endpoint: { value: '1', scheme: '9999' } } }), 'Acme SARL’s electronic address has no scheme, or one that is not in use: it says what kind of address it is. Fill in “Electronic address” with /invoice client Acme SARL. [BR-CL-25]'],
  ])('%s', (_, invoice, sentence) => expect(told(invoice)).toContain(sentence));

  it.each([
    ['the Leitweg-ID', without(sound, 'buyerReference'), 'Acme SARL’s buyer reference is missing: a German authority takes no invoice without its Leitweg-ID. Fill in “Buyer reference” with /invoice client Acme SARL. [BR-DE-15]'],
    ['our phone number', soundEInvoice({ seller: { ...sound.seller, contact: { name: 'Carla', email: 'carla@northlight.example' } } }), 'Northlight Studio’s phone number is missing: German authorities want to be able to call. Finance fills in phone under seller in office.yaml. [BR-DE-6]'],
    ['the client’s city', soundEInvoice({ buyer: { ...sound.buyer, address: { postcode: '69001', country: 'FR' } } }), 'Acme SARL’s city is missing: German authorities want it. Fill in “City” with /invoice client Acme SARL. [BR-DE-8]'],
    ['a way to know when to pay', without(sound, 'dueDate'), 'Neither a due date nor terms of payment are told: Acme SARL would not know when to pay. Fill in “Days to pay” with /invoice client Acme SARL. [BR-CO-25]'],
  ])('to a German authority: %s', (_, invoice, sentence) => expect(told(invoice, XRECHNUNG)).toEqual([sentence]));

  it('says a thing once, with all rules it breaks', () => {
    const two = intraCommunity({ buyer: without(sound.buyer, 'vatId'), lines: [1, 2].map((id) => ({ ...sound.lines[0]!, id: String(id), quantity: '5', net: '500.00', vat: { category: 'K', rate: '0' } })) });
    expect(told(two)).toEqual(['Acme SARL’s VAT number is missing: an intra-Community supply (K) to France needs it. Fill in “VAT id” with /invoice client Acme SARL. [BR-IC-02]']);
  });

  it('tells in the publisher’s words what nobody could have caused', () => {
    expect(told(soundEInvoice({ totals: { ...sound.totals, due: '1190.01' } }))).toEqual([
      'Amount due for payment (BT-115) = Invoice total amount with VAT (BT-112) -Paid amount (BT-113) +Rounding amount (BT-114). At /Invoice/cac:LegalMonetaryTotal. [BR-CO-16]',
    ]);
  });
});

describe('the table of advice', () => {
  const ids = new Set(['en16931', 'xrechnung'].flatMap((rules) => (['ubl', 'cii'] as const).flatMap((syntax) => rulesFor(book, { rules: rules as 'xrechnung', syntax }))).flatMap(({ patterns }) => patterns.flat().flatMap(({ tests }) => tests.map(({ id }) => id))));

  it('speaks only of rules that there are', () => {
    expect(Object.keys(ADVICE).filter((id) => !id.startsWith('PEPPOL-') && !ids.has(id))).toEqual([]);
  });

  it('has words for all of XRechnung’s own rules that a document of ours can break, because the publisher’s are German', () => {
    expect([...ids].filter((id) => id.startsWith('BR-DE-') && !id.startsWith('BR-DE-CVD') && !ADVICE[id])).toEqual([]);
  });
});

describe('rules that are not there', () => {
  it('are told at the start, and what would need them is refused', () => {
    const { book: partial, missing } = openRuleBook({ peppol: '/nowhere/peppol-ubl.json' });
    expect(missing).toEqual([expect.stringContaining('/nowhere/peppol-ubl.json')]);
    expect(() => findingsIn(toUbl(sound), { rules: 'peppol', syntax: 'ubl' }, partial)).toThrow('Peppol BIS Billing 3');
    expect(findingsIn(toUbl(sound), UBL, partial)).toEqual([]);
  });
});
