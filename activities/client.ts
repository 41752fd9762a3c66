/** Clients: their details as people edit them, their credit as payments leave it, and the samples an empty store begins with. */
import type { Book } from '../config/book';
import { areTags, CLIENT_LIMITS, isMailAddress, type ClientDetails } from '../domain/client';
import { struckOut } from '../domain/collecting';
import { isCurrency } from '../domain/currency';
import type { Act } from '../domain/history';
import type { Invoice } from '../domain/invoice';
import { add, zero, type Money } from '../domain/money';
import { OFFICE, type Person } from '../domain/people';
import { aboutClient, checkPermission, type About, type Access } from '../domain/permission';
import { DomainError } from '../domain/refusals';
import { isVatId } from '../domain/vat-id';
import type { ClientStore, StoredClient } from '../store/client';
import type { InvoiceStore } from '../store/invoice';
import type { AccessQueries } from '../store/queries/access';
import type { SaveClient, SavedClient } from '../workflows/contracts/office';
import { changeDocument } from './change';
import { viewOf, type InvoiceView } from './context';
import { actOfOffice } from './issue';
import type { Links } from './link';

type Deps = { clients: ClientStore; invoices: InvoiceStore; access: AccessQueries; links: Links; book: Book; searchable: boolean };

/** A VAT id that stood before may stay. Refuses NameMissing, AddressUnusable, CurrencyUnknown, VatIdWrong, CountryUnknown and ZoneUnknown. */
function checkDetails(details: ClientDetails, before: ClientDetails | undefined): void {
  if (details.name.trim().length < 2 || details.name.length > 200) throw new DomainError('NameMissing');
  if (!isMailAddress(details.email)) throw new DomainError('AddressUnusable', { address: details.email });
  if (!isCurrency(details.currency)) throw new DomainError('CurrencyUnknown', { currency: details.currency });
  if (details.vatId && !isVatId(details.vatId) && details.vatId !== before?.vatId) throw new DomainError('VatIdWrong', { client: details.name, vatId: details.vatId });
  if (!/^[A-Z]{2}$/.test(details.address.country)) throw new DomainError('CountryUnknown', { country: details.address.country });
  if (!Intl.supportedValuesOf('timeZone').includes(details.zone) && details.zone !== 'UTC') throw new DomainError('ZoneUnknown', { zone: details.zone });
}

/** Edits need their line, and what decides who approves and whose client it is needs another. Refuses TagsUnusable, PersonUnknown and NotAllowed. */
function checkRights({ accountManager, tags }: ClientDetails, before: ClientDetails | undefined, { about, access, people }: { about: About; access: Access; people: readonly Person[] }): void {
  checkPermission(access, 'edit_clients', about);
  if (tags && !areTags(tags)) throw new DomainError('TagsUnusable', { most: CLIENT_LIMITS.tags, length: CLIENT_LIMITS.tag });
  const isSame = accountManager === before?.accountManager && (tags ?? []).join() === (before?.tags ?? []).join();
  if (isSame) return;
  checkPermission(access, 'assign_clients', about);
  if (accountManager && !people.some(({ email }) => email === accountManager)) throw new DomainError('PersonUnknown', { who: accountManager });
}

/** One line per currency; a currency at zero stays, so that the history can be followed. */
function withCredit(credit: readonly Money[], amount: Money): Money[] {
  const held = credit.find(({ currency }) => currency === amount.currency) ?? zero(amount.currency);
  return [...credit.filter(({ currency }) => currency !== amount.currency), add(held, amount)];
}

/** What an edit that says nothing of it takes away. */
const CLEARED = { vatId: null, accountManager: null, tags: null, secondLanguage: null, eInvoicing: null, design: null };

/** The address before an edit, as the history tells it; the same after a crash between the edit and what follows from it. */
function addressBefore({ history }: StoredClient, key: string): unknown {
  const edit = history.find((entry) => entry.key === key);
  return history.findLast(({ seq, changes }) => seq < (edit?.seq ?? 0) && 'email' in changes)?.changes.email;
}

export const createClientActivities = ({ clients, invoices, access, links, book, searchable }: Deps) => ({
  /**
   * Creates (revision 0) or edits a client. Documents already issued keep what they printed; portal links that went to a former
   * address end. Refuses NotAllowed, ClientMoved and unusable details.
   */
  async saveClient({ clientId, revision, details, by, key, at }: SaveClient & { at: string }): Promise<SavedClient> {
    const rules = book.current();
    const rights = { access: await access.of(by.email, rules), people: rules.office.people };
    checkPermission(rights.access, 'edit_clients');
    const act: Act = { by, key, at };
    if (revision === 0) {
      checkDetails(details, undefined);
      checkRights(details, undefined, { ...rights, about: { client: { id: clientId }, createdBy: by } });
      const made = await clients.create({ ...details, id: clientId, credit: [] }, act, 'created');
      return { clientId, revision: made.revision, name: made.name };
    }
    const { document } = await changeDocument<StoredClient>(clients, clientId, act, (client) => {
      if (client.revision !== revision) throw new DomainError('ClientMoved', { name: client.name });
      checkDetails(details, client);
      checkRights(details, client, { ...rights, about: aboutClient(client) });
      return { kind: 'edited', changes: { ...CLEARED, ...details } };
    });
    if (addressBefore(document, key) !== details.email) await links.revokeLinks({ clientId, at });
    return { clientId, revision: document.revision, name: document.name };
  },

  /** Books a payment's surplus to the client, or takes it back, once; then strikes it out of what the invoice owes. */
  async creditClient({ invoiceId, clientId, key, amount, at }: { invoiceId: string; clientId: string; key: string; amount: Money; at: string }): Promise<InvoiceView> {
    await changeDocument<StoredClient>(clients, clientId, actOfOffice(key, at), (client) => ({
      kind: 'credited', detail: { invoiceId, amount }, changes: { credit: withCredit(client.credit, amount) },
    }));
    const { document } = await changeDocument<Invoice>(invoices, invoiceId, actOfOffice(`${key}/booked`, at), (invoice) => ({
      kind: 'credit.booked', detail: { amount }, changes: { owed: struckOut(invoice, key) },
    }));
    return viewOf(book, document, at, searchable);
  },
});

/** The sample clients of an empty store. Their ids are fixed by office.yaml, so two starts at once make one of each. */
export async function seedClients(clients: ClientStore, book: Book, at: string): Promise<void> {
  if (await clients.model.exists({})) return;
  for (const details of book.current().office.clients) {
    await clients.create({ ...details, credit: [] }, { key: `seed/${details.id}`, at, by: OFFICE }, 'created');
  }
}
