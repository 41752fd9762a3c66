/** An office's archive of some years, made by the office's own rules: the same documents at every run, in the mix of states an office has. */
import { openBook, type Book } from '../config/book';
import { shippedConfig } from '../config/env';
import { createLogger } from '../config/logger';
import type { Client } from '../domain/client';
import { disputed, mailed, type MailOutcome } from '../domain/collecting';
import { totalsOf, type Content } from '../domain/content';
import { dateOfInstant, dueDate } from '../domain/dates';
import { decided } from '../domain/deciding';
import { draftInvoice, discarded, submitted, waiting, type Rules } from '../domain/drafting';
import { nextEntry, type Act, type Change } from '../domain/history';
import { idOf } from '../domain/id';
import type { Invoice } from '../domain/invoice';
import { OFFICE, type Actor } from '../domain/people';
import { paid } from '../domain/payment';
import { searchText } from '../domain/search';
import { seeded } from './random';

/** What becomes of a hundred invoices. `fresh` is everything still on its way out of the office, made within the last weeks. */
const FATES = [
  ['paid', 78], ['sent', 13], ['disputed', 1], ['bounced', 1], ['discarded', 3], ['submitted', 1], ['rejected', 1], ['draft', 2],
] as const;
type Fate = (typeof FATES)[number][0];
const STILL_INSIDE: readonly Fate[] = ['submitted', 'rejected', 'draft'];

/** As config/approvals.yaml: from 10,000 EUR. */
const FINANCE_FROM_MINOR = 1_000_000;
const DAY_MS = 86_400_000;
const YEARS = 3;
const VAT = { category: 'S', rate: '19' } as const;
const WORDS = ['Concept', 'Layout', 'Retouching', 'Photography', 'Copywriting', 'Translation', 'Print supervision', 'Illustration', 'Consulting', 'Workshop'];
const NAMES = ['Nordwind', 'Hafenkontor', 'Lindenhof', 'Alster', 'Morgenrot', 'Kranich', 'Silbersee', 'Bergmann', 'Falkenstein', 'Ostwind'];
const FORMS = ['GmbH', 'AG', 'KG', 'Studio', 'Verlag', 'Handel', 'Bau', 'Werke', 'Logistik', 'Media'];

export type Archive = { invoices: Invoice[]; clients: Client[]; book: Book };

const clientOf = (index: number): Client => {
  const name = `${NAMES[index % NAMES.length]} ${FORMS[Math.floor(index / NAMES.length) % FORMS.length]}${index >= 100 ? ` ${Math.floor(index / 100) + 1}` : ''}`;
  return {
    id: idOf('cli', `archive/${index}`), revision: 1, credit: [], name, email: `billing@client-${index}.example`,
    address: { lines: [`Hauptstraße ${index + 1}`], postcode: '20457', city: 'Hamburg', country: 'DE' },
    currency: 'EUR', zone: 'Europe/Berlin', locale: 'en', defaultVat: VAT, terms: { days: 14 + (index % 3) * 8 },
  };
};

function contentOf(client: Client, random: () => number): Content {
  const lines = Array.from({ length: 1 + Math.floor(random() * 7) }, (_, index) => ({
    id: `l${index + 1}`, description: `${WORDS[Math.floor(random() * WORDS.length)]}, part ${index + 1}`, quantity: String(1 + Math.floor(random() * 12)),
    unitPrice: (20 + random() * 480).toFixed(2), vat: VAT,
  }));
  const number = 1000 + Math.floor(random() * 9000);
  return { clientId: client.id, currency: 'EUR', prices: 'exclusive', terms: client.terms, lines, purchaseOrder: `PO-${number}`, project: `Project ${number % 97}` };
}

/** An invoice under way: its acts follow each other in time, each an entry, as the store would have written them. */
class Life {
  private acts = 0;
  constructor(public invoice: Invoice, private at: string, private readonly book: Book) {}

  rules(): Rules {
    const { office, approvals } = this.book.current();
    return { people: office.people, policy: approvals, rates: office.rates, taxation: office, today: dateOfInstant(this.at, office.zone), hoursOf: this.book.hoursOf };
  }

  do(by: Actor, rule: (invoice: Invoice, act: Act) => Change<Invoice>, laterMs = 3_600_000): void {
    this.at = new Date(Date.parse(this.at) + laterMs).toISOString();
    this.acts += 1;
    const act = { by, at: this.at, key: `archive/${this.invoice.id}/${this.acts}` };
    const entry = nextEntry(this.invoice.history.at(-1), act, rule(this.invoice, act) as Change<Record<string, unknown>>);
    const kept = Object.entries({ ...this.invoice, ...entry.changes }).filter(([, value]) => value !== null && value !== undefined);
    this.invoice = { ...(Object.fromEntries(kept) as Invoice), revision: this.invoice.revision + 1, history: [...this.invoice.history, entry] };
  }

  approve(): void {
    while (this.invoice.state === 'submitted') {
      const [email = ''] = waiting(this.invoice);
      const name = this.rules().people.find((person) => person.email === email)?.name ?? email;
      const step = this.invoice.approval?.current ?? 0;
      this.do({ email, name, via: 'slack' }, (invoice, act) => decided(invoice, { step, version: 1, says: 'approve' }, act, this.rules()));
    }
  }

