/** Routes to a part: tried in order, the first that works is taken, and when none does the message says what to do. */

/** No route led to a part. The message lists every route with its reason, and the remedy. */
export class PartMissing extends Error {
  /**
   * @param {string} part
   * @param {readonly { route: string, reason: string }[]} tried
   * @param {string} remedy
   */
  constructor(part, tried, remedy) {
    const lines = tried.map(({ route, reason }) => `  - ${route}: ${reason.split('\n')[0]}`);
    super([`${part} cannot be had on this machine. Tried:`, ...lines, `  Remedy: ${remedy}`].join('\n'));
    this.name = 'PartMissing';
  }
}

/**
 * The first route that gives something. A route says no by giving undefined or by throwing its reason.
 * @template T
 * @param {{ part: string, remedy: string, routes: readonly { route: string, attempt: () => Promise<T | undefined> }[] }} question
 * @returns {Promise<{ route: string, found: T }>}
 */
export async function firstRoute({ part, remedy, routes }) {
  const tried = [];
  for (const { route, attempt } of routes) {
    try {
      const found = await attempt();
      if (found !== undefined) return { route, found };
      tried.push({ route, reason: 'not there' });
    } catch (error) {
      tried.push({ route, reason: error.message });
    }
  }
  throw new PartMissing(part, tried, remedy);
}
