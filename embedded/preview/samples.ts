/** The sample documents: what the preview shows, the golden pages keep and the contact sheet is made of. Built as the office builds them: content in, totals computed. */
import type { ClientSnapshot, Seller } from '../../domain/client';
import { creditOver, everything } from '../../domain/credit';
import { creditNoteOf } from '../../domain/credit-note';
import { credited } from '../../domain/crediting';
import { fixedDue, totalsOf, type Content, type Line } from '../../domain/content';
import { addDays } from '../../domain/dates';
import type { Estimate } from '../../domain/estimate';
import type { Invoice } from '../../domain/invoice';
import type { Look } from '../../domain/look';
import { add, subtract, sum, zero } from '../../domain/money';
import type { Payment } from '../../domain/payment';
import { readPeriod } from '../../domain/period';
import type { Actor } from '../../domain/people';
import { statementOf } from '../../domain/statement';
import { creditNoteModel } from '../../templates/credit-note';
import { estimateModel, invoiceModel, receiptModel, type DocumentModel } from '../../templates/model';
import { reminderLetter } from '../../templates/reminder';
import { statementModel } from '../../templates/statement';
import { TRADES } from './trades';

/** `group` is the heading under which the preview lists it. */
export type Sample = { name: string; title: string; group: string; make(look: Look): DocumentModel };

const northlight: Seller = {
  name: 'Northlight Studio', email: 'office@northlight.example', phone: '+49 30 5550 1234', website: 'https://northlight.example',
  address: { lines: ['Lichtstraße 12'], postcode: '10243', city: 'Berlin', country: 'DE' },
  vatId: 'DE123456788', taxNumber: '37/123/45678', bank: { name: 'Musterbank Berlin', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
};
const carla: Actor = { email: 'carla@northlight.example', name: 'Carla', via: 'slack' };

const client = (id: string, name: string, address: ClientSnapshot['address'], locale: string, vatId?: string): ClientSnapshot =>
  ({ id: `cli_${id}`, name, email: `ap@${id}.example`, address, locale, zone: 'Europe/Berlin', ...(vatId && { vatId }) });

const acme = client('acme', 'Acme GmbH', { lines: ['Musterweg 7'], postcode: '20095', city: 'Hamburg', country: 'DE' }, 'en-GB', 'DE811234567');
const sakura = client('sakura', 'Sakura KK', { lines: ['1-2-3 Marunouchi'], postcode: '100-0005', city: 'Tokyo', country: 'JP' }, 'ja-JP');
const kuwait = client('kuwait-oil-tools', 'Kuwait Oil Tools', { lines: ['Block 4, Street 25'], city: 'Ahmadi', country: 'KW' }, 'en-GB');
const haifa = client('carmel', 'הוצאת כרמל בע״מ', { lines: ['שדרות הנשיא 12'], postcode: '3463412', city: 'חיפה', country: 'IL' }, 'he-IL', 'IL512345678');
const longNamed = client('donau', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. Kommanditgesellschaft auf Aktien', {
  lines: ['Abteilung Rechnungswesen und Kreditorenbuchhaltung, Gebäude 14, Aufgang C', 'Straße der Donaudampfschifffahrtsgesellschaftskapitäne 1234 b'],
  postcode: '1020', city: 'Wien-Leopoldstadt an der Donau', country: 'AT',
}, 'de-AT', 'ATU12345678');

const standard = { category: 'S', rate: '19' } as const;
const reduced = { category: 'S', rate: '7' } as const;
const outside = { category: 'O', rate: '0' } as const;
const line = (description: string, quantity: string, unitPrice: string, more: Partial<Line> = {}): Line => ({ id: '', description, quantity, unitPrice, vat: standard, ...more });
const content = (lines: readonly Line[], more: Partial<Content> = {}): Content =>
  ({ clientId: 'cli', currency: 'EUR', prices: 'exclusive', lines: lines.map((one, at) => ({ ...one, id: `l${at + 1}` })), terms: { days: 30 }, ...more });

const written = { version: 1, contentHash: '', createdBy: carla, createdAt: '2026-11-02T09:00:00Z', lastEditedBy: carla, owed: [], held: [], searchText: '', history: [], revision: 3 };

