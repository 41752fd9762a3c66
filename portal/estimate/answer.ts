/** The client's answer to an estimate, bound to the version and the content that the page showed. */
import { DomainError } from '../../domain/refusals';
import { addressOf, type Caller, type CallerHandler } from '../deps';
import { onward, type Reply } from '../reply';
import { need } from '../request';
import { checkOrigin } from '../seal';
import { estimateOf } from './page';

export const acceptEstimate: CallerHandler = (caller) => answerEstimate(caller, 'accept');
export const declineEstimate: CallerHandler = (caller) => answerEstimate(caller, 'decline');

/** Refuses FormStale, FieldNotText, PageUnknown and what domain/offering.ts refuses. */
async function answerEstimate(caller: Caller, says: 'accept' | 'decline'): Promise<Reply> {
  const { request, deps, client, link, visit, names: [name = ''] } = caller;
  checkOrigin(request, deps.publicUrl);
  const fields = await request.fields();
  const nonce = deps.seals.open(link.hash, fields.get('csrf'));
  const { id } = await estimateOf(caller, name);
  const signer = need(fields, 'name');
  const { text } = await deps.door.actOnEstimate('answer', id, {
    by: { email: client.email, name: signer.trim() || client.name, via: 'portal' }, key: `portal/${says}/${id}/${nonce}`, says, name: signer, ip: request.ip,
    version: versionOf(need(fields, 'version')), contentHash: need(fields, 'contentHash'),
    ...(says === 'decline' && { reason: need(fields, 'reason') }),
  });
  deps.log.info({ event: 'portal.answered', says, clientId: client.id, estimateId: id, ip: request.ip }, 'A client answered an estimate.');
  return onward(addressOf(deps, `${visit.base}/estimates/${id}`), text);
}

function versionOf(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new DomainError('FormStale');
  return Number(text);
}
