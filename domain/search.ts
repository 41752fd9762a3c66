/** What a search looks through, kept on the document in lower case. */
import type { ClientSnapshot } from './client';
import type { Content } from './content';
import { toDecimal, type Money } from './money';

type Searchable = { number?: string; client: ClientSnapshot; content: Content; totals: { due: Money } };

/** Number, client, mail, purchase order, project and total, in one lower-case line. */
export const searchText = ({ number, client, content, totals }: Searchable): string =>
  [number, client.name, client.email, content.purchaseOrder, content.project, toDecimal(totals.due), content.currency]
    .filter(Boolean).join(' ').toLowerCase();
