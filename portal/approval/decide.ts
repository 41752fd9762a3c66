/** Deciding in the portal: yes, no, or a question. What is posted goes to the invoice's workflow, which judges it as every other decision. */
import { REJECTION_CATEGORIES } from '../../domain/deciding';
import { hashOf } from '../../domain/history';
import { DomainError } from '../../domain/refusals';
import type { InvoiceActs } from '../../workflows/contracts/invoice';
import { addressOf, type Approver, type ApproverHandler } from '../deps';
import { onward, type Reply } from '../reply';
import { need, type Fields } from '../request';
import { checkOrigin } from '../seal';
import { provedBy, sealOf } from './approver';
import { askedOf } from './page';
import { typedIn } from './typed';

export const approve: ApproverHandler = (approver) => decide(approver, 'approve', (fields) => ({ note: fields.get('note')?.trim() || undefined }));

export const reject: ApproverHandler = (approver) => decide(approver, 'reject', (fields) => ({ category: categoryOf(fields), reason: need(fields, 'reason') }));

/** Refuses CodeNeeded, FormStale, FieldNotText, AskedNoMore and what domain/deciding.ts refuses. */
async function decide(approver: Approver, says: 'approve' | 'reject', saying: (fields: Fields) => Pick<InvoiceActs['decide'], 'note' | 'category' | 'reason'>): Promise<Reply> {
  const { deps, request, path } = approver;
  const { fields, invoiceId, acting } = await pressed(approver, says);
  const decision = { ...acting, ...saying(fields), step: countOf(fields, 'step'), version: countOf(fields, 'version'), says };
  const { text } = await deps.door.actOnInvoice('decide', invoiceId, decision);
  deps.log.info({ event: 'portal.decided', says, by: acting.by.email, invoiceId, ip: request.ip }, 'An approver decided in the portal.');
  return onward(addressOf(deps, path), text);
}

/** Refuses CodeNeeded, FormStale, FieldNotText, AskedNoMore and what domain/deciding.ts refuses. */
export async function ask(approver: Approver): Promise<Reply> {
  const { fields, invoiceId, acting } = await pressed(approver, 'ask');
  const { text } = await approver.deps.door.actOnInvoice('ask', invoiceId, { ...acting, text: need(fields, 'question') });
  return onward(addressOf(approver.deps, approver.path), text);
}

/** A form of ours, posted in a session: who acts, on what, and under which key. The same form with the same words is the same act; with other words, after a refusal, it is another. */
async function pressed(approver: Approver, verb: string) {
  const { deps, request } = approver;
  const proved = provedBy(approver);
  checkOrigin(request, deps.publicUrl);
  const fields = await request.fields();
  const nonce = deps.seals.open(sealOf(approver, proved), fields.get('csrf'));
  const { id: invoiceId } = await askedOf(approver, proved);
  const { email, name } = proved.person;
  return { fields, invoiceId, acting: { by: { email, name, via: 'portal' as const }, key: `portal/${verb}/${invoiceId}/${nonce}/${hashOf(typedIn(fields)).slice(0, 12)}` } };
}

const categoryOf = (fields: Fields): string => REJECTION_CATEGORIES.find((category) => category === fields.get('category')) ?? 'other';

function countOf(fields: Fields, field: string): number {
  const text = need(fields, field);
  if (!/^\d{1,6}$/.test(text)) throw new DomainError('FormStale');
  return Number(text);
}
