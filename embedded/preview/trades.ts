/** What the sample office would bill in each of the trades that designs.yaml ships. */
import type { ClientSnapshot } from '../../domain/client';
import type { Content, Line } from '../../domain/content';

type TradeLine = readonly [description: string, quantity: string, unitPrice: string, more?: Partial<Line>];
export type Trade = { key: string; title: string; to?: Partial<ClientSnapshot>; lines: readonly TradeLine[]; more?: Partial<Content> };

const reduced = { category: 'S', rate: '7' } as const;
const exempt = { category: 'E', rate: '0' } as const;
const on = (date: string, person?: string, more: Partial<Line> = {}): Partial<Line> => ({ date, ...(person && { person }), ...more });
const part = (section: string, more: Partial<Line> = {}): Partial<Line> => ({ section, ...more });

export const TRADES: readonly Trade[] = [
  { key: 'consulting', title: 'Consulting', more: { project: 'Order process' }, lines: [
    ['Interviews with the order desk', '6', '145', on('2026-10-05', 'Ada Lindt')], ['Map of the order process', '7.5', '145', on('2026-10-06', 'Ada Lindt')],
    ['Workshop with the warehouse', '4', '120', on('2026-10-08', 'Ben Okafor')], ['Written summary', '3.25', '120', on('2026-10-09', 'Ben Okafor')],
  ] },
  { key: 'design-studio', title: 'Design studio', more: { project: 'Relaunch 2026', instalments: [
    { due: '2026-11-10', share: { percent: '40' }, name: 'Deposit' }, { due: '2026-12-15', share: { percent: '40' }, name: 'Design approved' }, { due: '2027-01-31', share: 'rest', name: 'Delivery' },
  ] }, lines: [
    ['Research and three directions', '4', '800', part('Concept', { unit: 'days' })], ['One direction elaborated', '3', '800', part('Concept', { unit: 'days' })],
    ['Website, desktop and mobile', '26.5', '95', part('Realisation', { unit: 'h', discountPercent: '10' })], ['Style guide in print', '40', '12.50', part('Realisation', { unit: 'copies', vat: reduced })],
  ] },
  { key: 'construction', title: 'Construction', more: { deliveryAddress: 'Deichstraße 3, rear building\n20459 Hamburg' }, lines: [
    ['Scaffold, front and yard', '320', '6.80', part('1 Site', { unit: 'm²' })], ['Skip for rubble, 10 m³', '2', '310', part('1 Site', { unit: 'pcs' })],
    ['Brickwork, sound-proof, 24 cm', '46.5', '118.40', part('2 Walls', { unit: 'm²' })], ['Lime plaster, two coats', '93', '31.20', part('2 Walls', { unit: 'm²' })],
    ['Windows, oak, triple glazed', '7', '1240', part('3 Openings', { unit: 'pcs' })],
  ] },
  { key: 'retail', title: 'Retail and e-commerce', more: { purchaseOrder: 'Web-88213', deliveryAddress: 'Acme GmbH, goods in\nHafenstraße 88\n20457 Hamburg' }, lines: [
    ['Espresso machine Luna 2', '1', '689', { serial: 'LN2-0045871' }], ['Grinder Stella, black', '1', '249', { serial: 'ST-B-99120', discountPercent: '10' }], ['Coffee, whole beans, 1 kg', '6', '18.90', { vat: reduced }],
  ] },
  { key: 'clinic', title: 'Clinic', to: { name: 'Mara Beispiel' }, lines: [
    ['Consultation, detailed', '1', '64.20', on('2026-10-12', 'Dr. Ines Vogel', { serial: '3', vat: exempt })], ['Ultrasound of the knee', '1', '78.30', on('2026-10-12', 'Dr. Ines Vogel', { serial: '410', vat: exempt })],
    ['Physiotherapy, 30 minutes', '4', '38', on('2026-10-19', 'Jonas Pahl', { serial: '506', vat: exempt })],
  ] },
  { key: 'legal', title: 'Legal', more: { project: 'Lease Hafenstraße 88' }, lines: [
    ['Review of the lease, letter to the landlord', '3.4', '280', on('2026-10-05', 'H. Marsh')], ['Call with the client', '0.5', '280', on('2026-10-07', 'H. Marsh')],
    ['Research on the index clause', '2.1', '190', on('2026-10-13', 'L. Petit')], ['Draft of the amendment', '4.2', '280', on('2026-10-15', 'H. Marsh')],
  ] },
  { key: 'restaurant', title: 'Restaurant and catering', more: { deliveryAddress: 'Speicher 11, second floor\nfrom 18:00' }, lines: [
    ['Beetroot carpaccio with goat’s cheese', '60', '9.50', part('Starters', { vat: reduced })], ['Perch with saffron rice', '34', '24', part('Mains', { vat: reduced })],
    ['Ravioli with ricotta and sage', '26', '19.50', part('Mains', { vat: reduced })], ['Riesling, bottle', '22', '27', part('Drinks')], ['Service, four people', '24', '32', part('Service', { unit: 'h' })],
  ] },
  { key: 'transport', title: 'Transport', lines: [
    ['Hamburg – Wrocław, 14 pallets, 8.2 t', '1', '1180', on('2026-10-20', 'M. Nowak', { serial: 'CMR 7713-22' })], ['Wrocław – Hamburg, 9 pallets, 4.1 t', '1', '740', on('2026-10-21', 'M. Nowak', { serial: 'CMR 7713-23' })],
    ['Waiting time at the ramp', '2.5', '48', on('2026-10-21', 'M. Nowak', { unit: 'h' })],
  ] },
  { key: 'photography', title: 'Photography', lines: [
    ['Photographs on location, Hamburg', '2', '1150', part('Production', { unit: 'days' })], ['Assistant', '2', '320', part('Production', { unit: 'days' })],
    ['Retouching', '18', '35', part('Post-production', { unit: 'pictures' })], ['Use: web and print, Germany, two years', '1', '1400', part('Rights', { vat: reduced })],
  ] },
  { key: 'rental', title: 'Rental', more: { deliveryAddress: 'Yard 4, Süderstraße 210\n20537 Hamburg', instalments: [
    { due: '2026-11-15', share: { amount: '1000' }, name: 'Deposit' }, { due: '2026-12-15', share: { percent: '50' } }, { due: '2027-01-15', share: 'rest' },
  ] }, lines: [
    ['Excavator 3.5 t with two buckets', '3', '690', on('2026-11-02', undefined, { serial: 'EX-1140', unit: 'weeks' })], ['Vibrating plate 90 kg', '3', '155', on('2026-11-02', undefined, { serial: 'VP-0312', unit: 'weeks' })],
    ['Delivery and collection', '2', '95', on('2026-11-02')],
  ] },
  { key: 'non-profit', title: 'Non-profit', to: { name: 'Bürgerstiftung Beispielstadt' }, lines: [
    ['Reading mentors at four schools, autumn term', '1', '4200', { vat: exempt }], ['Training of new mentors', '2', '380', { vat: exempt }], ['Books for the mentoring rooms', '120', '9.90', { vat: reduced }],
  ] },
];
