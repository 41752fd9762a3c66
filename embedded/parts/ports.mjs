/** Loopback ports: find free ones, and see whether somebody listens. */
import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

/**
 * Below the ports that Linux (32768, ip(7)) and macOS (49152, RFC 6335) give to outgoing connections and to who asks for any: between
 * finding one here and listening there, and while a part is started again, no connection of another program takes it.
 */
const FIRST = 20_000;
const LAST = 32_767;
const ATTEMPTS = 200;

/**
 * So many different free loopback ports.
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function freePorts(count) {
  const found = new Set();
  for (let attempt = 0; attempt < count + ATTEMPTS && found.size < count; attempt += 1) {
    const port = randomInt(FIRST, LAST + 1); // Two offices that start together would meet on the first free one.
    if (!found.has(port) && (await isFree(port))) found.add(port);
  }
  if (found.size < count) throw new Error(`No free port was found between ${FIRST} and ${LAST} on 127.0.0.1. End some of the programs that listen there.`);
  return [...found];
}

/** One free loopback port. */
export const freePort = async () => (await freePorts(1))[0];

/**
 * Whether somebody accepts connections there.
 * @param {{ port: number, host: string } | { path: string }} address
 * @returns {Promise<boolean>}
 */
export function listens(address) {
  return new Promise((resolve) => {
    const socket = connect(address);
    const answer = (yes) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
