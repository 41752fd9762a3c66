/** One document, one set of numbers: modal, card, mail, portal, PDF, XML and store say the same amounts, for every sample document. */
import { hybridIn } from '../../activities/pdf-a';
import type { Client } from '../../domain/client';
import { totalsOf, type Content } from '../../domain/content';
import { addDays, dateOfInstant } from '../../domain/dates';
import { canonicalDecimal } from '../../domain/decimal';
import { fitsEInvoice } from '../../domain/einvoice/issued';
import { readEInvoice } from '../../domain/einvoice/received';
import { idOf } from '../../domain/id';
import { planOf } from '../../domain/instalments';
import type { Invoice } from '../../domain/invoice';
import { isZero, toDecimal, type Money } from '../../domain/money';
import type { Totals } from '../../domain/totals';
import { SAMPLE_CONTENTS } from '../../embedded/preview/samples';
import { textOf, until } from '../support/desk-door';
import { pdfText } from '../support/pdf-text';
import { openTestPortal, wordsOf, type TestPortal } from '../support/portal';
import { CARLA } from '../support/samples';
import { cardOf, stands, submitted, theSlackOffice } from './slack-office';

const PATIENCE_MS = 120_000;
const office = theSlackOffice();
let portal: TestPortal;
beforeAll(async () => void (portal = await openTestPortal({ mongoUri: office.mongoUri, temporal: office.env.temporal, configFolder: office.configFolder })));
afterAll(() => portal.close());

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const decimal = (money: Money): string => canonicalDecimal(toDecimal(money));

/** Every number of a text that is written as the locale writes them, as a decimal; with a currency only those before or behind its code. */
function numbersIn(text: string, locale: string, currency?: string): Set<string> {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1_234_567.5);
  const sign = (type: string): string => (parts.find((part) => part.type === type)?.value ?? '').replace(/\s/g, ' ');
  const plain = text.replace(/[\u2066-\u2069\u200e\u200f*]/g, '').replace(/[\u00a0\u202f]/g, ' ');
  const number = `(?<![\\d.,])(?:\\d{1,3}(?:${escaped(sign('group'))}\\d{3})+|\\d+)(?:${escaped(sign('decimal'))}\\d+)?(?!\\d)`;
  const found = currency ? new RegExp(`${number}(?= ${currency})`, 'g') : new RegExp(number, 'g');
  return new Set((plain.match(found) ?? []).map((each) => canonicalDecimal(each.replaceAll(sign('group'), '').replace(sign('decimal'), '.'))));
}

/** The amounts that every full account of a document tells. */
const sumsOf = ({ net, vat, due }: Totals): string[] => [net, ...vat.map(({ tax }) => tax).filter((tax) => !isZero(tax)), due].map(decimal);
/** What a card says besides: the bounds of the sample office's approval policy, and the 1 of "1 JPY = 0.005 EUR". */
const BOUNDS = ['500', '9999.99', '10000', '1'];
/** Every amount that may be told of it anywhere. */
function known({ lines, instalments }: Content, totals: Totals): Set<string> {
  const { sumOfLines, allowanceTotal, net, vat, vatTotal, gross, rounding, due, lineNets, lineGross = [] } = totals;
  return new Set([
    ...[sumOfLines, allowanceTotal, net, vatTotal, gross, rounding, due, ...lineNets, ...lineGross, ...vat.flatMap(({ base, tax }) => [base, tax]), ...(instalments ? planOf(instalments, due) : []).map(({ amount }) => amount)].map(decimal),
    ...lines.map(({ unitPrice }) => canonicalDecimal(unitPrice)), ...BOUNDS,
  ]);
}

/** The surface tells these amounts, and no amount that the document does not have. */
function expectSame(surface: string, text: string, told: readonly string[], { content, totals }: Pick<Invoice, 'content' | 'totals'>, locale = 'en'): void {
  const numbers = numbersIn(text, locale);
  expect([surface, told.filter((each) => !numbers.has(each))]).toEqual([surface, []]);
  const all = known(content, totals);
  expect([surface, [...numbersIn(text, locale, content.currency)].filter((each) => !all.has(each))]).toEqual([surface, []]);
}

