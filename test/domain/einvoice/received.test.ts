/** E-invoices that came in by other specifications, or in ways only one syntax knows: taken with their amounts, and sound where they go out again. */
import { openRuleBook } from '../../../config/einvoice-rules';
import { toCii } from '../../../domain/einvoice/cii';
import { inFacturX } from '../../../domain/einvoice/conform';
import { judged } from '../../../domain/einvoice/judging';
import { receivedInvoice } from '../../../domain/einvoice/received';
import { findingsIn } from '../../../domain/einvoice/rule-book';
import type { EInvoice, TradeParty } from '../../../domain/einvoice/semantic';
import { draftContent } from '../../../domain/einvoice/taking-over';
import { toUbl } from '../../../domain/einvoice/ubl';
import { unitCode, unitWord } from '../../../domain/einvoice/unit';
import { xmlText } from '../../../domain/einvoice/xml';
import { PLAIN_LOOK } from '../../../domain/look';
import { receivedModel } from '../../../templates/received';
import { soundEInvoice } from '../../support/e-invoice';

const { book } = openRuleBook();
const EN = 'urn:cen.eu:en16931:2017';
const PINT = 'urn:peppol:pint:billing-1@sg-1';
const sound = soundEInvoice({ specification: EN });
const ubl = (invoice: EInvoice): Buffer => Buffer.from(xmlText(toUbl(invoice)));
const cii = (invoice: EInvoice): string => xmlText(toCii(invoice));

/** What is taken of a file; it must keep EN 16931's rules in both syntaxes when it goes out again. */
function taken(xml: Uint8Array): EInvoice {
  const { invoice, faults } = judged(xml, book);
  expect(faults).toBeUndefined();
  const again = { ...invoice!, specification: EN };
  for (const [root, syntax] of [[toUbl(again), 'ubl'], [toCii(inFacturX(again)), 'cii']] as const) {
    expect(findingsIn(root, { rules: 'en16931', syntax }, book).filter(({ flag }) => flag === 'fatal')).toEqual([]);
  }
  return invoice!;
}

/** All lines and the breakdown under one category. */
const under = (invoice: EInvoice, vat: { category: string; rate?: string }, tax: string, more: Partial<EInvoice> = {}): EInvoice => ({
  ...invoice, lines: invoice.lines.map((line) => ({ ...line, vat })), vat: [{ ...vat, base: '1000.00', tax }], ...more,
} as EInvoice);
const untaxed = { ...sound.totals, vat: '0.00', gross: '1000.00', due: '1000.00' };

describe('what goes beyond EN 16931 says so', () => {
  it('and comes in by what EN 16931 can say of it: freight of Factur-X EXTENDED as a charge', () => {
    const freight = { type: 'charge', amount: '10.00', reason: 'Freight', vat: { category: 'S', rate: '19' } } as const;
    const whole = soundEInvoice({
      specification: `${EN}#conformant#urn:factur-x.eu:1p0:extended`, adjustments: [freight], vat: [{ category: 'S', rate: '19', base: '1010.00', tax: '191.90' }],
      totals: { lines: '1000.00', charges: '10.00', net: '1010.00', vat: '191.90', gross: '1201.90', due: '1201.90' },
    });
    const charge = /<ram:SpecifiedTradeAllowanceCharge>\s*<ram:ChargeIndicator>[\s\S]*?<\/ram:SpecifiedTradeAllowanceCharge>/;
    const service = '<ram:SpecifiedLogisticsServiceCharge><ram:Description>Freight</ram:Description><ram:AppliedAmount>10.00</ram:AppliedAmount><ram:AppliedTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>19</ram:RateApplicablePercent></ram:AppliedTradeTax></ram:SpecifiedLogisticsServiceCharge>';
    const xml = cii(whole);
    expect(xml).toMatch(charge);
    expect(taken(Buffer.from(xml.replace(charge, service))).adjustments).toEqual([freight]);
  });
});

it('a tax representative’s number stays as it is, wherever its address is', () => {
  const taxRepresentative = { name: 'Vertreter GmbH', vatId: 'FR40303265045', address: { city: 'Berlin', country: 'DE' } };
  expect(taken(ubl(soundEInvoice({ specification: `${EN}#conformant#urn:factur-x.eu:1p0:extended`, taxRepresentative }))).taxRepresentative?.vatId).toBe('FR40303265045');
});

