/** The one place where a refused form of an approver becomes a page again: what is so, what to do, and all that was typed. */
import { DomainError } from '../../domain/refusals';
import type { Approver } from '../deps';
import { toldOf } from '../refused';
import type { Reply } from '../reply';
import { approvalReply, doorReply } from './page';
import { typedIn } from './typed';

/** Refused before any of our forms was read. */
const NO_FORM: readonly string[] = ['MethodNotAllowed', 'OpenAndPress'];

/** Throws on what is no form's: the whole portal's answer tells it. A fault keeps the form's seal, because the act may have been recorded. */
export async function turnedBack(error: unknown, approver: Approver): Promise<Reply> {
  const { request, proved, deps } = approver;
  if (request.method !== 'POST' || (error instanceof DomainError && NO_FORM.includes(error.code))) throw error;
  const fields = await request.fields();
  const typed = typedIn(fields, request.segments.at(-1));
  const { code, sentence, status, headers } = toldOf(error, deps, deps.book.current().office.locale);
  const notice = { code, sentence };
  const isKnown = error instanceof DomainError;
  const reply = proved && code !== 'CodeWrong' ? await approvalReply(approver, { notice, typed, ...(!isKnown && { csrf: fields.get('csrf') }) }, status) : doorReply(approver, { notice, typed, ...(code === 'CodeWrong' && { stage: 'tried' as const }) }, status);
  return { ...reply, headers: { ...headers, ...reply.headers } };
}
