/** Acts that want a few words: a reason or an outcome, typed with the command or asked for in a modal. */
import type { Answered } from '../domain/phrase';
import { DomainError } from '../domain/refusals';
import { section } from '../templates/slack/blocks';
import { refusalText } from '../templates/slack/spoken';
import { sentence, t } from '../templates/slack/words';
import { said, type Answer } from './answer';
import type { Deed } from './deed';
import { input, metadataOf, modal, open, textElement, valueOf } from './modal';
import type { Need } from './needs';
import type { Form, Told } from './registration';

const WORDS = 'words_0_0';
/** The rules of domain/collecting.ts want at least this much. */
const LEAST = 5;

/** `title`, `submit` and `label` are keys. */
export type Reasoned = { flow: string; needs: Need; title: string; submit: string; label: string; most: number; act(deed: Deed, document: string, words: string): Promise<Answered> };

/** Does it with the words that were typed, or asks for them. */
export async function withWords(deed: Deed, reasoned: Reasoned, document: string, about: string, typed: string): Told {
  if (typed.length >= LEAST) return said(await reasoned.act(deed, document, typed));
  return ask(deed, reasoned, document, about, typed);
}

export const ask = (deed: Deed, { flow, title, submit, label, most }: Reasoned, document: string, about: string, begun = ''): Promise<void> =>
  open(deed, modal({
    flow, title: sentence(title), submit: sentence(submit), close: t`Cancel`, metadata: { document },
    blocks: [section(about), input({ id: WORDS, label: sentence(label), hint: t`At least 5 characters`, element: textElement({ value: begun, most, multiline: true }) })],
  }));

/** The form behind `ask`. */
export const reasonForm = (reasoned: Reasoned): Form => ({
  flow: reasoned.flow, needs: reasoned.needs,
  check: async ({ view }) => (valueOf(view?.state?.values, WORDS).length < LEAST ? { errors: { [WORDS]: refusalText(new DomainError('ReasonMissing')) } } : undefined),
  run: async (deed): Promise<Answer> => said(await reasoned.act(deed, metadataOf(deed.payload).document ?? '', valueOf(deed.payload.view?.state?.values, WORDS))),
});
