/** The door to the workflows, where the server itself gives no answer. */
import { temporal } from '@temporalio/proto';
import { invoiceWorkflowId } from '../../workflows/contracts/invoice';
import { OFFICE_QUEUE } from '../../workflows/contracts/office';
import { Acts } from '../support/crash-acts';
import { openOffice, type TestOffice } from '../support/office';
import { CARLA, content } from '../support/samples';

/** From a task's third attempt on the server takes no Updates (Temporal server, service/history/api/updateworkflow, failUpdateWorkflowTaskAttemptCount). */
const FAILING_FROM = 3;

describe('the door', () => {
  let office: TestOffice;
  let acts: Acts;
  beforeAll(async () => {
    office = await openOffice();
    acts = new Acts(office);
  });
  afterAll(() => office.close());

  /** Takes a workflow task as a worker would. */
  async function takeTask(identity: string) {
    const { connection, options: { namespace } } = office.temporal;
    return connection.withDeadline(Date.now() + 60_000, () => connection.workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name: OFFICE_QUEUE }, identity }));
  }

  /** Fails a workflow task, as a worker does that cannot run the workflow's code, or that died on the way; the server offers it again. */
  async function failTask({ taskToken }: Awaited<ReturnType<typeof takeTask>>): Promise<void> {
    const { connection: { workflowService }, options: { namespace } } = office.temporal;
    await workflowService.respondWorkflowTaskFailed({
      namespace, taskToken, cause: temporal.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE,
    });
  }

  /** Completes the invoice's workflow task without a word about the Update that came with it; the tasks of others, such as a Monday's digest, stay to be done. */
  async function passOverAnUpdate(invoiceId: string): Promise<number> {
    const { connection: { workflowService }, options: { namespace } } = office.temporal;
    let task = await takeTask('a worker that knows no Updates');
    while (task.workflowExecution?.workflowId !== invoiceWorkflowId(invoiceId)) {
      await failTask(task);
      task = await takeTask('a worker that knows no Updates');
    }
    await workflowService.respondWorkflowTaskCompleted({ namespace, taskToken: task.taskToken, commands: [], messages: [] });
    return task.messages?.length ?? 0;
  }

  /** How often the invoice's pending workflow task was tried. */
  async function attempts(invoiceId: string): Promise<number> {
    const { raw } = await office.temporal.workflow.getHandle(invoiceWorkflowId(invoiceId)).describe();
    return raw.pendingWorkflowTask?.attempt ?? 0;
  }

  it('asks again when a worker passed the Update over: the person is answered by the next one', async () => {
    office.worker.stop();
    await office.worker.stopped;
    const id = 'inv_passed_over';
    const asked = office.door.createInvoice(id, { by: CARLA, key: acts.key(), content: content({ clientId: await acts.acme() }) });
    expect(await passOverAnUpdate(id)).toBe(1);
    office.worker = await office.startWorker();
    await asked;
    expect((await acts.stored(id)).history.map(({ kind }) => kind)).toEqual(['drafted']);
  });

  it('asks again when tasks failed so often that the server takes no Updates until one succeeds', async () => {
    office.worker.stop();
    await office.worker.stopped;
    const id = 'inv_failed_tasks';
    const drafted = content({ clientId: await acts.acme() });
    const created = office.door.createInvoice(id, { by: CARLA, key: acts.key(), content: drafted });
    do await failTask(await takeTask('a worker that fails')); while (await attempts(id) < FAILING_FROM);
    const edited = office.door.actOnInvoice('edit', id, { by: CARLA, key: acts.key(), version: 1, content: { ...drafted, note: 'as agreed' } });
    await Promise.all([created, edited, office.startWorker().then((worker) => (office.worker = worker))]);
    expect((await acts.stored(id)).history.map(({ kind }) => kind)).toEqual(['drafted', 'edited']);
  });
});
