/**
 * UBL 2.1 as EN 16931 binds it (CEN/TS 16931-3-2): where each term stands, in the order of the schemas. An invoice and a credit note are
 * two roots with nearly the same children.
 */
import { amount, childrenOf, constant, fixed, group, many, one, readRoot, term, textAt, within, writeRoot, type Part } from './codec';
import { isCreditNote } from './semantic';
import type { Adjustment, EInvoice, EInvoiceLine, Identifier, Item, LineVat, Payee, PaymentInstruction, Period, PostalAddress, Price, SupportingDocument, TaxRepresentative, TradeParty, VatBreakdown } from './semantic';
import { completed } from './conform';
import { leaf, type XmlElement } from './xml';

const NAMESPACES = { 'xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2', 'xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2' };
const ROOTS = { Invoice: 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2', CreditNote: 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2' } as const;

const identifier = <K extends string, T extends { [Key in K]?: Identifier }>(name: string, key: K & keyof T): Part<T> =>
  within<T, K & keyof T & string>(key as K & keyof T & string, [term<Identifier>(name, 'value', { also: { schemeID: 'scheme' } }) as unknown as Part<NonNullable<T[K & keyof T]>>]);
const vatScheme = <T>(): Part<T> => fixed('cac:TaxScheme', [constant('cbc:ID', 'VAT')]);
const isVat = (found: XmlElement): boolean => textAt(found, 'TaxScheme', 'ID') === 'VAT';

const address: Part<PostalAddress>[] = [
  term('cbc:StreetName', 'line1'), term('cbc:AdditionalStreetName', 'line2'), term('cbc:CityName', 'city'), term('cbc:PostalZone', 'postcode'), term('cbc:CountrySubentity', 'subdivision'),
  group('cac:AddressLine', [term('cbc:Line', 'line3')]), group('cac:Country', [term('cbc:IdentificationCode', 'country')]),
];

/** Each in an element of its own: the list of a party's identifiers. */
const identifications = <T extends { identifiers: Identifier[] }>(): Part<T> => ({
  write: ({ identifiers }) => identifiers.map(({ value, scheme }) => ({ name: 'cac:PartyIdentification', attributes: {}, text: '', children: [leaf('cbc:ID', value, scheme ? { schemeID: scheme } : {})] })),
  read(parent, into) {
    const found = childrenOf(parent, 'PartyIdentification').flatMap((one) => childrenOf(one, 'ID')).filter(({ text }) => text.trim() !== '');
    into.identifiers = found.map(({ text, attributes: { schemeID } }) => ({ value: text.trim(), ...(schemeID && { scheme: schemeID }) }));
  },
});

const party: Part<TradeParty>[] = [
  identifier('cbc:EndpointID', 'endpoint'), identifications(), group('cac:PartyName', [term('cbc:Name', 'tradingName')]), one('cac:PostalAddress', 'address', address),
  group('cac:PartyTaxScheme', [term('cbc:CompanyID', 'vatId'), vatScheme()], isVat),
  group('cac:PartyTaxScheme', [term('cbc:CompanyID', 'taxNumber'), fixed('cac:TaxScheme', [constant('cbc:ID', 'TAX')])], (found) => !isVat(found)),
  group('cac:PartyLegalEntity', [term('cbc:RegistrationName', 'name'), identifier('cbc:CompanyID', 'registration'), term('cbc:CompanyLegalForm', 'legalForm')]),
  one('cac:Contact', 'contact', [term('cbc:Name', 'name'), term('cbc:Telephone', 'phone'), term('cbc:ElectronicMail', 'email')]),
];

const payee: Part<Payee>[] = [identifications(), group('cac:PartyName', [term('cbc:Name', 'name')]), group('cac:PartyLegalEntity', [identifier('cbc:CompanyID', 'registration')])];

const representative: Part<TaxRepresentative>[] = [
  group('cac:PartyName', [term('cbc:Name', 'name')]), one('cac:PostalAddress', 'address', address), group('cac:PartyTaxScheme', [term('cbc:CompanyID', 'vatId'), vatScheme()]),
];

