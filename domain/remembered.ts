/** Remembering: answers that cost much to make and nothing to keep. */

/** Makes once per arguments and keeps the answer for good: only for arguments that the office itself chooses, of which there are few. */
export function remembered<A extends readonly (string | number)[], T>(make: (...args: A) => T): (...args: A) => T {
  const known = new Map<string, T>();
  return (...args) => {
    const key = args.join(' ');
    const made = known.get(key) ?? make(...args);
    known.set(key, made);
    return made;
  };
}
