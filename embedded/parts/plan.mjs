/** Any embedded part by its name: how it is run, where it answers, which route led to it. */
import { findChromium } from './chromium.mjs';
import { planMongo } from './mongo.mjs';
import { planTemporal } from './temporal.mjs';
import { findTimeSkipping, planTimeSkipping } from './time-skipping.mjs';

/**
 * The plan of one part. A plan has { name, route, address } and, when the office runs the part as a process of its own,
 * { command, args, env, graceMs, ready }. Throws PartMissing with the remedy when no route leads to the part.
 * @param {string} name mongo, temporal, time-skipping or chromium
 * @param {{ data: string, cache: string, progress: object, port?: number, namespace?: string, chromiumPath?: string,
 *   timeSkippingServer?: string, userInterface: 'on' | 'off' }} options
 */
export async function planPart(name, options) {
  switch (name) {
    case 'mongo':
      return planMongo(options);
    case 'temporal':
      return planTemporal(options);
    case 'time-skipping': {
      const server = await findTimeSkipping({ ...options, named: options.timeSkippingServer });
      return planTimeSkipping({ ...server, port: options.port });
    }
    case 'chromium': {
      const { path, route } = await findChromium({ ...options, named: options.chromiumPath });
      return { name, route, address: path };
    }
    default:
      throw new Error(`There is no part called ${name}: name mongo, temporal, time-skipping or chromium.`);
  }
}
