/** The approver's inbox at the desk: its order, Review before Approve, several at once, and what a form that lies is answered. */
import { idOf } from '../../domain/id';
import type { Invoice } from '../../domain/invoice';
import { DomainError } from '../../domain/refusals';
import { textOf, until, type DeskView } from '../support/desk-door';
import { CARLA, content, line } from '../support/samples';
import { cardOf, draft, signed, stands, submit, submitted, theSlackOffice } from './slack-office';

const office = theSlackOffice();
let made = 0;

/** Handed in by Carla and waiting for a manager; `net` is its price before tax. */
async function waiting(net: string, client = 'ap@acme.example', currency = 'EUR'): Promise<string> {
  const { id: clientId = '' } = (await office.store.clients.model.findOne({ email: client }).lean()) ?? {};
  const create = { by: CARLA, key: `inbox-${made += 1}`, content: content({ clientId, currency, lines: [line({ unitPrice: net, description: `Piece ${made}` })] }), submit: 'now' as const };
  const id = idOf('inv', create.key);
  await office.door.createInvoice(id, create);
  await stands(office, id, 'submitted');
  return id;
}
const stored = async (id: string): Promise<Invoice> => (await office.store.invoices.find(id)) as Invoice;
const decisions = async (id: string) => (await stored(id)).approval?.steps.flatMap((step) => step.decisions) ?? [];
const tail = (id: string): string => id.slice(-6);
/** The documents of a view in the order of their rows. */
const rowsOf = (view: DeskView): string[] => [...textOf(view).matchAll(/^\*draft (\w{6})\* ·/gm)].map(([, name]) => name ?? '');
/** The labels of the buttons under a document's row. */
const buttonsOf = (view: DeskView, id: string): string[] =>
  view.blocks.filter((block) => block.type === 'actions' && String(block.block_id).includes(id)).flatMap((block) => (block.elements as { text: { text: string } }[]).map(({ text }) => text.text));
/** Milo's Home once it shows what is wanted. */
const home = (shows: (view: DeskView) => boolean, what: string): Promise<DeskView> =>
  until(async () => { const view = await office.milo.home('Hello Milo'); return shows(view) && view; }, what);
const pressRow = async (id: string, action: string): Promise<void> => {
  const view = await office.milo.home(tail(id));
  const block = view.blocks.find((one) => one.type === 'actions' && String(one.block_id).includes(id));
  const reply = await fetch(`${office.desk.origin}/desk/api/as/${office.milo.id}/press`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ viewId: view.id, blockId: block?.block_id, actionId: action }) });
  expect(reply.ok).toBe(true);
};
/** Opens the review from Home, closes it, and waits until Home knows. */
async function opened(id: string): Promise<void> {
  await pressRow(id, 'inv.approval.review');
  await office.milo.opens('Review');
  await office.milo.close('all');
  await home((view) => buttonsOf(view, id).includes('Approve'), `${tail(id)} to be opened`);
}
const clear = async (): Promise<void> => {
  for (const { id, approval } of await office.store.invoices.model.find({ state: 'submitted' }).lean()) {
    await office.door.actOnInvoice('withdraw', id, { by: CARLA, key: `clear-${id}-${approval?.version}` }).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error; // Decided meanwhile.
    });
  }
};
afterEach(clear, 60_000);

it('an inbox without anything in it teaches how it works', async () =>
  expect(textOf(await office.milo.home('Hello Milo'))).toMatch(/nothing waits for you\..*Review.*`\/invoice list waiting`/));

it('what is due first comes first, then the largest in the office’s currency', async () => {
  const [small, large, dollars, urgent] = [await waiting('1000'), await waiting('3000'), await waiting('2000', 'payables@globex.example', 'USD'), await waiting('600')];
  await office.store.invoices.model.updateOne({ id: urgent }, { $set: { 'approval.steps.0.dueAt': '2026-11-20T13:00:00Z' } });
  const view = await home((one) => rowsOf(one).length === 4 && textOf(one).includes('overdue'), 'four to wait');
  expect(rowsOf(view)).toEqual([urgent, large, dollars, small].map(tail)); // 2,000 USD are more than 1,190 EUR and less than 3,570.
  expect(textOf(view)).toContain('overdue since 20 Nov, 14:00');
  expect(textOf(view).replaceAll('\u00a0', ' ')).toMatch(/4 invoices: 5,474\.00 EUR and 2,\d{3}\.00 USD/);
});

