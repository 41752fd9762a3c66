/** The servers a bench runs on, and a place of its own on each: a database and a namespace nobody else uses. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { connectStore } from '../store/connection';
import { openStore, type Store } from '../store/store';

/** `temporalPid` is known when the server runs here under our eyes; without it the server's CPU is not counted. `peppolRules` is their file. */
export type Servers = { mongoUri: string; temporalAddress: string; temporalPid?: number; peppolRules?: string | undefined; chromiumPath: string };

/** Closed workflows are looked at once more after they were measured. */
const RETENTION_S = 24 * 3600;

/** The same server, another database. */
const databaseUri = (uri: string, database: string): string => uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(\/[^?]*)?/, `$1/${database}`);

/** A database of its own with the office's indexes; `close` drops it. */
export async function openOwnStore({ mongoUri }: Servers): Promise<{ uri: string; store: Store; close(): Promise<void> }> {
  const uri = databaseUri(mongoUri, `bench-${randomUUID().slice(0, 13)}`);
  const connection = await connectStore(uri);
  const store = openStore(connection);
  await store.ready();
  const close = async (): Promise<void> => {
    await connection.dropDatabase();
    await connection.close();
  };
  return { uri, store, close };
}

/** A namespace of its own, known to all parts of the server before anybody uses it. */
export async function openOwnNamespace({ temporalAddress }: Servers): Promise<{ namespace: string; client: Client; close(): Promise<void> }> {
  const connection = await Connection.connect({ address: temporalAddress });
  const namespace = `bench-${randomUUID().slice(0, 13)}`;
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds: RETENTION_S as never } });
  const client = new Client({ connection, namespace });
  const isKnown = () => client.workflow.getHandle('nobody').describe().then(() => true, (error: Error) => error.name === 'WorkflowNotFoundError');
  while (!(await isKnown())) await delay(100);
  return { namespace, client, close: () => connection.close() };
}
