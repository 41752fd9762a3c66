/** An approval as its approver sees it in the portal: everything that is asked about, how it stands, and the decision. */
import { decideApproval, waitingFor } from '../../domain/approval';
import { invoiceName, type Invoice } from '../../domain/invoice';
import type { Actor } from '../../domain/people';
import { DomainError } from '../../domain/refusals';
import { approvalPage } from '../../templates/pages/approval';
import { codePage, type Notice } from '../../templates/pages/code';
import { renderPage } from '../../templates/render';
import { refusalText } from '../../templates/slack/spoken';
import { speaking } from '../../templates/slack/words';
import { brandOf, type Approver, type Proved } from '../deps';
import { page, type Reply } from '../reply';
import { provedBy, sealOf } from './approver';
import type { Typed } from './typed';

/** Shows the page in a session, else its door. It changes nothing, however often mail programs and scanners open it. */
export const showApproval = (approver: Approver): Promise<Reply> => (approver.proved ? approvalReply(approver) : Promise.resolve(doorReply(approver)));

/** The door; `typed` waits behind it for whose session ended. */
export function doorReply({ deps, link, path }: Approver, about: { notice?: Notice; typed?: Typed; stage?: 'asked' | 'tried' } = {}, status = 200): Reply {
  const { office } = deps.book.current();
  return page(renderPage('code', codePage(office.seller, office.locale, { path, csrf: deps.seals.mint(link.hash), kept: about.typed ?? {}, ...about }), brandOf(deps)), status);
}

/** The invoice of the link, while it is asked of this person. Refuses AskedNoMore. */
export async function askedOf({ deps, link }: Approver, { person }: Proved): Promise<Invoice> {
  const invoice = await deps.reading.askedInvoice(person.email, link.documentId);
  if (!invoice) throw new DomainError('AskedNoMore');
  return invoice;
}

/** `csrf` keeps the seal of a form whose outcome is not known, so that pressing again is the same press. */
export async function approvalReply(approver: Approver, about: { notice?: Notice; typed?: Typed; csrf?: string } = {}, status = 200): Promise<Reply> {
  const { deps, link, path } = approver;
  const proved = provedBy(approver);
  const invoice = await askedOf(approver, proved);
  const { office } = deps.book.current();
  const barred = barrierOf(invoice, approver, proved);
  const csrf = about.csrf ?? deps.seals.mint(sealOf(approver, proved));
  return page(renderPage('approval', approvalPage(invoice, { office, person: proved.person, path, until: link.expiresAt, csrf, barred, typed: about.typed ?? {}, notice: about.notice }), brandOf(deps)), status);
}

/** Why this person cannot decide now, by the rule that would refuse it; '' when they have, or nothing is open. */
function barrierOf(invoice: Invoice, { deps }: Approver, { person }: Proved): string | undefined {
  const { approval, createdBy, lastEditedBy } = invoice;
  if (approval?.verdict !== 'open' || approval.steps.some(({ decisions }) => decisions.some(({ by }) => by.email === person.email))) return '';
  const by: Actor = { email: person.email, name: person.name, via: 'portal' };
  const { people, locale } = deps.book.current().office;
  const told = refusalOf(locale, () => decideApproval(
    approval, { by, says: 'approve', at: deps.now().toISOString(), step: approval.current, version: approval.version },
    { people, createdBy, lastEditedBy, name: invoiceName(invoice), version: invoice.version },
  ));
  return told ?? (waitingFor(approval).includes(person.email) ? undefined : '');
}

function refusalOf(locale: string, rule: () => unknown): string | undefined {
  try {
    rule();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return speaking(locale, () => refusalText(error));
    throw error;
  }
}
