/** Clients and the parties printed on documents. */
import type { Term } from './dates';
import type { EInvoicing } from './einvoice/format';
import type { Language } from './language';
import type { ReferenceKind } from './payment-reference';
import type { Vat } from './totals';

/** A postal address as printed; `country` is ISO 3166-1 alpha-2. */
export type Address = { lines: string[]; postcode?: string; city?: string; country: string };

/** A party frozen into a document at issue: what was printed stays what was printed. */
export type Party = { name: string; email: string; address: Address; vatId?: string };

/** The seller as printed: the party and how to pay it. */
export type Seller = Party & {
  phone?: string; website?: string; taxNumber?: string;
  /** Who answers questions about invoices (BT-41); without one the firm itself. */
  contact?: string;
  /** The number in a register of companies (BT-30), such as "HRB 123456 B". */
  registration?: string;
  /** Where e-invoices to it go (BT-34). */
  endpoint?: { scheme: string; value: string };
  bank?: { name?: string; iban: string; bic?: string; references?: ReferenceKind };
};

/**
 * A client of the office. `zone` (IANA) and `locale` (BCP 47) decide when and how it is reminded; `currency` is ISO 4217.
 * `secondLanguage` is one that documents speak besides. `defaultVat` is the tax a new line starts with. `terms` are the payment terms.
 * `accountManager` is a mail address, `tags` are words of the office's own for its policies, `design` is how its documents are printed.
 */
export type ClientDetails = {
  name: string;
  email: string;
  address: Address;
  currency: string;
  zone: string;
  locale: string;
  secondLanguage?: Language;
  defaultVat: Vat;
  terms: Term;
  vatId?: string;
  accountManager?: string;
  tags?: string[];
  eInvoicing?: EInvoicing;
  design?: string;
};

/** A client at rest. `creditMinor` per currency is money received beyond what was owed. */
export type Client = ClientDetails & { id: string; revision: number; credit: { minor: number; currency: string }[] };

/** What a document keeps of its client. */
export type ClientSnapshot = Party & { id: string; locale: string; zone: string; secondLanguage?: Language; eInvoicing?: EInvoicing };

/** Our own limits: tags are words of policies, not notes. */
export const CLIENT_LIMITS = { tags: 20, tag: 40 } as const;

/** Few and short, each a word or two in one line. */
export const areTags = (tags: readonly string[]): boolean => tags.length <= CLIENT_LIMITS.tags && tags.every((tag) => tag !== '' && tag.length <= CLIENT_LIMITS.tag && !/[\r\n,]/.test(tag));

/** One mail address and nothing else: no list, no name, no control characters. Deliverability is the mail provider's to say. */
export const isMailAddress = (text: string): boolean => /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\]+$/.test(text) && text.length <= 254;
