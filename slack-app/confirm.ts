/** Confirming: what leaves the office, moves money or cannot be undone is shown first and done at a second click. */
import type { KnownBlock } from '@slack/types';
import { section } from '../templates/slack/blocks';
import { t } from '../templates/slack/words';
import { modal } from './modal';

/** `flow` names the form that does it; `revision` is the version shown; `spends` is the private message that is done with once it is done. */
export type Confirmation = { flow: string; title: string; submit: string; document: string; revision?: number; step?: number; extra?: string; spends?: string; text: string; blocks?: KnownBlock[] };

export const confirmation = ({ flow, title, submit, document, revision, step, extra, spends, text, blocks = [] }: Confirmation) =>
  modal({ flow, title, submit, close: t`Cancel`, metadata: { flow, document, revision, step, extra, spends }, blocks: [section(text), ...blocks] });
