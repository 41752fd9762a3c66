/**
 * Maps that survive kill -9: every change is one line, handed to the kernel before anyone is answered.
 * A generation is one file; compaction writes the living entries to the next file and drops the old one.
 */
import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, truncateSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

/** One change. Without a value the key is deleted. */
type Line = [collection: string, key: string, value?: unknown];

/** A persistent map from string keys to JSON values, in insertion order. */
export interface Collection<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): T;
  delete(key: string): void;
  entries(): IterableIterator<[string, T]>;
  values(): IterableIterator<T>;
  readonly size: number;
}

/** A journal below this many bytes is never compacted: rewriting costs more than it saves. */
const COMPACT_ABOVE_BYTES = 32 * 1024 * 1024;
/** Compaction waits until the file is this many times the size it had when it was last compact. */
const COMPACT_AT_GROWTH = 4;

const generationOf = (name: string): number => Number(/^journal-(\d+)\.jsonl$/.exec(name)?.[1] ?? -1);

/** The journal of one folder. One process at a time may hold a folder. */
export class Journal {
  private readonly maps = new Map<string, Map<string, unknown>>();
  private generation = 0;
  private file = -1;
  private bytes = 0;
  private compactBytes = 0;

  /** Opens the folder, creating it, and replays the newest generation. A torn last line is cut off: nobody was told of it. */
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    const names = readdirSync(folder).filter((name) => generationOf(name) >= 0);
    this.generation = Math.max(0, ...names.map(generationOf));
    if (existsSync(this.path())) this.replay();
    for (const name of names) if (generationOf(name) !== this.generation) unlinkSync(join(folder, name));
    this.file = openSync(this.path(), 'a');
    this.compactBytes = this.bytes;
  }

  /** The map called `name`; the same map for the same name. */
  collection<T>(name: string): Collection<T> {
    const map = this.map(name) as Map<string, T>;
    return {
      get: (key) => map.get(key),
      put: (key, value) => {
        map.set(key, value);
        this.write([name, key, value]);
        return value;
      },
      delete: (key) => {
        if (map.delete(key)) this.write([name, key]);
      },
      entries: () => map.entries(),
      values: () => map.values(),
      get size() {
        return map.size;
      },
    };
  }

  close(): void {
    closeSync(this.file);
  }

  private path(generation = this.generation): string {
    return join(this.folder, `journal-${String(generation).padStart(6, '0')}.jsonl`);
  }

  private map(name: string): Map<string, unknown> {
    const known = this.maps.get(name);
    if (known) return known;
    const fresh = new Map<string, unknown>();
    this.maps.set(name, fresh);
    return fresh;
  }

  private replay(): void {
    const bytes = readFileSync(this.path());
    let from = 0;
    for (let end = bytes.indexOf(10, from); end !== -1; end = bytes.indexOf(10, from)) {
      const [collection, key, value] = JSON.parse(bytes.toString('utf8', from, end)) as Line;
      if (value === undefined) this.map(collection).delete(key);
      else this.map(collection).set(key, value);
      from = end + 1;
    }
    if (from < bytes.length) truncateSync(this.path(), from);
    this.bytes = from;
  }

  private write(line: Line): void {
    const text = `${JSON.stringify(line)}\n`;
    appendFileSync(this.file, text);
    this.bytes += Buffer.byteLength(text);
    if (this.bytes > Math.max(COMPACT_ABOVE_BYTES, this.compactBytes * COMPACT_AT_GROWTH)) this.compact();
  }

  /** The new generation is whole on disk before it gets its name; until then the old one counts. */
  private compact(): void {
    const next = this.path(this.generation + 1);
    const file = openSync(`${next}.new`, 'w');
    let bytes = 0;
    for (const [collection, map] of this.maps) {
      for (const [key, value] of map) {
        const text = `${JSON.stringify([collection, key, value])}\n`;
        appendFileSync(file, text);
        bytes += Buffer.byteLength(text);
      }
    }
    fsyncSync(file);
    renameSync(`${next}.new`, next);
    const old = this.path();
    closeSync(this.file);
    unlinkSync(old);
    this.generation += 1;
    this.file = file;
    this.bytes = this.compactBytes = bytes;
  }
}
