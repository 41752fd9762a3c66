/** Small builders of Block Kit blocks. Text objects are verbatim, so that Slack makes no links of what people typed. */
import type { Button, KnownBlock, MrkdwnElement, Overflow, PlainTextElement, PlainTextOption, SectionBlock } from '@slack/types';

/** A mrkdwn text object holds at most 3,000 characters, a button and a plain option 75 (https://docs.slack.dev/reference/block-kit). */
const MOST_TEXT = 3000;
const MOST_LABEL = 75;

/** A text with as much of it as Slack has room for: some language needs more than English. */
export const fitting = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

export const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: true });
export const mrkdwn = (text: string): MrkdwnElement => ({ type: 'mrkdwn', text, verbatim: true });

export const section = (text: string, more: Partial<SectionBlock> = {}): KnownBlock => ({ type: 'section', text: mrkdwn(text), ...more });
export const fields = (texts: readonly string[]): KnownBlock => ({ type: 'section', fields: texts.slice(0, 10).map(mrkdwn) });
export const context = (text: string): KnownBlock => ({ type: 'context', elements: [mrkdwn(text)] });
export const header = (text: string): KnownBlock => ({ type: 'header', text: plain(text) });
export const divider = (): KnownBlock => ({ type: 'divider' });

/** Lines of text in as few sections as their length allows. */
export function sections(lines: readonly string[]): KnownBlock[] {
  const packed: string[] = [];
  for (const line of lines) {
    const last = packed.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= MOST_TEXT) packed[packed.length - 1] = `${last}\n${line}`;
    else packed.push(line.slice(0, MOST_TEXT));
  }
  return packed.map((text) => section(text));
}

export type ButtonStyle = 'primary' | 'danger';

/** A button that carries a token; `style` marks the one main or the one dangerous action. */
export const button = (label: string, actionId: string, value: string, style?: ButtonStyle): Button =>
  ({ type: 'button', text: plain(fitting(label, MOST_LABEL)), action_id: actionId, value, ...(style && { style }) });

export const actions = (blockId: string, elements: readonly (Button | Overflow)[]): KnownBlock => ({ type: 'actions', block_id: blockId, elements: [...elements] });

export const option = (label: string, value: string): PlainTextOption => ({ text: plain(fitting(label, MOST_LABEL)), value });
export const overflow = (actionId: string, choices: readonly { label: string; value: string }[]): Overflow =>
  ({ type: 'overflow', action_id: actionId, options: choices.map(({ label, value }) => option(label, value)) });