const period: Part<Period>[] = [term('cbc:StartDate', 'start'), term('cbc:EndDate', 'end')];

const taxCategory = <T extends LineVat>(name: string, more: Part<T>[] = []): Part<T> =>
  group<T>(name, [term<T>('cbc:ID', 'category' as never), term<T>('cbc:Percent', 'rate' as never), ...more, vatScheme()]);

const INDICATOR = { write: (type: string) => String(type === 'charge'), read: (text: string) => (text === 'true' ? 'charge' : 'allowance') };

const adjustment = (more: Part<Adjustment>[] = []): Part<Adjustment>[] => [
  { ...term<Adjustment>('cbc:ChargeIndicator', 'type', { spelling: INDICATOR }) }, term('cbc:AllowanceChargeReasonCode', 'reasonCode'), term('cbc:AllowanceChargeReason', 'reason'),
  term('cbc:MultiplierFactorNumeric', 'percent'), amount('cbc:Amount', 'amount'), amount('cbc:BaseAmount', 'base'), ...more,
];

const price: Part<Price>[] = [
  amount('cbc:PriceAmount', 'net'), term('cbc:BaseQuantity', 'baseQuantity', { also: { unitCode: 'baseUnit' } }),
  group('cac:AllowanceCharge', [constant('cbc:ChargeIndicator', 'false'), amount('cbc:Amount', 'discount'), amount('cbc:BaseAmount', 'gross')]),
];

const item: Part<Item>[] = [
  term('cbc:Description', 'description'), term('cbc:Name', 'name'), group('cac:BuyersItemIdentification', [term('cbc:ID', 'buyerId')]), group('cac:SellersItemIdentification', [term('cbc:ID', 'sellerId')]),
  group('cac:StandardItemIdentification', [identifier('cbc:ID', 'standardId')]), group('cac:OriginCountry', [term('cbc:IdentificationCode', 'origin')]),
  many('cac:CommodityClassification', 'classifications', [term('cbc:ItemClassificationCode', 'code', { also: { listID: 'list', listVersionID: 'version' } })]),
];

/** The quantity's name differs between the two kinds of lines. */
const line = (quantity: string): Part<EInvoiceLine>[] => [
  term('cbc:ID', 'id'), term('cbc:Note', 'note'), term(quantity, 'quantity', { also: { unitCode: 'unit' } }), amount('cbc:LineExtensionAmount', 'net'), term('cbc:AccountingCost', 'accountingReference'),
  one('cac:InvoicePeriod', 'period', period), group('cac:OrderLineReference', [term('cbc:LineID', 'orderLine')]),
  group('cac:DocumentReference', [identifier('cbc:ID', 'object'), constant('cbc:DocumentTypeCode', '130')]),
  many('cac:AllowanceCharge', 'adjustments', adjustment()),
  group('cac:Item', [
    within('item', item), within('vat', [taxCategory<LineVat>('cac:ClassifiedTaxCategory')]),
    within('item', [many<Item, 'attributes'>('cac:AdditionalItemProperty', 'attributes', [term('cbc:Name', 'name'), term('cbc:Value', 'value')])]),
  ]),
  one('cac:Price', 'price', price),
];

const attachment: Part<SupportingDocument>[] = [
  group('cac:Attachment', [
    within('attachment', [term('cbc:EmbeddedDocumentBinaryObject', 'content', { also: { mimeCode: 'mime', filename: 'filename' } })]),
    group('cac:ExternalReference', [term('cbc:URI', 'uri')]),
  ]),
];

const typeCodeOf = (found: XmlElement): string => textAt(found, 'DocumentTypeCode');
const isSupporting = (found: XmlElement): boolean => !['130', '50'].includes(typeCodeOf(found));
const supporting = many<EInvoice, 'documents'>('cac:AdditionalDocumentReference', 'documents', [term('cbc:ID', 'id'), term('cbc:DocumentDescription', 'description'), ...attachment], { found: isSupporting });
const object = group<EInvoice>('cac:AdditionalDocumentReference', [identifier('cbc:ID', 'object'), constant('cbc:DocumentTypeCode', '130')], (found) => typeCodeOf(found) === '130');

