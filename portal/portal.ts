/** The portal with everything it stands on: built from its environment, closed when its last answer is out. */
import { once } from 'node:events';
import { BlockList, isIP, type AddressInfo } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { openBook } from '../config/book';
import type { Environment } from '../config/env';
import type { Log } from '../config/logger';
import { connectPortalReading } from '../store/queries/portal';
import { connectionOptions } from '../workflows/contracts/connection';
import { openDoor } from '../workflows/contracts/door';
import { openGuard } from './guard';
import { openSeals } from './seal';
import { createPortal } from './server';

/** Shorter than the gateway's patience with /healthz. */
const HEALTH_MS = 2_000;

/** `port` is the one it listens on. `close` lets requests in flight finish. */
export type Portal = { port: number; close(): Promise<void> };

/** Temporal may come later; MongoDB must answer. */
export async function startPortal(env: Environment<'portal'>, log: Log): Promise<Portal> {
  const book = openBook(env.configFolder, log);
  const reading = await connectPortalReading(env.mongoUri);
  const connection = Connection.lazy(connectionOptions(env.temporal));
  const server = createPortal({
    reading, book, log, door: openDoor(new Client({ connection, namespace: env.temporal.namespace })), guard: openGuard(), seals: openSeals(env.portalSecret),
    gateways: gatewaysAt(env.gateway), publicUrl: env.publicUrl, webhookKey: env.sendgrid.webhookKey, now: () => new Date(),
    temporalAnswers: () => temporalAnswers(connection),
  });
  if (env.sendgrid.webhookKey === undefined) log.warn('SENDGRID_WEBHOOK_PUBLIC_KEY is not set: mail events are turned away.');
  server.listen(env.port, env.host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
      await Promise.allSettled([reading.close(), connection.close()]);
    },
  };
}

/** This machine, and the proxy that the environment names. */
function gatewaysAt(network: string | undefined): BlockList {
  const gateways = new BlockList();
  gateways.addSubnet('127.0.0.0', 8, 'ipv4');
  gateways.addAddress('::1', 'ipv6');
  const [address = '', bits] = (network ?? '').split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (bits !== undefined) gateways.addSubnet(address, Number(bits), family);
  else if (address !== '') gateways.addAddress(address, family);
  return gateways;
}

const temporalAnswers = (connection: Connection): Promise<boolean> =>
  connection.withDeadline(Date.now() + HEALTH_MS, () => connection.workflowService.getSystemInfo({})).then(() => true, () => false);
