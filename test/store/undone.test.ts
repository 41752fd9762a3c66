/** What workers look for in the store. */
import { submittedInvoices } from '../../store/queries/undone';
import { drafted } from '../support/samples';
import { openTestStore } from '../support/store';

it('whoever looks after seats sees every question that is open, however many there are', async () => {
  const { store, close } = await openTestStore();
  try {
    const some = (state: string, count: number) => Array.from({ length: count }, (_, index) => ({ ...drafted(), state, id: `inv_${state}${index}` }));
    await store.invoices.model.collection.insertMany([...some('submitted', 501), ...some('draft', 2)]);
    expect(await submittedInvoices(store.invoices)()).toHaveLength(501);
  } finally {
    await close();
  }
});