const reference = (name: string, key: 'despatchAdvice' | 'receivingAdvice' | 'tender' | 'contract'): Part<EInvoice> => group<EInvoice>(name, [term('cbc:ID', key)]);

const preceding = many<EInvoice, 'preceding'>('cac:BillingReference', 'preceding', [group('cac:InvoiceDocumentReference', [term('cbc:ID', 'number'), term('cbc:IssueDate', 'issueDate')])]);

const payment = (more: Part<PaymentInstruction>[]): Part<PaymentInstruction>[] => [
  term('cbc:PaymentMeansCode', 'means', { also: { name: 'meansText' } }), ...more,
  one('cac:CardAccount', 'card', [term('cbc:PrimaryAccountNumberID', 'number'), constant('cbc:NetworkID', 'mapped-from-cii'), term('cbc:HolderName', 'holder')]),
  group('cac:PayeeFinancialAccount', [term('cbc:ID', 'account'), term('cbc:Name', 'accountName'), group('cac:FinancialInstitutionBranch', [term('cbc:ID', 'bic')])]),
];

/** The document's remittance, mandate and, on a credit note, due date stand in each payment instruction. */
function payments(isNote: boolean): Part<EInvoice> {
  const asWritten = ({ remittance, dueDate }: EInvoice): Part<PaymentInstruction>[] => [
    ...(isNote && dueDate ? [constant<PaymentInstruction>('cbc:PaymentDueDate', dueDate)] : []), ...(remittance ? [constant<PaymentInstruction>('cbc:PaymentID', remittance)] : []),
  ];
  return {
    write: (value, setting) => value.payments.flatMap((each) => many<EInvoice, 'payments'>('cac:PaymentMeans', 'payments', [...payment(asWritten(value)), ...(each === debited(value) ? [mandate(value)] : [])])
      .write({ ...value, payments: [each] }, setting)),
    read(parent, into) {
      many<EInvoice, 'payments'>('cac:PaymentMeans', 'payments', [...payment([]), group('cac:PaymentMandate', [group('cac:PayerFinancialAccount', [term('cbc:ID', 'debited')])])]).read(parent, into);
      const texts = (...path: string[]): string => childrenOf(parent, 'PaymentMeans').map((one) => textAt(one, ...path)).find(Boolean) ?? '';
      const [remittance, id, dueDate] = [texts('PaymentID'), texts('PaymentMandate', 'ID'), texts('PaymentDueDate')];
      Object.assign(into, remittance && { remittance }, id && { directDebit: { mandate: id } }, dueDate && { dueDate });
    },
  };
}

/** UBL-SR-55: one mandate, which stands at the direct debit (UNCL 4461: 49, 59). */
const debited = ({ payments: all }: EInvoice): PaymentInstruction | undefined => all.find(({ means }) => ['49', '59'].includes(means)) ?? all[0];

const mandate = ({ directDebit }: EInvoice): Part<PaymentInstruction> =>
  group('cac:PaymentMandate', [...(directDebit?.mandate ? [{ ...constant<PaymentInstruction>('cbc:ID', directDebit.mandate), isFixed: undefined } as Part<PaymentInstruction>] : []), group('cac:PayerFinancialAccount', [term('cbc:ID', 'debited')])]);

