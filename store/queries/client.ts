/** Reading clients: by what a person typed, or for a select. */
import { trusted } from 'mongoose';
import type { Client } from '../../domain/client';
import type { ClientStore, StoredClient } from '../client';

export type ClientChoice = Pick<Client, 'id' | 'name' | 'email' | 'currency'>;
/** The one client that is meant, those it could be, or nobody. */
export type ClientMatch = { kind: 'one'; client: StoredClient } | { kind: 'many'; clients: ClientChoice[] } | { kind: 'none' };

const CHOICE = { _id: 0, id: 1, name: 1, email: 1, currency: 1 } as const;
/** Names are compared without regard to letters' size and accents, and so is their index. */
export const NAME_COLLATION = { locale: 'en', strength: 1 } as const;
/** Sorts behind every name (Unicode's noncharacter of the highest weight in CLDR's root collation). */
const LAST_LETTER = '\uffff';
/** As many as a select shows (https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element). */
export const MOST_CHOICES = 100;

export type ClientQueries = ReturnType<typeof clientQueries>;

export function clientQueries({ model, find }: ClientStore) {
  const visible = (hidden: readonly string[]) => (hidden.length > 0 ? { id: trusted({ $nin: [...hidden] }) } : {});
  const beginning = (text: string, limit: number, hidden: readonly string[]) => {
    const where = { ...(text !== '' && { name: trusted({ $gte: text, $lt: text + LAST_LETTER }) }), ...visible(hidden) };
    return model.find(where as never, CHOICE).collation(NAME_COLLATION).sort({ name: 1 }).limit(limit).lean().exec() as unknown as Promise<ClientChoice[]>;
  };

  return {
    find: (id: string): Promise<StoredClient | null> => find(id),

    /** A mail address, a name, or the unambiguous beginning of one. A whole name wins over longer ones that begin with it. `hidden` clients (ids) do not exist. */
    async match(text: string, hidden: readonly string[] = []): Promise<ClientMatch> {
      const wanted = text.trim();
      if (wanted === '') return { kind: 'none' };
      const found = wanted.includes('@')
        ? ((await model.find({ email: wanted.toLowerCase(), ...visible(hidden) } as never, CHOICE).limit(MOST_CHOICES).lean().exec()) as unknown as ClientChoice[])
        : await beginning(wanted, MOST_CHOICES, hidden);
      const same = found.filter(({ name }) => name.localeCompare(wanted, 'en', { sensitivity: 'base' }) === 0);
      const [first, ...more] = same.length > 0 ? same : found;
      if (!first) return { kind: 'none' };
      if (more.length > 0) return { kind: 'many', clients: [first, ...more] };
      const client = await find(first.id);
      return client ? { kind: 'one', client } : { kind: 'none' };
    },

    /** The first hundred whose names begin so, in the order of names. */
    choices: (text = '', hidden: readonly string[] = []): Promise<ClientChoice[]> => beginning(text.trim(), MOST_CHOICES, hidden),
  };
}