describe('a country’s PINT comes in by the terms of EN 16931', () => {
  const { vatId: _, ...seller } = sound.seller;
  const abroad = (party: Partial<TradeParty> = {}): EInvoice => ({ ...sound, specification: PINT, seller: { ...seller, ...party } });

  it('with its categories of tax, its tax numbers and its means of payment', () => {
    const said = under(abroad({ registration: { value: '57946356658', scheme: '0151' } }), { category: 'SR', rate: '19' }, '190.00', { payments: [{ means: 'Z01', account: '123' }] });
    const { vat, seller: { taxNumber }, payments } = taken(ubl(said));
    expect([vat[0], taxNumber, payments[0]?.means]).toEqual([{ category: 'S', rate: '19', base: '1000.00', tax: '190.00' }, '57946356658', 'ZZZ']);
  });

  it('with the tax of its rates where that is finer than its sum', () => {
    const said = { ...abroad({ taxNumber: '1', registration: { value: '2' } }), vat: [{ category: 'S', rate: '19', base: '1000.00', tax: '190.004' }] } satisfies EInvoice;
    expect(taken(ubl(said)).vat.map(({ tax }) => tax)).toEqual(['190.00']);
  });

  it('never with a sum of tax that its rates do not come to', () => {
    const said = { ...abroad({ taxNumber: '1', registration: { value: '2' } }), vat: [{ category: 'S', rate: '19', base: '1000.00', tax: '190.004' }], totals: { ...sound.totals, vat: '190.50', gross: '1190.50', due: '1190.50' } } satisfies EInvoice;
    expect(judged(ubl(said), book).faults?.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['BR-CO-14', 'BR-DEC-20']));
  });

  it('outside the scope of tax, without VAT numbers', () => {
    const said = under({ ...abroad({ vatId: 'SG1' }), typeCode: '480' }, { category: 'NG' }, '0.00', { totals: untaxed });
    const { vat, typeCode, seller: { vatId, taxNumber } } = taken(ubl(said));
    expect([vat[0]?.category, typeCode, vatId, taxNumber]).toEqual(['O', '380', undefined, 'SG1']);
  });
});

describe('what one syntax knows and the other does not', () => {
  it('every kind of credit note is one in UBL', () => {
    for (const typeCode of ['261', '308', '381', '503']) expect(toUbl(taken(Buffer.from(cii({ ...sound, typeCode })))).name).toBe('CreditNote');
  });

  it('a buyer’s second identifier stays where there is room for it', () => {
    const invoice = taken(Buffer.from(cii({ ...sound, buyer: { ...sound.buyer, identifiers: [{ value: '42' }, { value: '4000001123452', scheme: '0088' }] } })));
    expect([cii(invoice).match(/4000001123452|>42</g)?.length, xmlText(toUbl(invoice)).match(/4000001123452|>42</g)]).toEqual([2, ['4000001123452']]);
  });

  it('the sum of a VAT of nothing, where only CII may leave it out', () => {
    const { vatId: _, ...buyer } = sound.buyer;
    const { vatId: __, ...seller } = sound.seller;
    const { vat: ___, ...totals } = untaxed;
    const said = under({ ...sound, buyer, seller: { ...seller, registration: { value: 'HRB 1' } } }, { category: 'O' }, '0.00', { totals });
    const nothing = { ...said, vat: [{ ...said.vat[0]!, reason: 'Not subject to VAT' }] };
    expect(taken(Buffer.from(cii(nothing).replace(/<ram:TaxTotalAmount[^>]*>[^<]*<\/ram:TaxTotalAmount>/, ''))).totals.vat).toBeUndefined();
  });

  it('a card is told by its last digits, and one mandate stands at the direct debit', () => {
    const payments = [{ means: '54', card: { number: '5413330089020011' } }, { means: '59', debited: 'DE89370400440532013000' }];
    const text = xmlText(toUbl({ ...sound, payments, directDebit: { mandate: 'M-1', creditor: 'DE98ZZZ09999999999' } }));
    expect(text).not.toContain('5413330089020011');
    expect([text.match(/>0011</g)?.length, text.match(/<cac:PaymentMandate>/g)?.length, text.indexOf('PaymentMandate') > text.indexOf('>59<')]).toEqual([1, 1, true]);
  });

  it('split payment is VAT in a PDF, and the note tells of it', () => {
    const split = under(sound, { category: 'B', rate: '19' }, '190.00');
    const { vat, lines, notes } = inFacturX(split);
    expect([vat[0]?.category, lines[0]?.vat.category, notes.at(-1)?.text]).toEqual(['S', 'S', expect.stringContaining('Split payment')]);
    expect(inFacturX(sound).notes).toEqual(sound.notes);
  });
});

