/** A stand-in for SendGrid's API that answers as the test says, also by cutting the line or by silence; it keeps every request. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;
export const answer = (status: number, headers: Record<string, string> = {}, body = ''): Answer => (_, response) => void response.writeHead(status, headers).end(body);
/** The request has come, the answer never leaves. */
export const cut: Answer = (request) => void request.socket.destroy();
export const silence: Answer = () => {};

export type MailServer = { url: string; script: Answer; requests: { path: string; headers: IncomingHttpHeaders; body: string }[]; close(): Promise<void> };

export async function openMailServer(): Promise<MailServer> {
  const http = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      server.requests.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() });
      server.script(request, response);
    });
  });
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    http.closeAllConnections();
    await new Promise((resolve) => void http.close(resolve));
  };
  const server: MailServer = { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, script: answer(202, { 'X-Message-Id': 'msg' }), requests: [], close };
  return server;
}
