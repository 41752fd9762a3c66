/** Modals: their frame, what they remember, and how they are opened and redrawn. */
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { WebAPIPlatformError } from '@slack/web-api';
import { fitting, plain, section } from '../templates/slack/blocks';
import { t } from '../templates/slack/words';
import type { Deed, Payload, Value, Values } from './deed';
import type { Parts } from './parts';

/** Slack's limits of a modal's title and buttons (https://docs.slack.dev/reference/views/modal-views), and of what stands by and in a field (https://docs.slack.dev/reference/block-kit). */
const MOST = { title: 24, placeholder: 150, beside: 2000 } as const;


/** What a modal remembers: ids and revisions, and the response URL of a private draft that it decides about. */
export type Metadata = { flow: string; document?: string; revision?: number; step?: number; extra?: string; spends?: string };

export type Frame = { flow: string; title: string; submit?: string; close?: string; metadata?: object; blocks: KnownBlock[]; onClose?: 'told' };

/** `flow` becomes the callback id `inv.<flow>`. Only a frame that asks to be told hears of its closing. */
export const modal = ({ flow, title, submit, close = t`Close`, metadata, blocks, onClose }: Frame): ModalView => ({
  type: 'modal', callback_id: `inv.${flow}`, title: plain(fitting(title, MOST.title)), close: plain(fitting(close, MOST.title)),
  ...(submit && { submit: plain(fitting(submit, MOST.title)) }), private_metadata: JSON.stringify(metadata ?? {}), blocks, ...(onClose && { notify_on_close: true }),
});

/** A modal that only says something. */
export const resultView = (title: string, text: string, blocks: KnownBlock[] = [section(text)]): ModalView => modal({ flow: 'result', title, blocks });
export const recordingView = (): ModalView => resultView(t`Recording…`, `:hourglass_flowing_sand: ${t`Recording…`}`);

/** An input block; `hint` says what is expected, `optional` that nothing is. */
export type Field = { id: string; label: string; element: InputBlock['element']; hint?: string; optional?: true; dispatch?: true };
export const input = ({ id, label, element, hint, optional, dispatch }: Field): KnownBlock => ({
  type: 'input', block_id: id, label: plain(fitting(label, MOST.beside)), element: { action_id: `inv.input.${id.split('_')[0]}`, ...element } as InputBlock['element'],
  ...(hint && { hint: plain(fitting(hint, MOST.beside)) }), ...(optional && { optional: true }), ...(dispatch && { dispatch_action: true }),
});

/** A text input; `multiline` for more than a line, `most` characters at most. */
export const textElement = ({ value, placeholder, most, multiline }: { value?: string; placeholder?: string; most?: number; multiline?: true }): InputBlock['element'] => ({
  type: 'plain_text_input', ...(value && { initial_value: value }), ...(placeholder && { placeholder: plain(fitting(placeholder, MOST.placeholder)) }),
  ...(most && { max_length: most }), ...(multiline && { multiline: true }),
});

/** The value of the one element of a block, whatever kind of element it is. */
export function valueOf(values: Values | undefined, blockId: string): string {
  const [element] = Object.values(values?.[blockId] ?? {});
  return textOf(element).trim();
}

const textOf = (element: Value | undefined): string => element?.value ?? element?.selected_option?.value ?? element?.selected_date ?? '';

export const chosen = (values: Values | undefined, blockId: string): string[] =>
  Object.values(values?.[blockId] ?? {}).flatMap(({ selected_options: options }) => (options ?? []).map(({ value }) => value ?? ''));

/** What the modal of this payload remembers. */
export const metadataOf = <T extends object = Metadata>({ view }: Payload): Partial<T> => JSON.parse(view?.private_metadata || '{}') as Partial<T>;

/** Opens a modal, on top of the one in which the person clicked when there is one. */
export async function open({ parts, address }: Pick<Deed, 'parts' | 'address'>, view: ModalView): Promise<void> {
  const call = { trigger_id: address.triggerId ?? '', view };
  await (address.inModal === 'inModal' ? parts.slack.views.push(call) : parts.slack.views.open(call));
}

/**
 * Redraws a modal from the state its person saw. When somebody drew it meanwhile (hash_conflict), `again` makes the view from
 * what is kept and it is drawn once more. One that was closed meanwhile stays closed.
 */
export async function redraw({ slack }: Parts, viewId: string, hash: string | undefined, view: ModalView, again: () => Promise<ModalView>): Promise<void> {
  try {
    await slack.views.update({ view_id: viewId, view, ...(hash && { hash }) });
  } catch (error) {
    const word = error instanceof WebAPIPlatformError ? (error as { data?: { error?: string } }).data?.error : undefined;
    if (word === 'not_found') return;
    if (word !== 'hash_conflict') throw error;
    await slack.views.update({ view_id: viewId, view: await again() });
  }
}
