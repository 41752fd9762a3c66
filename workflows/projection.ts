/** Keeps every Slack copy of a document up to date beside its workflow: Slack's outages delay cards, never mails. */
import { condition, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { EFFECT } from './patience';

const office = proxyActivities<Activities>(EFFECT);

/** A step that takes longer than this, because a server is away, is shown as it stands. */
const SETTLING_MS = 2_000;

/**
 * Redraws after each change; changes that come while it draws are drawn together. `soon` draws at once, `afterwards` when `isBusy`
 * is over, so that a step which the next one overtakes within a second costs no drawing of its own.
 */
export function keepProjected(document: { kind: 'invoice' | 'estimate'; id: string }, isBusy: () => boolean): { soon(): void; afterwards(): void; isIdle(): boolean } {
  let wanted = 0;
  let urgent = 0;
  let drawn = 0;
  const canWait = (): boolean => urgent <= drawn && isBusy();
  void (async () => {
    for (;;) {
      await condition(() => wanted !== drawn);
      if (canWait()) await condition(() => !canWait(), SETTLING_MS);
      const drawing = wanted;
      await office.projectDocument(document);
      drawn = drawing;
    }
  })();
  return { soon: () => { urgent = wanted += 1; }, afterwards: () => { wanted += 1; }, isIdle: () => wanted === drawn };
}
