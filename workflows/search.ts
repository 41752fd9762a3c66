/** Search attributes, for operations only: no names, no mail addresses. */
import { upsertSearchAttributes } from '@temporalio/workflow';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { InvoiceView } from '../activities/context';

const STATUS = defineSearchAttributeKey('InvoiceStatus', SearchAttributeType.KEYWORD);
const CLIENT = defineSearchAttributeKey('ClientId', SearchAttributeType.KEYWORD);
const NUMBER = defineSearchAttributeKey('InvoiceNumber', SearchAttributeType.KEYWORD);
const DUE = defineSearchAttributeKey('DueDate', SearchAttributeType.DATETIME);
const OPEN = defineSearchAttributeKey('AmountDueMinor', SearchAttributeType.INT);
const NEXT = defineSearchAttributeKey('NextActionAt', SearchAttributeType.DATETIME);

const SHOWN = ['state', 'dueMinor', 'clientId', 'number', 'dueDate'] as const;

/** Tells the server what the invoice is about now. Only states worth finding are told: each telling is an event of the history. */
export function indexInvoice(view: InvoiceView, last?: InvoiceView): void {
  if (!view.searchable || (last && SHOWN.every((field) => last[field] === view[field]))) return;
  upsertSearchAttributes([
    { key: STATUS, value: view.state }, { key: CLIENT, value: view.clientId }, { key: OPEN, value: view.dueMinor },
    { key: NUMBER, value: view.number ?? null }, { key: DUE, value: view.dueDate ? new Date(`${view.dueDate}T00:00:00Z`) : null },
    { key: NEXT, value: view.wakeAt ? new Date(view.wakeAt) : null },
  ]);
}
