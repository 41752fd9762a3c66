/** What the portal answers with. */
import type { StoredFile } from '../store/queries/portal';

export type Reply = { status: number; type: string; body: string | Buffer; headers?: Readonly<Record<string, string>> };

const HTML = 'text/html; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';

export const page = (html: string, status = 200): Reply => ({ status, type: HTML, body: html });
export const text = (sentence: string, status = 200): Reply => ({ status, type: TEXT, body: `${sentence}\n` });
export const json = (value: unknown, status = 200): Reply => ({ status, type: 'application/json', body: `${JSON.stringify(value)}\n` });
export const none = (headers: Readonly<Record<string, string>>): Reply => ({ status: 204, type: TEXT, body: '', headers });

/** Sends the visitor on to another page of ours; `location` is a whole address that begins with our own. */
export const onward = (location: string, sentence: string): Reply => ({ ...text(sentence, 303), headers: { Location: location } });

/** A file to keep: a browser that showed an e-invoice would show a tree of tags, or run what stands in it. */
export const download = ({ name, contentType, bytes }: Shown): Reply =>
  ({ status: 200, type: contentType, body: bytes, headers: { 'Content-Disposition': `attachment; ${named(name)}` } });

type Shown = Pick<StoredFile, 'name' | 'contentType' | 'bytes'>;
/** The name in ASCII, and where that is not all of it as it is (RFC 6266, 4.3 and RFC 8187, 3.2). */
function named(name: string): string {
  const plain = name.replace(/[^\w.-]/g, '_');
  const whole = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `filename="${plain}"${plain === name ? '' : `; filename*=UTF-8''${whole}`}`;
}

/**
 * A printed file, shown by the browser. The browser's own viewer draws the page with styles and an object of its own, so the
 * policy of our pages would leave it blank.
 */
export function file({ name, contentType, bytes }: Shown): Reply {
  const headers = {
    'Content-Disposition': `inline; ${named(name)}`,
    'Content-Security-Policy': "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  };
  return { status: 200, type: contentType, body: bytes, headers };
}
