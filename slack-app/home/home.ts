/** App Home: opened and refreshed through the worker, which draws it and keeps it right from then on. */
import { may, whoMay } from '../../domain/permission';
import { DomainError } from '../../domain/refusals';
import { refusalText } from '../../templates/slack/spoken';
import { ACTION } from '../../templates/slack/token';
import { officeOf } from '../client/client';
import type { Deed } from '../deed';
import { resultView } from '../modal';
import type { Registrations } from '../registration';

/** Draws the person's Home; whoever is not of the office is told so there. */
export async function showHome(deed: Deed): Promise<void> {
  const { parts, access, userId, actor, key } = deed;
  if (may(access, 'list')) return parts.door.publishHome({ userId, email: actor.email, key });
  const refusal = deed.person ? new DomainError('NotAllowed', { who: whoMay(access.permissions, 'list') }) : new DomainError('NotInOffice', { command: '/invoice', who: officeOf(deed) });
  await parts.slack.views.publish({ user_id: userId, view: { type: 'home', blocks: resultView('Invoice Office', refusalText(refusal)).blocks } });
}

export const homes: Registrations = { clicks: [{ id: ACTION.refresh, needs: 'list', run: showHome }, { id: 'inv.home.open', needs: 'nothing', run: async () => undefined }] };
