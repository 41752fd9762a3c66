/** The client's own overview. */
import { overviewModel } from '../../templates/pages/overview';
import { renderPage } from '../../templates/render';
import { brandOf, type Caller } from '../deps';
import { page, type Reply } from '../reply';

/** Further back than a client of years has invoices. */
const LAST_PAGE = 1_000;

export async function showOverview({ request, deps, deps: { reading }, client, visit }: Caller): Promise<Reply> {
  const asked = Number(/^[1-9]\d{0,3}$/.exec(request.query.get('page') ?? '1')?.[0] ?? 1);
  const number = Math.min(asked, LAST_PAGE);
  const [open, { rows, more }, estimates, first] = await Promise.all([reading.open(client.id), reading.invoices(client.id, number), reading.estimates(client.id), reading.firstIssue(client.id)]);
  const notes = await reading.creditNotes(client.id, rows.map(({ id }) => id));
  return page(renderPage('overview', overviewModel(visit, { notes, open, invoices: rows, more, page: number, estimates, ...(first && { first }) }), brandOf(deps)));
}
