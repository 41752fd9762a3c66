/** Loopback ports: find free ones, and see whether somebody listens. */
import { connect, createServer } from 'node:net';

/**
 * So many different free loopback ports. All are held open until the last one is found, so none comes twice.
 * @param {number} count
 * @returns {Promise<number[]>}
 */
export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, listenAnywhere));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
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

function listenAnywhere() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
