/** The select of designs, in the document form and in the client form. */
import type { StaticSelect } from '@slack/types';
import { designOf, PLAIN_DESIGN, type Design } from '../../domain/design';
import { option, plain } from '../../templates/slack/blocks';
import { t } from '../../templates/slack/words';
import { NO_DESIGN } from './state';

/** The office's designs with the standard one before them; one that is gone counts as standard, as it prints. */
export function designSelect(designs: readonly Design[], chosen: string): StaticSelect {
  const options = [PLAIN_DESIGN, ...designs].map(({ name, key }) => option(key === '' ? t`Standard` : name, key || NO_DESIGN));
  const { key } = designOf(designs, chosen);
  return { type: 'static_select', placeholder: plain(t`Design`), options, initial_option: options.find(({ value }) => value === (key || NO_DESIGN))! };
}
