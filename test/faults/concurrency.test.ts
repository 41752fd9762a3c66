/** People at the same moment, on the real server: exactly one outcome, and everybody is told the truth about it. */
import { WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import type { Invoice } from '../../domain/invoice';
import { DomainError } from '../../domain/refusals';
import type { InvoiceAnswer } from '../../workflows/contracts/invoice';
import { Acts } from '../support/crash-acts';
import { seeded } from '../../bench/random';
import { openOffice, type TestOffice } from '../support/office';
import { ANA, CARLA, content, FATIMA, line, MILO } from '../support/samples';

const SCHEDULES = 200;
/** At once: enough to overlap, few enough that no caller runs out of patience on two cores. */
const BATCH = 20;
/** The spread of the three acts of one schedule, in ms: about the time that one takes. */
const SPREAD_MS = 30;
const SEED = Number(process.env.OFFICE_TEST_SEED ?? 20261122);

type Told = { act: 'approve' | 'reject' | 'edit'; key: string; answer?: InvoiceAnswer; refusal?: string };

describe(`at the same moment (seed ${SEED})`, () => {
  const random = seeded(SEED);
  let office: TestOffice;
  let acts: Acts;
  beforeAll(async () => {
    office = await openOffice();
    acts = new Acts(office);
  });
  afterAll(() => office.close());

  const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, random() * SPREAD_MS));
  /** Whoever gets no answer in time presses again: it is the same act, under the same key. */
  const told = async (act: Told['act'], key: string, call: () => Promise<InvoiceAnswer>): Promise<Told> => {
    await later();
    for (;;) {
      try {
        return { act, key, answer: await call() };
      } catch (error) {
        if (error instanceof DomainError) return { act, key, refusal: error.code };
        if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) throw error;
      }
    }
  };

  /** Milo says yes, Ana no, Carla changes it. */
  async function schedule(): Promise<{ id: string; all: Told[] }> {
    const id = await acts.create('1000');
    const [yes, no, change] = [acts.key(), acts.key(), acts.key()];
    const changed = content({ clientId: await acts.acme(), lines: [line({ unitPrice: '1001' })] });
    const all = await Promise.all([
      told('approve', yes, () => office.door.actOnInvoice('decide', id, { by: MILO, key: yes, step: 0, version: 1, says: 'approve' })),
      told('reject', no, () => office.door.actOnInvoice('decide', id, { by: ANA, key: no, step: 0, version: 1, says: 'reject', reason: 'not this month' })),
      told('edit', change, () => office.door.actOnInvoice('edit', id, { by: CARLA, key: change, version: 1, content: changed })),
    ]);
    return { id, all };
  }

  /** What was answered is what is recorded, and the first of the three decides what the others may be told. */
  function judge(invoice: Invoice, all: readonly Told[]): void {
    const recorded = (key: string): boolean => invoice.history.some((entry) => entry.key === key && entry.kind !== 'approval.denied');
    for (const { key, answer } of all) expect(recorded(key)).toBe(answer !== undefined);
    const won = invoice.history.filter(({ key }) => all.some((each) => each.key === key)).map(({ kind }) => kind);
    expect([['approved'], ['rejected', 'edited'], ['edited'], ['rejected']]).toContainEqual(won);
    const refused = Object.fromEntries(all.flatMap(({ act, refusal }) => (refusal ? [[act, refusal]] : [])));
    if (won[0] === 'approved') expect(refused).toEqual({ reject: 'AlreadyDecided', edit: 'AlreadyIssued' });
    if (won[0] === 'rejected') expect(refused['approve']).toMatch(/^(AlreadyDecided|StaleButton)$/);
    if (won[0] === 'edited') expect([refused['approve'], refused['reject']]).toEqual(['StaleButton', 'StaleButton']);
    expect(['draft', 'approved', 'issued', 'sent']).toContain(invoice.state);
    expect(invoice.state === 'draft').toBe(won[0] !== 'approved');
  }

  it(`a yes, a no and an edit have one outcome, in ${SCHEDULES} schedules`, async () => {
    const outcomes = new Set<string>();
    for (let done = 0; done < SCHEDULES; done += BATCH) {
      for (const { id, all } of await Promise.all(Array.from({ length: BATCH }, schedule))) {
        const invoice = await acts.stored(id);
        judge(invoice, all);
        outcomes.add(all.filter(({ answer }) => answer).map(({ act }) => act).join());
      }
    }
    expect(outcomes.size).toBeGreaterThan(1); // Else they never met.
  }, 600_000);

  it('a void and the mailing: either no mail ever leaves, or the void is refused', async () => {
    const outcomes = await Promise.all(Array.from({ length: 16 }, async () => {
      const id = await acts.create('1000');
      await acts.approve(id);
      await later();
      const { number = '' } = await acts.until(id, (invoice) => invoice.number !== undefined);
      const voided = await office.door.actOnInvoice('void', id, { ...acts.by(FATIMA), reason: 'a mistake', typed: number }).then(() => 'void', (error: DomainError) => error.code);
      const { state } = voided === 'void' ? await acts.stored(id) : await acts.sent(id);
      return { voided, state, number };
    }));
    await acts.sent(await acts.create('100')); // Whatever was to be mailed before it has been.
    const subjects = (await office.outbox.mails()).map(({ subject }) => subject);
    for (const { voided, state, number } of outcomes) {
      const mails = subjects.filter((subject) => subject.includes(number)).length;
      expect({ voided, state, mails }).toEqual(voided === 'void' ? { voided, state: 'void', mails: 0 } : { voided: 'SentAlready', state: 'sent', mails: 1 });
    }
  });
});
