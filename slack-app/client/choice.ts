/** Choosing a client: what a person typed may mean one, several or nobody; a one-line command waits for the answer. */
import { idOf } from '../../domain/id';
import { readLines } from '../../domain/grammar';
import type { Client } from '../../domain/client';
import { closest } from '../../domain/suggestion';
import { hiddenClients } from '../../domain/permission';
import { DomainError } from '../../domain/refusals';
import { MOST_CHOICES, type ClientChoice } from '../../store/queries/client';
import { button, option, plain, section } from '../../templates/slack/blocks';
import { clipped, typed } from '../../templates/slack/text';
import { ACTION } from '../../templates/slack/token';
import { t } from '../../templates/slack/words';
import type { Answer } from '../answer';
import { actingOf, type Deed } from '../deed';
import { clientById, type Kind } from '../find';
import { contentOf } from './line-content';
import { draftCreated } from '../invoice/draft';
import { estimateCreated } from '../estimate/draft';

/** A one-line command whose client is not known yet, kept as a form. */
type WaitingLine = { kind: Kind; client: string; rest: string };

/** What `create` does with a client that is not one: asks which, or offers to make it. The line is kept meanwhile. */
export async function askClient(deed: Deed, line: WaitingLine, matches: readonly ClientChoice[]): Promise<Answer> {
  const formId = idOf('form', deed.key);
  await deed.parts.door.keepForm({ ...actingOf(deed), typedAt: deed.at, formId, flow: 'line', values: line });
  const fresh = button(t`New client`, ACTION.createClient, formId);
  if (matches.length > 0) {
    const text = t`'${clipped(line.client)}' could be several clients; choose one.`;
    const options = matches.slice(0, MOST_CHOICES).map(({ name, email, id }) => option(`${name} · ${email}`, id));
    return { text, blocks: [section(text), { type: 'actions', block_id: `client_${formId}_0`, elements: [{ type: 'static_select', action_id: ACTION.pickClient, placeholder: plain(t`Client`), options }, fresh] }] };
  }
  const known = await deed.parts.reading.clients.choices('', hiddenClients(deed.access));
  const near = closest(line.client, known.map(({ name }) => name));
  const meant = near ? known.find(({ name }) => name === near) : undefined;
  const text = meant ? t`There is no client '${clipped(line.client)}'; did you mean ${typed(meant.name)}?` : t`There is no client '${clipped(line.client)}'.`;
  const guess = meant ? [{ type: 'static_select' as const, action_id: ACTION.pickClient, placeholder: plain(t`Client`), options: [option(meant.name, meant.id)] }] : [];
  return { text, blocks: [section(text), { type: 'actions', block_id: `client_${formId}_0`, elements: [...guess, fresh] }] };
}

/** The line that waited under this id. Refuses FormGone. */
export async function waitingLine({ parts, actor }: Deed, formId: string): Promise<WaitingLine> {
  const form = await parts.reading.forms.find(formId);
  if (!form || form.by !== actor.email || form.flow !== 'line') throw new DomainError('FormGone');
  return form.values as WaitingLine;
}

/** Now that the client is known, the kept line becomes its draft. */
export async function draftFromKept(deed: Deed, formId: string, clientId: string): Promise<Answer> {
  const { kind, rest } = await waitingLine(deed, formId);
  const client = await clientById(deed, clientId);
  if (!client) throw new DomainError('ClientUnknown');
  const answer = await draftFromLine(deed, kind, client, rest, formId);
  await deed.parts.door.keepForm({ ...actingOf(deed), key: `${deed.key}/forget`, typedAt: deed.at, formId, flow: 'line', values: null });
  return answer;
}

/** A draft from the lines behind the client. `seed` names it, so that the same command or the same choice makes one. */
export async function draftFromLine(deed: Deed, kind: Kind, client: Client, rest: string, seed: string): Promise<Answer> {
  const read = readLines(rest, { today: deed.today, currency: client.currency });
  const content = contentOf(read, client, { taxes: deed.parts.book.current().office.taxes, today: deed.today });
  if (kind === 'estimate') return estimateCreated(deed, idOf('est', seed), content, read.due);
  return draftCreated(deed, idOf('inv', seed), { ...content, ...(read.due && { due: read.due }) });
}
