/**
 * Document numbers: gapless and unique per series, without transactions. A number is a claimed row; a claim is found again by
 * its document, so a crash between claim and use loses nothing, be it over the turn of the year, when the series changes.
 */
import { Schema, type Connection } from 'mongoose';
import { isDuplicateKey } from './connection';

const schema = new Schema({
  series: { type: String, required: true },
  n: { type: Number, required: true, min: 1, validate: Number.isSafeInteger },
  documentId: { type: String, required: true },
  at: { type: String, required: true },
}, { strict: 'throw', versionKey: false, collection: 'numbers' });
schema.index({ series: 1, n: 1 }, { unique: true });
schema.index({ documentId: 1 }, { unique: true });

/** A document's number: the `n`th of its series, claimed at an instant (ISO). */
export type Claim = { series: string; n: number; at: string };
export type NumberStore = { claim(series: string, documentId: string, at: string): Promise<Claim> };

/** Claims the next number of a series for a document, or gives the one it has, in whichever series. Never skips: n+1 follows n or is tried again. */
export function numberStore(connection: Connection): NumberStore {
  const model = connection.model('Number', schema);
  const lines = new Map<string, Promise<unknown>>();

  /** One process asks in turn, so that only processes race each other: 200 at once would else try thousands of times. */
  const claim = (series: string, documentId: string, at: string): Promise<Claim> => {
    const turn = (lines.get(series) ?? Promise.resolve()).then(() => claimed(series, documentId, at));
    lines.set(series, turn.catch(() => undefined));
    return turn;
  };

  const claimed = async (series: string, documentId: string, at: string): Promise<Claim> => {
    for (;;) {
      const last = await model.findOne({ series }).sort({ n: -1 }).lean();
      const n = (last?.n ?? 0) + 1;
      try {
        await model.create([{ series, n, documentId, at }]);
        return { series, n, at };
      } catch (error) {
        if (!isDuplicateKey(error)) throw error; // The document has its number, or somebody was faster: look again.
        const held = await model.findOne({ documentId }, { _id: 0, series: 1, n: 1, at: 1 }).lean();
        if (held) return held;
      }
    }
  };
  return { claim };
}