function invoice(of: Content, to: ClientSnapshot): Invoice {
  const totals = totalsOf(of);
  return {
    ...written, id: 'inv_01hzx4k7m2', state: 'sent', content: of, totals, client: to, questions: [], number: 'INV-2026-0001', issueDate: '2026-11-02',
    dueDate: fixedDue(of) ?? '2026-12-02', seller: northlight, payments: [], paid: zero(of.currency), balance: totals.due, dunning: { status: 'running', done: [] },
  };
}

const estimate = (of: Content, to: ClientSnapshot): Estimate =>
  ({ ...written, id: 'est_01hzx4k7m2', state: 'sent', content: of, totals: totalsOf(of), client: to, validUntil: '2026-12-02', number: 'EST-2026-0007', issueDate: '2026-11-02', seller: northlight });

/** The first of two payments: two fifths of the amount in whole minor units. */
function receipt(of: Content, to: ClientSnapshot, look: Look): DocumentModel {
  const owed = invoice(of, to);
  const amount = { ...owed.balance, minor: Math.floor((owed.balance.minor * 2) / 5) };
  const remaining = subtract(owed.balance, amount);
  const payment: Payment = {
    id: 'pay_1', amount, applied: amount, remaining, date: '2026-11-28', reference: `${owed.number} ${to.name}`, by: carla, at: '2026-11-28T10:00:00Z',
    receipt: { number: 'RCT-2026-0001', remaining, issueDate: '2026-11-30' },
  };
  return receiptModel({ ...owed, payments: [payment], paid: sum(of.currency, [amount]), balance: add(remaining) }, { ...payment, receipt: payment.receipt! }, { look });
}

/** All of the invoice, taken back. */
function creditNote(of: Content, to: ClientSnapshot, look: Look): DocumentModel {
  const owed = invoice(of, to);
  const act = { by: carla, key: 'credit', at: '2026-12-01T10:00:00Z' };
  const chosen = everything(owed);
  const asked = { lines: chosen, settlement: 'offset' as const, reason: 'The order was cancelled in time.', seen: creditOver(owed, chosen).totals.due };
  const [credit] = credited(owed, asked, act, 'issued').changes.credits ?? [];
  return creditNoteModel({ ...creditNoteOf(owed, credit!, { number: 'CN-2026-0001', issueDate: '2026-12-01' }, act), revision: 1, history: [] }, { look });
}

/** Two weeks late, with interest. */
const reminder = (of: Content, to: ClientSnapshot): DocumentModel =>
  reminderLetter(invoice(of, to), { tone: 'firm', today: '2026-12-16', interest: { ratePercent: '9.12', dayCount: 'act/365' } });

/** Each line as an invoice of its own, two days apart; every third one is paid. */
function statement(of: Content, to: ClientSnapshot): DocumentModel {
  const invoices = of.lines.map((one, at) => {
    const issued = { ...invoice({ ...of, lines: [one] }, to), id: `inv_${at}`, number: `INV-2026-${String(at + 1).padStart(4, '0')}`, issueDate: dayOf(at * 2), dueDate: dayOf(at * 2 + 30) };
    const payment: Payment = { id: `pay_${at}`, amount: issued.balance, applied: issued.balance, remaining: zero(of.currency), date: dayOf(at * 2 + 20), reference: issued.number, by: carla, at: '2026-11-28T10:00:00Z' };
    return at % 3 === 1 ? { ...issued, payments: [payment] } : issued;
  });
  const stated = statementOf({ invoices, notes: [], period: readPeriod('2026-09..2026-12'), today: '2026-12-16', zone: 'Europe/Berlin', currency: of.currency });
  return statementModel(stated, to, { seller: northlight });
}
const dayOf = (days: number): string => addDays('2026-08-20', days);