describe('Approve at a click', () => {
  it('is there once the person has opened the document in this version, and decides as the card does', async () => {
    const id = await waiting('1000');
    expect(buttonsOf(await home((view) => rowsOf(view).includes(tail(id)), 'the row'), id)).toEqual(['Review']);
    await opened(id);
    expect(await office.store.openings.ofPerson(office.milo.email, [id])).toMatchObject([{ documentId: id, version: 1 }]);
    expect(await office.store.openings.ofPerson(office.ana.email, [id])).toEqual([]);
    await pressRow(id, 'inv.approval.approve');
    await stands(office, id, 'sent');
    const told = async () => [await office.milo.modal(), ...(await office.milo.messages('dm'))].some((surface) => surface && textOf(surface).includes(`You approved draft ${tail(id)}`));
    await until(told, 'a word that it is approved'); // In a modal, or in a message when the click's three seconds are over.
    if (await office.milo.modal()) await office.milo.close('all');
    expect(await decisions(id)).toMatchObject([{ by: { email: office.milo.email }, says: 'approve' }]);
  });

  it('comes of the card’s menu and of the command too, and goes when the document is changed', async () => {
    const id = await draft(office, 'Acme 1000 EUR design');
    await submit(office, id, 'submitted');
    await office.milo.press(await cardOf(office.milo, id), 'Review all lines');
    await office.milo.opens('Review');
    await office.milo.close('all');
    await home((view) => buttonsOf(view, id).includes('Approve'), 'the first version to be opened');
    await office.carla.command(`/invoice edit draft ${tail(id)}`);
    await office.carla.opens('Edit invoice');
    await office.carla.fill({ Price: '1200' });
    await submitted(office.carla);
    await submit(office, id, 'submitted');
    const changed = await home((view) => rowsOf(view).includes(tail(id)), 'the second version');
    expect(buttonsOf(changed, id)).toEqual(['Review']);
    await office.milo.command(`/invoice approve draft ${tail(id)}`);
    await office.milo.opens('Review');
    await office.milo.close('all');
    await home((view) => buttonsOf(view, id).includes('Approve'), 'the second version to be opened');
    expect((await office.store.openings.ofPerson(office.milo.email, [id])).map(({ version }) => version).sort()).toEqual([1, 2]);
  });

  it('an office that cannot note it shows the review all the same', async () => {
    const id = await waiting('1000');
    await home((view) => rowsOf(view).includes(tail(id)), 'the row');
    const card = await cardOf(office.milo, id);
    office.worker.stop();
    await office.worker.stopped;
    await office.milo.press(card, 'Review all lines');
    expect(textOf(await office.milo.opens('Review'))).toContain('Piece');
    await office.milo.close('all');
    office.worker = await office.startWorker();
    await until(async () => (await office.store.openings.ofPerson(office.milo.email, [id])).length === 1, 'the note to be made when it is back');
  });
});

