/** A sound office has no findings, whatever roads its documents took. */
import { main } from '../../bench/audit/main';
import type { TestOffice } from '../support/office';
import { openWorld } from './world';

describe('the audit of a sound office', () => {
  let office: TestOffice;
  beforeAll(async () => { office = await openWorld(); }, 120_000);
  afterAll(() => office?.close());

  it('finds nothing', async () => {
    const lines: string[] = [];
    const code = await main([
      '--mongodb', office.mongoUri, '--temporal', office.env.temporal.address, '--namespace', office.namespace, '--outbox', office.outbox.origin,
      '--config', office.configFolder, '--patience', '0',
    ], (line) => lines.push(line), (line) => lines.push(line));
    console.log(lines.join('\n'), code);
  });
});
