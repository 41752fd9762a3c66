/**
 * `npm run template preview [-- --port N]` shows the sample documents while templates, designs and office.yaml are edited;
 * `npm run -s template check FILE` tells what is wrong with one template. OFFICE_CONFIG names the folder, as for the office itself.
 */
import { env } from 'node:process';
import { openPrinter } from '../../activities/gateways/chromium';
import { check } from '../../config/check';
import { shippedConfig } from '../../config/env';
import { createLogger } from '../../config/logger';
import { createPreview } from './server';
import { watchLook } from './watching';

const USAGE = 'Usage: npm run template preview [-- --port N]\n       npm run -s template check FILE\n';
const PORT = 4300;

async function preview(args: readonly string[]): Promise<number> {
  const [, port = String(PORT)] = /^--port[ =](\d{1,5})$/.exec(args.join(' ')) ?? [];
  if (args.length > 0 && !/^--port[ =]\d{1,5}$/.test(args.join(' '))) return usage();
  if (!env.CHROMIUM_PATH) {
    process.stderr.write('No Chromium: set CHROMIUM_PATH.\n');
    return 2;
  }
  const folder = env.OFFICE_CONFIG ?? shippedConfig();
  const printer = openPrinter({ executablePath: env.CHROMIUM_PATH, log: createLogger('preview', 'warn') });
  const server = createPreview({ folder, seen: watchLook(folder), printer });
  return new Promise((resolve) => {
    const end = (code: number): void => void server.close(() => void printer.close().then(() => resolve(code)));
    server.once('error', (error) => {
      process.stderr.write(`The preview cannot be served: ${error.message}\n`);
      end(1);
    });
    server.listen(Number(port), '127.0.0.1', () => process.stdout.write(`Preview of ${folder}: http://127.0.0.1:${port}/   (Ctrl-C ends it)\n`));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => {
      server.closeAllConnections();
      end(0);
    });
  });
}

function usage(): number {
  process.stderr.write(USAGE);
  return 2;
}

async function main([command = '', ...args]: readonly string[]): Promise<number> {
  if (command === 'preview') return preview(args);
  if (command !== 'check' || args.length !== 1) return usage();
  const { code, out, err } = check(['template', ...args]);
  process.stdout.write(out);
  process.stderr.write(err);
  return code;
}

if (require.main === module) void main(process.argv.slice(2)).then((code) => void (process.exitCode = code));
