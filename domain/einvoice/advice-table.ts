/**
 * What a broken rule means to a coordinator, by the rule's id: what is missing, why it is needed and where it is filled in. `{buyer}`,
 * `{seller}`, `{place}` and `{currency}` are the document's. Rules that only the office's own writing can break say so.
 */
import type { Finding } from './rules';
import type { EInvoice } from './semantic';

/** `client`, `seller` name the field that is to be filled in; `invoice` is what to do in the invoice's form; `office` nobody but the office can mend. */
export type Advice = { says: string } & ({ client: string } | { seller: string } | { invoice: string } | { office: true });
type Entry = Advice | ((invoice: EInvoice, finding: Finding) => readonly Advice[]);

/** Why the VAT identifiers of both are needed, by the category as the rules' ids have it (EN 16931-1, section 6.4.3). */
const SUPPLIES: Readonly<Record<string, { supply: string; buyers: boolean }>> = {
  AE: { supply: 'the reverse charge (AE), by which {buyer} pays the VAT,', buyers: true }, IC: { supply: 'an intra-Community supply (K) to {place}', buyers: true },
  G: { supply: 'an export (G) to {place}', buyers: false }, S: { supply: 'an invoice with VAT (S)', buyers: false }, Z: { supply: 'an invoice at the VAT rate 0 (Z)', buyers: false },
  E: { supply: 'an invoice exempt from VAT (E)', buyers: false }, AF: { supply: 'an invoice with IGIC (L)', buyers: false }, AG: { supply: 'an invoice with IPSI (M)', buyers: false },
};

const buyerVat = (supply: string): Advice => ({ says: `{buyer}’s VAT number is missing: ${supply} needs it.`, client: 'VAT id' });
const sellerVat = (supply: string): Advice => ({ says: `{seller}’s own VAT number is missing: ${supply} needs it.`, seller: 'vat_id' });
/** The rule asks for two numbers and does not say which it has not found. */
const vatNumbers = ({ supply, buyers }: { supply: string; buyers: boolean }) => ({ seller, buyer }: EInvoice): Advice[] =>
  [...(buyers && !buyer.vatId ? [buyerVat(supply)] : []), ...(seller.vatId ? [] : [sellerVat(supply)])];

const OF_ALL_CATEGORIES: Readonly<Record<string, Entry>> = Object.fromEntries(Object.entries(SUPPLIES).flatMap(([id, about]) => [
  ...['02', '03', '04'].map((n) => [`BR-${id}-${n}`, vatNumbers(about)]),
]));

/** Rules on either party: the place tells which. */
const ofParty = (seller: Advice, buyer: Advice): Entry => (_, { location }) => [/Supplier|Seller/.test(location) ? seller : buyer];

const mixed: Entry = { says: 'What is outside the scope of VAT (O) cannot stand on one invoice with anything that has VAT.', invoice: 'Give all lines one kind of tax, or write two invoices.' };
const noVatIds: Entry = { says: 'What is outside the scope of VAT (O) must not name VAT numbers.', office: true };
const reasonless = (supply: string): Entry => ({ says: `The reason why no VAT is charged is missing: ${supply} needs it.`, invoice: 'Choose the tax of the lines again.' });
const rateless = (what: string): Entry => ({ says: what, invoice: 'Choose the tax of the lines again.' });
const bank: Entry = { says: '{seller}’s bank account is missing: {buyer} could not pay by transfer.', seller: 'bank' };
const decimals: Entry = { says: 'An amount in {currency} has more than two decimals, which no e-invoice can carry.', invoice: 'Choose prices whose amounts end in a zero, or send this client only the PDF.' };
const buyerCountry: Advice = { says: '{buyer}’s country is missing or is no country: the rules hang on where it is.', client: 'Country' };
const sellerCountry: Advice = { says: '{seller}’s country is missing: the rules hang on where it is.', seller: 'address' };
const buyerAddress: Entry = { says: '{buyer}’s electronic address is missing: it says where the e-invoice goes.', client: 'Electronic address' };
const buyerScheme: Advice = { says: '{buyer}’s electronic address has no scheme, or one that is not in use: it says what kind of address it is.', client: 'Electronic address' };
const sellerAddress: Entry = { says: '{seller}’s electronic address is missing: it says who the e-invoice comes from.', seller: 'e_address' };
const sellerScheme: Advice = { says: '{seller}’s electronic address has no scheme, or one that is not in use: it says what kind of address it is.', seller: 'e_address' };
const buyerUnreached: Advice = { says: '{buyer}’s electronic address is none that Peppol delivers to: a mail address is not enough.', client: 'Electronic address' };
const sellerUnreached: Advice = { says: '{seller}’s electronic address is none that Peppol knows: a mail address is not enough.', seller: 'e_address' };
const delivery = (what: string): Entry => ({ says: `The ${what} of the place of delivery is missing: it is taken from {buyer}’s address.`, client: what === 'city' ? 'City' : 'Postcode' });
const ours = (says: string): Entry => ({ says, office: true });

