/**
 * What a broken rule means to a coordinator, by the rule's id: what is missing, why it is needed and where it is filled in, as phrases that
 * every language says. Rules that only the office's own writing can break say so.
 */
import { allOf, oneOf, phrase, type Phrase, type PhraseValue } from '../phrase';
import type { Finding } from './rules';
import type { EInvoice } from './semantic';

/** Who and what a document names: the parties, the country that the goods go to, the currency's code. */
export type Names = { buyer: PhraseValue; seller: PhraseValue; place: PhraseValue; currency: string };
type Said = (names: Names) => Phrase;
/** `client`, `seller` name the field that is to be filled in; `invoice` is what to do in the invoice's form; `office` nobody but the office can mend. */
export type Advice = { says: Said } & ({ client: Phrase } | { seller: PhraseValue } | { invoice: Phrase } | { office: true });
type Entry = Advice | ((invoice: EInvoice, finding: Finding) => readonly Advice[]);

/** What needs a VAT identifier or a reason, by the category as the rules' ids have it. */
const SUPPLIES = {
  AE: () => phrase`the reverse charge (AE)`, IC: ({ place }) => phrase`an intra-Community supply (K) to ${place}`, G: ({ place }) => phrase`an export (G) to ${place}`, S: () => phrase`an invoice with VAT (S)`,
  Z: () => phrase`an invoice at the VAT rate 0 (Z)`, E: () => phrase`an exemption (E)`, AF: () => phrase`an invoice with IGIC (L)`, AG: () => phrase`an invoice with IPSI (M)`,
  O: () => phrase`what is outside the scope of VAT (O)`,
} as const satisfies Record<string, Said>;
type Supply = keyof typeof SUPPLIES;
/** Supplies whose invoices name the buyer's VAT identifier too (EN 16931-1, section 6.4.3). */
const OF_BOTH: readonly Supply[] = ['AE', 'IC'];

const buyerVat = (supply: Supply): Advice => ({ says: (names) => phrase`${names.buyer}’s VAT number is missing: ${SUPPLIES[supply](names)} needs it.`, client: phrase`VAT id` });
const sellerVat = (supply: Supply): Advice => ({ says: (names) => phrase`${names.seller}’s own VAT number is missing: ${SUPPLIES[supply](names)} needs it.`, seller: 'vat_id' });
/** The rule asks for two numbers and does not say which it has not found. */
const vatNumbers = (supply: Supply) => ({ seller, buyer }: EInvoice): Advice[] =>
  [...(OF_BOTH.includes(supply) && !buyer.vatId ? [buyerVat(supply)] : []), ...(seller.vatId ? [] : [sellerVat(supply)])];

const OF_ALL_CATEGORIES: Readonly<Record<string, Entry>> = Object.fromEntries((['AE', 'IC', 'G', 'S', 'Z', 'E', 'AF', 'AG'] as const).flatMap((supply) =>
  ['02', '03', '04'].map((n) => [`BR-${supply}-${n}`, vatNumbers(supply)])));

/** Rules on either party: the place tells which. */
const ofParty = (seller: Advice, buyer: Advice): Entry => (_, { location }) => [/Supplier|Seller/.test(location) ? seller : buyer];

const mixed: Entry = { says: () => phrase`What is outside the scope of VAT (O) cannot stand on one invoice with anything that has VAT.`, invoice: phrase`Give all lines one kind of tax, or write two invoices.` };
const noVatIds: Entry = { says: () => phrase`What is outside the scope of VAT (O) must not name VAT numbers.`, office: true };
const reasonless = (supply: Supply): Entry => ({ says: (names) => phrase`The reason why no VAT is charged is missing: ${SUPPLIES[supply](names)} needs it.`, invoice: phrase`Choose the tax of the lines again.` });
const rateless = (what: Phrase): Entry => ({ says: () => what, invoice: phrase`Choose the tax of the lines again.` });
const bank: Entry = { says: ({ seller, buyer }) => phrase`${seller}’s bank account is missing: ${buyer} could not pay by transfer.`, seller: 'bank' };
const decimals: Entry = { says: ({ currency }) => phrase`An amount in ${currency} has more than two decimals, which no e-invoice can carry.`, invoice: phrase`Choose prices whose amounts end in a zero, or send this client only the PDF.` };
const buyerCountry: Advice = { says: ({ buyer }) => phrase`${buyer}’s country is missing or is no country: the rules hang on where it is.`, client: phrase`Country` };
const sellerCountry: Advice = { says: ({ seller }) => phrase`${seller}’s country is missing: the rules hang on where it is.`, seller: 'address' };
const buyerAddress: Entry = { says: ({ buyer }) => phrase`${buyer}’s electronic address is missing: it says where the e-invoice goes.`, client: phrase`Electronic address` };
const buyerScheme: Advice = { says: ({ buyer }) => phrase`${buyer}’s electronic address has no scheme, or one that is not in use: it says what kind of address it is.`, client: phrase`Electronic address` };
const sellerAddress: Entry = { says: ({ seller }) => phrase`${seller}’s electronic address is missing: it says who the e-invoice comes from.`, seller: 'e_address' };
const sellerScheme: Advice = { says: ({ seller }) => phrase`${seller}’s electronic address has no scheme, or one that is not in use: it says what kind of address it is.`, seller: 'e_address' };
const buyerUnreached: Advice = { says: ({ buyer }) => phrase`${buyer}’s electronic address is none that Peppol delivers to: a mail address is not enough.`, client: phrase`Electronic address` };
const sellerUnreached: Advice = { says: ({ seller }) => phrase`${seller}’s electronic address is none that Peppol knows: a mail address is not enough.`, seller: 'e_address' };
const ours = (says: Phrase): Entry => ({ says: () => says, office: true });

