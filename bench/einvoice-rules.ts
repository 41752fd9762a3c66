/**
 * What the rules of e-invoices cost: making a set ready, its memory, and judging a document, cold and warm, of one line and of 1,500.
 * Judging is in CPU time, so that what else runs on the machine counts less.
 */
import { openRuleBook } from '../config/einvoice-rules';
import { toCii } from '../domain/einvoice/cii';
import { RULE_SETS } from '../domain/einvoice/rule-book';
import { checkRules, type CompiledRules } from '../domain/einvoice/rules';
import type { EInvoice } from '../domain/einvoice/semantic';
import { toUbl } from '../domain/einvoice/ubl';
import type { Bench } from './bench';
import { shown, table, verdict } from './figures';

/** The office's own bounds, of its share in issuing an invoice. */
const EN_16931_MS = 15;
const PROFILE_MS = 30;
const WARMING = 300;
const TURNS = 300;
const LONG = 1_500;

const seller = { name: 'Northlight Studio', identifiers: [], vatId: 'DE123456788', address: { line1: 'Lichtstraße 12', city: 'Berlin', postcode: '10243', country: 'DE' }, endpoint: { value: 'a@northlight.example', scheme: 'EM' }, contact: { name: 'Carla', phone: '+49 30 5550 0100', email: 'a@northlight.example' } };
const buyer = { name: 'Acme SARL', identifiers: [], vatId: 'FR40303265045', address: { line1: '1 rue de la Paix', city: 'Lyon', postcode: '69001', country: 'FR' }, endpoint: { value: 'b@acme.example', scheme: 'EM' } };

/** Sound by all rules but those on what a document calls itself. */
function invoiceOf(count: number): EInvoice {
  const [net, tax, gross] = [`${count * 100}.00`, `${count * 19}.00`, `${count * 119}.00`];
  return {
    specification: 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0', process: 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0', number: 'INV-1', issueDate: '2026-11-23', dueDate: '2026-12-23',
    typeCode: '380', currency: 'EUR', buyerReference: '04011000-12345-03', notes: [], preceding: [], documents: [], seller, buyer, delivery: { date: '2026-11-20' }, payments: [{ means: '58', account: 'DE89370400440532013000' }], adjustments: [],
    vat: [{ category: 'S', rate: '19', base: net, tax }], totals: { lines: net, net, vat: tax, gross, due: gross },
    lines: Array.from({ length: count }, (_, at) => ({ id: String(at + 1), quantity: '2', unit: 'HUR', net: '100.00', adjustments: [], price: { net: '50.00' }, vat: { category: 'S', rate: '19' }, item: { name: `Design ${at}`, classifications: [], attributes: [] } })),
  };
}

function cpuMs(run: () => unknown): number {
  const began = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000;
}

const repeat = (turns: number, run: () => unknown) => (): void => {
  for (let turn = 0; turn < turns; turn += 1) run();
};

const heapMb = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
};

export const einvoiceRules: Bench = async ({ peppolRules }, { say }) => {
  const { book, missing } = openRuleBook({ peppol: peppolRules });
  const warm = new Map<string, number>();
  const rows = RULE_SETS.flatMap((name) => {
    const open = book[name];
    if (!open) return [];
    say(name);
    const before = heapMb();
    let rules: CompiledRules[] = [];
    const ready = cpuMs(() => (rules = [open()]));
    const memory = heapMb() - before;
    const write = name.endsWith('cii') ? toCii : toUbl;
    const [short, long] = [write(invoiceOf(1)), write(invoiceOf(LONG))];
    const cold = cpuMs(() => checkRules(short, rules));
    repeat(WARMING, () => checkRules(short, rules))();
    warm.set(name, cpuMs(repeat(TURNS, () => checkRules(short, rules))) / TURNS);
    return [[name, shown(ready), shown(memory), shown(cold), shown(warm.get(name) ?? Number.NaN), shown(cpuMs(() => checkRules(long, rules)))]];
  });
  const both = (profile: 'xrechnung-ubl' | 'peppol-ubl'): number => (warm.get('en16931-ubl') ?? Number.NaN) + (warm.get(profile) ?? Number.NaN);
  return [
    table(['CPU-ms', 'making ready', 'MB', 'first document', 'next ones', `${LONG} lines`], rows), ...missing,
    verdict('EN 16931 on UBL', warm.get('en16931-ubl') ?? Number.NaN, 'at most', EN_16931_MS, ' ms'), verdict('EN 16931 on CII', warm.get('en16931-cii') ?? Number.NaN, 'at most', EN_16931_MS, ' ms'),
    verdict('with XRechnung', both('xrechnung-ubl'), 'at most', PROFILE_MS, ' ms'), ...(book['peppol-ubl'] ? [verdict('with Peppol', both('peppol-ubl'), 'at most', PROFILE_MS, ' ms')] : []),
  ].join('\n');
};
