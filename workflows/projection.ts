/** Keeps every Slack copy of a document up to date beside its workflow: Slack's outages delay cards, never mails. */
import { condition, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { EFFECT } from './patience';

const office = proxyActivities<Activities>(EFFECT);

/** Redraws after each change; changes that come while it draws are drawn together. */
export function keepProjected(document: { kind: 'invoice' | 'estimate'; id: string }): { soon(): void; isIdle(): boolean } {
  let wanted = 0;
  let drawn = 0;
  void (async () => {
    for (;;) {
      await condition(() => wanted !== drawn);
      const drawing = wanted;
      await office.projectDocument(document);
      drawn = drawing;
    }
  })();
  return { soon: () => { wanted += 1; }, isIdle: () => wanted === drawn };
}
