/** Temporal, read only: how a document's workflow stands and what its history says was answered. List is used where there is one. */
import { Client, Connection, isGrpcServiceError, WorkflowNotFoundError, type ConnectionOptions, type WorkflowExecutionDescription } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';

type History = temporal.api.history.v1.IHistory;
type Event = temporal.api.history.v1.IHistoryEvent;

/** An Update as its history has it; `key` is its id, `act` what was asked, `at` when it was accepted (ms since 1970). `open` ones are without an outcome. */
export type Answered = { key: string; verb: string; act: Asked; outcome: 'done' | 'refused' | 'open'; at: number };
/** Who acts and, of a decision, what is said to which step of which version. */
export type Asked = { by?: { email: string }; says?: string; step?: number; version?: number };

/**
 * A document's workflow. `pending` counts activities and tasks under way, `attempts` how often the present task was tried,
 * `indexed` what operations would find it by, `secrets` the canaries that lie in its history.
 */
export type Sight = {
  open: boolean; status: string; pending: number; attempts: number; indexed: { clientId?: string; number?: string }; updates: Answered[]; secrets: string[];
};

/** gRPC's UNIMPLEMENTED: the time-skipping server has no List. */
const UNIMPLEMENTED = 12;

export class Histories {
  private constructor(private readonly connection: Connection, private readonly client: Client, private readonly canaries: readonly string[]) {}

  static async connect(options: ConnectionOptions, namespace: string, canaries: readonly string[]): Promise<Histories> {
    const connection = await Connection.connect({ connectTimeout: '10 seconds', ...options });
    return new Histories(connection, new Client({ connection, namespace }), canaries);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** The latest run under an id with those it continued; null when the server knows none, or its retention is over. */
  async look(workflowId: string): Promise<Sight | null> {
    try {
      const description = await this.client.workflow.getHandle(workflowId).describe();
      const events = await this.events(workflowId, description.runId);
      return { ...standing(description), updates: updatesIn(events), secrets: this.canaries.filter((canary) => holds(events, canary)) };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  }

  /** The ids of the documents' workflows that are open; undefined where the server cannot list. */
  async open(): Promise<string[] | undefined> {
    const ids: string[] = [];
    try {
      for await (const { workflowId } of this.client.workflow.list({ query: 'ExecutionStatus = "Running"' })) {
        if (/^(invoice|estimate|credit-note)\//.test(workflowId)) ids.push(workflowId);
      }
      return ids;
    } catch (error) {
      const cause = error instanceof Error && error.cause ? error.cause : error;
      if (isGrpcServiceError(cause) && Number(cause.code) === UNIMPLEMENTED) return undefined;
      throw error;
    }
  }

  private async events(workflowId: string, runId: string): Promise<Event[]> {
    const events: Event[] = [];
    for (let run: string | null | undefined = runId; run;) {
      const { events: own }: History = await this.client.workflow.getHandle(workflowId, run).fetchHistory().catch(forgotten);
      events.unshift(...(own ?? []));
      run = own?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    }
    return events;
  }
}

/** An earlier run may be gone: retention counts from its end. */
function forgotten(error: unknown): History {
  if (error instanceof WorkflowNotFoundError) return {};
  throw error;
}

function standing({ status, raw, searchAttributes }: WorkflowExecutionDescription): Omit<Sight, 'updates' | 'secrets'> {
  const { pendingActivities, pendingWorkflowTask, pendingChildren } = raw;
  const text = (name: string): string | undefined => {
    const [value] = searchAttributes[name] ?? [];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    open: ['RUNNING', 'PAUSED'].includes(status.name), status: status.name,
    pending: (pendingActivities?.length ?? 0) + (pendingChildren?.length ?? 0) + (pendingWorkflowTask ? 1 : 0), attempts: pendingWorkflowTask?.attempt ?? 0,
    indexed: { clientId: text('ClientId'), number: text('InvoiceNumber') },
  };
}

function updatesIn(events: readonly Event[]): Answered[] {
  const updates = new Map<string, Answered>();
  for (const { eventTime, workflowExecutionUpdateAcceptedEventAttributes: accepted, workflowExecutionUpdateCompletedEventAttributes: completed } of events) {
    const { meta, input } = accepted?.acceptedRequest ?? {};
    if (meta?.updateId) updates.set(meta.updateId, { key: meta.updateId, verb: input?.name ?? '', act: askedIn(input?.args?.payloads?.[0]?.data), outcome: 'open', at: Number(eventTime?.seconds ?? 0) * 1000 + Math.floor((eventTime?.nanos ?? 0) / 1e6) });
    const done = updates.get(completed?.meta?.updateId ?? '');
    if (done) done.outcome = completed?.outcome?.success ? 'done' : 'refused';
  }
  return [...updates.values()];
}

/** An Update's first argument, which is JSON. */
const askedIn = (data: Uint8Array | null | undefined): Asked => (data ? (JSON.parse(Buffer.from(data).toString('utf8')) as Asked) : {});

/** True when a text lies anywhere in a tree of messages, in payloads as their bytes. */
export function holds(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value.includes(text);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length).includes(text);
  return typeof value === 'object' && value !== null && Object.values(value).some((each) => holds(each, text));
}
