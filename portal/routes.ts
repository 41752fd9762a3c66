/** The portal's routes: which handler serves which address, before and behind a link. */
import type { PageWords } from '../templates/pages/words';
import { enterCode, sendCode } from './approval/code';
import { approve, ask, reject } from './approval/decide';
import { showApproval } from './approval/page';
import type { ApproverHandler, CallerHandler, GuestHandler } from './deps';
import { acceptEstimate, declineEstimate } from './estimate/answer';
import { showEstimate, showEstimatePdf } from './estimate/page';
import { showFile } from './file';
import { showHealth } from './health';
import { disputeInvoice } from './invoice/dispute';
import { leavePayment, openPayment, showInvoice, showInvoicePdf, showInvoiceXml, showPayment } from './invoice/page';
import { openByQuery, openSession, requestLink, showEntrance } from './link/entrance';
import { showOverview } from './link/overview';
import { showStatement } from './link/statement';
import { takeEvents } from './webhook/sendgrid';

/** `path` has `:` where a name stands. `button` is what a form's page calls its button: opening its address by hand is told so. */
export type Route<Handler> = { path: string; GET?: Handler; POST?: Handler; button?(words: PageWords): string };

export const GUEST_ROUTES: readonly Route<GuestHandler>[] = [
  { path: '', GET: showEntrance },
  { path: 'p', GET: showEntrance },
  { path: 'p/request-link', POST: requestLink, button: ({ door }) => door.send },
  { path: 'p/session', POST: openSession, button: ({ code }) => code.open },
  { path: 'p/invoices', GET: openByQuery },
  { path: 'webhooks/sendgrid', POST: takeEvents },
  { path: 'healthz', GET: showHealth },
];

/** Behind `p/<token>/`. */
export const CALLER_ROUTES: readonly Route<CallerHandler>[] = [
  { path: '', GET: showOverview },
  { path: 'invoices/:', GET: showInvoice },
  { path: 'invoices/:/pdf', GET: showInvoicePdf },
  { path: 'invoices/:/xml', GET: showInvoiceXml },
  { path: 'invoices/:/pay', GET: showPayment, POST: openPayment },
  { path: 'invoices/:/dispute', POST: disputeInvoice, button: ({ invoice }) => invoice.dispute },
  { path: 'estimates/:', GET: showEstimate },
  { path: 'estimates/:/pdf', GET: showEstimatePdf },
  { path: 'estimates/:/accept', POST: acceptEstimate, button: ({ estimate }) => estimate.accept },
  { path: 'estimates/:/decline', POST: declineEstimate, button: ({ estimate }) => estimate.decline },
  { path: 'pay', GET: leavePayment, POST: openPayment },
  { path: 'statement/:', GET: showStatement },
  { path: 'files/:', GET: showFile },
];

/** Behind `approvals/<token>/`. */
export const APPROVER_ROUTES: readonly Route<ApproverHandler>[] = [
  { path: '', GET: showApproval },
  { path: 'code', POST: sendCode, button: ({ code }) => code.send },
  { path: 'open', POST: enterCode, button: ({ code }) => code.open },
  { path: 'approve', POST: approve, button: ({ approval }) => approval.approve },
  { path: 'reject', POST: reject, button: ({ approval }) => approval.reject },
  { path: 'ask', POST: ask, button: ({ approval }) => approval.ask },
];

/** Other words for the same thing, as people and programs write them. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([['quotes', 'estimates'], ['approve', 'accept']]);

/** What may stand for a name: ids, numbers and hashes of ours, nothing escaped. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** The route of a path and the names in it. */
export function routeOf<Handler>(routes: readonly Route<Handler>[], segments: readonly string[]): { route: Route<Handler>; names: string[] } | undefined {
  for (const route of routes) {
    const parts = route.path === '' ? [] : route.path.split('/');
    const fits = parts.length === segments.length && parts.every((part, at) => (part === ':' ? NAME.test(segments[at] ?? '') : part === segments[at] || part === SYNONYMS.get(segments[at] ?? '')));
    if (fits) return { route, names: segments.filter((_, at) => parts[at] === ':') };
  }
  return undefined;
}
