/** The door to the workflows, where the server itself gives no answer. */
import { OFFICE_QUEUE } from '../../workflows/contracts/office';
import { Acts } from '../support/crash-acts';
import { openOffice, type TestOffice } from '../support/office';
import { CARLA, content } from '../support/samples';

describe('the door', () => {
  let office: TestOffice;
  let acts: Acts;
  beforeAll(async () => {
    office = await openOffice();
    acts = new Acts(office);
  });
  afterAll(() => office.close());

  /** Takes a workflow task as a worker would and completes it without a word about the Update that came with it. */
  async function passOverAnUpdate(): Promise<number> {
    const { connection, options: { namespace } } = office.temporal;
    const { workflowService } = connection;
    const task = await connection.withDeadline(Date.now() + 10_000, () =>
      workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name: OFFICE_QUEUE }, identity: 'a worker that knows no Updates' }));
    await workflowService.respondWorkflowTaskCompleted({ namespace, taskToken: task.taskToken, commands: [], messages: [] });
    return task.messages?.length ?? 0;
  }

  it('asks again when a worker passed the Update over: the person is answered by the next one', async () => {
    office.worker.stop();
    await office.worker.stopped;
    const id = 'inv_passed_over';
    const asked = office.door.createInvoice(id, { by: CARLA, key: acts.key(), content: content({ clientId: await acts.acme() }) });
    expect(await passOverAnUpdate()).toBe(1);
    office.worker = await office.startWorker();
    await asked;
    expect((await acts.stored(id)).history.map(({ kind }) => kind)).toEqual(['drafted']);
  });
});