const today = dateOfInstant(new Date().toISOString(), 'Europe/Berlin');
/** Instalments of the samples lie at fixed days; here they begin in a month. */
const fromToday = (of: Content): Content => ({ ...of, ...(of.instalments && { instalments: of.instalments.map((one, at) => ({ ...one, due: addDays(today, 30 * (at + 1)) })) }) });

describe.each(SAMPLE_CONTENTS.map(({ name, of, to }) => [name, of, to] as const))('%s', (name, of, to) => {
  it('has the same numbers wherever it is seen', async () => {
    const client: Omit<Client, 'revision'> = {
      id: `cli_${name}`, name: to.name, email: `${name}@clients.example`, address: to.address, currency: of.currency, zone: to.zone, locale: to.locale, credit: [],
      defaultVat: { category: 'S', rate: '19' }, terms: { days: 30 },
    };
    await office.store.clients.create(client, { key: `numbers/${name}`, at: new Date().toISOString(), by: CARLA }, 'created');
    const made = { by: CARLA, key: `numbers/${name}/draft`, content: { ...fromToday(of), clientId: client.id } };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);

    await office.carla.command(`/invoice edit draft ${id.slice(-6)}`);
    const form = textOf(await office.carla.opens('Edit invoice'));
    await office.carla.close('all');
    await office.carla.command(`/invoice submit draft ${id.slice(-6)}`);
    const handing = textOf(await office.carla.opens('Submit invoice'));
    await submitted(office.carla);
    const asks = async (): Promise<boolean> => (await office.store.invoices.find(id))?.state === 'submitted';
    const cards: string[] = [];
    for (const approver of [office.milo, office.fatima]) {
      await until(async () => !(await asks()) || (await waitingFor(id)).includes(approver.email), `${approver.email} to be asked or not`);
      if (!(await asks())) break;
      const card = await cardOf(approver, id);
      cards.push(textOf(card));
      await approver.press(card, 'Approve');
      await until(async () => !(await waitingFor(id)).includes(approver.email), `${approver.email} to have decided`);
    }
    await stands(office, id, 'sent');
    const invoice = (await office.store.invoices.find(id))!;
    const { totals, number = '', seller } = invoice;
    expect([totals, totals.due]).toEqual([totalsOf(invoice.content), invoice.balance]);
    expect(seller).toBeDefined();

    const sums = sumsOf(totals);
    expectSame('form', form, sums, invoice);
    expectSame('submission', handing, [decimal(totals.due)], invoice);
    for (const card of cards) expectSame('card', card, sums, invoice);
    const status = await until(async () => (await office.carla.messages('#invoices')).map(textOf).find((text) => text.includes(number)), `the card of ${number}`);
    expectSame('status', status, [decimal(totals.due)], invoice);

    const mail = await office.outbox.gets({ to: client.email, subject: new RegExp(number) });
    for (const text of [mail.text, wordsOf({ text: mail.html } as never)]) expectSame('mail', text, [decimal(totals.due)], invoice, to.locale);
    const link = /https:\/\/office\.test\/p\/\S+/.exec(mail.text)![0];
    expectSame('portal', wordsOf(await portal.visitor.get(link)), sums, invoice, to.locale);

    const pdf = await office.outbox.attachment(mail, 0);
    const page = (await pdfText(pdf)).pages.join('\n');
    expectSame('PDF', page, [...sums, ...(totals.lineGross ?? totals.lineNets).map(decimal)], invoice, to.locale);

    const xml = await hybridIn(pdf);
    expect(xml !== undefined).toBe(fitsEInvoice(invoice));
    if (!xml) return;
    const { told } = readEInvoice(xml);
    const said = told.totals!;
    expect([said.net, said.vat ?? '0', said.gross, said.due].map(canonicalDecimal)).toEqual([totals.net, totals.vatTotal, totals.gross, totals.due].map(decimal));
    expect(told.lines?.map(({ net }) => canonicalDecimal(net))).toEqual(totals.lineNets.map(decimal));
    expect(told.vat?.map(({ base, tax }) => [base, tax ?? '0'].map(canonicalDecimal))).toEqual(totals.vat.map(({ base, tax }) => [base, tax].map(decimal)));
  }, PATIENCE_MS);
});

const waitingFor = async (id: string): Promise<readonly string[]> => {
  const invoice = await office.store.invoices.find(id);
  return invoice?.state === 'submitted' ? invoice.approval?.steps[invoice.approval.current]?.asked ?? [] : [];
};
