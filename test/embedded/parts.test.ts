/** The embedded servers, killed without warning, come back on their data and at their address. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import mongoose from 'mongoose';
import { eventually, isRunning, type Part, startPart } from '../support/parts';

describe('an embedded MongoDB', () => {
  let mongo: Part;
  beforeAll(async () => { mongo = await startPart('mongo'); });
  afterAll(() => mongo.stop());

  it('has every acknowledged write after kill -9, at the same address', async () => {
    const before = await mongoose.createConnection(mongo.address, { dbName: 'kept' }).asPromise();
    const rows = Array.from({ length: 50 }, (_, n) => ({ n }));
    for (const row of rows) await before.collection('rows').insertOne(row, { writeConcern: { w: 1, j: true } });
    await mongo.kill();
    await before.close();
    await mongo.restart();
    const after = await mongoose.createConnection(mongo.address, { dbName: 'kept' }).asPromise();
    expect(await after.collection('rows').countDocuments()).toBe(rows.length);
    await after.close();
  });

  it('ends with the process that asked for it', async () => {
    const other = await startPart('mongo');
    const pid = other.pid();
    await other.stop();
    await eventually(() => !isRunning(pid));
  });
});

describe('a mongod on the PATH', () => {
  it('is preferred, on the office’s data and on loopback alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mongod-'));
    // Stands for the program, which no registry offers: it keeps its arguments and listens where it is told.
    const standIn = `#!${process.execPath}
      const { writeFileSync } = require('node:fs');
      const [, , ...args] = process.argv;
      writeFileSync(${JSON.stringify(join(folder, 'arguments'))}, JSON.stringify(args));
      require('node:net').createServer().listen(Number(args[args.indexOf('--port') + 1]), args[args.indexOf('--bind_ip') + 1]);`;
    writeFileSync(join(folder, 'mongod'), standIn, { mode: 0o755 });
    const part = await startPart('mongo', { data: folder, path: folder });
    const port = /^mongodb:\/\/127\.0\.0\.1:(\d+)\//.exec(part.address)?.[1];
    expect(part.route).toBe('mongod on the PATH');
    expect(JSON.parse(readFileSync(join(folder, 'arguments'), 'utf8'))).toEqual(['--dbpath', join(folder, 'mongo/mongod'), '--port', port, '--bind_ip', '127.0.0.1']);
    await part.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('an embedded Temporal', () => {
  let temporal: Part;
  beforeAll(async () => { temporal = await startPart('temporal'); });
  afterAll(() => temporal.stop());

  it('keeps open workflows over kill -9, and knows the office’s search attributes', async () => {
    const connection = await Connection.connect({ address: temporal.address });
    const client = new Client({ connection });
    const searchAttributes = { InvoiceStatus: ['draft'], ClientId: ['acme'], InvoiceNumber: ['INV-1'], DueDate: [new Date()], NextActionAt: [new Date()], AmountDueMinor: [1] };
    await client.workflow.start('nobodyWorksOnThis', { workflowId: 'kept', taskQueue: 'nobody', searchAttributes });
    await connection.close();
    await temporal.kill();
    await temporal.restart();
    const again = await Connection.connect({ address: temporal.address });
    const { status } = await new Client({ connection: again }).workflow.getHandle('kept').describe();
    expect(status.name).toBe('RUNNING');
    await again.close();
  });
});
