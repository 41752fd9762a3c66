/** A deed: one thing one person did in Slack, known by a key, with the places where they can be answered. */
import { dateOfInstant, type PlainDate } from '../domain/dates';
import type { Act } from '../domain/history';
import type { Access } from '../domain/permission';
import type { Identity } from './identity';
import type { Needs } from './needs';
import type { Parts } from './parts';

/** Any of Slack's payloads, as far as keys and answers go; verified before anybody looks into it. */
export type Payload = {
  type?: string; command?: string; user_id?: string; team_id?: string; user?: { id?: string; team_id?: string }; team?: { id?: string } | null;
  trigger_id?: string; response_url?: string; channel_id?: string; channel?: { id?: string }; api_app_id?: string;
  view?: { id?: string; type?: string; hash?: string; callback_id?: string; private_metadata?: string; root_view_id?: string | null; previous_view_id?: string | null; state?: { values?: Values } };
  container?: { message_ts?: string; view_id?: string; channel_id?: string; is_ephemeral?: boolean };
  actions?: { action_id?: string; action_ts?: string; value?: string; block_id?: string; selected_option?: { value?: string } | null }[];
  event_id?: string; event?: { type?: string; user?: string; tab?: string };
  callback_id?: string; message?: { text?: string };
};
/** `view.state.values`: block id, then action id. */
export type Values = Record<string, Record<string, Value>>;
export type Value = { type?: string; value?: string | null; selected_option?: { value?: string } | null; selected_options?: { value?: string }[]; selected_date?: string | null; files?: { id?: string; name?: string; url_private_download?: string }[] };

/**
 * Where an answer can go, in the order of preference: the modal it concerns, the response URL, a modal of its own, a direct message.
 * `openedFrom` is the response URL of the private message whose button was clicked: the only way to take its buttons away later.
 */
export type Address = { userId: string; submittedView?: string; clickedView?: string; responseUrl?: string; openedFrom?: string; triggerId?: string; inModal: 'inModal' | 'outside'; appId?: string };

export type Deed = Identity & {
  /** What the person may, and what this deed needs of it. */
  access: Access; needs: Needs;
  key: string; address: Address; payload: Payload; parts: Parts;
  /** The instant and the office's date of the deed: for showing and checking; the workflows have their own clock. */
  at: string; today: PlainDate;
};

/** One key for one deed: whoever hears of it twice does it once. */
export function keyOf(payload: Payload): string {
  const user = userOf(payload);
  const [action] = payload.actions ?? [];
  if (action) {
    const place = payload.container?.message_ts ?? payload.container?.view_id ?? payload.view?.id ?? '';
    return ['click', payload.team?.id ?? '', place, action.action_id ?? '', user, action.action_ts ?? ''].join('/');
  }
  if (payload.type === 'view_submission' || payload.type === 'view_closed') return `${payload.type === 'view_closed' ? 'closed' : 'view'}/${payload.view?.id ?? ''}`;
  if (payload.event_id) return `event/${payload.event_id}`;
  return `command/${payload.trigger_id ?? ''}`;
}

export const userOf = (payload: Payload): string => payload.user?.id ?? payload.user_id ?? payload.event?.user ?? '';
export const teamOf = (payload: Payload): string | undefined => payload.user?.team_id ?? payload.team?.id ?? payload.team_id;

export function addressOf(payload: Payload): Address {
  return {
    userId: userOf(payload), responseUrl: payload.response_url, triggerId: payload.trigger_id, appId: payload.api_app_id,
    inModal: payload.view?.type === 'modal' ? 'inModal' : 'outside',
    ...(payload.container?.is_ephemeral && { openedFrom: payload.response_url }),
    ...(payload.type === 'view_submission' && { submittedView: payload.view?.id }),
    ...(payload.type === 'block_actions' && payload.view?.type === 'modal' && { clickedView: payload.view.id }),
  };
}

export async function deedOf(payload: Payload, identity: Identity, needs: Needs, parts: Parts): Promise<Deed> {
  const at = new Date().toISOString();
  const access = await parts.reading.access.of(identity.actor.email, parts.book.current());
  return { ...identity, access, needs, key: keyOf(payload), address: addressOf(payload), payload, parts, at, today: dateOfInstant(at, parts.book.current().office.zone) };
}

/** Who acts and under which key, as the workflows want it. */
export const actingOf = ({ actor, key }: Deed): { by: Act['by']; key: string } => ({ by: actor, key });
/** The same with an instant, for rehearsing a rule of domain/ on what is stored. */
export const actOf = ({ actor, key, at }: Deed): Act => ({ by: actor, key, at });
