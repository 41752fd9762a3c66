/** The desk's static page: a fixed list of files, sent with a policy that lets nothing else run. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { HttpRefusal, type Route, type Exchange } from '../slack/http';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' };
const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: https:", "connect-src 'self'", "frame-src 'self'", "object-src 'self'",
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

/** The project's root, above both the sources and dist/: the page is plain files and is not compiled. */
function rootFolder(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('The desk cannot find the project folder its page lies in.');
  return rootFolder(parent);
}

/** The folder with the project's package.json. */
export const projectRoot = (): string => rootFolder(__dirname);

/** Routes of the page. Files are named once, at the start: no request ever becomes a path. */
export function pageRoutes(): Route[] {
  const folder = join(projectRoot(), 'embedded', 'desk', 'page');
  const names = new Set(readdirSync(folder).filter((name) => TYPES[extname(name)]));
  const send = ({ response }: Exchange, name: string): void => {
    if (!names.has(name)) throw new HttpRefusal(404, { error: 'not_found' });
    response.writeHead(200, {
      'content-type': TYPES[extname(name)] as string, 'content-security-policy': POLICY, 'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin',
    });
    response.end(readFileSync(join(folder, name)));
  };
  const page = (path: string): Route => ({ method: 'GET', path, handle: (exchange) => send(exchange, 'index.html') });
  const toDesk: Route = { method: 'GET', path: '/', handle: ({ response }) => void response.writeHead(302, { location: '/desk' }).end() };
  return [toDesk, page('/desk'), page('/desk/'), page('/desk/archives/:channel/:message'), { method: 'GET', path: '/desk/assets/:name', handle: (exchange) => send(exchange, exchange.params.name ?? '') }];
}
