/** The reading side of the store, for those who only look: slack-app, the portal and the worker's Homes. */
import type { Connection } from 'mongoose';
import { absenceStore, type AbsenceStore } from '../absence';
import { clientStore, type ClientStore } from '../client';
import { connectStore, storeAnswers } from '../connection';
import { creditNoteStore, type CreditNoteStore } from '../credit-note';
import { estimateStore, type EstimateStore } from '../estimate';
import { fileStore, type FileStore } from '../file';
import { formStore, type FormStore } from '../form';
import { invoiceStore, type InvoiceStore } from '../invoice';
import { openingStore, type OpeningStore } from '../opening';
import { policyStore, type PolicyStore } from '../policy';
import { receivedStore, type ReceivedStore } from '../received';
import { accessQueries } from './access';
import { archiveQueries } from './archive';
import { clientQueries } from './client';
import { creditNoteQueries } from './credit-note';
import { estimateQueries } from './estimate';
import { homeQueries } from './home';
import { inboxQueries } from './inbox';
import { invoiceQueries } from './invoice';
import { searchQueries } from './search';
import { standingQueries } from './standing';
import { statementQueries } from './statement';

/** The collections that are read. */
export type Collections = {
  invoices: InvoiceStore; estimates: EstimateStore; creditNotes: CreditNoteStore; clients: ClientStore; forms: FormStore; policies: PolicyStore; absences: AbsenceStore; openings: OpeningStore; files: FileStore; received: ReceivedStore;
};

/** Every query of the office over these collections. Nothing here writes. */
export function openReading({ invoices, estimates, creditNotes, clients, forms, policies, absences, openings, files, received }: Collections) {
  const offers = estimateQueries(estimates);
  return {
    invoices: invoiceQueries(invoices), estimates: offers, creditNotes: creditNoteQueries(creditNotes), clients: clientQueries(clients), search: searchQueries(invoices, estimates), access: accessQueries(clients),
    home: homeQueries(invoices, offers), inbox: inboxQueries(invoices, openings), standings: standingQueries(clients, invoices), forms: { find: forms.find, ofPerson: forms.ofPerson }, policies: { activeHash: policies.activeHash, text: policies.text }, absences: absences.book,
    received: { find: received.find, byNumber: received.byNumber, newest: received.newest },
    statements: statementQueries({ invoices, creditNotes }),
    archive: archiveQueries({ invoices, estimates, creditNotes, received, files }),
  };
}
export type Reading = ReturnType<typeof openReading>;

const collectionsOf = (connection: Connection): Collections => ({
  invoices: invoiceStore(connection), estimates: estimateStore(connection), creditNotes: creditNoteStore(connection), clients: clientStore(connection), forms: formStore(connection),
  policies: policyStore(connection), absences: absenceStore(connection), openings: openingStore(connection), files: fileStore(connection), received: receivedStore(connection),
});

/** A connection of one's own for reading. Throws when MongoDB does not answer within its patience. */
export async function connectReading(uri: string): Promise<Reading & { answers(): Promise<boolean>; close(): Promise<void> }> {
  const connection = await connectStore(uri);
  return { ...openReading(collectionsOf(connection)), answers: () => storeAnswers(connection), close: () => connection.close() };
}
