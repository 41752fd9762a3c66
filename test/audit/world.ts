/**
 * A small sound office to audit: one document on each road, made by the real workflows, worker, Slack and mail outbox.
 * When it is open nothing is under way any more, so that every corruption a test plants is the only fault there is.
 */
import type { Content, Line } from '../../domain/content';
import type { Invoice } from '../../domain/invoice';
import type { Money } from '../../domain/money';
import type { Actor } from '../../domain/people';
import { invoiceIdOfEstimate } from '../../workflows/contracts/estimate';
import { until } from '../support/desk-door';
import { openOffice, type TestOffice } from '../support/office';

const person = (name: string): Actor => ({ name, email: `${name.toLowerCase()}@northlight.example`, via: 'slack' });
export const [CARLA, MILO, ANA, FATIMA] = ['Carla', 'Milo', 'Ana', 'Fatima'].map(person) as [Actor, Actor, Actor, Actor];
const CLIENT: Actor = { name: 'Anja Meier', email: 'ap@acme.example', via: 'portal' };

/** The invoices by what happened to them, and the estimate that became one of them. */
export const IDS = {
  estimate: 'est_a0000000000000000000', offered: 'est_b0000000000000000000', accepted: 'inv_a0000000000000000000',
  small: 'inv_b0000000000000000000', large: 'inv_c0000000000000000000', inclusive: 'inv_d0000000000000000000', held: 'inv_e0000000000000000000',
  draft: 'inv_f0000000000000000000', waiting: 'inv_g0000000000000000000', void: 'inv_h0000000000000000000', reversed: 'inv_i0000000000000000000', credited: 'inv_j0000000000000000000',
} as const;
/** A secret that the office is given: it names nobody and must appear nowhere but in its environment. */
export const CANARY = 'SG.local-test';

const line = (id: string, quantity: string, unitPrice: string, rate: string, more: Partial<Line> = {}): Line =>
  ({ id, description: `Work ${id}`, quantity, unitPrice, vat: { category: rate === '0' ? 'O' : 'S', rate }, ...more });
const content = (clientId: string, currency: string, lines: Line[], more: Partial<Content> = {}): Content =>
  ({ clientId, currency, prices: 'exclusive', lines, terms: { days: 14 }, ...more });

/** Longer than the whole story takes beside a full test run; a wait in vain fails with what it waited for. */
const PATIENCE_MS = 60_000;

/** Everything one of the office's people does, by the office's own door. */
class Story {
  private acts = 0;
  constructor(private readonly office: TestOffice) {}

  /** What identifies the next act. */
  by(actor: Actor): { by: Actor; key: string } {
    this.acts += 1;
    return { by: actor, key: `act-${this.acts}` };
  }

  create = (id: string, written: Content, submit?: 'now') => this.office.door.createInvoice(id, { ...this.by(CARLA), content: written, submit });
  decide = (id: string, actor: Actor, step: number, version = 1) => this.office.door.actOnInvoice('decide', id, { ...this.by(actor), step, version, says: 'approve' });
  pay = (id: string, amount: Money, reference: string) => this.office.door.actOnInvoice('pay', id, { ...this.by(FATIMA), amount, date: new Date().toISOString().slice(0, 10), reference });

  /** Waits until the stored invoice is as wanted. */
  until = (id: string, is: (invoice: Invoice) => boolean) => until(async () => {
    const invoice = await this.office.store.invoices.find(id);
    return invoice !== null && is(invoice);
  }, `${id} to be ${is}`, PATIENCE_MS);
}

