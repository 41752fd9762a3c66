/** Progress on the terminal: each step by name, with the seconds that a long one has taken so far. */

/** Without a terminal a long step speaks up this often. */
const SPEAK_EVERY_MS = 15_000;

/** Says nothing: for commands whose output is their answer. */
export const silent = { step: (_label, work) => work(), note() {} };

/**
 * Progress written to a stream. On a terminal the running step's line counts seconds in place.
 * @param {NodeJS.WriteStream} stream
 * @returns {{ step<T>(label: string, work: () => Promise<T>): Promise<T>, note(line: string): void }}
 */
export function progressOn(stream) {
  stream.on('error', () => {}); // A closed terminal must not end the office in disorder.
  const write = (text) => stream.write(text);
  return {
    note: (line) => void write(`${line}\n`),
    async step(label, work) {
      const started = Date.now();
      const seconds = () => Math.round((Date.now() - started) / 1000);
      const timer = stream.isTTY
        ? setInterval(() => write(`\r  ${label} … ${seconds()} s`), 1000)
        : setInterval(() => write(`  ${label} … ${seconds()} s so far\n`), SPEAK_EVERY_MS);
      try {
        const result = await work();
        write(`${stream.isTTY ? '\r' : ''}  ${label}: done${seconds() > 0 ? ` in ${seconds()} s` : ''}   \n`);
        return result;
      } catch (error) {
        write(`${stream.isTTY ? '\r' : ''}  ${label}: failed after ${seconds()} s\n`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/** What to tell of an error: one that was foreseen speaks for itself, a bug shows where it is. */
export function wordsFor(error) {
  const foreseen = error.constructor === Error || ['PartMissing', 'EnvironmentFaults'].includes(error.name);
  return foreseen ? error.message : error.stack;
}
