/** The client objects to an invoice: reminders stop until the office has settled it. */
import { addressOf, type Caller } from '../deps';
import { onward, type Reply } from '../reply';
import { need } from '../request';
import { checkOrigin } from '../seal';
import { invoiceOf } from './page';

/** Refuses FormStale, FieldNotText, PageUnknown and what domain/collecting.ts refuses. */
export async function disputeInvoice(caller: Caller): Promise<Reply> {
  const { request, deps, client, link, visit, names: [name = ''] } = caller;
  checkOrigin(request, deps.publicUrl);
  const fields = await request.fields();
  const nonce = deps.seals.open(link.hash, fields.get('csrf'));
  const { id } = await invoiceOf(caller, name);
  const by = { email: client.email, name: client.name, via: 'portal' as const };
  const { text } = await deps.door.actOnInvoice('dispute', id, { by, key: `portal/dispute/${id}/${nonce}`, reason: need(fields, 'reason') });
  deps.log.info({ event: 'portal.disputed', clientId: client.id, invoiceId: id, ip: request.ip }, 'A client objected to an invoice.');
  return onward(addressOf(deps, `${visit.base}/invoices/${id}`), text);
}
