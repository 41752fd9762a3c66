/** Moving a store: docker/transfer.mjs carries one whole, or nothing; docker/reopen.sh knows which documents are still open. */
import { createHash } from 'node:crypto';
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openTestStore, type TestStore } from '../support/store';
import { ROOT } from './compose-file';

const TRANSFER = join(ROOT, 'docker/transfer.mjs');
const AT = '2026-03-02T09:00:00.000Z';

const out = async (uri: string): Promise<string> => (await promisify(execFile)(process.execPath, [TRANSFER, 'out', uri])).stdout;

/** Exit code and complaint of the way in. */
function into(uri: string, text: string): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [TRANSFER, 'in', uri], { stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
    child.once('close', (code) => resolve({ code, said }));
    child.stdin.on('error', () => undefined); // It may refuse before it has read everything.
    child.stdin.end(text);
  });
}

const BYTES = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x00, 0xff]);
const HASH = createHash('sha256').update(BYTES).digest('hex');

const fillWithWork = async ({ store }: TestStore): Promise<void> => {
  await store.numbers.claim('INV-2026', 'inv_1', AT);
  await store.numbers.claim('INV-2026', 'inv_2', AT);
  await store.files.keep({ key: 'invoice/inv_1', name: 'INV-2026-0001.pdf', contentType: 'application/pdf', bytes: BYTES, at: AT });
  await store.links.keep('a'.repeat(43), {clientId: 'cl_1', at: AT, expiresAt: '2026-06-02T09:00:00.000Z' });
};

describe('carrying a store to another MongoDB', () => {
  let from: TestStore;
  let to: TestStore;
  beforeEach(async () => {
    [from, to] = await Promise.all([openTestStore(), openTestStore()]);
    await fillWithWork(from);
  });
  afterEach(() => Promise.all([from.close(), to.close()]));

  it('brings every document as it was: numbers go on where they were, files have the same bytes', async () => {
    const text = await out(from.uri);
    expect(await into(to.uri, text)).toMatchObject({ code: 0 });
    expect(await out(to.uri)).toBe(text);
    expect(await to.store.files.byHash(HASH)).toMatchObject({ key: 'invoice/inv_1', hash: HASH });
    expect(await to.store.files.byHash(HASH)).toEqual(await from.store.files.byHash(HASH));
    expect(await to.store.numbers.claim('INV-2026', 'inv_1', AT)).toMatchObject({ n: 1 });
    expect(await to.store.numbers.claim('INV-2026', 'inv_3', AT)).toMatchObject({ n: 3 });
  });

  it('goes into an empty database only', async () => {
    const text = await out(from.uri);
    await to.store.numbers.claim('INV-2026', 'inv_9', AT);
    expect(await into(to.uri, text)).toMatchObject({ code: 1, said: expect.stringContaining('numbers holds documents') });
    expect(await to.store.files.byHash(HASH)).toBeNull();
  });

  it.each([
    ['is cut short', (lines: string[]) => lines.slice(0, 2), 'cut short'],
    ['lost a line in its middle', (lines: string[]) => lines.toSpliced(1, 1), 'but holds'],
  ])('keeps nothing of a file that %s', async (_how, damage, complaint) => {
    const lines = (await out(from.uri)).trimEnd().split('\n');
    expect(await into(to.uri, `${damage(lines).join('\n')}\n`)).toMatchObject({ code: 1, said: expect.stringContaining(complaint) });
    expect((await out(to.uri)).trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('reopening what lost its workflow', () => {
  const script = readFileSync(join(ROOT, 'docker/reopen.sh'), 'utf8');

  it.each([['invoices', 'settle-invoice', 'settleInvoice'], ['estimates', 'offer-estimate', 'offerEstimate']])('leaves alone the %s whose workflow would end at once', (collection, file, type) => {
    const closed = /^const CLOSED = \[(.+)\];$/m.exec(readFileSync(join(ROOT, 'workflows', `${file}.ts`), 'utf8'))?.[1]?.replaceAll("'", '"');
    expect(closed).toBeDefined();
    expect(script).toContain(`db.${collection}.find(open([${closed}])`);
    expect(script).toContain(`type=${type} name=`);
  });
});
