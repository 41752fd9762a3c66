/** What the office wants of its Temporal namespace, asked for at boot: retention and search attributes. A server that cannot is served without. */
import { temporal } from '@temporalio/proto';
import type { Connection } from '@temporalio/client';
import type { Log } from '../config/logger';

/** Closed workflows can be looked at this long (seconds); the documents themselves are kept in the store for good. */
const RETENTION_SECONDS = 90 * 24 * 3600;

const { INDEXED_VALUE_TYPE_KEYWORD, INDEXED_VALUE_TYPE_DATETIME, INDEXED_VALUE_TYPE_INT } = temporal.api.enums.v1.IndexedValueType;
const ATTRIBUTES: Readonly<Record<string, temporal.api.enums.v1.IndexedValueType>> = {
  InvoiceStatus: INDEXED_VALUE_TYPE_KEYWORD, ClientId: INDEXED_VALUE_TYPE_KEYWORD, InvoiceNumber: INDEXED_VALUE_TYPE_KEYWORD,
  DueDate: INDEXED_VALUE_TYPE_DATETIME, NextActionAt: INDEXED_VALUE_TYPE_DATETIME, AmountDueMinor: INDEXED_VALUE_TYPE_INT,
};

const lasting = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Answers whether workflows may tell the server the office's search attributes. */
export async function prepareNamespace(connection: Connection, namespace: string, log: Log): Promise<boolean> {
  try {
    await connection.workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl: { seconds: RETENTION_SECONDS as never } } });
  } catch (error) {
    log.warn({ reason: lasting(error) }, 'The namespace keeps its own retention.');
  }
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.entries(ATTRIBUTES).filter(([name]) => customAttributes?.[name] === undefined);
    if (missing.length > 0) await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing) });
    return true;
  } catch (error) {
    log.warn({ reason: lasting(error) }, 'Workflows are not indexed: the server does not take search attributes.');
    return false;
  }
}
