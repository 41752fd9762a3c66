/** Time limits of approvals on the server that skips time: reminded, passed on, given back, approved by silence; and a worker that was away. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Approval } from '../../domain/approval';
import { idOf } from '../../domain/id';
import type { Invoice } from '../../domain/invoice';
import type { Actor } from '../../domain/people';
import { textOf, until } from '../support/desk-door';
import { openOffice, openTime, type TestOffice } from '../support/office';
import { ANA, CARLA, content, FATIMA, line, MILO } from '../support/samples';

const POLICY = `version: 9
currency: EUR
policies:
  - name: By silence
    for: invoice
    when: total <= 1000
    approvers: managers
    within: 2 days
    remind_after: 1 day
    then: approve by silence
  - name: Passed on
    for: invoice
    when: total <= 5000
    approvers: managers
    quorum: 2
    within: 8 hours
    remind_after: 4 hours
    then: {escalate_to: finance, within: 1 day, then: give back}
  - name: Others
    for: all
    approvers: managers
fallback: finance
`;

describe('a time limit', () => {
  let time: TestWorkflowEnvironment;
  let office: TestOffice;
  let count = 0;
  beforeAll(async () => {
    time = await openTime();
    office = await openOffice({ address: time.address, namespace: 'default', files: { 'approvals.yaml': POLICY } });
  });
  afterAll(async () => {
    await office.close();
    await time.teardown();
  });

  const key = (): string => `time-${++count}`;
  const stored = async (id: string): Promise<Invoice> => (await office.store.invoices.find(id)) as Invoice;
  const submitted = async (net: string): Promise<string> => {
    const made = { by: CARLA, key: key(), content: content({ lines: [line({ unitPrice: net, vat: { category: 'O', rate: '0' } })], clientId: (await office.store.clients.model.findOne({ email: 'ap@acme.example' }).lean())?.id ?? '' }), submit: 'now' as const };
    const id = idOf('inv', made.key);
    await office.door.createInvoice(id, made);
    return id;
  };
  const decide = async (id: string, by: Actor, says: 'approve' | 'reject' = 'approve') =>
    office.door.actOnInvoice('decide', id, { by, key: key(), step: (await stored(id)).approval?.current ?? 0, version: 1, says, ...(says === 'reject' && { reason: 'Not like this.' }) });
  /** Skips hour by hour, as long as the condition does not hold. */
  const skipUntil = async (id: string, holds: (invoice: Invoice) => boolean): Promise<Invoice> => {
    for (let hour = 0; hour < 24 * 14; hour += 1) {
      const invoice = await stored(id);
      if (holds(invoice)) return invoice;
      await time.sleep('1 hour');
    }
    throw new Error(`Still not so after two weeks: ${JSON.stringify((await stored(id)).approval)}`);
  };
  const did = ({ history }: Invoice): string[] => history.map(({ kind }) => kind).filter((kind) => /^approv|^rejected/.test(kind));
  /** Each thing happened at its moment or, where an hour was skipped over it, soon after. */
  const onTime = ({ history }: Invoice): void => {
    for (const { kind, at, detail } of history) if (/escalated|silent|lapsed/.test(kind)) expect(Date.parse(at) - Date.parse(String(detail['dueAt']))).toBeGreaterThanOrEqual(0);
  };

  it('reminds, and approves by silence where that is spelled out; everybody is told that it was silence', async () => {
    const id = await submitted('900');
    const done = await skipUntil(id, ({ state }) => state === 'sent');
    expect(did(done)).toEqual(['approval.reminded', 'approval.silent']);
    onTime(done);
    expect(done.approval?.steps[0]).toMatchObject({ decisions: [], ended: { how: 'silence' } });
    const milo = await office.desk.as(MILO.email);
    await until(async () => (await milo.messages('dm')).some((message) => textOf(message).includes('Approved by silence: nobody decided in time')), 'the card to say so');
    const carla = await office.desk.as(CARLA.email);
    await until(async () => (await carla.messages('dm')).some((message) => textOf(message).includes('is approved by silence and sent')), 'Carla to be told so');
  });

  it('passes the question on, with what was said so far, and gives it back when nobody answers', async () => {
    const id = await submitted('3000');
    await decide(id, ANA);
    const passedOn = await skipUntil(id, ({ approval }) => (approval?.steps.length ?? 0) === 2);
    expect(did(passedOn)).toEqual(['approved', 'approval.reminded', 'approval.escalated']);
    expect(passedOn.history.find(({ kind }) => kind === 'approval.reminded')?.detail['who']).toEqual([MILO.email]);
    await expect(decide(id, MILO)).rejects.toMatchObject({ code: 'NotApprover' });
    const back = await skipUntil(id, ({ state }) => state === 'draft');
    expect(did(back).filter((kind) => kind !== 'approval.denied')).toEqual(['approved', 'approval.reminded', 'approval.escalated', 'approval.lapsed']);
    expect([(back.approval as Approval).verdict, back.returned?.category]).toEqual(['lapsed', 'time']);
    onTime(back);
    const carla = await office.desk.as(CARLA.email);
    await until(async () => (await carla.messages('dm')).some((message) => textOf(message).includes('in time. It is a draft again')), 'Carla to be told');
    await office.door.actOnInvoice('submit', id, { by: CARLA, key: key(), version: 1 }); // And once more, with new clocks.
    expect((await stored(id)).approval).toMatchObject({ verdict: 'open', current: 0, steps: [{ clocks: [{ reminded: 0 }, { reminded: 0 }] }] });
  });

  it('lets who is asked instead decide', async () => {
    const id = await submitted('3100');
    await skipUntil(id, ({ approval }) => (approval?.steps.length ?? 0) === 2);
    await decide(id, FATIMA);
    const done = await skipUntil(id, ({ state }) => state === 'sent');
    expect(did(done)).toEqual(['approval.reminded', 'approval.escalated', 'approved']);
  });

  it('is not over for who decides in time, and does nothing without one', async () => {
    const [limited, free] = [await submitted('3200'), await submitted('9000')];
    await decide(limited, MILO);
    await decide(limited, ANA);
    await time.sleep('240 hours');
    expect(did(await stored(limited))).toEqual(['approved', 'approved']);
    expect((await stored(free)).state).toBe('submitted');
    expect(did(await stored(free))).toEqual([]);
  });
});
