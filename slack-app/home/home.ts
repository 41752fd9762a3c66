/** App Home: opened and refreshed through the worker, which draws it and keeps it right from then on. */
import { maySee } from '../../domain/permission';
import { DomainError } from '../../domain/refusals';
import { ACTION } from '../../templates/slack/token';
import { officeOf } from '../client/client';
import type { Deed } from '../deed';
import { resultView } from '../modal';
import type { Registrations } from '../registration';

/** Draws the person's Home; whoever is not of the office is told so there. */
export async function showHome({ parts, person, userId, actor, key, ...deed }: Deed): Promise<void> {
  if (person && maySee(person)) return parts.door.publishHome({ userId, email: actor.email, key });
  const { message } = new DomainError('NotInOffice', { command: '/invoice', who: officeOf({ parts, person, userId, actor, key, ...deed }) });
  await parts.slack.views.publish({ user_id: userId, view: { type: 'home', blocks: resultView('Invoice Office', message).blocks } });
}

export const homes: Registrations = { clicks: [{ id: ACTION.refresh, run: showHome }, { id: 'inv.home.open', run: async () => undefined }] };
