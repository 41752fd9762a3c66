/** Live updates: hints of what changed, as server-sent events; the page then reads what it shows. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Change, Person } from '../slack/records';
import type { Slack } from '../slack/slack';

/** A comment now and then keeps gateways from closing a quiet stream. */
const HEARTBEAT_MS = 15_000;

/** Sends the person every change that concerns them, until they leave. */
export function stream({ workspace }: Slack, person: Person, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  response.write(': open\n\n');
  const tell = (change: Change): void => {
    const concerned = 'to' in change && change.to !== undefined ? change.to === person.id : true;
    if (concerned) response.write(`data: ${JSON.stringify(change)}\n\n`);
  };
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  heartbeat.unref();
  workspace.changes.on('change', tell);
  request.on('close', () => {
    clearInterval(heartbeat);
    workspace.changes.off('change', tell);
  });
}
