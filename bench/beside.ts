/** The office's everyday, beside which something is measured: 500 open lifecycles, and one more that begins every two seconds. */
import { liveOnce, sendOne, submitOne } from './life';
import type { Office } from './office';

/** Half wait for an approver, half are with the client and wait for their reminders. */
export const OPEN = 500;
const OPENED_AT_ONCE = 6;
const LIFE_EVERY_MS = 2_000;

/** Opens them; answers the ids of those that wait for an approver and the numbers of those that are with the client. */
export async function openLifecycles(office: Office, clientId: string, say: (progress: string) => void): Promise<{ submitted: string[]; numbers: string[] }> {
  const submitted: string[] = [];
  const numbers: string[] = [];
  let begun = 0;
  const work = async (): Promise<void> => {
    for (let own = begun++; own < OPEN; own = begun++) {
      if (own % 2 === 0) submitted.push(await submitOne(office, clientId));
      else {
        const { id } = await sendOne(office, clientId);
        const number = (await office.store.invoices.find(id))?.number;
        if (number) numbers.push(number);
      }
      if (own % 100 === 99) say(`${own + 1} of ${OPEN} are open`);
    }
  };
  await Promise.all(Array.from({ length: OPENED_AT_ONCE }, work));
  return { submitted, numbers };
}

/** Starts one life every two seconds until it is stopped; answers how many began and ended. */
export function keepLiving(office: Office, clientId: string): { stop(): Promise<{ begun: number; ended: number }> } {
  const lives: Promise<boolean>[] = [];
  const begin = (): void => void lives.push(liveOnce(office, clientId).then(() => true));
  const timer = setInterval(begin, LIFE_EVERY_MS);
  begin();
  return {
    async stop() {
      clearInterval(timer);
      const ended = await Promise.all(lives);
      return { begun: lives.length, ended: ended.filter(Boolean).length };
    },
  };
}
