/** Documents of the sample office, built as the office builds them: content in, totals computed and stored. */
import type { ClientSnapshot, Seller } from '../../domain/client';
import { totalsOf, type Content, type Line } from '../../domain/content';
import { creditOver, everything, type ChosenLine, type Settlement } from '../../domain/credit';
import { creditNoteOf, type CreditNote } from '../../domain/credit-note';
import { credited } from '../../domain/crediting';
import type { Estimate } from '../../domain/estimate';
import type { Invoice } from '../../domain/invoice';
import type { Language } from '../../domain/language';
import { fromDecimal, subtract, sum, zero } from '../../domain/money';
import type { Payment } from '../../domain/payment';
import type { Actor } from '../../domain/people';

export const northlight: Seller = {
  name: 'Northlight Studio',
  email: 'office@northlight.example',
  phone: '+49 30 5550 1234',
  website: 'https://northlight.example',
  address: { lines: ['Lindenstraße 12'], postcode: '10969', city: 'Berlin', country: 'DE' },
  vatId: 'DE123456788',
  taxNumber: '29/815/08151',
  bank: { name: 'Spreebank Berlin', iban: 'DE02120300000000202051', bic: 'BYLADEM1001' },
};

const party = (
  id: string,
  name: string,
  email: string,
  address: ClientSnapshot['address'],
  locale: string,
  zone: string,
  vatId?: string,
): ClientSnapshot => ({ id, name, email, address, locale, zone, ...(vatId && { vatId }) });

export const acme = party(
  'cli_acme',
  'Acme GmbH',
  'ap@acme.example',
  { lines: ['Hafenallee 7'], postcode: '20457', city: 'Hamburg', country: 'DE' },
  'en-GB',
  'Europe/Berlin',
  'DE811234567',
);
export const globex = party(
  'cli_globex',
  'Globex Inc.',
  'billing@globex.example',
  { lines: ['500 Harbor Street', 'Suite 1200'], city: 'Portland, OR 97209', country: 'US' },
  'en-US',
  'America/Los_Angeles',
);
export const sakura = party(
  'cli_sakura',
  'Sakura KK',
  'keiri@sakura.example',
  { lines: ['2-11-3 Meguro'], postcode: '153-0063', city: 'Tokyo', country: 'JP' },
  'en-GB',
  'Asia/Tokyo',
);
export const kuwait = party(
  'cli_kuwait',
  'Kuwait Oil Tools',
  'ap@kot.example',
  { lines: ['Ahmad Al-Jaber Street 18'], postcode: '15000', city: 'Kuwait City', country: 'KW' },
  'en-KW',
  'Asia/Kuwait',
);
export const longNamed = party(
  'cli_long',
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. Kommanditgesellschaft auf Aktien',
  'rechnungseingang.zentrale.abteilung-kreditoren@donaudampfschifffahrtsgesellschaft.example',
  {
    lines: [
      'Abteilung Rechnungswesen und Kreditorenbuchhaltung, Gebäude 14, Aufgang C',
      'Straße der Donaudampfschifffahrtsgesellschaftskapitäne 1234 b',
    ],
    postcode: '1020',
    city: 'Wien-Leopoldstadt an der Donau',
    country: 'AT',
  },
  'en-GB',
  'Europe/Vienna',
  'ATU12345678',
);

/** The party, spoken to in another language, and on documents in a second one. */
export const speaking = (client: ClientSnapshot, locale: string, secondLanguage?: Language): ClientSnapshot => ({ ...client, locale, ...(secondLanguage && { secondLanguage }) });

export const standard = { category: 'S', rate: '19' } as const;
export const reduced = { category: 'S', rate: '7' } as const;
export const outside = { category: 'O', rate: '0' } as const;

export const line = (description: string, quantity: string, unitPrice: string, more: Partial<Line> = {}): Line => ({
  id: '1',
  description,
  quantity,
  unitPrice,
  vat: standard,
  ...more,
});

export const content = (lines: Line[], more: Partial<Content> = {}): Content => ({
  clientId: 'cli',
  currency: 'EUR',
  prices: 'exclusive',
  lines: lines.map((one, at) => ({ ...one, id: String(at + 1) })),
  terms: { days: 30 },
  ...more,
});

export const carla: Actor = { email: 'carla@northlight.example', name: 'Carla', via: 'slack' };

/** An invoice as it stands after issue; without a number it is a draft. */
export function invoice(of: Content, client: ClientSnapshot, more: Partial<Invoice> = {}): Invoice {
  const totals = totalsOf(of);
  return {
    id: 'inv_01hzx4k7m2',
    revision: 3,
    version: 1,
    state: 'sent',
    content: of,
    contentHash: 'c0ffee',
    totals,
    client,
    createdBy: carla,
    createdAt: '2026-11-02T09:00:00Z',
    lastEditedBy: carla,
    questions: [],
    number: 'INV-2026-0001',
    issueDate: '2026-11-02',
    dueDate: '2026-12-02',
    seller: northlight,
    payments: [],
    paid: zero(of.currency),
    balance: totals.due,
    dunning: { status: 'running', done: [] },
    owed: [],
    held: [],
    searchText: '',
    history: [],
    ...more,
  };
}

