/** A port for a test's own server. */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

const ATTEMPTS = 50;

/** A free loopback port below those of outgoing connections, so that no connection takes it before, or between, its server's lives (embedded/parts/ports.mjs). */
export async function freePort(): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = randomInt(20_000, 32_768);
    const holder = createServer().listen(port, '127.0.0.1');
    try {
      await once(holder, 'listening');
      holder.close();
      await once(holder, 'close');
      return port;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error; // Taken, and so were all before it.
    }
  }
}