/** An estimate that Acme accepts; its invoice is approved, mailed, reminded, paid in two parts, the second too large. */
async function throughTheOffice(office: TestOffice, story: Story): Promise<void> {
  const { door, store } = office;
  const written = content('cli_acme', 'EUR', [line('1', '2.5', '480.30', '19', { discountPercent: '7.5' }), line('2', '3', '19.99', '7')], { discount: { percent: '3' } });
  await door.createEstimate(IDS.estimate, { ...story.by(CARLA), content: written, send: 'now' });
  await until(async () => (await store.estimates.find(IDS.estimate))?.state === 'sent', 'the estimate to be sent', PATIENCE_MS);
  const { version, contentHash } = (await store.estimates.find(IDS.estimate))!;
  await door.actOnEstimate('answer', IDS.estimate, { ...story.by(CLIENT), says: 'accept', name: 'Anja Meier', ip: '203.0.113.7', version, contentHash });
  const id = invoiceIdOfEstimate(IDS.estimate);
  await story.until(id, ({ state }) => state === 'submitted');
  await story.decide(id, MILO, 0);
  await story.until(id, ({ state }) => state === 'sent');
  await door.actOnInvoice('remind', id, story.by(CARLA));
  await story.until(id, ({ owed }) => owed.length === 0);
  await story.pay(id, { minor: 50_000, currency: 'EUR' }, 'first part');
  await story.until(id, ({ payments, owed }) => payments.length === 1 && owed.length === 0);
  await story.pay(id, { minor: 100_000, currency: 'EUR' }, 'the rest, and more');
  await story.until(id, ({ state, owed }) => state === 'paid' && owed.length === 0);
}

/** Two approval steps in dinars with three decimals, an edit that voids the first yes, then a dispute and its end. */
async function throughTwoSteps(office: TestOffice, story: Story): Promise<void> {
  const written = content('cli_kuwait-oil-tools', 'KWD', [line('1', '7', '999.875', '0')]);
  await story.create(IDS.large, written, 'now');
  await story.decide(IDS.large, MILO, 0);
  await office.door.actOnInvoice('edit', IDS.large, { ...story.by(CARLA), content: { ...written, note: 'As agreed.' }, version: 1 });
  await office.door.actOnInvoice('submit', IDS.large, { ...story.by(CARLA), version: 2 });
  await story.decide(IDS.large, ANA, 0, 2);
  await story.decide(IDS.large, FATIMA, 1, 2);
  await story.until(IDS.large, ({ state }) => state === 'sent');
  await office.door.actOnInvoice('dispute', IDS.large, { ...story.by(CARLA), reason: 'A wrong quantity, they say.' });
  await office.door.actOnInvoice('resolveDispute', IDS.large, { ...story.by(CARLA), outcome: 'The quantity was right.' });
}

/** The provider takes the mail and cuts the line: nobody knows, until a person has it sent again. */
async function throughAnUnknownMail(office: TestOffice, story: Story): Promise<void> {
  await office.outbox.fault({ call: 'mail.send', kind: 'cut-after', match: IDS.held });
  await story.create(IDS.held, content('cli_globex', 'USD', [line('1', '1', '100', '0')]), 'now');
  await story.until(IDS.held, ({ held }) => held.length === 1);
  await office.door.actOnInvoice('settleMail', IDS.held, { ...story.by(FATIMA), mailKey: `invoice/${IDS.held}/send`, says: 'again' });
  await story.until(IDS.held, ({ state }) => state === 'sent');
}

/** Those that stop on the way: a small one that nobody approves, a draft, one that waits, a void one, one whose payment was taken back. */
async function besides(office: TestOffice, story: Story): Promise<void> {
  const { door, store } = office;
  const fatima = await office.desk.as(FATIMA.email);
  await door.publishHome({ userId: fatima.id, email: fatima.email, key: 'opened-once' });
  await story.create(IDS.small, content('cli_acme', 'EUR', [line('1', '1', '100', '19')]), 'now');
  await story.create(IDS.inclusive, content('cli_sakura', 'JPY', [line('1', '3', '3333', '19'), line('2', '1', '999', '7')], { prices: 'inclusive', discount: { amount: '500' } }), 'now');
  await story.create(IDS.draft, content('cli_acme', 'EUR', [line('1', '1', '10', '19')]));
  await story.create(IDS.waiting, content('cli_acme', 'EUR', [line('1', '1', '9000', '19')]), 'now');
  await story.create(IDS.void, content('cli_acme', 'EUR', [line('1', '1', '5000', '19')]), 'now');
  await door.actOnInvoice('void', IDS.void, { ...story.by(FATIMA), reason: 'Ordered by mistake.', typed: `draft ${IDS.void.slice(-6)}` });
  await door.createEstimate(IDS.offered, { ...story.by(CARLA), content: content('cli_globex', 'USD', [line('1', '10', '75', '0')]), send: 'now' });
  await story.create(IDS.reversed, content('cli_acme', 'EUR', [line('1', '1', '200', '19')]), 'now');
  await story.until(IDS.reversed, ({ state }) => state === 'sent');
  await story.pay(IDS.reversed, { minor: 30_000, currency: 'EUR' }, 'too much');
  await story.until(IDS.reversed, ({ state, owed }) => state === 'paid' && owed.length === 0);
  const paymentId = (await store.invoices.find(IDS.reversed))?.payments[0]?.id ?? '';
  await door.actOnInvoice('reversePayment', IDS.reversed, { ...story.by(FATIMA), paymentId, reason: 'The bank took it back.' });
  await story.until(IDS.reversed, ({ state, owed }) => state === 'sent' && owed.length === 0);
  for (const id of [IDS.small, IDS.inclusive]) await story.until(id, ({ state }) => state === 'sent');
  await until(async () => (await store.estimates.find(IDS.offered))?.state === 'sent', 'the offer to be sent', PATIENCE_MS);
}

