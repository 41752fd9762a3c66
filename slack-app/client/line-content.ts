/** Lines of the one-line grammar as content for a client: what was not said comes from the client. Refuses TaxUnknown. */
import type { Client } from '../../domain/client';
import type { Content } from '../../domain/content';
import type { PlainDate } from '../../domain/dates';
import { withMarks } from '../../domain/line-marks';
import type { TypedLines } from '../../domain/grammar';
import { vatOn, type NamedTax } from '../../domain/taxation';

/** The office's taxes, and its date. */
type Taxing = { taxes: readonly NamedTax[]; today: PlainDate };

export const contentOf = ({ lines, currency, purchaseOrder, project }: TypedLines, { id, defaultVat, terms, design }: Client, { taxes, today }: Taxing): Content => ({
  clientId: id, currency, prices: 'exclusive', terms, lines: lines.map((line, index) => ({ ...withMarks(line), vat: vatOn(line.vat ?? defaultVat, taxes, today), id: `l${index + 1}` })),
  ...(purchaseOrder && { purchaseOrder }), ...(project && { project }), ...(design && { design }),
});
