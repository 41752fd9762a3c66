/** An e-invoice that keeps the rules of every profile, for tests that break one of them. */
import type { EInvoice } from '../../domain/einvoice/semantic';

/** Goods from Berlin to a client in Lyon, in euros, 1,190.00 due. `changes` replace whole terms. */
export function soundEInvoice(changes: Partial<EInvoice> = {}): EInvoice {
  return {
    specification: 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0', process: 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
    number: 'INV-2026-0001', issueDate: '2026-11-23', dueDate: '2026-12-23', typeCode: '380', currency: 'EUR', buyerReference: '04011000-12345-03', notes: [], preceding: [], documents: [],
    seller: {
      name: 'Northlight Studio', identifiers: [], vatId: 'DE123456788', endpoint: { value: 'DE123456788', scheme: '9930' }, address: { line1: 'Lichtstraße 12', city: 'Berlin', postcode: '10243', country: 'DE' },
      contact: { name: 'Carla', phone: '+49 30 5550 0100', email: 'billing@northlight.example' },
    },
    buyer: { name: 'Acme SARL', identifiers: [], vatId: 'FR40303265045', endpoint: { value: 'FR40303265045', scheme: '9957' }, address: { line1: '1 rue de la Paix', city: 'Lyon', postcode: '69001', country: 'FR' } },
    delivery: { date: '2026-11-20', address: { line1: '1 rue de la Paix', city: 'Lyon', postcode: '69001', country: 'FR' } },
    remittance: 'INV-2026-0001', payments: [{ means: '58', account: 'DE89370400440532013000', accountName: 'Northlight Studio' }], adjustments: [],
    vat: [{ category: 'S', rate: '19', base: '1000.00', tax: '190.00' }], totals: { lines: '1000.00', net: '1000.00', vat: '190.00', gross: '1190.00', due: '1190.00' },
    lines: [{ id: '1', quantity: '10', unit: 'HUR', net: '1000.00', adjustments: [], price: { net: '100.00' }, vat: { category: 'S', rate: '19' }, item: { name: 'Design', classifications: [], attributes: [] } }],
    ...changes,
  };
}

/** The same as an intra-Community supply: no VAT, and everything the rules want for it. */
export function intraCommunity(changes: Partial<EInvoice> = {}): EInvoice {
  const sound = soundEInvoice();
  return soundEInvoice({
    vat: [{ category: 'K', rate: '0', base: '1000.00', tax: '0.00', reason: 'Intra-community supply', reasonCode: 'VATEX-EU-IC' }], totals: { lines: '1000.00', net: '1000.00', vat: '0.00', gross: '1000.00', due: '1000.00' },
    lines: sound.lines.map((line) => ({ ...line, vat: { category: 'K', rate: '0' } })), ...changes,
  });
}