/** By id. What is not here is told in the publisher's words. */
export const ADVICE: Readonly<Record<string, Entry>> = {
  ...OF_ALL_CATEGORIES,
  'BR-CO-09': ofParty(
    { says: '{seller}’s VAT number does not begin with its country: write it as in DE123456788.', seller: 'vat_id' },
    { says: '{buyer}’s VAT number does not begin with its country: write it as in DE123456788.', client: 'VAT id' },
  ),
  'BR-CO-26': { says: '{seller} cannot be recognised: its VAT number or its number in a register of companies is missing.', seller: 'vat_id or registration' },
  'BR-06': { says: '{seller}’s name is missing.', seller: 'name' }, 'BR-07': { says: 'The client’s name is missing.', client: 'Name' },
  'BR-08': { says: '{seller}’s address is missing.', seller: 'address' }, 'BR-10': { says: '{buyer}’s address is missing.', client: 'Street and number' },
  'BR-09': sellerCountry, 'BR-11': buyerCountry, 'BR-57': { says: 'The country the goods go to is missing.', client: 'Country' },
  'BR-CL-14': ofParty(sellerCountry, buyerCountry), 'BR-CL-04': { says: '{currency} is no currency that e-invoices know.', invoice: 'Choose another currency.' },
  'BR-CL-23': { says: 'The unit of a line is none that e-invoices know.', invoice: 'Write another unit, such as hour, day or piece.' },
  'BR-CL-25': ofParty(sellerScheme, buyerScheme), 'PEPPOL-EN16931-CL008': ofParty(sellerUnreached, buyerUnreached), 'BR-62': sellerScheme, 'BR-63': buyerScheme, 'PEPPOL-EN16931-R010': buyerAddress, 'PEPPOL-EN16931-R020': sellerAddress,
  'PEPPOL-EN16931-R003': { says: 'Neither a buyer reference nor an order number is told: Peppol needs one of them, so that {buyer} finds out whom the invoice is for.', client: 'Buyer reference' },
  'BR-DE-15': { says: '{buyer}’s buyer reference is missing: a German authority takes no invoice without its Leitweg-ID.', client: 'Buyer reference' },
  'BR-IC-11': { says: 'The day of delivery or the period is missing: an intra-Community supply (K) to {place} needs it.', invoice: 'Fill it in there.' },
  'BR-IC-12': { says: 'The country the goods go to is missing: an intra-Community supply (K) needs it.', client: 'Country' },
  'BR-AE-10': reasonless('the reverse charge (AE)'), 'BR-IC-10': reasonless('an intra-Community supply (K) to {place}'), 'BR-G-10': reasonless('an export (G) to {place}'),
  'BR-O-10': reasonless('what is outside the scope of VAT (O)'), 'BR-E-10': reasonless('an exemption (E)'),
  'BR-S-05': rateless('A line has the standard VAT (S) and the rate 0.'), 'BR-Z-05': rateless('A line at the VAT rate 0 (Z) has another rate.'), 'BR-E-05': rateless('A line exempt from VAT (E) has a rate.'),
  'BR-AE-05': rateless('A line under the reverse charge (AE) has a rate.'), 'BR-IC-05': rateless('A line of an intra-Community supply (K) has a rate.'), 'BR-G-05': rateless('A line of an export (G) has a rate.'),
  'BR-O-05': rateless('A line outside the scope of VAT (O) has a rate.'),
  'BR-O-02': noVatIds, 'BR-O-03': noVatIds, 'BR-O-04': noVatIds, 'BR-O-11': mixed, 'BR-O-12': mixed, 'BR-O-13': mixed, 'BR-O-14': mixed,
  'BR-16': { says: 'The invoice has no line.', invoice: 'Add what it is for.' }, 'BR-25': { says: 'A line does not say what was sold.', invoice: 'Describe it.' },
  'BR-27': { says: 'A line has a price below zero, which e-invoices do not know.', invoice: 'Make the quantity negative instead, or give a discount.' },
  'BR-28': { says: 'A line has a price below zero, which e-invoices do not know.', invoice: 'Make the quantity negative instead, or give a discount.' },
  'BR-29': { says: 'The period ends before it begins.', invoice: 'Correct its days.' }, 'BR-30': { says: 'The period of a line ends before it begins.', invoice: 'Correct its days.' },
  'BR-50': bank, 'BR-61': bank, 'BR-DE-1': bank, 'BR-DE-23-a': bank,
  'BR-DE-19': { says: '{seller}’s IBAN is not right: its check digits do not fit.', seller: 'bank' }, 'BR-DE-20': { says: '{buyer}’s IBAN is not right: its check digits do not fit.', invoice: 'Correct it.' },
  'BR-CO-25': { says: 'Neither a due date nor terms of payment are told: {buyer} would not know when to pay.', client: 'Days to pay' },
  'BR-DE-2': { says: 'Nobody at {seller} is named who answers questions: German authorities want a name, a phone number and a mail address.', seller: 'contact and phone' },
  'BR-DE-3': { says: '{seller}’s city is missing.', seller: 'address' }, 'BR-DE-4': { says: '{seller}’s postcode is missing.', seller: 'address' },
  'BR-DE-5': { says: 'Nobody at {seller} is named who answers questions: German authorities want a name.', seller: 'contact' },
  'BR-DE-6': { says: '{seller}’s phone number is missing: German authorities want to be able to call.', seller: 'phone' },
  'BR-DE-7': { says: '{seller}’s mail address is missing: German authorities want to be able to write.', seller: 'email' },
  'BR-DE-27': { says: '{seller}’s phone number has fewer than three digits.', seller: 'phone' }, 'BR-DE-28': { says: '{seller}’s mail address is not one.', seller: 'email' },
  'BR-DE-8': { says: '{buyer}’s city is missing: German authorities want it.', client: 'City' }, 'BR-DE-9': { says: '{buyer}’s postcode is missing: German authorities want it.', client: 'Postcode' },
  'BR-DE-10': delivery('city'), 'BR-DE-11': delivery('postcode'),
  'BR-DE-16': { says: '{seller}’s VAT number or tax number is missing: German authorities want one of them.', seller: 'vat_id or tax_number' },
  'BR-DE-TMP-32': { says: 'The day of delivery or service, or its period, should be told.', invoice: 'Fill it in there.' },
  'BR-DE-14': ours('The VAT rate of the breakdown is missing.'), 'BR-DE-17': ours('The kind of document is none that XRechnung advises.'), 'BR-DE-18': ours('The terms of an early payment are not written as XRechnung wants them.'),
  'BR-DE-21': ours('The e-invoice does not call itself an XRechnung.'), 'BR-DE-22': ours('Two attachments have one name.'), 'BR-DE-26': ours('A corrected invoice should name the one that it corrects.'),
  'BR-DE-23-b': ours('A transfer stands beside a card or a direct debit.'), 'BR-DE-24-a': ours('The card paid with is missing.'), 'BR-DE-24-b': ours('A card payment stands beside a transfer or a direct debit.'),
  'BR-DE-25-a': ours('The direct debit is missing.'), 'BR-DE-25-b': ours('A direct debit stands beside a transfer or a card.'), 'BR-DE-30': ours('The creditor identifier of the direct debit is missing.'), 'BR-DE-31': ours('The account that the direct debit is taken from is missing.'),
  ...Object.fromEntries('01 02 05 06 09 10 11 12 13 14 15 16 17 18 19 20 23 24 25 27 28'.split(' ').map((n) => [`BR-DEC-${n}`, decimals])), 'UBL-DT-01': decimals,
};
