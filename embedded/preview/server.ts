/** The preview: a page on this machine alone that shows every sample document as HTML and as PDF, what is wrong with the files, and takes a logo. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { judgeLogo } from '../../config/logo';
import { DomainError } from '../../domain/refusals';
import { renderDocument } from '../../templates/render';
import type { Printer } from '../../activities/gateways/chromium';
import { projectRoot } from '../desk/page';
import { designSamples, SITUATION_SAMPLES, TRADE_SAMPLES, type Sample } from './samples';
import type { Seen } from './watching';

type Deps = { folder: string; seen(): Seen; printer: Pick<Printer, 'print'> };
type Reply = { status: number; type: string; body: string | Buffer };

/** A logo and what a form adds to it. */
const MOST_BYTES = 6_000_000;
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
const PAGE: Readonly<Record<string, string>> = { '/': 'index.html', '/preview.js': 'preview.js', '/preview.css': 'preview.css' };
const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' } as const;

export function createPreview(deps: Deps): Server {
  return createServer((request, response) => {
    answer(request, deps).catch(faultOf).then((reply) => send(response, reply));
  });
}

/** A refusal of the printer, or a template that fails while it is filled, is shown where the page would be. */
function faultOf(error: unknown): Reply {
  return text(error instanceof DomainError ? 422 : 500, error instanceof Error ? error.message : String(error));
}

async function answer(request: IncomingMessage, deps: Deps): Promise<Reply> {
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')) return text(403, 'The preview answers this machine alone.');
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (request.method === 'POST' && pathname === '/logo') return takeLogo(request, deps);
  if (request.method !== 'GET') return text(405, 'Only GET.');
  const file = PAGE[pathname];
  if (file) return { status: 200, type: TYPES[file.split('.')[1] as keyof typeof TYPES], body: readFileSync(join(projectRoot(), 'embedded', 'preview', 'page', file)) };
  if (pathname === '/state') return state(deps.seen());
  const [, name, kind] = /^\/sample\/([\w-]+)\.(html|pdf)$/.exec(pathname) ?? [];
  return name ? page(name, kind as 'html' | 'pdf', deps) : text(404, 'There is no such page.');
}

const samplesOf = ({ look }: Seen): Sample[] => [...SITUATION_SAMPLES, ...TRADE_SAMPLES, ...designSamples(look)];

const state = (seen: Seen): Reply =>
  json(200, { version: seen.version, faults: seen.faults, samples: samplesOf(seen).map(({ name, title, group }) => ({ name, title, group })) });

/** On a screen there is no sheet: the text stands as wide as on paper. */
const ON_SCREEN = '<style>@media screen{html{background:#fff}body{max-width:165mm;margin:14mm auto;padding:0 4mm}}</style>';

async function page(name: string, kind: 'html' | 'pdf', { seen, printer }: Deps): Promise<Reply> {
  const now = seen();
  const sample = samplesOf(now).find((one) => one.name === name);
  if (!sample) return text(404, 'There is no such sample.');
  const html = renderDocument(sample.make(now.look), now.look);
  return kind === 'html' ? { status: 200, type: TYPES.html, body: html.replace('</head>', `${ON_SCREEN}</head>`) } : { status: 200, type: 'application/pdf', body: await printer.print(html) };
}

/** Keeps the logo, redrawn, beside office.yaml under a name of its own: what the file was called is never used. */
async function takeLogo(request: IncomingMessage, { folder }: Deps): Promise<Reply> {
  const { origin, host } = request.headers;
  if (origin !== `http://${host}`) return refused(403, 'ORIGIN', 'A logo is taken from the preview’s own page.');
  if (!/^application\/octet-stream$/.test(request.headers['content-type'] ?? '')) return refused(422, 'URL_NOT_ALLOWED', 'Upload a file.');
  const bytes = await bytesOf(request);
  if (!bytes) return refused(413, 'IMAGE_TOO_LARGE', 'A logo has at most 5 MB.');
  const { logo, fault } = judgeLogo(bytes);
  if (!logo) return refused(fault.code === 'IMAGE_TYPE' ? 415 : 422, fault.code, fault.sentence);
  const png = Buffer.from(logo.png, 'base64');
  const file = `logo-${createHash('sha256').update(png).digest('hex').slice(0, 12)}.png`;
  writeFileSync(join(folder, file), png);
  return json(200, { message: 'Logo stored.', file, next: `Write under branding in office.yaml:  logo: ${file}` });
}

async function bytesOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const text = (status: number, body: string): Reply => ({ status, type: 'text/plain; charset=utf-8', body });
const json = (status: number, body: unknown): Reply => ({ status, type: 'application/json', body: JSON.stringify(body) });
const refused = (status: number, code: string, message: string): Reply => json(status, { code, message });

function send(response: ServerResponse, { status, type, body }: Reply): void {
  const policy = type === TYPES.html && !String(body).includes('preview.js') ? {} : { 'content-security-policy': POLICY }; // A document brings its own, stricter one.
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', ...policy });
  response.end(body);
}