/** Credited three times: a part that is proposed and confirmed, a part that is paid back, one that is turned down; and the payment taken back at the end. */
async function throughCredits(office: TestOffice, story: Story): Promise<void> {
  const { door, store } = office;
  const id = IDS.credited;
  await story.create(id, content('cli_acme', 'EUR', [line('1', '3', '100', '19'), line('2', '1', '50', '7')]), 'now');
  await story.until(id, ({ state }) => state === 'sent');
  const ask = (by: Actor, lines: { lineId: string; quantity: string }[], settlement: 'offset' | 'refund', minor: number) =>
    door.actOnInvoice('credit', id, { ...story.by(by), lines, reason: 'It was not delivered.', settlement, seen: { minor, currency: 'EUR' } });
  const noted = (count: number) => story.until(id, ({ owed, credits = [] }) => owed.length === 0 && credits.filter(({ number }) => number !== undefined).length === count);
  const last = async (): Promise<string> => (await store.invoices.find(id))?.credits?.at(-1)?.creditNoteId ?? '';
  await ask(CARLA, [{ lineId: '1', quantity: '1' }], 'offset', 11_900);
  await door.actOnInvoice('decideCredit', id, { ...story.by(FATIMA), creditNoteId: await last(), says: 'confirm' });
  await noted(1);
  await story.pay(id, { minor: 29_150, currency: 'EUR' }, 'what was open');
  await story.until(id, ({ state, owed }) => state === 'paid' && owed.length === 0);
  await ask(FATIMA, [{ lineId: '1', quantity: '1' }], 'refund', 11_900);
  await noted(2);
  await ask(CARLA, [{ lineId: '2', quantity: '1' }], 'offset', 5_350);
  await door.actOnInvoice('decideCredit', id, { ...story.by(FATIMA), creditNoteId: await last(), says: 'decline', reason: 'That was delivered.' });
  await door.actOnInvoice('reversePayment', id, { ...story.by(FATIMA), paymentId: (await store.invoices.find(id))?.payments[0]?.id ?? '', reason: 'The bank took it back.' });
  await story.until(id, ({ state, owed }) => state === 'sent' && owed.length === 0);
  await until(async () => (await store.creditNotes.model.find({ 'invoice.id': id } as never).lean()).every(({ state, outgoing }) => state === 'sent' && !outgoing), 'the credit notes to be sent', PATIENCE_MS);
}

/** No activity and no task of any document's workflow is under way. */
async function quiet({ temporal, store }: TestOffice): Promise<void> {
  const notes = (await store.creditNotes.model.find({}).lean()).map(({ id }) => `credit-note/${id}`);
  const ids = [...notes, ...Object.values(IDS).map((id) => `${id.startsWith('est') ? 'estimate' : 'invoice'}/${id}`)];
  await until(async () => {
    const raws = await Promise.all(ids.map(async (id) => (await temporal.workflow.getHandle(id).describe()).raw));
    return raws.every(({ pendingActivities, pendingWorkflowTask }) => (pendingActivities?.length ?? 0) === 0 && !pendingWorkflowTask);
  }, 'the workflows to rest', PATIENCE_MS);
}

/** The office after its story, with its worker stopped. */
export async function openWorld(): Promise<TestOffice> {
  const office = await openOffice();
  const story = new Story(office);
  await Promise.all([throughTheOffice(office, story), throughTwoSteps(office, story), throughAnUnknownMail(office, story), throughCredits(office, story), besides(office, story)]);
  await quiet(office);
  office.worker.stop();
  await office.worker.stopped;
  return office;
}
