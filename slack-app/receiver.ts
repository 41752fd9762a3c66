/** The door Slack knocks at: Bolt's receiver on the raw body, behind a guard that knows the time both ways. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HTTPReceiver, SocketModeReceiver, type Receiver } from '@slack/bolt';
import type { Log } from '../config/logger';
import { slackLog } from '../config/slack-log';

/** Slack's own window, which Bolt 5.1 keeps for the past only (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
const WINDOW_S = 300;
/** A modal of 100 blocks comes back in a tenth of this. */
const MOST_BYTES = 1024 * 1024;

/** Starts and stops listening, and answers on which port; `receiver` is what Bolt is given. */
export type SlackDoor = { receiver: Receiver; listen(): Promise<number>; close(): Promise<void> };

type Place = { host: string; port: number };
type Other = (request: IncomingMessage, response: ServerResponse) => void;

/** True for a request whose time stamp is there and lies outside the window or is no time at all. */
function isStale({ headers }: IncomingMessage): boolean {
  const stamp = headers['x-slack-request-timestamp'];
  return stamp !== undefined && !(Math.abs(Date.now() / 1000 - Number(stamp)) <= WINDOW_S);
}

/** POST /slack/events, signed, on `host`:`port`, and whatever `other` serves besides. */
export function httpDoor({ signingSecret }: { signingSecret: string }, { host, port }: Place, other: Other, log: Log): SlackDoor {
  const receiver = new HTTPReceiver({
    signingSecret, endpoints: ['/slack/events'], bodyLimit: MOST_BYTES, logger: slackLog(log, 'bolt'), unhandledRequestTimeoutMillis: 3_001,
    dispatchErrorHandler: ({ request, response }) => other(request, response),
  });
  const verified = receiver.requestListener;
  receiver.requestListener = (request, response) => {
    if (!isStale(request)) return verified(request, response);
    log.warn({ event: 'slack.stale' }, 'A request with a time stamp outside the window was turned away.');
    response.writeHead(401).end();
  };
  return {
    receiver,
    listen: async (): Promise<number> => ((await receiver.start({ host, port } as never)).address() as AddressInfo).port,
    close: async (): Promise<void> => void (await receiver.stop()),
  };
}

/** The same through a socket that the app opens itself, for workspaces that cannot reach it; `other` alone is served. It asks `apiUrl` where to. */
export function socketDoor({ appToken, apiUrl }: { appToken: string; apiUrl: string }, { host, port }: Place, other: Other, log: Log): SlackDoor {
  const receiver = new SocketModeReceiver({ appToken, logger: slackLog(log, 'socket'), installerOptions: { clientOptions: { slackApiUrl: apiUrl } } });
  const server = createServer(other);
  return {
    receiver,
    async listen() {
      await receiver.start();
      await new Promise<void>((resolve, reject) => void server.once('error', reject).listen(port, host, resolve));
      return (server.address() as AddressInfo).port;
    },
    async close() {
      await receiver.client.disconnect(); // Bolt's own stop does not wait until it is done.
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