/** The breakdown with its sum, and the sum again in the currency of the VAT return. */
const taxTotals: Part<EInvoice> = {
  write(value, setting) {
    const { totals: { vat, vatInTaxCurrency }, taxCurrency } = value;
    const parts: Part<EInvoice>[] = [within('totals', [amount('cbc:TaxAmount', 'vat')]), many<EInvoice, 'vat'>('cac:TaxSubtotal', 'vat', breakdown)];
    const inTaxCurrency = taxCurrency && vatInTaxCurrency ? [{ name: 'cac:TaxTotal', attributes: {}, text: '', children: [leaf('cbc:TaxAmount', vatInTaxCurrency, { currencyID: taxCurrency })] }] : [];
    return [...(vat === undefined ? [] : group('cac:TaxTotal', parts).write(value, setting)), ...inTaxCurrency];
  },
  read(parent, into) {
    const all = childrenOf(parent, 'TaxTotal');
    const [main] = [...all.filter((one) => childrenOf(one, 'TaxSubtotal').length > 0), ...all];
    const other = all.find((one) => one !== main);
    if (main) many<EInvoice, 'vat'>('cac:TaxSubtotal', 'vat', breakdown).read(main, into);
    else into.vat = [];
    const [vat, vatInTaxCurrency] = [main && textAt(main, 'TaxAmount'), other && textAt(other, 'TaxAmount')];
    into.totals = { ...into.totals, ...(vat && { vat }), ...(vatInTaxCurrency && { vatInTaxCurrency }) } as EInvoice['totals'];
  },
};

const breakdown: Part<VatBreakdown>[] = [
  amount('cbc:TaxableAmount', 'base'), amount('cbc:TaxAmount', 'tax'),
  taxCategory<VatBreakdown>('cac:TaxCategory', [term('cbc:TaxExemptionReasonCode', 'reasonCode'), term('cbc:TaxExemptionReason', 'reason')]),
];

const monetaryTotal: Part<EInvoice['totals']>[] = [
  amount('cbc:LineExtensionAmount', 'lines'), amount('cbc:TaxExclusiveAmount', 'net'), amount('cbc:TaxInclusiveAmount', 'gross'), amount('cbc:AllowanceTotalAmount', 'allowances'),
  amount('cbc:ChargeTotalAmount', 'charges'), amount('cbc:PrepaidAmount', 'prepaid'), amount('cbc:PayableRoundingAmount', 'rounding'), amount('cbc:PayableAmount', 'due'),
];

/** "#AAI#text" where the note has a subject. */
const notes: Part<EInvoice> = {
  write: (value) => value.notes.map(({ text, subject }) => leaf('cbc:Note', subject ? `#${subject}#${text}` : text)),
  read(parent, into) {
    into.notes = childrenOf(parent, 'Note').map(({ text }) => text.trim()).filter(Boolean).map((text) => {
      const [, subject, rest] = /^#([A-Z]{3})#(.*)$/s.exec(text) ?? [];
      return subject && rest !== undefined ? { text: rest, subject } : { text };
    });
  },
};

