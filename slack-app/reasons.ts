/** Acts that want a few words: a reason or an outcome, typed with the command or asked for in a modal. */
import { DomainError } from '../domain/refusals';
import { section } from '../templates/slack/blocks';
import { said, type Answer } from './answer';
import type { Deed } from './deed';
import { input, metadataOf, modal, open, textElement, valueOf } from './modal';
import type { Need } from './needs';
import type { Form, Told } from './registration';

const WORDS = 'words_0_0';
/** The rules of domain/collecting.ts want at least this much. */
const LEAST = 5;

export type Reasoned = { flow: string; needs: Need; title: string; submit: string; label: string; most: number; act(deed: Deed, document: string, words: string): Promise<{ text: string }> };

/** Does it with the words that were typed, or asks for them. */
export async function withWords(deed: Deed, reasoned: Reasoned, document: string, about: string, typed: string): Told {
  if (typed.length >= LEAST) return said((await reasoned.act(deed, document, typed)).text);
  return ask(deed, reasoned, document, about, typed);
}

export const ask = (deed: Deed, { flow, title, submit, label, most }: Reasoned, document: string, about: string, begun = ''): Promise<void> =>
  open(deed, modal({
    flow, title, submit, close: 'Cancel', metadata: { document },
    blocks: [section(about), input({ id: WORDS, label, hint: `At least ${LEAST} characters`, element: textElement({ value: begun, most, multiline: true }) })],
  }));

/** The form behind `ask`. */
export const reasonForm = (reasoned: Reasoned): Form => ({
  flow: reasoned.flow, needs: reasoned.needs,
  check: async ({ view }) => (valueOf(view?.state?.values, WORDS).length < LEAST ? { errors: { [WORDS]: new DomainError('ReasonMissing').message } } : undefined),
  run: async (deed): Promise<Answer> => said((await reasoned.act(deed, metadataOf(deed.payload).document ?? '', valueOf(deed.payload.view?.state?.values, WORDS))).text),
});