/** By id. What is not here is told in the publisher's words. */
export const ADVICE: Readonly<Record<string, Entry>> = {
  ...OF_ALL_CATEGORIES,
  'BR-CO-09': ofParty(
    { says: ({ seller }) => phrase`${seller}’s VAT number does not begin with its country: write it as in DE123456788.`, seller: 'vat_id' },
    { says: ({ buyer }) => phrase`${buyer}’s VAT number does not begin with its country: write it as in DE123456788.`, client: phrase`VAT id` },
  ),
  'BR-CO-26': { says: ({ seller }) => phrase`${seller} cannot be recognised: its VAT number or its number in a register of companies is missing.`, seller: oneOf(['vat_id', 'registration']) },
  'BR-06': { says: ({ seller }) => phrase`${seller}’s name is missing.`, seller: 'name' }, 'BR-07': { says: () => phrase`The client’s name is missing.`, client: phrase`Name` },
  'BR-08': { says: ({ seller }) => phrase`${seller}’s address is missing.`, seller: 'address' }, 'BR-10': { says: ({ buyer }) => phrase`${buyer}’s address is missing.`, client: phrase`Street and number` },
  'BR-09': sellerCountry, 'BR-11': buyerCountry, 'BR-57': { says: () => phrase`The country the goods go to is missing.`, client: phrase`Country` },
  'BR-CL-14': ofParty(sellerCountry, buyerCountry), 'BR-CL-04': { says: ({ currency }) => phrase`${currency} is no currency that e-invoices know.`, invoice: phrase`Choose another currency.` },
  'BR-CL-23': { says: () => phrase`The unit of a line is none that e-invoices know.`, invoice: phrase`Write another unit, such as hour, day or piece.` },
  'BR-CL-25': ofParty(sellerScheme, buyerScheme), 'PEPPOL-EN16931-CL008': ofParty(sellerUnreached, buyerUnreached), 'BR-62': sellerScheme, 'BR-63': buyerScheme, 'PEPPOL-EN16931-R010': buyerAddress, 'PEPPOL-EN16931-R020': sellerAddress,
  'PEPPOL-EN16931-R003': { says: ({ buyer }) => phrase`Neither a buyer reference nor an order number is told: Peppol needs one of them, so that ${buyer} finds out whom the invoice is for.`, client: phrase`Buyer reference` },
  'BR-DE-15': { says: ({ buyer }) => phrase`${buyer}’s buyer reference is missing: a German authority takes no invoice without its Leitweg-ID.`, client: phrase`Buyer reference` },
  'BR-IC-11': { says: (names) => phrase`The day of delivery or the period is missing: ${SUPPLIES.IC(names)} needs it.`, invoice: phrase`Fill it in there.` },
  'BR-IC-12': { says: () => phrase`The country the goods go to is missing: an intra-Community supply (K) needs it.`, client: phrase`Country` },
  'BR-AE-10': reasonless('AE'), 'BR-IC-10': reasonless('IC'), 'BR-G-10': reasonless('G'), 'BR-O-10': reasonless('O'), 'BR-E-10': reasonless('E'),
  'BR-S-05': rateless(phrase`A line has the standard VAT (S) and the rate 0.`), 'BR-Z-05': rateless(phrase`A line at the VAT rate 0 (Z) has another rate.`), 'BR-E-05': rateless(phrase`A line exempt from VAT (E) has a rate.`),
  'BR-AE-05': rateless(phrase`A line under the reverse charge (AE) has a rate.`), 'BR-IC-05': rateless(phrase`A line of an intra-Community supply (K) has a rate.`), 'BR-G-05': rateless(phrase`A line of an export (G) has a rate.`),
  'BR-O-05': rateless(phrase`A line outside the scope of VAT (O) has a rate.`),
  'BR-O-02': noVatIds, 'BR-O-03': noVatIds, 'BR-O-04': noVatIds, 'BR-O-11': mixed, 'BR-O-12': mixed, 'BR-O-13': mixed, 'BR-O-14': mixed,
  'BR-16': { says: () => phrase`The invoice has no line.`, invoice: phrase`Add what it is for.` }, 'BR-25': { says: () => phrase`A line does not say what was sold.`, invoice: phrase`Describe it.` },
  'BR-27': { says: () => phrase`A line has a price below zero, which e-invoices do not know.`, invoice: phrase`Give a discount instead.` },
  'BR-28': { says: () => phrase`A line has a price below zero, which e-invoices do not know.`, invoice: phrase`Give a discount instead.` },
  'BR-29': { says: () => phrase`The period ends before it begins.`, invoice: phrase`Correct its days.` }, 'BR-30': { says: () => phrase`The period of a line ends before it begins.`, invoice: phrase`Correct its days.` },
  'BR-50': bank, 'BR-61': bank, 'BR-DE-1': bank, 'BR-DE-23-a': bank,
  'BR-DE-19': { says: ({ seller }) => phrase`${seller}’s IBAN is not right: its check digits do not fit.`, seller: 'bank' }, 'BR-DE-20': { says: ({ buyer }) => phrase`${buyer}’s IBAN is not right: its check digits do not fit.`, invoice: phrase`Correct it.` },
  'BR-CO-25': { says: ({ buyer }) => phrase`Neither a due date nor terms of payment are told: ${buyer} would not know when to pay.`, client: phrase`Days to pay` },
  'BR-DE-2': { says: ({ seller }) => phrase`Nobody at ${seller} is named who answers questions: German authorities want a name, a phone number and a mail address.`, seller: allOf(['contact', 'phone']) },
  'BR-DE-3': { says: ({ seller }) => phrase`${seller}’s city is missing.`, seller: 'address' }, 'BR-DE-4': { says: ({ seller }) => phrase`${seller}’s postcode is missing.`, seller: 'address' },
  'BR-DE-5': { says: ({ seller }) => phrase`Nobody at ${seller} is named who answers questions: German authorities want a name.`, seller: 'contact' },
  'BR-DE-6': { says: ({ seller }) => phrase`${seller}’s phone number is missing: German authorities want to be able to call.`, seller: 'phone' },
  'BR-DE-7': { says: ({ seller }) => phrase`${seller}’s mail address is missing: German authorities want to be able to write.`, seller: 'email' },
  'BR-DE-27': { says: ({ seller }) => phrase`${seller}’s phone number has fewer than three digits.`, seller: 'phone' }, 'BR-DE-28': { says: ({ seller }) => phrase`${seller}’s mail address is not one.`, seller: 'email' },
  'BR-DE-8': { says: ({ buyer }) => phrase`${buyer}’s city is missing: German authorities want it.`, client: phrase`City` }, 'BR-DE-9': { says: ({ buyer }) => phrase`${buyer}’s postcode is missing: German authorities want it.`, client: phrase`Postcode` },
  'BR-DE-10': { says: ({ buyer }) => phrase`The city of the place of delivery is missing: it is taken from ${buyer}’s address.`, client: phrase`City` },
  'BR-DE-11': { says: ({ buyer }) => phrase`The postcode of the place of delivery is missing: it is taken from ${buyer}’s address.`, client: phrase`Postcode` },
  'BR-DE-16': { says: ({ seller }) => phrase`${seller}’s VAT number or tax number is missing: German authorities want one of them.`, seller: oneOf(['vat_id', 'tax_number']) },
  'BR-DE-TMP-32': { says: () => phrase`The day of delivery or service, or its period, should be told.`, invoice: phrase`Fill it in there.` },
  'BR-DE-14': ours(phrase`The VAT rate of the breakdown is missing.`), 'BR-DE-17': ours(phrase`The kind of document is none that XRechnung advises.`), 'BR-DE-18': ours(phrase`The terms of an early payment are not written as XRechnung wants them.`),
  'BR-DE-21': ours(phrase`The e-invoice does not call itself an XRechnung.`), 'BR-DE-22': ours(phrase`Two attachments have one name.`), 'BR-DE-26': ours(phrase`A corrected invoice should name the one that it corrects.`),
  'BR-DE-23-b': ours(phrase`A transfer stands beside a card or a direct debit.`), 'BR-DE-24-a': ours(phrase`The card paid with is missing.`), 'BR-DE-24-b': ours(phrase`A card payment stands beside a transfer or a direct debit.`),
  'BR-DE-25-a': ours(phrase`The direct debit is missing.`), 'BR-DE-25-b': ours(phrase`A direct debit stands beside a transfer or a card.`), 'BR-DE-30': ours(phrase`The creditor identifier of the direct debit is missing.`), 'BR-DE-31': ours(phrase`The account that the direct debit is taken from is missing.`),
  ...Object.fromEntries('01 02 05 06 09 10 11 12 13 14 15 16 17 18 19 20 23 24 25 27 28'.split(' ').map((n) => [`BR-DEC-${n}`, decimals])), 'UBL-DT-01': decimals,
};
