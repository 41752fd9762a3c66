/** The whole store over one connection. */
import type { Connection } from 'mongoose';
import { absenceStore } from './absence';
import { clientStore } from './client';
import { codeStore } from './code';
import { creditNoteStore } from './credit-note';
import { estimateStore } from './estimate';
import { fileStore } from './file';
import { formStore } from './form';
import { invoiceStore } from './invoice';
import { linkStore } from './link';
import { mailStore } from './mail';
import { messageStore } from './message';
import { numberStore } from './number';
import { openingStore } from './opening';
import { policyStore } from './policy';
import { receivedStore } from './received';

/** Every collection of the office; unique indexes are ready when `ready` resolves. */
export function openStore(connection: Connection) {
  const store = {
    connection, invoices: invoiceStore(connection), estimates: estimateStore(connection), clients: clientStore(connection), creditNotes: creditNoteStore(connection),
    numbers: numberStore(connection), files: fileStore(connection), mails: mailStore(connection), forms: formStore(connection),
    messages: messageStore(connection), links: linkStore(connection), policies: policyStore(connection), absences: absenceStore(connection), codes: codeStore(connection), openings: openingStore(connection), received: receivedStore(connection),
  };
  const ready = async (): Promise<void> => void (await Promise.all(Object.values(connection.models).map((model) => model.init())));
  return { ...store, ready };
}
export type Store = ReturnType<typeof openStore>;
