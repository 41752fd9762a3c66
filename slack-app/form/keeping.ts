/** Keeping forms: what was typed outlives the modal, its window and the program. */
import type { Answer } from '../answer';
import { actingOf, type Deed } from '../deed';
import { actions, button, section } from '../../templates/slack/blocks';
import { ACTION } from '../../templates/slack/token';
import { t } from '../../templates/slack/words';
import { DomainError } from '../../domain/refusals';
import type { Parts } from '../parts';
import { isTouched, type FormState } from './state';

/** Keeps the form as it stands. Each deed has a key of its own, so each keeps once. */
export const keep = (deed: Deed, state: FormState): Promise<void> =>
  deed.parts.door.keepForm({ ...actingOf(deed), typedAt: deed.at, formId: state.formId, flow: 'form', values: state as unknown as Record<string, unknown> });

export const forget = (deed: Deed, formId: string): Promise<void> =>
  deed.parts.door.keepForm({ ...actingOf(deed), key: `${deed.key}/forget`, typedAt: deed.at, formId, flow: 'form', values: null });

/** The form as it was kept by this person. Refuses FormGone. */
export async function kept({ parts, actor }: Pick<Deed, 'actor'> & { parts: Pick<Parts, 'reading'> }, formId: string): Promise<FormState> {
  const form = await parts.reading.forms.find(formId);
  if (!form || form.by !== actor.email) throw new DomainError('FormGone');
  return form.values as unknown as FormState;
}

/** Closing loses nothing: the person is told and can go on. An untouched form is nothing to keep. */
export async function closed(deed: Deed, state: FormState): Promise<Answer | void> {
  if (!isTouched(state)) return;
  await keep(deed, state);
  const text = state.kind === 'estimate' ? t`Draft kept: your unfinished estimate.` : t`Draft kept: your unfinished invoice.`;
  return { text, blocks: [section(text), actions(`kept_${state.formId}_0`, [button(t`Continue`, ACTION.continueForm, state.formId, 'primary'), button(t`Discard`, ACTION.dropForm, state.formId)])] };
}