const MOTIFS = ['cover motif', 'chapter opener', 'spot drawing', 'map of the harbour'];
const SITUATIONS: readonly [name: string, title: string, of: Content, to: ClientSnapshot][] = [
  ['one-line', 'One line', content([line('Brand workshop, one day on site', '1', '900')]), acme],
  ['forty-lines', '40 lines', content(Array.from({ length: 40 }, (_, at) => line(
    `Illustration ${at + 1} of 40: ${MOTIFS[at % 4]}`, String((at % 3) + 1), String(120 + at * 5), { unit: 'pcs', vat: at % 4 === 3 ? reduced : standard },
  ))), acme],
  ['long-names', 'Long names', content([
    line('Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzesbroschürengestaltungskonzeptentwicklungsdienstleistung, erster Abschnitt einschließlich aller Abstimmungen', '12345.678', '1234567.89', { unit: 'Arbeitsstunden' }),
    line('https://files.northlight.example/deliveries/2026/11/very/long/path/without/any/space/in/it/at/all/final-final-v3-really-final.zip', '1', '0.0125'),
  ], { purchaseOrder: 'PO-2026-KRED-00000000000000000000000000004711-ABTEILUNG-C', project: 'Gesamtkonzernmarkenauftrittsvereinheitlichung' }), longNamed],
  ['right-to-left', 'Right to left', content([
    line('עיצוב כריכה לספר', '2', '850', { vat: outside }), line('איור פנים, Adobe Illustrator', '12', '140.50', { vat: outside, unit: 'יח׳', discountPercent: '5' }),
  ], { project: 'סדרת הקיץ 2026' }), haifa],
  ['jpy', 'No decimals (JPY)', content([line('春のキャンペーンのイラスト', '3', '150000', { vat: outside }), line('レイアウト', '1', '80500', { vat: outside })], { currency: 'JPY' }), sakura],
  ['kwd', 'Three decimals (KWD)', content([line('Safety manual, design and layout', '2.5', '310.125', { unit: 'days', vat: outside })], { currency: 'KWD' }), kuwait],
];

const KINDS: readonly [kind: string, title: string, make: (of: Content, to: ClientSnapshot, look: Look) => DocumentModel][] = [
  ['invoice', 'Invoice', (of, to, look) => invoiceModel(invoice(of, to), { look })],
  ['estimate', 'Estimate', (of, to, look) => estimateModel(estimate(of, to), { look })],
  ['receipt', 'Receipt', receipt],
  ['credit-note', 'Credit note', creditNote],
  ['reminder', 'Reminder', reminder],
  ['statement', 'Statement', statement],
];

/** What the samples bill, and whom: each situation and each trade. */
export const SAMPLE_CONTENTS: readonly { name: string; of: Content; to: ClientSnapshot }[] = [
  ...SITUATIONS.map(([name, , of, to]) => ({ name, of, to })),
  ...TRADES.map(({ key, to, lines, more }) => ({
    name: `trade-${key}`, of: content(lines.map(([description, quantity, unitPrice, own]) => line(description, quantity, unitPrice, own)), { ...more, design: key }), to: { ...acme, ...to },
  })),
];

/** Every kind of document in every situation. */
export const SITUATION_SAMPLES: readonly Sample[] = KINDS.flatMap(([kind, title, make]) => SITUATIONS.map(([name, situation, of, to]): Sample =>
  ({ name: `${kind}-${name}`, title: situation, group: title, make: (look) => make(of, to, look) })));

/** An invoice of each shipped trade. */
export const TRADE_SAMPLES: readonly Sample[] = TRADES.map(({ key, title }): Sample => ({
  name: `trade-${key}`, title, group: 'Trades',
  make: (look) => {
    const { of, to } = SAMPLE_CONTENTS.find(({ name }) => name === `trade-${key}`)!;
    return invoiceModel(invoice(of, to), { look });
  },
}));

/** A design of the office's own, on the lines of a trade that has everything. */
export function designSamples(look: Look): Sample[] {
  const known = new Set(TRADES.map(({ key }) => key));
  const own = look.designs.filter(({ key }) => !known.has(key));
  const of = SITUATIONS[1]![2];
  const lines = of.lines.slice(0, 9).map((one, at) => ({ ...one, date: `2026-10-${String(5 + at * 2).padStart(2, '0')}`, person: ['Ada', 'Ben'][at % 2], section: ['Concept', 'Realisation'][at < 4 ? 0 : 1], serial: `SN-${4700 + at}` }));
  return own.map(({ key, name }): Sample => ({ name: `design-${key}`, title: name, group: 'Own designs', make: (with_) => invoiceModel(invoice({ ...of, lines, design: key }, acme), { look: with_ }) }));
}
