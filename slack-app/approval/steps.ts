/** Steps of an approval, one after the other. */
import { t } from '../../templates/slack/words';

/** "any one of Milo, Ana, then Fatima"; nothing for none. */
export const inTurn = (steps: readonly string[]): string => steps.reduce((before, next) => (before ? t`${before}, then ${next}` : next), '');