  /** Numbered, printed and mailed, as activities/issue.ts writes it. */
  issue(number: string, status: MailOutcome['status']): void {
    const { id, client, content } = this.invoice;
    const issueDate = this.rules().today;
    this.do(OFFICE, (invoice) => ({
      kind: 'issued', detail: { number, issueDate },
      changes: { state: 'issued', number, issueDate, dueDate: dueDate(issueDate, content.terms), seller: this.book.current().office.seller, searchText: searchText({ ...invoice, number }) },
    }), 1_000);
    this.do(OFFICE, () => ({ kind: 'printed', changes: { pdf: { hash: idOf('form', number).padEnd(64, '0'), name: `${number}.pdf`, bytes: 21_000 } } }), 1_000);
    this.do(OFFICE, (invoice, { at }) => mailed(invoice, { mailKey: `invoice/${id}/send`, kind: 'invoice', to: client.email, status: 'accepted', at }), 1_000);
    this.do(OFFICE, (invoice, { at }) => mailed(invoice, { mailKey: `invoice/${id}/send`, kind: 'invoice', to: client.email, status, at }), 60_000);
  }

  settle(by: Actor, afterDays: number): void {
    this.do(by, (invoice, act) => paid(invoice, { amount: invoice.balance, date: this.rules().today, reference: `Transfer ${this.acts}` }, act, { ...this.rules(), today: dateOfInstant(act.at, 'Europe/Berlin') }), afterDays * DAY_MS);
    this.do(OFFICE, () => ({ kind: 'receipt.mail.accepted', changes: { owed: [] } }), 60_000);
  }
}

function invoiceOf(index: number, fate: Fate, bornAt: string, number: () => string, { book, client, random }: { book: Book; client: Client; random: () => number }): Invoice {
  const people = book.current().office.people;
  const actor = (at: number): Actor => ({ email: people[at]?.email ?? '', name: people[at]?.name ?? '', via: 'slack' });
  const [carla, milo, fatima] = [actor(0), actor(1), actor(3)];
  const content = contentOf(client, random);
  const needsFinance = totalsOf(content).due.minor >= FINANCE_FROM_MINOR; // Then Fatima approves, and nobody approves their own.
  const author = needsFinance || random() < 0.85 ? carla : fatima;
  const opening = { by: author, at: bornAt, key: `archive/${index}/open` };
  const fields = draftInvoice(idOf('inv', opening.key), content, client, opening, dateOfInstant(bornAt, 'Europe/Berlin'));
  const life = new Life({ ...fields, revision: 1, history: [nextEntry(undefined, opening, { kind: 'drafted', changes: fields })] }, bornAt, book);
  if (fate === 'discarded') life.do(author, (invoice, act) => discarded(invoice, act));
  if (fate === 'draft' || fate === 'discarded') return life.invoice;
  life.do(author, (invoice, act) => submitted(invoice, 1, act, life.rules()));
  if (life.invoice.state === 'submitted' && fate === 'submitted') return life.invoice;
  if (life.invoice.state === 'submitted' && fate === 'rejected') {
    life.do(milo, (invoice, act) => decided(invoice, { step: 0, version: 1, says: 'reject', category: 'price', reason: 'The day rate is last year’s.' }, act, life.rules()));
    return life.invoice;
  }
  life.approve();
  life.issue(number(), fate === 'bounced' ? 'bounced' : 'delivered');
  if (fate === 'disputed') life.do(fatima, (invoice, act) => disputed(invoice, 'The client counts fewer hours.', act), 5 * DAY_MS);
  if (fate === 'paid') life.settle(fatima, 3 + Math.floor(random() * 20));
  return life.invoice;
}

/** The date when an invoice of that fate was drafted: what is still open is young, the rest is spread over the years. */
function bornDaysAgo(fate: Fate, random: () => number): number {
  if (STILL_INSIDE.includes(fate)) return 1 + random() * 20;
  if (fate === 'paid' || fate === 'discarded') return 30 + random() * (365 * YEARS - 30);
  return 2 + random() * 110; // Mailed and open: from not due yet to three months late.
}

/** `count` invoices of `clients` clients, up to `now` (ISO instant). */
export function makeArchive(count: number, clients: number, now: string): Archive {
  const random = seeded(7);
  const book = openBook(shippedConfig(), createLogger('archive', 'silent'));
  const known = Array.from({ length: clients }, (_, index) => clientOf(index));
  const deck = FATES.flatMap(([fate, share]) => Array.from({ length: share }, () => fate));
  const plans = Array.from({ length: count }, (_, index) => {
    const fate = deck[index % deck.length] ?? 'paid';
    return { fate, at: new Date(Date.parse(now) - bornDaysAgo(fate, random) * DAY_MS).toISOString() };
  }).sort((one, other) => (one.at < other.at ? -1 : 1));
  const given = new Map<string, number>();
  const invoices = plans.map(({ fate, at }, index) => {
    const number = (): string => {
      const year = at.slice(0, 4);
      given.set(year, (given.get(year) ?? 0) + 1);
      return `INV-${year}-${String(given.get(year)).padStart(4, '0')}`;
    };
    const client = known[Math.floor(random() ** 2 * clients)] as Client; // A few clients have most of the invoices.
    return invoiceOf(index, fate, at, number, { book, client, random });
  });
  return { invoices, clients: known, book };
}
