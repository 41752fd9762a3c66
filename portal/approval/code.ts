/** The door of an approval: a code by mail, and a session for who types it. The answers are the same whoever the link was made for. */
import { CODE } from '../../domain/code';
import { DomainError } from '../../domain/refusals';
import { addressOf, type Approver } from '../deps';
import { onward, type Reply } from '../reply';
import { need } from '../request';
import { checkOrigin } from '../seal';
import { approvalReply, doorReply } from './page';
import { openSession } from './session';
import { isEmpty, typedIn } from './typed';

/** Has a code mailed to whom the link was made for. Refuses FormStale and TooManyAttempts. */
export async function sendCode(approver: Approver): Promise<Reply> {
  const { request, deps, link } = approver;
  checkOrigin(request, deps.publicUrl);
  const fields = await request.fields();
  const key = deps.seals.open(link.hash, fields.get('csrf'));
  await deps.guard.count(request.ip);
  await deps.door.sendCode({ link: link.hash, key });
  deps.log.info({ event: 'portal.code.asked', invoiceId: link.documentId, ip: request.ip }, 'A code for an approval was asked for.');
  return doorReply(approver, { typed: typedIn(fields), stage: 'asked' });
}

/** Opens a session for the right code. Refuses FormStale, TooManyAttempts and CodeWrong, whatever is wrong with it. */
export async function enterCode(approver: Approver): Promise<Reply> {
  const { request, deps, link, path } = approver;
  checkOrigin(request, deps.publicUrl);
  const fields = await request.fields();
  const form = deps.seals.open(link.hash, fields.get('csrf'));
  await deps.guard.count(request.ip);
  const code = need(fields, 'code').replace(/[\s-]/g, '');
  const opens = code.length === CODE.digits && (await deps.door.tryCode({ link: link.hash, mac: deps.seals.code(link.hash, code), form })).opens;
  const person = deps.book.personByEmail(link.approver);
  if (!opens || !person) throw new DomainError('CodeWrong');
  await deps.guard.forgive(request.ip);
  deps.log.info({ event: 'portal.approval.opened', invoiceId: link.documentId, by: person.email, ip: request.ip }, 'An approver proved their mailbox.');
  const { cookie, session } = openSession(deps, person.email);
  const typed = typedIn(fields);
  const reply = isEmpty(typed) ? onward(addressOf(deps, path), 'The code is right.') : await approvalReply({ ...approver, proved: { person, session } }, { typed, notice: { code: 'Typed' } });
  return { ...reply, headers: { ...reply.headers, 'Set-Cookie': cookie } };
}
