/** `npm start`, killed, interrupted and started again, as a whole with its real processes. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { launch, type OfficeProcess, type PartId, recordedParts, refusedStart, startOfficeProcess } from '../support/office-process';
import { eventually, isRunning } from '../support/parts';

const PARTS: readonly PartId[] = ['mongo', 'temporal', 'slack', 'outbox', 'worker', 'slack-app', 'portal'];

const folder = (): string => mkdtempSync(join(tmpdir(), 'office-start-'));

/** The office's own database, as anybody who knows its address sees it. */
async function withDatabase<T>({ addresses }: OfficeProcess, work: (rows: mongoose.mongo.Collection) => Promise<T>): Promise<T> {
  const connection = await mongoose.createConnection(addresses().MONGODB_URI ?? '').asPromise();
  try {
    return await work(connection.collection('kept_by_the_test') as mongoose.mongo.Collection);
  } finally {
    await connection.close();
  }
}

describe('npm start', () => {
  const data = folder();
  let office: OfficeProcess;
  beforeAll(async () => { office = await startOfficeProcess(data); });
  afterAll(async () => {
    await office.close();
    rmSync(data, { recursive: true, force: true });
  });

  it('runs every part, says where and by which route, and is healthy', async () => {
    expect(Object.keys(office.parts()).sort()).toEqual([...PARTS].sort());
    for (const word of ['MongoDB', 'Temporal', 'Chromium', 'Slack', 'Mail', 'worker', 'slack-app', 'portal', `${office.url}/desk`]) expect(office.output()).toContain(word);
    const health = await fetch(`${office.url}/healthz`);
    expect({ status: health.status, body: await health.json() }).toMatchObject({
      status: 200, body: { ok: true, parts: { worker: { ok: true }, 'slack-app': { ok: true }, portal: { ok: true } } },
    });
  });

  it('serves the desk to this machine alone', async () => {
    expect((await fetch(`${office.url}/desk`)).status).toBe(200);
    expect((await fetch(`${office.url}/desk`, { headers: { 'x-forwarded-for': '203.0.113.7' } })).status).toBe(403);
  });

  it('keeps its secrets from everybody else on the machine', () => {
    for (const name of ['secrets.json', 'pids.json', 'office.json']) expect(statSync(join(data, name)).mode & 0o077).toBe(0);
    expect(statSync(data).mode & 0o077).toBe(0);
  });

  it.each(PARTS)('starts %s again on its data after kill -9', async (part) => {
    await withDatabase(office, (rows) => rows.insertOne({ before: part }, { writeConcern: { w: 1, j: true } }));
    const before = office.parts()[part];
    process.kill(before, 'SIGKILL');
    await eventually(() => ![undefined, before].includes(office.parts()[part]));
    await eventually(office.healthy);
    expect(office.output()).toContain(`${part} ended (SIGKILL); starting it again`);
    expect(await withDatabase(office, (rows) => rows.countDocuments({ before: part }))).toBe(1);
  });

  it('refuses to run twice on the same data', async () => {
    const { code, output } = await refusedStart(data, {});
    expect(code).toBe(1);
    expect(output).toContain(`The office already runs on ${data} (process ${office.pid})`);
    expect(await office.healthy()).toBe(true);
  });

  it('killed itself, leaves parts behind that the next start ends before it runs on the same data', async () => {
    await withDatabase(office, (rows) => rows.insertOne({ before: 'the next start' }, { writeConcern: { w: 1, j: true } }));
    const left = Object.values(office.parts());
    office.signal('SIGKILL');
    await office.ended;
    expect(left.filter(isRunning)).toEqual(left);
    office = await startOfficeProcess(data);
    expect(left.filter(isRunning)).toEqual([]);
    expect(office.output()).toContain('Ended what an earlier start had left');
    expect(office.output()).not.toMatch(/Installing|Building|Downloading/);
    expect(await withDatabase(office, (rows) => rows.countDocuments({ before: 'the next start' }))).toBe(1);
    expect(await office.healthy()).toBe(true);
  });

  it('ends with Ctrl-C, even when it comes twice, and leaves no process', async () => {
    const running = Object.values(office.parts());
    office.signal('SIGINT');
    office.signal('SIGINT');
    expect(await office.ended).toBe(0);
    expect(running.filter(isRunning)).toEqual([]);
    expect(office.output()).toContain('The office has stopped.');
  });
});

describe('a start that is interrupted', () => {
  it('stops what it had started by then', async () => {
    const data = folder();
    const { child, ended } = launch(data);
    await eventually(() => recordedParts(data).temporal !== undefined);
    const begun = Object.values(recordedParts(data));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(begun.filter(isRunning)).toEqual([]);
    rmSync(data, { recursive: true, force: true });
  });
});

describe('a start in a wrong environment', () => {
  it('lists every fault at once, each with its remedy, and starts nothing', async () => {
    const data = folder();
    const env = { PORT: 'three', PUBLIC_URL: 'office.example', SLACK_API_URL: 'http://127.0.0.1:9/api/', SENDGRID_BASE_URL: 'mail', LOG_LEVEL: 'loud' };
    const { code, output } = await refusedStart(data, env);
    expect(code).toBe(1);
    for (const name of ['PORT', 'PUBLIC_URL', 'SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SENDGRID_API_KEY', 'SENDGRID_BASE_URL', 'LOG_LEVEL']) {
      expect(output).toMatch(new RegExp(`- ${name}: .+ Remedy: .+`));
    }
    expect(recordedParts(data)).toEqual({});
    rmSync(data, { recursive: true, force: true });
  });

  it('names the port that is taken', async () => {
    const data = folder();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, output } = await refusedStart(data, { PORT: String(port) });
    expect(code).toBe(1);
    expect(output).toContain(`PORT: ${port} is taken by another program. Remedy: set PORT to another one`);
    other.close();
    rmSync(data, { recursive: true, force: true });
  });
});