export function estimate(of: Content, client: ClientSnapshot, more: Partial<Estimate> = {}): Estimate {
  return {
    id: 'est_01hzx4k7m2',
    revision: 3,
    version: 1,
    state: 'sent',
    content: of,
    contentHash: 'c0ffee',
    totals: totalsOf(of),
    client,
    createdBy: carla,
    createdAt: '2026-10-12T09:00:00Z',
    lastEditedBy: carla,
    validUntil: '2026-11-11',
    number: 'EST-2026-0007',
    issueDate: '2026-10-12',
    seller: northlight,
    held: [],
    searchText: '',
    history: [],
    ...more,
  };
}

/** The invoice with one payment more, and that payment with its receipt; `amount` in major units. */
export function paid(of: Invoice, amount: string, more: Partial<Payment> = {}): { invoice: Invoice; payment: Payment } {
  const { currency } = of.content;
  const came = fromDecimal(amount, currency);
  const applied = came.minor < of.balance.minor ? came : of.balance;
  const remaining = subtract(of.balance, applied);
  const payment: Payment = {
    id: 'pay_1',
    amount: came,
    applied,
    remaining,
    date: '2026-11-28',
    reference: 'INV-2026-0001 Acme',
    by: carla,
    at: '2026-11-28T10:00:00Z',
    receipt: { number: 'RCT-2026-0001', remaining, issueDate: '2026-11-30' },
    ...more,
  };
  return { invoice: { ...of, payments: [...of.payments, payment], paid: sum(currency, [of.paid, applied]), balance: remaining }, payment };
}

/** The note of a credit over what is chosen of an invoice, all of it unless told. */
export function creditNote(of: Invoice, { chosen = everything(of), settlement = 'offset' }: { chosen?: ChosenLine[]; settlement?: Settlement } = {}): CreditNote {
  const act = { by: carla, key: 'credit', at: '2026-12-01T10:00:00Z' };
  const asked = { lines: chosen, settlement, reason: 'Two of the pieces were delivered late.' };
  const { changes } = credited(of, { ...asked, seen: creditOver(of, chosen).totals.due }, act, 'issued');
  return { ...creditNoteOf(of, (changes.credits ?? [])[0]!, { number: 'CN-2026-0001', issueDate: '2026-12-01' }, act), revision: 1, history: [] };
}

export const oneLine = content([line('Brand workshop, one day on site', '1', '900')]);
export const designWork = content(
  [
    line('Visual identity: research, three directions, one elaborated', '4', '800', { unit: 'days' }),
    line('Website design, desktop and mobile\nIncludes two rounds of corrections', '26.5', '95', { unit: 'h', discountPercent: '10' }),
    line('Printed style guide', '40', '12.50', { unit: 'copies', vat: reduced }),
  ],
  {
    discount: { percent: '5' },
    purchaseOrder: 'PO-4711',
    project: 'Relaunch 2026',
    note: 'Thank you for the good work together.\nThe source files are in your shared folder.',
  },
);
export const fortyLines = content(
  Array.from({ length: 40 }, (_, at) =>
    line(
      `Illustration ${at + 1} of 40: ${['cover motif', 'chapter opener', 'spot drawing', 'map of the harbour'][at % 4]}`,
      String((at % 3) + 1),
      String(120 + at * 5),
      { unit: 'pcs', vat: at % 4 === 3 ? reduced : standard },
    ),
  ),
);
export const longNames = content(
  [
    line(
      'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzesbroschürengestaltungskonzeptentwicklungsdienstleistung, erster Abschnitt einschließlich aller Abstimmungen',
      '12345.678',
      '1234567.89',
      { unit: 'Arbeitsstunden' },
    ),
    line(
      'https://files.northlight.example/deliveries/2026/11/very/long/path/without/any/space/in/it/at/all/final-final-v3-really-final.zip',
      '1',
      '0.0125',
    ),
  ],
  { purchaseOrder: 'PO-2026-KRED-00000000000000000000000000004711-ABTEILUNG-C', project: 'Gesamtkonzernmarkenauftrittsvereinheitlichung' },
);
export const yen = content(
  [line('Illustration for the spring campaign', '3', '150000', { vat: outside }), line('Layout', '1', '80500', { vat: outside })],
  { currency: 'JPY' },
);
export const dinar = content([line('Safety manual, design and layout', '2.5', '310.125', { unit: 'days', vat: outside })], { currency: 'KWD' });
export const dollars = content([line('Product photography', '2', '1150', { unit: 'days', vat: outside })], {
  currency: 'USD',
  project: 'Spring catalogue',
});
export const inclusive = content(
  Array.from({ length: 5 }, (_, at) => line(`Poster ${at + 1}`, '1', '0.99')),
  { prices: 'inclusive' },
);
export const mixed = content([
  line('Consulting', '1', '1000'),
  line('Consulting for the Vienna office', '1', '500', { vat: { category: 'AE', rate: '0' } }),
]);
