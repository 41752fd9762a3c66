/** A file's bytes on their way to the address that Slack named for them, straight from the disk: the library would read them into memory first. */
import { createReadStream } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request as safeRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';

/** A connection on which nothing moves for this long is given up; Temporal tries again. */
const SILENCE_MS = 30_000;

export async function upload(url: string, path: string, size: number): Promise<void> {
  const headers = { 'content-type': 'application/octet-stream', 'content-length': size };
  const request = (url.startsWith('https:') ? safeRequest : plainRequest)(url, { method: 'POST', headers, timeout: SILENCE_MS });
  request.once('timeout', () => request.destroy(new Error('Slack stopped taking the file.')));
  const answered = new Promise<number>((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
  });
  const [status] = await Promise.all([answered, pipeline(createReadStream(path), request)]);
  if (status !== 200) throw new Error(`Slack did not take the file: HTTP ${status}.`);
}
