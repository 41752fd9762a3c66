/** A mail as its client will read it, shown before it leaves. */
import type { KnownBlock } from '@slack/types';
import type { MailModel } from '../mail-model';
import { context, section, sections } from './blocks';
import { typed } from './text';
import { t } from './words';

/** Subject, words and the files that it brings; its links are made when it leaves. */
export function mailPreview({ subject, greeting, paragraphs, highlight }: MailModel, files: readonly string[]): KnownBlock[] {
  const said = [greeting, ...paragraphs.map(({ text }) => text), ...(highlight.value ? [`${highlight.label}: ${highlight.value}`] : [])];
  return [
    section(t`*Subject:* ${typed(subject)}`), ...sections(said.map((line) => `>${typed(line)}`)),
    context(t`Attached: ${files.map((file) => typed(file)).join(', ')}`),
  ];
}
