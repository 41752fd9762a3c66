/** Lines of the one-line grammar as content for a client: what was not said comes from the client. */
import type { Client } from '../../domain/client';
import type { Content } from '../../domain/content';
import type { TypedLines } from '../../domain/grammar';

export const contentOf = ({ lines, currency, purchaseOrder, project }: TypedLines, { id, defaultVat, terms }: Client): Content => ({
  clientId: id, currency, prices: 'exclusive', terms, lines: lines.map((line, index) => ({ vat: defaultVat, ...line, id: `l${index + 1}` })),
  ...(purchaseOrder && { purchaseOrder }), ...(project && { project }),
});