/** Schemas of the two roots differ in the order of a few, and only an invoice has a due date and a project of its own. */
function document(root: keyof typeof ROOTS): Part<EInvoice>[] {
  const isNote = root === 'CreditNote';
  const taxPoint = term<EInvoice>('cbc:TaxPointDate', 'taxPointDate');
  const tender = reference('cac:OriginatorDocumentReference', 'tender');
  return [
    term('cbc:CustomizationID', 'specification'), term('cbc:ProfileID', 'process'), term('cbc:ID', 'number'), term('cbc:IssueDate', 'issueDate'),
    ...(isNote ? [taxPoint, term<EInvoice>('cbc:CreditNoteTypeCode', 'typeCode'), notes] : [term<EInvoice>('cbc:DueDate', 'dueDate'), term<EInvoice>('cbc:InvoiceTypeCode', 'typeCode'), notes, taxPoint]),
    term('cbc:DocumentCurrencyCode', 'currency'), term('cbc:TaxCurrencyCode', 'taxCurrency'), term('cbc:AccountingCost', 'accountingReference'), term('cbc:BuyerReference', 'buyerReference'),
    group('cac:InvoicePeriod', [within('period', period), term('cbc:DescriptionCode', 'taxPointCode')]),
    orderReference, preceding, reference('cac:DespatchDocumentReference', 'despatchAdvice'), reference('cac:ReceiptDocumentReference', 'receivingAdvice'),
    ...(isNote ? [] : [tender]), reference('cac:ContractDocumentReference', 'contract'), object, supporting,
    ...(isNote
      ? [group<EInvoice>('cac:AdditionalDocumentReference', [term('cbc:ID', 'project'), constant('cbc:DocumentTypeCode', '50')], (found) => typeCodeOf(found) === '50'), tender]
      : [group<EInvoice>('cac:ProjectReference', [term('cbc:ID', 'project')])]),
    group('cac:AccountingSupplierParty', [one('cac:Party', 'seller', party)]), group('cac:AccountingCustomerParty', [one('cac:Party', 'buyer', party)]),
    one('cac:PayeeParty', 'payee', payee), one('cac:TaxRepresentativeParty', 'taxRepresentative', representative),
    one('cac:Delivery', 'delivery', [
      term('cbc:ActualDeliveryDate', 'date'), group('cac:DeliveryLocation', [identifier('cbc:ID', 'location'), one('cac:Address', 'address', address)]),
      group('cac:DeliveryParty', [group('cac:PartyName', [term('cbc:Name', 'name')])]),
    ]),
    payments(isNote), group('cac:PaymentTerms', [term('cbc:Note', 'paymentTerms')]),
    many('cac:AllowanceCharge', 'adjustments', adjustment([within('vat', [taxCategory<LineVat>('cac:TaxCategory')])])),
    taxTotals, one('cac:LegalMonetaryTotal', 'totals', monetaryTotal),
    many(`cac:${root}Line`, 'lines', line(isNote ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity')),
  ];
}

/** An order's number has to stand where only the seller's is known: "NA" (Peppol BIS Billing 3, BT-13). */
const orderReference: Part<EInvoice> = {
  write: ({ purchaseOrder, salesOrder }) => (purchaseOrder || salesOrder
    ? [{ name: 'cac:OrderReference', attributes: {}, text: '', children: [leaf('cbc:ID', purchaseOrder ?? 'NA'), ...(salesOrder ? [leaf('cbc:SalesOrderID', salesOrder)] : [])] }] : []),
  read(parent, into) {
    const [order, sales] = [textAt(parent, 'OrderReference', 'ID'), textAt(parent, 'OrderReference', 'SalesOrderID')];
    Object.assign(into, order && order !== 'NA' && { purchaseOrder: order }, sales && { salesOrder: sales });
  },
};

/** A bank's creditor identifier is the seller's, or the payee's, under this scheme (BT-90). */
const CREDITOR = 'SEPA';

/** The e-invoice as UBL. */
export function toUbl(invoice: EInvoice): XmlElement {
  const root = isCreditNote(invoice) ? 'CreditNote' : 'Invoice';
  const creditor = invoice.directDebit?.creditor;
  const seller = creditor ? { ...invoice.seller, identifiers: [...invoice.seller.identifiers, { value: creditor, scheme: CREDITOR }] } : invoice.seller;
  return writeRoot(root, { xmlns: ROOTS[root], ...NAMESPACES }, document(root), completed({ ...invoice, seller, buyer: withOneIdentifier(invoice.buyer) }), { currency: invoice.currency });
}

/** UBL-SR-16, which CII does not ask: one that everybody knows before the seller's own. */
function withOneIdentifier(buyer: TradeParty): TradeParty {
  const known = buyer.identifiers.find(({ scheme }) => scheme) ?? buyer.identifiers[0];
  return { ...buyer, identifiers: known ? [known] : [] };
}

/** What a UBL document says; incomplete where it says too little. */
export function fromUbl(root: XmlElement): Partial<EInvoice> {
  const read = readRoot(document(root.name.endsWith('CreditNote') ? 'CreditNote' : 'Invoice'), root);
  const creditor = read.seller?.identifiers.find(({ scheme }) => scheme === CREDITOR)?.value;
  if (!read.seller || !creditor) return read;
  return { ...read, seller: { ...read.seller, identifiers: read.seller.identifiers.filter(({ scheme }) => scheme !== CREDITOR) }, directDebit: { ...read.directDebit, creditor } };
}
