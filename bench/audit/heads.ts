/**
 * The ends of all chains as an audit saw them, kept outside the database: whoever rewrites a history with all its hashes,
 * or takes a document away, is told by the next audit. One line of JSON for each document: `{ id, seq, hash }`.
 */
import { createReadStream, existsSync, renameSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Findings, type Finding } from './finding';
import type { Recorded } from './stored';

type Head = { id: string; seq: number; hash: string };

export class Heads {
  private readonly seen = new Map<string, Head>();
  private constructor(private readonly file: string, private readonly before: ReadonlyMap<string, Head>) {}

  /** A file that is not there yet is the first audit's. */
  static async open(file: string): Promise<Heads> {
    const before = new Map<string, Head>();
    if (existsSync(file)) {
      for await (const line of createInterface(createReadStream(file))) {
        if (line.trim() === '') continue;
        const head = JSON.parse(line) as Head;
        before.set(head.id, head);
      }
    }
    return new Heads(file, before);
  }

  /** Judges one document and remembers its end. */
  judge({ id, history }: Recorded, name: string): Finding[] {
    const findings = new Findings('heads', name);
    const last = history.at(-1);
    if (last) this.seen.set(id, { id, seq: history.length, hash: last.hash });
    const head = this.before.get(id);
    if (head) {
      const stands = findings.expect(history.length >= head.seq, `it had ${head.seq} entries at the last audit, it has ${history.length}.`);
      if (stands) findings.expect(history[head.seq - 1]?.hash === head.hash, `its history was rewritten since the last audit, at or before entry ${head.seq}.`);
    }
    return findings.found;
  }

  /** Documents that an earlier audit saw and this one did not. */
  missing(): Finding[] {
    return [...this.before.keys()].filter((id) => !this.seen.has(id))
      .map((id) => ({ check: 'heads', document: id, sentence: 'it was there at the last audit and is gone.' }));
  }

  /** Keeps what this audit saw, all or nothing. */
  keep(): void {
    const lines = [...this.seen.values()].map((head) => `${JSON.stringify(head)}\n`);
    writeFileSync(`${this.file}.new`, lines.join(''));
    renameSync(`${this.file}.new`, this.file);
  }
}
