/** The namespace job, run as docker compose runs it, against a real Temporal server. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { createLogger } from '../../config/logger';
import { prepareNamespace } from '../../worker/namespace';
import { eventually, startPart, type Part } from '../support/parts';
import { ROOT } from './compose-file';

const { INDEXED_VALUE_TYPE_KEYWORD: KEYWORD, INDEXED_VALUE_TYPE_DATETIME: DATETIME, INDEXED_VALUE_TYPE_INT: INT } = temporal.api.enums.v1.IndexedValueType;
const WANTED = { InvoiceStatus: KEYWORD, ClientId: KEYWORD, InvoiceNumber: KEYWORD, DueDate: DATETIME, NextActionAt: DATETIME, AmountDueMinor: INT };
const NINETY_DAYS = 90 * 24 * 3600;

/** The path of a running program; macOS has no /proc, but its ps tells the whole path. */
const programOf = (pid: number): string =>
  (existsSync('/proc') ? readlinkSync(`/proc/${pid}/exe`) : execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).trim());

describe('the namespace job', () => {
  let server: Part;
  let connection: Connection;
  let tools: string;
  beforeAll(async () => {
    server = await startPart('temporal');
    connection = await Connection.connect({ address: server.address });
    tools = dirname(programOf(server.pid())); // The server is the same program as the tool.
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  /** What the job said; rejects with its words when it fails. */
  const run = async (namespace: string, more: Record<string, string> = {}): Promise<string> => {
    const env = { PATH: `${tools}:/usr/local/bin:/usr/bin:/bin`, HOME: tools, TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: namespace, ...more };
    const { stdout } = await promisify(execFile)('sh', [join(ROOT, 'docker/temporal-namespace.sh')], { env });
    return stdout;
  };
  const attributesOf = async (namespace: string) => (await connection.operatorService.listSearchAttributes({ namespace })).customAttributes ?? {};
  const retentionOf = async (namespace: string): Promise<number> =>
    Number((await connection.workflowService.describeNamespace({ namespace })).config?.workflowExecutionRetentionTtl?.seconds);

  it('makes a namespace that keeps closed workflows 90 days and knows the search attributes', async () => {
    expect(await run('books')).toContain('books keeps closed workflows 90d');
    expect(await attributesOf('books')).toMatchObject(WANTED);
    expect(await retentionOf('books')).toBe(NINETY_DAYS);
  });

  it('run again changes nothing, and leaves the worker nothing to add', async () => {
    await run('again');
    const before = await attributesOf('again');
    await run('again');
    expect(await prepareNamespace(connection, 'again', createLogger('test', 'silent'))).toBe(true);
    expect(await attributesOf('again')).toEqual(before);
  });

  it('mends a namespace that was made without it', async () => {
    await connection.workflowService.registerNamespace({ namespace: 'bare', workflowExecutionRetentionPeriod: { seconds: 86_400 as never } });
    await run('bare');
    expect(await attributesOf('bare')).toMatchObject(WANTED);
    expect(await retentionOf('bare')).toBe(NINETY_DAYS);
  });

  it('refuses a namespace in which an attribute is of another type, and says which', async () => {
    await connection.workflowService.registerNamespace({ namespace: 'wrong', workflowExecutionRetentionPeriod: { seconds: 86_400 as never } });
    const add = () => connection.operatorService.addSearchAttributes({ namespace: 'wrong', searchAttributes: { DueDate: KEYWORD } });
    await eventually(() => add().then(() => true, () => false)); // The server learns of a new namespace after a moment.
    await expect(run('wrong')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('DueDate is a Keyword in wrong, the office needs Datetime') });
  });

  it('gives up on a server that never answers, with the server’s own words', async () => {
    await expect(run('books', { TEMPORAL_ADDRESS: '127.0.0.1:1', TEMPORAL_TRIES: '1' })).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('gave up') });
  });
});
