/** In which form a client takes e-invoices, and by whose rules. */
import { DomainError } from '../refusals';
import type { EInvoice, Identifier } from './semantic';

/**
 * factur-x: CII inside the PDF itself (also called ZUGFeRD). The others are a file beside the PDF: XRechnung for German authorities and
 * Peppol BIS Billing 3, both in UBL; ubl and cii by EN 16931 alone. none: only the PDF.
 */
export const E_INVOICE_FORMATS = ['factur-x', 'xrechnung', 'peppol', 'ubl', 'cii', 'none'] as const;
export type EInvoiceFormat = (typeof E_INVOICE_FORMATS)[number];

/**
 * How a client takes them. `endpoint` is its electronic address (BT-49), `scheme` a code of the list EAS; without one it is the mail
 * address. `buyerReference` (BT-10) is what it wants to find on them: a Leitweg-ID where it is a German authority.
 */
export type EInvoicing = { format: EInvoiceFormat; endpoint?: Identifier & { scheme: string }; buyerReference?: string };

/** What a client gets for whom nothing else is said: a page like any other, which its software can read. */
export const USUAL_FORMAT: EInvoiceFormat = 'factur-x';

/** `specification` is BT-24, `process` BT-23; `carried` is where the XML travels. */
export type Form = Pick<EInvoice, 'specification' | 'process'> & { syntax: 'cii' | 'ubl'; carried: 'inside' | 'beside'; rules: 'en16931' | 'peppol' | 'xrechnung' };

const EN_16931 = 'urn:cen.eu:en16931:2017';
const BILLING = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';
const FORMS: Readonly<Record<Exclude<EInvoiceFormat, 'none'>, Form>> = {
  'factur-x': { specification: EN_16931, syntax: 'cii', carried: 'inside', rules: 'en16931' },
  xrechnung: { specification: `${EN_16931}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0`, process: BILLING, syntax: 'ubl', carried: 'beside', rules: 'xrechnung' },
  peppol: { specification: `${EN_16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0`, process: BILLING, syntax: 'ubl', carried: 'beside', rules: 'peppol' },
  ubl: { specification: EN_16931, syntax: 'ubl', carried: 'beside', rules: 'en16931' },
  cii: { specification: EN_16931, syntax: 'cii', carried: 'beside', rules: 'en16931' },
};

/** Nothing for a client that takes none. */
export const formOf = (format: EInvoiceFormat): Form | undefined => (format === 'none' ? undefined : FORMS[format]);

const ENDPOINT = /^(\d{4}|EM):\s*(\S{1,100})$/;

/** "0204:991-01234-44": a scheme of four digits or EM, and the address under it. Refuses EndpointUnusable. */
export function readEndpoint(text: string): Identifier & { scheme: string } {
  const [, scheme, value] = ENDPOINT.exec(text.trim()) ?? [];
  if (!scheme || !value) throw new DomainError('EndpointUnusable', { text });
  return { scheme, value };
}

/** True for what readEndpoint takes. */
export const isEndpoint = (text: string): boolean => ENDPOINT.test(text.trim());

/** As readEndpoint takes it. */
export const endpointText = ({ scheme, value }: Identifier): string => `${scheme ?? 'EM'}:${value}`;

/** Electronic addresses that are a VAT identifier, by its country (code list EAS, version 13). */
const VAT_SCHEMES: Readonly<Record<string, string>> = {
  AD: '9922', AL: '9923', AT: '9914', BA: '9924', BE: '9925', BG: '9926', CH: '9927', CY: '9928', CZ: '9929', DE: '9930', EE: '9931', EL: '9933', ES: '9920', FR: '9957', GB: '9932', HR: '9934',
  HU: '9910', IE: '9935', IT: '0211', LI: '9936', LT: '9937', LU: '9938', LV: '9939', MC: '9940', ME: '9941', MK: '9942', MT: '9943', NL: '9944', PL: '9945', PT: '9946', RO: '9947', RS: '9948',
  SI: '9949', SK: '9950', SM: '9951', TR: '9952', VA: '9953',
};

/** The electronic address of a party that named none: its VAT identifier where that is one, else its mail address. */
export function usualEndpoint({ email, vatId }: { email: string; vatId?: string }): Identifier & { scheme: string } {
  const scheme = vatId && VAT_SCHEMES[vatId.slice(0, 2).toUpperCase()];
  return vatId && scheme ? { scheme, value: vatId } : { scheme: 'EM', value: email };
}