describe('the order that the schemas prescribe', () => {
  it('is asked for in both syntaxes, and what stands wrong is named', () => {
    const swapped = (xml: string, one: RegExp, other: RegExp): Buffer => {
      const [a, b] = [one, other].map((name) => name.exec(xml)![0]) as [string, string];
      return Buffer.from(xml.replace(a, '<!-- -->').replace(b, a).replace('<!-- -->', b));
    };
    expect(judged(swapped(xmlText(toUbl(sound)), /<cbc:IssueDate>[^<]*<\/cbc:IssueDate>/, /<cbc:DueDate>[^<]*<\/cbc:DueDate>/), book).faults).toEqual([
      { rule: 'XSD', text: 'IssueDate stands behind DueDate in Invoice, and belongs in front of it.' },
    ]);
    expect(judged(swapped(cii(sound), /<ram:CityName>[^<]*<\/ram:CityName>/, /<ram:CountryID>[^<]*<\/ram:CountryID>/), book).faults?.[0]?.text).toBe('CityName stands behind CountryID in PostalTradeAddress, and belongs in front of it.');
  });
});

describe('its page', () => {
  const page = (said: EInvoice) => receivedModel(said, receivedInvoice(said, { at: '2026-11-23T09:00:00.000Z', locale: 'en-GB' }), PLAIN_LOOK);

  it('asks to pay what an invoice asks', () => {
    const { heading, panel, highlight } = page(sound);
    expect([heading, panel.heading, panel.sentence.includes('INV-2026-0001'), highlight.value]).toEqual(['Invoice INV-2026-0001', 'Payment', true, '1,190.00\u00a0EUR']);
  });

  it('says of a credit note that it is one, and asks for nothing', () => {
    const { heading, panel, paying, highlight, facts } = page({ ...sound, typeCode: '381' });
    expect([heading, panel.facts, paying, highlight]).toEqual(['Credit note INV-2026-0001', [], {}, { label: 'Credited', value: '1,190.00\u00a0EUR', by: '' }]);
    expect(facts.map(({ label }) => label)).not.toContain('Terms');
  });

  it('shows a tax that the office has no name for, and why nothing is charged', () => {
    expect(page(under(sound, { category: 'B', rate: '19' }, '190.00')).sums.map(({ value }) => value)).toContain('190.00');
    const exempt = under(sound, { category: 'E', rate: '0' }, '0.00', { totals: untaxed });
    expect(page({ ...exempt, vat: [{ ...exempt.vat[0]!, reason: 'Article 132' }] }).taxNotes).toEqual([{ text: expect.stringContaining('Article 132') }]);
  });
});

describe('a draft of it', () => {
  const client = { id: 'cli_1', terms: { days: 30 } };
  it('is made of an invoice, never of a credit note or of a tax that the office does not know', () => {
    expect(draftContent(sound, client).lines).toHaveLength(1);
    expect(() => draftContent({ ...sound, typeCode: '381' }, client)).toThrow('INV-2026-0001 does not fit into a draft of the office: it is a credit note.');
    expect(() => draftContent(under(sound, { category: 'L', rate: '7' }, '70.00'), client)).toThrow('line 1 has a tax that the office does not know');
  });
});

describe('units', () => {
  it.each([['Hours', 'HUR'], ['Std.', 'HUR'], ['  時間 ', 'HUR'], ['Stück', 'H87'], ['m²', 'MTK'], ['licence', 'C62'], ['', 'C62']])('“%s” is %s', (word, code) => expect(unitCode(word)).toBe(code));
  it('of a draft are words that go out as the same code', () => {
    for (const code of ['HUR', 'DAY', 'WEE', 'MON', 'H87', 'KGM', 'LTR']) expect(unitCode(unitWord(code))).toBe(code);
    expect(unitWord('C62')).toBeUndefined();
  });
});
