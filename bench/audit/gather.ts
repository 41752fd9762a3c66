/** Gathers dossiers: for a batch of documents, everything the other stores hold about them. */
import type { Acknowledgement } from './acknowledgements';
import type { Database } from './database';
import type { Dossier, Policy } from './dossier';
import type { Histories } from './histories';
import type { Outbox } from './outbox';
import type { Pages } from './pages';
import { paymentsOf, type Client, type CreditNote, type Estimate, type File, type Invoice, type Subject } from './stored';

/** Where the audit looks. What is undefined cannot be looked at here. */
export type Sources = {
  database: Database; histories?: Histories; outbox?: Outbox; pages?: Pick<Pages, 'textOf'>; policy?: Policy;
  acknowledgements: ReadonlyMap<string, readonly Acknowledgement[]>;
};

/** Requests under way at once: a workflow is two or three round trips. */
const AT_ONCE = 8;

export async function gather(sources: Sources, subjects: readonly Subject[]): Promise<Dossier[]> {
  const { database, histories, outbox, policy, acknowledgements } = sources;
  const ids = subjects.map(({ document }) => document.id);
  const payments = subjects.flatMap(paymentsOf).map(({ id }) => id);
  const [claims, mails, links, clients, files, counterparts, creditNotes] = await Promise.all([
    database.find('numbers', { documentId: { $in: [...ids, ...payments] } }),
    database.find('mails', { documentId: { $in: ids } }),
    database.find('links', { documentId: { $in: ids } }),
    database.find('clients', { id: { $in: subjects.map(({ document }) => document.client?.id) } }),
    database.find('files', { key: { $in: subjects.flatMap(fileKeysOf) } }),
    counterpartsOf(database, subjects),
    database.find('creditNotes', { 'invoice.id': { $in: ids } }),
  ]);
  return inTurns(subjects, AT_ONCE, async (subject): Promise<Dossier> => {
    const { kind, document } = subject;
    const { id } = document;
    const holders = [id, ...paymentsOf(subject).map((payment) => payment.id)];
    const own = files.filter(({ key }) => fileKeysOf(subject).includes(key));
    return {
      ...subject, policy, messages: outbox?.messages,
      claims: claims.filter(({ documentId }) => holders.includes(documentId)),
      mails: mails.filter(({ documentId }) => documentId === id),
      links: links.filter(({ documentId }) => documentId === id),
      client: clients.find((client: Client) => client.id === document.client?.id),
      files: own, pages: await textsOf(sources, own),
      counterparts: counterparts.filter((other) => isCounterpart(subject, other)),
      creditNotes: creditNotes.filter((note: CreditNote) => note.invoice?.id === id), acknowledgements: acknowledgements.get(id) ?? [],
      workflow: histories && (await histories.look(`${kind}/${id}`)),
    };
  });
}

function fileKeysOf(subject: Subject): string[] {
  const { kind, document: { id } } = subject;
  return [kind === 'estimate' ? `estimate/${id}/v${subject.document.version}` : `${kind}/${id}`, ...paymentsOf(subject).map((payment) => `receipt/${payment.id}`)];
}

async function counterpartsOf(database: Database, subjects: readonly Subject[]): Promise<(Invoice | Estimate)[]> {
  const estimates = subjects.flatMap((subject) => (subject.kind === 'invoice' ? subject.document.source?.estimateId ?? [] : []));
  const credited = subjects.flatMap((subject) => (subject.kind === 'credit-note' ? subject.document.invoice?.id ?? [] : []));
  const origins = subjects.flatMap(({ kind, document }) => (kind === 'estimate' ? [document.id] : []));
  const found = await Promise.all([
    estimates.length > 0 ? database.find('estimates', { id: { $in: estimates } }) : [],
    origins.length > 0 ? database.find('invoices', { 'source.estimateId': { $in: origins } }) : [],
    credited.length > 0 ? database.find('invoices', { id: { $in: credited } }) : [],
  ]);
  return found.flat();
}

function isCounterpart(subject: Subject, other: Invoice | Estimate): boolean {
  if (subject.kind === 'invoice') return other.id === subject.document.source?.estimateId;
  return subject.kind === 'credit-note' ? other.id === subject.document.invoice?.id : (other as Invoice).source?.estimateId === subject.document.id;
}

async function textsOf({ pages }: Sources, files: readonly File[]): Promise<Map<string, string> | undefined> {
  if (!pages) return undefined;
  const texts = new Map<string, string>();
  for (const { hash, bytes } of files) {
    const text = await pages.textOf(bytes);
    if (text !== undefined) texts.set(hash, text);
  }
  return texts;
}

/** Works on a list, some at once, and answers in its order. */
async function inTurns<T, R>(list: readonly T[], atOnce: number, work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < list.length; at += atOnce) results.push(...(await Promise.all(list.slice(at, at + atOnce).map(work))));
  return results;
}
