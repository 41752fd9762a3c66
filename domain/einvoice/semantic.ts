/**
 * An e-invoice as EN 16931-1 knows it, whatever syntax carries it: business terms (BT) in groups (BG). Amounts, prices, percents and
 * quantities are decimal strings in major units, dates are ISO dates. What is not said is undefined, never empty.
 */
import type { PlainDate } from '../dates';
import type { VatCategory } from '../totals';

/** `scheme` is a code of the lists that EN 16931 names for the term, such as ICD or EAS. */
export type Identifier = { value: string; scheme?: string };

export type PostalAddress = {
  line1?: string; line2?: string; line3?: string; city?: string; postcode?: string; subdivision?: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
};

/** A seller (BG-4) or buyer (BG-7). */
export type TradeParty = {
  /** BT-27, BT-44: as registered. */
  name: string;
  /** BT-28, BT-45 */
  tradingName?: string;
  /** BT-29, BT-46 */
  identifiers: Identifier[];
  /** BT-30, BT-47 */
  registration?: Identifier;
  /** BT-31, BT-48 */
  vatId?: string;
  /** BT-32 */
  taxNumber?: string;
  /** BT-33 */
  legalForm?: string;
  /** BT-34, BT-49: where e-invoices are sent to. */
  endpoint?: Identifier;
  address: PostalAddress;
  /** BG-6, BG-9 */
  contact?: { name?: string; phone?: string; email?: string };
};

/** BG-10 */
export type Payee = { name: string; identifiers: Identifier[]; registration?: Identifier };
/** BG-11 */
export type TaxRepresentative = { name: string; vatId: string; address: PostalAddress };
/** BG-13 with BG-15. */
export type Delivery = { name?: string; location?: Identifier; date?: PlainDate; address?: PostalAddress };
/** BG-14, BG-26 */
export type Period = { start?: PlainDate; end?: PlainDate };

/** BG-16 with one account (BG-17), card (BG-18) or direct debit (BG-19). */
export type PaymentInstruction = {
  /** BT-81, UNCL 4461: 58 is a SEPA transfer, 30 another one. */
  means: string;
  /** BT-82 */
  meansText?: string;
  /** BT-84: an IBAN, or what else the account is known by. */
  account?: string;
  /** BT-85 */
  accountName?: string;
  /** BT-86 */
  bic?: string;
  /** BT-87, BT-88 */
  card?: { number: string; holder?: string };
  /** BT-91 */
  debited?: string;
};

/** BG-20, BG-21 on the document, BG-27, BG-28 on a line; only on the document with a VAT of its own. */
export type Adjustment = {
  type: 'allowance' | 'charge'; amount: string; base?: string; percent?: string; reason?: string; reasonCode?: string; vat?: LineVat;
};

/** Taxes that only come in (BR-CL-17): IGIC of the Canary Islands, IPSI of Ceuta and Melilla, Italy's split payment. */
export type ForeignCategory = 'L' | 'M' | 'B';
export const isForeign = (category: string): category is ForeignCategory => ['L', 'M', 'B'].includes(category);

/** `rate` is undefined for what is outside the scope of VAT. */
export type LineVat = { category: VatCategory | ForeignCategory; rate?: string };

/** BG-23. `reason` and `reasonCode` (VATEX) say why nothing is due. */
export type VatBreakdown = LineVat & { base: string; tax: string; reason?: string; reasonCode?: string };

/** BG-22 */
export type DocumentTotals = {
  /** BT-106 */
  lines: string;
  /** BT-107 */
  allowances?: string;
  /** BT-108 */
  charges?: string;
  /** BT-109 */
  net: string;
  /** BT-110; undefined where no VAT is told at all. */
  vat?: string;
  /** BT-111 in the VAT accounting currency. */
  vatInTaxCurrency?: string;
  /** BT-112 */
  gross: string;
  /** BT-113 */
  prepaid?: string;
  /** BT-114 */
  rounding?: string;
  /** BT-115 */
  due: string;
};

/** BG-24; `content` is base64. */
export type SupportingDocument = { id: string; description?: string; uri?: string; attachment?: { content: string; mime: string; filename: string } };

/** BG-31 */
export type Item = {
  name: string; description?: string; sellerId?: string; buyerId?: string; standardId?: Identifier;
  classifications: { code: string; list: string; version?: string }[]; origin?: string; attributes: { name: string; value: string }[];
};

/** BG-29. `net` (BT-146) is what one `baseQuantity` costs; `gross` (BT-148) less `discount` (BT-147) makes it. */
export type Price = { net: string; gross?: string; discount?: string; baseQuantity?: string; baseUnit?: string };

/** BG-25. `unit` is a code of UN/ECE recommendation 20. */
export type EInvoiceLine = {
  id: string; note?: string; object?: Identifier; quantity: string; unit: string; net: string; orderLine?: string; accountingReference?: string;
  period?: Period; adjustments: Adjustment[]; price: Price; vat: LineVat; item: Item;
};

/** The whole document. */
export type EInvoice = {
  /** BT-24 */
  specification: string;
  /** BT-23 */
  process?: string;
  /** BT-1 */
  number: string;
  /** BT-2 */
  issueDate: PlainDate;
  /** BT-3, UNCL 1001: 380 invoice, 381 credit note, 384 corrected invoice. */
  typeCode: string;
  /** BT-5 */
  currency: string;
  /** BT-6 */
  taxCurrency?: string;
  /** BT-7 */
  taxPointDate?: PlainDate;
  /** BT-8 as UNCL 2005 has it: 3 invoice date, 35 delivery, 432 payment. */
  taxPointCode?: string;
  /** BT-9 */
  dueDate?: PlainDate;
  /** BT-10 */
  buyerReference?: string;
  /** BT-11 */
  project?: string;
  /** BT-12 */
  contract?: string;
  /** BT-13 */
  purchaseOrder?: string;
  /** BT-14 */
  salesOrder?: string;
  /** BT-15 */
  receivingAdvice?: string;
  /** BT-16 */
  despatchAdvice?: string;
  /** BT-17 */
  tender?: string;
  /** BT-18 */
  object?: Identifier;
  /** BT-19 */
  accountingReference?: string;
  /** BT-20 */
  paymentTerms?: string;
  /** BG-1; `subject` is UNCL 4451. */
  notes: { text: string; subject?: string }[];
  /** BG-3 */
  preceding: { number: string; issueDate?: PlainDate }[];
  seller: TradeParty;
  buyer: TradeParty;
  payee?: Payee;
  taxRepresentative?: TaxRepresentative;
  delivery?: Delivery;
  period?: Period;
  /** BT-83 */
  remittance?: string;
  payments: PaymentInstruction[];
  /** BT-89, BT-90 */
  directDebit?: { mandate?: string; creditor?: string };
  adjustments: Adjustment[];
  vat: VatBreakdown[];
  totals: DocumentTotals;
  documents: SupportingDocument[];
  lines: EInvoiceLine[];
};

/** The types (BT-3, UNCL 1001) that take back instead of asking for money: those that BR-CL-01 has for UBL's credit note. */
const CREDIT_NOTES: readonly string[] = ['81', '83', '261', '262', '296', '308', '381', '396', '420', '458', '502', '503', '532'];
export const isCreditNote = ({ typeCode }: Pick<EInvoice, 'typeCode'>): boolean => CREDIT_NOTES.includes(typeCode);
