/**
 * Released workflows replay: every history kept in test/histories goes through today's code without a difference, and a
 * deliberately broken workflow does not. GOLDEN=rewrite records the histories of this version.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { idOf } from '../../domain/id';
import { version } from '../../package.json';
import { creditNoteWorkflowId } from '../../workflows/contracts/credit-note';
import { estimateWorkflowId } from '../../workflows/contracts/estimate';
import { invoiceWorkflowId } from '../../workflows/contracts/invoice';
import { until } from '../support/desk-door';
import { openOffice, workflowCode, type TestOffice } from '../support/office';
import { CARLA, content, FATIMA, line, MILO } from '../support/samples';

const FOLDER = join(__dirname, '..', 'histories');
const recorded = () => readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const { History } = temporal.api.history.v1;
const AS_TEXT = { longs: String, bytes: String, enums: String };
const read = (name: string) => ({ workflowId: name, history: History.fromObject(JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))) });

/** Who ran it and where its files lay is no part of a history. */
const withoutMachine = (name: string, value: unknown): unknown => (name === 'identity' ? 'worker' : name === 'stackTrace' ? '' : value);

async function replayed(bundle: { code: string }, names: readonly string[]): Promise<string[]> {
  const failed: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: bundle }, names.map(read))) {
    if (error) failed.push(workflowId);
  }
  return failed;
}

/** Lives through one document of each kind and writes down what the server kept of it. */
async function record(office: TestOffice): Promise<void> {
  const acme = (await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean())?.id ?? '';
  let count = 0;
  const key = () => `history-${++count}`;
  const keep = async (name: string, workflowId: string): Promise<void> => {
    const history = await office.temporal.workflow.getHandle(workflowId).fetchHistory();
    writeFileSync(join(FOLDER, `${version}-${name}.json`), `${JSON.stringify(History.toObject(History.fromObject(history), AS_TEXT), withoutMachine, 1)}\n`);
  };
  const create = async (price: string, submit?: 'now'): Promise<string> => {
    const made = { by: CARLA, key: key(), content: content({ clientId: acme, lines: [line({ unitPrice: price })] }), ...(submit && { submit }) };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    return id;
  };
  const standsAt = (id: string, state: string) => until(async () => {
    const invoice = await office.store.invoices.find(id);
    return invoice?.state === state && invoice.owed.length === 0 && invoice;
  }, `${id} to be ${state}`);

  const whole = await create('1000', 'now');
  await keep('invoice-submitted', invoiceWorkflowId(whole));
  await office.door.actOnInvoice('decide', whole, { by: MILO, key: key(), step: 0, version: 1, says: 'approve' });
  const sent = await standsAt(whole, 'sent');
  await keep('invoice-sent', invoiceWorkflowId(whole));
  await office.door.actOnInvoice('pay', whole, { by: FATIMA, key: key(), amount: sent.balance, date: sent.issueDate ?? '', reference: 'bank' });
  await office.temporal.workflow.getHandle(invoiceWorkflowId(whole)).result();
  await keep('invoice-paid', invoiceWorkflowId(whole));

  const credited = await create('400', 'now');
  const open = await standsAt(credited, 'sent');
  await office.door.actOnInvoice('credit', credited, { by: FATIMA, key: key(), lines: 'all', reason: 'It was not delivered.', settlement: 'offset', seen: open.totals.due });
  await office.temporal.workflow.getHandle(invoiceWorkflowId(credited)).result();
  await keep('invoice-credited', invoiceWorkflowId(credited));
  const noteId = (await standsAt(credited, 'paid')).credits?.[0]?.creditNoteId ?? '';
  await office.temporal.workflow.getHandle(creditNoteWorkflowId(noteId)).result();
  await keep('credit-note-sent', creditNoteWorkflowId(noteId));

  const returned = await create('1000', 'now');
  await office.door.actOnInvoice('decide', returned, { by: MILO, key: key(), step: 0, version: 1, says: 'reject', reason: 'Wrong price.' });
  await office.door.actOnInvoice('discard', returned, { by: CARLA, key: key() });
  await office.temporal.workflow.getHandle(invoiceWorkflowId(returned)).result();
  await keep('invoice-discarded', invoiceWorkflowId(returned));

  const offered = { by: CARLA, key: key(), content: content({ clientId: acme }), send: 'now' as const };
  const estimateId = idOf('est', offered.key);
  await office.door.createEstimate(estimateId, offered);
  const estimate = await until(async () => { const found = await office.store.estimates.find(estimateId); return found?.state === 'sent' && found; }, 'the estimate');
  await keep('estimate-sent', estimateWorkflowId(estimateId));
  const answer = { says: 'accept' as const, name: 'Ada Acme', ip: '127.0.0.1', version: 1, contentHash: estimate.contentHash };
  await office.door.actOnEstimate('answer', estimateId, { by: { email: 'ap@acme.example', name: 'Acme', via: 'portal' }, key: key(), ...answer });
  await office.temporal.workflow.getHandle(estimateWorkflowId(estimateId)).result();
  await keep('estimate-converted', estimateWorkflowId(estimateId));
}

describe('released workflows', () => {
  if (process.env.GOLDEN === 'rewrite') {
    beforeAll(async () => {
      const office = await openOffice();
      await record(office);
      await office.close();
    });
  }

  it('replay every history that was kept', async () => {
    expect(recorded().length).toBeGreaterThanOrEqual(6);
    expect(await replayed(await workflowCode(), recorded())).toEqual([]);
  });

  it('are caught when a change breaks them', async () => {
    const logger = new DefaultLogger('ERROR', () => undefined);
    const broken = await bundleWorkflowCode({ workflowsPath: join(__dirname, '..', 'support', 'broken-workflows.ts'), logger });
    expect(await replayed(broken, recorded())).toEqual(recorded());
  });
});
