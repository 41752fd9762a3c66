/** The ways in for visitors without a link in their hand: asking for one by mail, or bringing its token. */
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '../../domain/refusals';
import { doorPage, sentPage } from '../../templates/pages/message';
import { renderPage } from '../../templates/render';
import { addressOf, brandOf, rootOf, type Guest } from '../deps';
import { localeFor } from '../language';
import { onward, page, type Reply } from '../reply';
import { need } from '../request';
import { checkOrigin } from '../seal';
import { sendApprovalLinks, sendFreshLink } from './fresh-link';
import { visitorBy } from './visitor';

/** Longer than ordering a mail takes, so that the answer's time does not tell whether the address is known. */
const ANSWER_AFTER_MS = 300;

export async function showEntrance({ request, deps }: Guest): Promise<Reply> {
  const { office } = deps.book.current();
  return page(renderPage('door', doorPage(office.seller, localeFor(request.header('accept-language'), office.locale), `${rootOf(deps)}/p/request-link`), brandOf(deps)));
}

/** Mails a fresh link to every client with that address, and to an approver without Slack those to what waits for them; the answer is the same for all addresses. */
export async function requestLink({ request, deps }: Guest): Promise<Reply> {
  checkOrigin(request, deps.publicUrl);
  const fields = await request.fields();
  await deps.guard.count(request.ip);
  const { office } = deps.book.current();
  const reply = page(renderPage('sent', sentPage(office.seller, localeFor(request.header('accept-language'), office.locale)), brandOf(deps)));
  // Asked first, so that a failure tells nothing about the address either.
  if (!(await deps.temporalAnswers())) throw new Error('Temporal does not answer.');
  await Promise.all([delay(ANSWER_AFTER_MS), sendTo({ request, deps, names: [] }, fields.get('email') ?? '')]);
  return reply;
}

async function sendTo({ deps }: Guest, email: string): Promise<void> {
  const clients = await deps.reading.clientsAt(email);
  const person = deps.book.personByEmail(email.trim());
  await Promise.all([...clients.map(({ id }) => sendFreshLink(deps, id)), ...(person ? [sendApprovalLinks(deps, person.email)] : [])]);
}

/** A token brought in a form leads to its portal. */
export async function openSession(guest: Guest): Promise<Reply> {
  checkOrigin(guest.request, guest.deps.publicUrl);
  return enter(guest, need(await guest.request.fields(), 'token'));
}

/** `/p/invoices?token=…`, as some mail programs rewrite links: leads to the portal's own address. */
export async function openByQuery(guest: Guest): Promise<Reply> {
  const token = guest.request.query.get('token');
  if (token === undefined) throw new DomainError('PageUnknown');
  return enter(guest, token);
}

async function enter(guest: Guest, token: string): Promise<Reply> {
  const { visit } = await visitorBy(guest, token);
  return onward(addressOf(guest.deps, visit.base), 'Your documents are here.');
}
