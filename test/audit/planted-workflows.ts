/** Corruptions of workflows. They come last: what is ended in Temporal cannot be mended. */
import type { Planted } from './planted';
import { CANARY, IDS } from './world';

const { draft, waiting } = IDS;
const ghost = { taskQueue: 'nobody', workflowExecutionTimeout: '1 hour' } as const;

export const WORKFLOWS: readonly Planted[] = [
  {
    name: 'a workflow of a document that is not there', expects: ['workflows inv_ghost'],
    plant: async ({ temporal }) => {
      const handle = await temporal.workflow.start('settleInvoice', { ...ghost, workflowId: 'invoice/inv_ghost', args: [{ invoiceId: 'inv_ghost' }] });
      await seen(temporal, handle.workflowId);
    },
  },
  {
    name: 'an open document whose workflow was ended', expects: ['workflows inv_ghost', `workflows ${waiting}`],
    plant: async ({ temporal }) => void (await temporal.workflow.getHandle(`invoice/${waiting}`).terminate()),
  },
  {
    name: 'a closed document whose workflow is open', expects: ['workflows inv_ghost', `workflows ${waiting}`, `entries ${draft}`, `balance ${draft}`, `files ${draft}`, `workflows ${draft}`],
    plant: (forger) => forger.forge('invoices', draft, (history) => void history.push({ ...history[0], key: 'end', kind: 'paid', changes: { state: 'paid' } })),
  },
  {
    name: 'a secret in a history', expects: ['workflows inv_ghost', `workflows ${waiting}`, 'canary history'],
    plant: async ({ temporal }) => void (await temporal.workflow.getHandle(`invoice/${draft}`).signal('mailEvent', { reason: CANARY })),
  },
];

/** The list knows a new workflow a moment later. */
async function seen({ workflow }: Parameters<Planted['plant']>[0]['temporal'], workflowId: string): Promise<void> {
  for (;;) {
    for await (const each of workflow.list({ query: `WorkflowId = "${workflowId}"` })) if (each.workflowId === workflowId) return;
  }
}
