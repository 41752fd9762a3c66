/** Numbers: gapless and unique, whoever claims at once and whatever is killed. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { openTestStore, type TestStore } from '../support/store';

const AT = '2026-11-23T09:00:00.000Z';
const CLAIMERS = 4;
const EACH = 50;

describe('numbers', () => {
  let opened: TestStore;
  beforeAll(async () => { opened = await openTestStore(); });
  afterAll(() => opened.close());

  const claimed = async (series: string): Promise<number[]> => {
    const rows = await opened.store.connection.collection('numbers').find({ series }).sort({ n: 1 }).toArray();
    return rows.map((row) => row['n'] as number);
  };
  const oneTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

  it('are 1 to 200 for 200 invoices issued at once', async () => {
    const numbers = await Promise.all(oneTo(200).map((i) => opened.store.numbers.claim('INV-2026', `inv_${i}`, AT)));
    expect(numbers.map(({ n }) => n).sort((a, b) => a - b)).toEqual(oneTo(200));
    expect(await claimed('INV-2026')).toEqual(oneTo(200));
  });

  it('stay with their document when asked for again, also in the year after', async () => {
    const first = await opened.store.numbers.claim('RCT-2026', 'pay_1', AT);
    expect(first).toEqual({ series: 'RCT-2026', n: 1, at: AT });
    expect(await opened.store.numbers.claim('RCT-2026', 'pay_1', '2026-12-31T23:00:00.000Z')).toEqual(first);
    expect(await opened.store.numbers.claim('RCT-2027', 'pay_1', '2027-01-01T09:00:00.000Z')).toEqual(first);
    expect(await claimed('RCT-2027')).toEqual([]);
  });

  it('have no gap and no twin after claimers were killed in the middle of it', async () => {
    const claimer = join(__dirname, '..', 'support', 'claim-numbers.cjs');
    const killed = oneTo(CLAIMERS).map((part) => new Promise<void>((resolve, reject) => {
      const child = spawn(process.execPath, [claimer, opened.uri, 'KILL-2026', String(part), String(EACH)], { stdio: ['ignore', 'pipe', 'inherit'] });
      let told = 0;
      child.stdout.on('data', (text: Buffer) => {
        told += text.toString().split('\n').length - 1;
        if (told >= 10 * part) child.kill('SIGKILL'); // Each at another moment.
      });
      child.once('exit', () => resolve()).once('error', reject);
    }));
    await Promise.all(killed);
    const before = await claimed('KILL-2026');
    expect(before.length).toBeLessThan(CLAIMERS * EACH);
    expect(before).toEqual(oneTo(before.length));
    await Promise.all(oneTo(CLAIMERS).flatMap((part) => oneTo(EACH).map((i) => opened.store.numbers.claim('KILL-2026', `inv_${part}_${i}`, AT))));
    expect(await claimed('KILL-2026')).toEqual(oneTo(CLAIMERS * EACH));
  });
});
