/** Aggregates: a write lands only on the revision it saw, once per key, together with its reason. */
import { hashOf } from '../../domain/history';
import { act, CARLA, drafted } from '../support/samples';
import { openTestStore, type TestStore } from '../support/store';

describe('an aggregate', () => {
  let opened: TestStore;
  beforeAll(async () => { opened = await openTestStore(); });
  afterAll(() => opened.close());

  const create = async (id: string) => {
    const { revision: _, history: __, ...fields } = { ...drafted(), id };
    return opened.store.invoices.create(fields, act(), 'drafted');
  };
  const discard = { kind: 'discarded', changes: { state: 'discarded' as const } };

  it('is created once', async () => {
    const [first, second] = await Promise.all([create('inv_once'), create('inv_once')]);
    expect(first).toEqual(second);
    expect(await opened.store.invoices.find('inv_once')).toEqual(first);
  });

  it('takes one of two writes onto the same revision, and tells the other that it moved', async () => {
    const seen = await create('inv_race');
    const outcomes = await Promise.allSettled([opened.store.invoices.commit(seen, act(), discard), opened.store.invoices.commit(seen, act(), discard)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await opened.store.invoices.find('inv_race')).toMatchObject({ revision: 2, state: 'discarded' });
  });

  it('takes the same key once', async () => {
    const seen = await create('inv_key');
    const once = act();
    const written = await opened.store.invoices.commit(seen, once, discard);
    expect(await opened.store.invoices.commit(written, once, discard)).toEqual(written);
    expect(await opened.store.invoices.commit(seen, once, discard)).toEqual(written); // Also for one who saw less.
  });

  it('chains its history: each entry holds the hash of the one before, and folds into the document', async () => {
    const seen = await create('inv_chain');
    const written = await opened.store.invoices.commit(seen, act(CARLA), { kind: 'returned', changes: { returned: null, state: 'draft' } });
    const [first, second] = written.history;
    expect(second?.previous).toBe(first?.hash);
    for (const { hash, ...entry } of written.history) expect(hashOf(entry)).toBe(hash);
    const folded = written.history.reduce((document, { changes }) => ({ ...document, ...changes }), {});
    const { history: _, revision: __, ...rest } = written;
    expect(JSON.parse(JSON.stringify(folded))).toMatchObject(JSON.parse(JSON.stringify(rest)));
  });

  it('takes a query with operators from outside for what it is: no such document', async () => {
    await create('inv_operator');
    await expect(opened.store.invoices.find({ $ne: '' } as never)).resolves.toBeNull();
  });
});