describe('several at once', () => {
  /** Opens the form over all that is opened. */
  async function form(count: number): Promise<DeskView> {
    await home((view) => textOf(view).includes(`Approve the ${count} you have opened…`), `${count} to be opened`);
    await office.milo.press('home', 'inv.approval.opened');
    return office.milo.opens('Approve several');
  }

  it('are listed once more with their totals, and each is told what came of it; one that changed meanwhile takes nothing from the others', async () => {
    const [one, other, withdrawn, unseen] = [await waiting('1000'), await waiting('2000'), await waiting('3000'), await waiting('4000')];
    for (const id of [one, other, withdrawn]) await opened(id);
    const view = await form(3);
    expect(textOf(view).replaceAll('\u00a0', ' ')).toMatch(/You have opened 3 invoices that wait for you, together 7,140\.00 EUR[\s\S]*draft \w{6} · Acme GmbH · 3,570\.00 EUR\nversion 1/);
    expect(JSON.stringify(view.blocks)).not.toContain(unseen);
    await office.door.actOnInvoice('withdraw', withdrawn, { by: CARLA, key: 'withdrawn-meanwhile' });
    await office.milo.fill({ Note: 'as agreed' });
    const told = await submitted(office.milo);
    expect(told).toContain('2 of 3 invoices approved.');
    expect(told).toMatch(new RegExp(`draft ${tail(withdrawn)}[^\n]*\nThis invoice changed since the message`));
    await Promise.all([one, other].map((id) => stands(office, id, 'sent')));
    expect(await decisions(one)).toMatchObject([{ says: 'approve', note: 'as agreed' }]);
    expect([await decisions(withdrawn), await decisions(unseen)]).toEqual([[], []]);
  });

  it('are decided once, however often the form is pressed, each under a key of its own', async () => {
    const ids = [await waiting('1000'), await waiting('2000')];
    for (const id of ids) await opened(id);
    const view = await form(2);
    await submitted(office.milo);
    const press = (await office.desk.deliveries()).findLast(({ body }) => body.includes('inv.approve-opened') && body.includes('view_submission'));
    await office.desk.repeat(press?.id ?? -1);
    await Promise.all(ids.map((id) => stands(office, id, 'sent')));
    for (const id of ids) {
      const invoice = await stored(id);
      expect(invoice.history.filter(({ kind }) => kind === 'approved').map(({ key }) => key)).toEqual([`view/${view.id}/${id}`]);
    }
  });

  it('need a tick, and leave out what was unticked', async () => {
    const [one, other] = [await waiting('2000'), await waiting('1000')];
    for (const id of [one, other]) await opened(id);
    await form(2);
    await office.milo.fill({ batch_0_0: [] });
    expect(await office.milo.submit()).toMatchObject({ ok: false, errors: { batch_0_0: expect.any(String) } });
    await office.milo.fill({ batch_0_0: [JSON.stringify({ document: one, revision: 1, step: 0 })] });
    expect(await submitted(office.milo)).toContain('1 of 1 invoice approved.');
    await stands(office, one, 'sent');
    expect((await stored(other)).state).toBe('submitted');
  });

  it('of more than ten stand in several groups, of which one may be left empty but not all', async () => {
    const ids: string[] = [];
    for (let each = 1; each <= 12; each += 1) ids.push(await waiting(String(600 + each)));
    for (const documentId of ids) await office.store.openings.note({ email: office.milo.email, documentId, version: 1, at: new Date().toISOString() });
    const view = await form(12);
    expect(textOf(view)).toContain('Approve (2 of 2)');
    await office.milo.fill({ batch_0_0: [], batch_1_0: [] });
    expect(await office.milo.submit()).toMatchObject({ ok: false, errors: { batch_0_0: 'Tick at least one.' } });
    await office.milo.fill({ batch_1_0: ids.slice(0, 2).map((document) => JSON.stringify({ document, revision: 1, step: 0 })) }); // The smallest come last.
    expect(await submitted(office.milo)).toContain('2 of 2 invoices approved.');
    await Promise.all(ids.slice(0, 2).map((id) => stands(office, id, 'sent')));
  });

  it('when the office does not answer, are left for another time and said to be', async () => {
    const [one, other] = [await waiting('2000'), await waiting('1000')];
    for (const id of [one, other]) await opened(id);
    await form(2);
    office.worker.stop();
    await office.worker.stopped;
    const told = await submitted(office.milo);
    expect(told).toContain('0 of 2 invoices approved.');
    expect(told).toContain('Not recorded; please try again.');
    expect(told).toContain('1 more invoice was not tried and still waits for you.');
    office.worker = await office.startWorker();
    expect(await decisions(other)).toEqual([]);
  });

  it('are only what was opened, whatever the form says', async () => {
    const [one, other, unseen] = [await waiting('1000'), await waiting('2000'), await waiting('9000')];
    for (const id of [one, other]) await opened(id);
    const view = await form(2);
    const tokens = [{ document: unseen, revision: 1, step: 0 }, { document: one, revision: 7, step: 0 }].map((token) => ({ value: JSON.stringify(token) }));
    const payload = {
      type: 'view_submission', user: { id: office.milo.id }, trigger_id: '1.1.a',
      view: { id: view.id, type: 'modal', callback_id: view.callback_id, private_metadata: view.private_metadata, state: { values: { batch_0_0: { 'inv.input.batch': { type: 'checkboxes', selected_options: tokens } } } } },
    };
    expect((await signed(office, `payload=${encodeURIComponent(JSON.stringify(payload))}`)).status).toBe(200);
    const answer = await until(async () => { const shown = await office.milo.modal(); return shown?.callback_id === 'inv.result' && textOf(shown).includes('approved.') && textOf(shown); }, 'the answer');
    expect(answer).toContain('0 of 2 invoices approved.');
    expect(answer).toContain('You have not opened version 1 of it; review it first.');
    expect(answer).toContain('You have not opened version 7 of it; review it first.');
    expect([await decisions(unseen), await decisions(one)]).toEqual([[], []]);
    await office.milo.close('all');
  });
});

it('more than Home holds are counted, and shown ten a page with the same buttons', async () => {
  for (let each = 1; each <= 24; each += 1) await waiting(String(600 + each));
  const view = await home((one) => textOf(one).includes('and 14 more'), 'ten of twenty-four');
  expect(rowsOf(view)).toHaveLength(10);
  expect(view.blocks.length).toBeLessThanOrEqual(100);
  await office.milo.press('home', 'and 14 more');
  await office.milo.opens('List');
  const [first] = [rowsOf((await office.milo.modal()) as DeskView)];
  expect(first).toEqual(rowsOf(view));
  await office.milo.press('modal', 'More');
  await until(async () => textOf((await office.milo.modal()) ?? {}).includes('page 2'), 'the second page');
  await office.milo.press('modal', 'More');
  const last = await until(async () => { const shown = await office.milo.modal(); return shown && textOf(shown).includes('page 3') && shown; }, 'the third page');
  expect(rowsOf(last)).toHaveLength(4);
  await office.milo.close('all');
});
