/**
 * Cross Industry Invoice (D16B) as EN 16931 binds it (CEN/TS 16931-3-3), as Factur-X and ZUGFeRD carry it: where each term stands, in the
 * order of the schema.
 */
import { always, childrenOf, constant, fixed, group, many, manyTerms, one, readRoot, term, textAt, within, writeRoot, type Part, type Spelling } from './codec';
import type { Adjustment, Delivery, EInvoice, EInvoiceLine, Identifier, Item, LineVat, Payee, PaymentInstruction, Period, PostalAddress, Price, SupportingDocument, TaxRepresentative, TradeParty, VatBreakdown } from './semantic';
import { completed } from './conform';
import { element, leaf, type XmlElement } from './xml';

const NAMESPACES = {
  'xmlns:rsm': 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100', 'xmlns:ram': 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  'xmlns:udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100', 'xmlns:qdt': 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
};

/** "20261122" (UNCL 2379, format 102). */
const DAY: Spelling = { write: (date) => date.replaceAll('-', ''), read: (text) => text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') };
const IN_DAYS = { spelling: DAY, fixed: { format: '102' } };
/** UNCL 2005 in the model, UNCL 2475 here (EN 16931, BT-8). */
const POINTS: readonly (readonly [string, string])[] = [['3', '5'], ['35', '29'], ['432', '72']];
const POINT: Spelling = { write: (code) => POINTS.find(([ours]) => ours === code)?.[1] ?? code, read: (code) => POINTS.find(([, theirs]) => theirs === code)?.[0] ?? code };

type DateKey<T> = { [K in keyof T]-?: NonNullable<T[K]> extends string ? K : never }[keyof T] & string;
const dated = <T>(name: string, key: DateKey<T>): Part<T> => group(name, [term<T>('udt:DateTimeString', key, IN_DAYS)]);
const identifier = <K extends string, T extends { [Key in K]?: Identifier }>(name: string, key: K & keyof T): Part<T> =>
  within<T, K & keyof T & string>(key as K & keyof T & string, [term<Identifier>(name, 'value', { also: { schemeID: 'scheme' } }) as unknown as Part<NonNullable<T[K & keyof T]>>]);

/** Those without a scheme first, as the schema has them. */
const identifiers = <T extends { identifiers: Identifier[] }>(): Part<T>[] => [
  manyTerms<T, 'identifiers' & keyof T & string>('ram:ID', 'identifiers', { text: 'value' as never }, { value: (one) => !(one as Identifier).scheme }),
  manyTerms<T, 'identifiers' & keyof T & string>('ram:GlobalID', 'identifiers', { text: 'value' as never, also: { schemeID: 'scheme' as never } }, { value: (one) => Boolean((one as Identifier).scheme) }),
];

const address: Part<PostalAddress>[] = [
  term('ram:PostcodeCode', 'postcode'), term('ram:LineOne', 'line1'), term('ram:LineTwo', 'line2'), term('ram:LineThree', 'line3'), term('ram:CityName', 'city'), term('ram:CountryID', 'country'),
  term('ram:CountrySubDivisionName', 'subdivision'),
];

const registered = (scheme: string) => (found: XmlElement): boolean => childrenOf(found, 'ID')[0]?.attributes['schemeID'] === scheme;
const registration = <T>(key: DateKey<T>, scheme: string): Part<T> => group<T>('ram:SpecifiedTaxRegistration', [term<T>('ram:ID', key, { fixed: { schemeID: scheme } })], registered(scheme));

const party: Part<TradeParty>[] = [
  ...identifiers<TradeParty>(), term('ram:Name', 'name'), term('ram:Description', 'legalForm'),
  group('ram:SpecifiedLegalOrganization', [identifier('ram:ID', 'registration'), term('ram:TradingBusinessName', 'tradingName')]),
  one('ram:DefinedTradeContact', 'contact', [
    term('ram:PersonName', 'name'), group('ram:TelephoneUniversalCommunication', [term('ram:CompleteNumber', 'phone')]), group('ram:EmailURIUniversalCommunication', [term('ram:URIID', 'email')]),
  ]),
  one('ram:PostalTradeAddress', 'address', address), group('ram:URIUniversalCommunication', [identifier('ram:URIID', 'endpoint')]), registration('vatId', 'VA'), registration('taxNumber', 'FC'),
];

const payee: Part<Payee>[] = [...identifiers<Payee>(), term('ram:Name', 'name'), group('ram:SpecifiedLegalOrganization', [identifier('ram:ID', 'registration')])];
const representative: Part<TaxRepresentative>[] = [term('ram:Name', 'name'), one('ram:PostalTradeAddress', 'address', address), registration('vatId', 'VA')];

const period: Part<Period>[] = [dated('ram:StartDateTime', 'start'), dated('ram:EndDateTime', 'end')];

const INDICATOR: Spelling = { write: (type) => String(type === 'charge'), read: (text) => (text === 'true' ? 'charge' : 'allowance') };
const adjustment = (more: Part<Adjustment>[] = []): Part<Adjustment>[] => [
  group('ram:ChargeIndicator', [term('udt:Indicator', 'type', { spelling: INDICATOR })]), term('ram:CalculationPercent', 'percent'), term('ram:BasisAmount', 'base'), term('ram:ActualAmount', 'amount'),
  term('ram:ReasonCode', 'reasonCode'), term('ram:Reason', 'reason'), ...more,
];

const isVat = (found: XmlElement): boolean => ['', 'VAT'].includes(textAt(found, 'TypeCode'));
const lineVat = (name: string): Part<{ vat?: LineVat }> =>
  group(name, [constant('ram:TypeCode', 'VAT'), within('vat', [term<LineVat>('ram:CategoryCode', 'category'), term<LineVat>('ram:RateApplicablePercent', 'rate')])], isVat);

const prices: Part<Price>[] = [
  group('ram:GrossPriceProductTradePrice', [
    term('ram:ChargeAmount', 'gross'), withGross(term('ram:BasisQuantity', 'baseQuantity', { also: { unitCode: 'baseUnit' } })),
    group('ram:AppliedTradeAllowanceCharge', [fixed('ram:ChargeIndicator', [constant('udt:Indicator', 'false')]), term('ram:ActualAmount', 'discount')]),
  ]),
  group('ram:NetPriceProductTradePrice', [term('ram:ChargeAmount', 'net'), term('ram:BasisQuantity', 'baseQuantity', { also: { unitCode: 'baseUnit' } })]),
];

/** A basis of a price that is not told would make an element of it. */
function withGross(part: Part<Price>): Part<Price> {
  return { ...part, write: (value, setting) => (value.gross === undefined ? [] : part.write(value, setting)) };
}

const item: Part<Item>[] = [
  identifier('ram:GlobalID', 'standardId'), term('ram:SellerAssignedID', 'sellerId'), term('ram:BuyerAssignedID', 'buyerId'), term('ram:Name', 'name'), term('ram:Description', 'description'),
  many<Item, 'attributes'>('ram:ApplicableProductCharacteristic', 'attributes', [term('ram:Description', 'name'), term('ram:Value', 'value')]),
  many<Item, 'classifications'>('ram:DesignatedProductClassification', 'classifications', [term('ram:ClassCode', 'code', { also: { listID: 'list', listVersionID: 'version' } })]),
  group('ram:OriginTradeCountry', [term('ram:ID', 'origin')]),
];

const objectDocument = <T extends { object?: Identifier }>(): Part<T> => ({
  write: ({ object }) => (object ? [element('ram:AdditionalReferencedDocument', [leaf('ram:IssuerAssignedID', object.value), leaf('ram:TypeCode', '130'), ...(object.scheme ? [leaf('ram:ReferenceTypeCode', object.scheme)] : [])])] : []),
  read(parent, into) {
    const found = childrenOf(parent, 'AdditionalReferencedDocument').find((one) => textAt(one, 'TypeCode') === '130');
    const scheme = found && textAt(found, 'ReferenceTypeCode');
    if (found) into.object = { value: textAt(found, 'IssuerAssignedID'), ...(scheme && { scheme }) };
  },
});

const accounting = <T>(key: DateKey<T>): Part<T> => group('ram:ReceivableSpecifiedTradeAccountingAccount', [term<T>('ram:ID', key)]);

const line: Part<EInvoiceLine>[] = [
  group('ram:AssociatedDocumentLineDocument', [term('ram:LineID', 'id'), group('ram:IncludedNote', [term('ram:Content', 'note')])]),
  one('ram:SpecifiedTradeProduct', 'item', item),
  group('ram:SpecifiedLineTradeAgreement', [group('ram:BuyerOrderReferencedDocument', [term('ram:LineID', 'orderLine')]), within('price', prices)]),
  group('ram:SpecifiedLineTradeDelivery', [term('ram:BilledQuantity', 'quantity', { also: { unitCode: 'unit' } })]),
  group('ram:SpecifiedLineTradeSettlement', [
    lineVat('ram:ApplicableTradeTax') as Part<EInvoiceLine>, one('ram:BillingSpecifiedPeriod', 'period', period), many('ram:SpecifiedTradeAllowanceCharge', 'adjustments', adjustment()),
    group('ram:SpecifiedTradeSettlementLineMonetarySummation', [term('ram:LineTotalAmount', 'net')]), objectDocument(), accounting('accountingReference'),
  ]),
];

const referenced = (name: string, key: DateKey<EInvoice>): Part<EInvoice> => group(name, [term<EInvoice>('ram:IssuerAssignedID', key)]);
const typed = (code: string) => (found: XmlElement): boolean => textAt(found, 'TypeCode') === code;

const supporting = many<EInvoice, 'documents'>('ram:AdditionalReferencedDocument', 'documents', [
  term<SupportingDocument>('ram:IssuerAssignedID', 'id'), term('ram:URIID', 'uri'), constant('ram:TypeCode', '916'), term('ram:Name', 'description'),
  within('attachment', [term('ram:AttachmentBinaryObject', 'content', { also: { mimeCode: 'mime', filename: 'filename' } })]),
], { found: (self) => !['130', '50'].includes(textAt(self, 'TypeCode')) });

const agreement: Part<EInvoice>[] = [
  term('ram:BuyerReference', 'buyerReference'), one('ram:SellerTradeParty', 'seller', party), one('ram:BuyerTradeParty', 'buyer', party),
  one('ram:SellerTaxRepresentativeTradeParty', 'taxRepresentative', representative), referenced('ram:SellerOrderReferencedDocument', 'salesOrder'),
  referenced('ram:BuyerOrderReferencedDocument', 'purchaseOrder'), referenced('ram:ContractReferencedDocument', 'contract'),
  supporting, group('ram:AdditionalReferencedDocument', [term('ram:IssuerAssignedID', 'tender'), constant('ram:TypeCode', '50')], typed('50')), objectDocument(),
  group('ram:SpecifiedProcuringProject', [term('ram:ID', 'project'), constant('ram:Name', 'Project reference')]),
];

const shipping: Part<Delivery>[] = [
  group('ram:ShipToTradeParty', [
    { write: (value, setting) => (value.location && !value.location.scheme ? term<Identifier>('ram:ID', 'value').write(value.location, setting) : []), read: (parent, into) => within<Delivery, 'location'>('location', [term<Identifier>('ram:ID', 'value')]).read(parent, into) },
    { write: (value, setting) => (value.location?.scheme ? term<Identifier>('ram:GlobalID', 'value', { also: { schemeID: 'scheme' } }).write(value.location, setting) : []), read: (parent, into) => identifier<'location', Delivery>('ram:GlobalID', 'location').read(parent, into) },
    term('ram:Name', 'name'), one('ram:PostalTradeAddress', 'address', address),
  ]),
  group('ram:ActualDeliverySupplyChainEvent', [dated('ram:OccurrenceDateTime', 'date')]),
];

const payment: Part<PaymentInstruction>[] = [
  term('ram:TypeCode', 'means'), term('ram:Information', 'meansText'), one('ram:ApplicableTradeSettlementFinancialCard', 'card', [term('ram:ID', 'number'), term('ram:CardholderName', 'holder')]),
  group('ram:PayerPartyDebtorFinancialAccount', [term('ram:IBANID', 'debited')]),
  account(), group('ram:PayeeSpecifiedCreditorFinancialInstitution', [term('ram:BICID', 'bic')]),
];

/** An IBAN has an element of its own; other accounts are proprietary. */
function account(): Part<PaymentInstruction> {
  const isIban = (text: string): boolean => /^[A-Z]{2}[0-9]{2}[A-Z0-9 ]{8,34}$/.test(text);
  return {
    write: ({ account: id, accountName }) => {
      const children = [...(id && isIban(id) ? [leaf('ram:IBANID', id)] : []), ...(accountName ? [leaf('ram:AccountName', accountName)] : []), ...(id && !isIban(id) ? [leaf('ram:ProprietaryID', id)] : [])];
      return children.length > 0 ? [element('ram:PayeePartyCreditorFinancialAccount', children)] : [];
    },
    read(parent, into) {
      const id = textAt(parent, 'PayeePartyCreditorFinancialAccount', 'IBANID') || textAt(parent, 'PayeePartyCreditorFinancialAccount', 'ProprietaryID');
      const name = textAt(parent, 'PayeePartyCreditorFinancialAccount', 'AccountName');
      Object.assign(into, id && { account: id }, name && { accountName: name });
    },
  };
}

/** The tax point is the document's, and stands in the first row of the breakdown (CII-SR-461). */
const breakdown = ({ taxPointDate, taxPointCode }: Pick<EInvoice, 'taxPointDate' | 'taxPointCode'>): Part<VatBreakdown>[] => [
  term('ram:CalculatedAmount', 'tax'), constant('ram:TypeCode', 'VAT'), term('ram:ExemptionReason', 'reason'), term('ram:BasisAmount', 'base'), term('ram:CategoryCode', 'category'),
  term('ram:ExemptionReasonCode', 'reasonCode'),
  ...(taxPointDate ? [fixed<VatBreakdown>('ram:TaxPointDate', [{ ...constant<VatBreakdown>('udt:DateString', ''), write: () => [leaf('udt:DateString', DAY.write(taxPointDate), { format: '102' })] }])] : []),
  ...(taxPointCode ? [constant<VatBreakdown>('ram:DueDateTypeCode', POINT.write(taxPointCode))] : []), term('ram:RateApplicablePercent', 'rate'),
];

const taxes: Part<EInvoice> = {
  write: (value, setting) => value.vat.flatMap((row, at) => many<EInvoice, 'vat'>('ram:ApplicableTradeTax', 'vat', breakdown(at === 0 ? value : {})).write({ ...value, vat: [row] }, setting)),
  read(parent, into) {
    many<EInvoice, 'vat'>('ram:ApplicableTradeTax', 'vat', breakdown({})).read(parent, into);
    const first = (...path: string[]): string => childrenOf(parent, 'ApplicableTradeTax').map((one) => textAt(one, ...path)).find(Boolean) ?? '';
    const [date, code] = [first('TaxPointDate', 'DateString'), first('DueDateTypeCode')];
    Object.assign(into, date && { taxPointDate: DAY.read(date) }, code && { taxPointCode: POINT.read(code) });
  },
};

const terms: Part<EInvoice> = group('ram:SpecifiedTradePaymentTerms', [
  term('ram:Description', 'paymentTerms'), dated('ram:DueDateDateTime', 'dueDate'), within<EInvoice, 'directDebit'>('directDebit', [term('ram:DirectDebitMandateID', 'mandate')]),
]);

/** The sum of VAT stands once per currency. */
const summation: Part<EInvoice> = {
  write: ({ totals, taxCurrency, currency }) => {
    const said = (name: string, text: string | undefined, attributes = {}): XmlElement[] => (text === undefined ? [] : [leaf(name, text, attributes)]);
    return [element('ram:SpecifiedTradeSettlementHeaderMonetarySummation', [
      ...said('ram:LineTotalAmount', totals.lines), ...said('ram:ChargeTotalAmount', totals.charges), ...said('ram:AllowanceTotalAmount', totals.allowances), ...said('ram:TaxBasisTotalAmount', totals.net),
      ...said('ram:TaxTotalAmount', totals.vat, { currencyID: currency }), ...said('ram:TaxTotalAmount', totals.vatInTaxCurrency, { currencyID: taxCurrency ?? currency }),
      ...said('ram:RoundingAmount', totals.rounding), ...said('ram:GrandTotalAmount', totals.gross), ...said('ram:TotalPrepaidAmount', totals.prepaid), ...said('ram:DuePayableAmount', totals.due),
    ])];
  },
  read(parent, into) {
    const [sums] = childrenOf(parent, 'SpecifiedTradeSettlementHeaderMonetarySummation');
    if (!sums) return;
    const text = (name: string): string => textAt(sums, name);
    const all = childrenOf(sums, 'TaxTotalAmount');
    const other = all.find(({ attributes: { currencyID } }) => into.taxCurrency !== undefined && currencyID === into.taxCurrency && currencyID !== into.currency);
    const vat = all.find((one) => one !== other)?.text.trim();
    const pairs = { lines: text('LineTotalAmount'), charges: text('ChargeTotalAmount'), allowances: text('AllowanceTotalAmount'), net: text('TaxBasisTotalAmount'), vat, vatInTaxCurrency: other?.text.trim(), rounding: text('RoundingAmount'), gross: text('GrandTotalAmount'), prepaid: text('TotalPrepaidAmount'), due: text('DuePayableAmount') };
    into.totals = Object.fromEntries(Object.entries(pairs).filter(([, value]) => value)) as EInvoice['totals'];
  },
};

const referredTo = many<EInvoice, 'preceding'>('ram:InvoiceReferencedDocument', 'preceding', [term('ram:IssuerAssignedID', 'number'), group('ram:FormattedIssueDateTime', [term('qdt:DateTimeString', 'issueDate', IN_DAYS)])]);

/** The schema of D16B has room for one preceding invoice; toCii tells of further ones in notes. */
const preceding: Part<EInvoice> = { ...referredTo, write: (value, setting) => referredTo.write({ ...value, preceding: value.preceding.slice(0, 1) }, setting) };

const isCharge: Part<Adjustment> = { write: () => [], read: (_, into) => void (into.type = 'charge') };
/** What Factur-X EXTENDED has for freight (BG-X-42) is a charge on the document; it is read and never written. */
const freight: Part<EInvoice> = {
  ...many('ram:SpecifiedLogisticsServiceCharge', 'adjustments', [isCharge, term('ram:Description', 'reason'), term('ram:AppliedAmount', 'amount'), lineVat('ram:AppliedTradeTax') as Part<Adjustment>]),
  write: () => [],
};

const settlement: Part<EInvoice>[] = [
  within<EInvoice, 'directDebit'>('directDebit', [term('ram:CreditorReferenceID', 'creditor')]), term('ram:PaymentReference', 'remittance'), term('ram:TaxCurrencyCode', 'taxCurrency'),
  term('ram:InvoiceCurrencyCode', 'currency'), one('ram:PayeeTradeParty', 'payee', payee), many('ram:SpecifiedTradeSettlementPaymentMeans', 'payments', payment), taxes,
  one('ram:BillingSpecifiedPeriod', 'period', period),
  many('ram:SpecifiedTradeAllowanceCharge', 'adjustments', adjustment([lineVat('ram:CategoryTradeTax') as Part<Adjustment>])), freight, terms, summation,
  preceding,
  accounting('accountingReference'),
];

const parts: Part<EInvoice>[] = [
  group('rsm:ExchangedDocumentContext', [
    group('ram:BusinessProcessSpecifiedDocumentContextParameter', [term('ram:ID', 'process')]), group('ram:GuidelineSpecifiedDocumentContextParameter', [term('ram:ID', 'specification')]),
  ]),
  group('rsm:ExchangedDocument', [
    term('ram:ID', 'number'), term('ram:TypeCode', 'typeCode'), dated('ram:IssueDateTime', 'issueDate'),
    many<EInvoice, 'notes'>('ram:IncludedNote', 'notes', [term('ram:Content', 'text'), term('ram:SubjectCode', 'subject')]),
  ]),
  group('rsm:SupplyChainTradeTransaction', [
    many('ram:IncludedSupplyChainTradeLineItem', 'lines', line), group('ram:ApplicableHeaderTradeAgreement', agreement),
    always('ram:ApplicableHeaderTradeDelivery', [
      within('delivery', shipping), group<EInvoice>('ram:DespatchAdviceReferencedDocument', [term('ram:IssuerAssignedID', 'despatchAdvice')]), group<EInvoice>('ram:ReceivingAdviceReferencedDocument', [term('ram:IssuerAssignedID', 'receivingAdvice')]),
    ]),
    group('ram:ApplicableHeaderTradeSettlement', settlement),
  ]),
];

/** The e-invoice as CII. */
export function toCii(invoice: EInvoice): XmlElement {
  const further = invoice.preceding.slice(1).map(({ number, issueDate }) => ({ text: `Preceding invoice: ${[number, issueDate].filter(Boolean).join(', ')}` }));
  return writeRoot('rsm:CrossIndustryInvoice', NAMESPACES, parts, completed({ ...invoice, notes: [...invoice.notes, ...further] }), { currency: invoice.currency });
}

/** What a CII document says; incomplete where it says too little. */
export const fromCii = (root: XmlElement): Partial<EInvoice> => readRoot(parts, root);
