/** Portal links at rest: of a token only its SHA-256, so that a thief of the database holds no link. */
import { createHash } from 'node:crypto';
import { Schema, trusted, type Connection } from 'mongoose';

/** Opens the portal of one client. `documentId` is what it was mailed for, `version` the one it spoke of. Times are ISO instants. */
export type Link = { hash: string; clientId: string; documentId?: string; version?: number; at: string; expiresAt: string; revokedAt?: string };
/** Leads one approver (by mail address) to one document, and opens nothing by itself. */
export type ApprovalLink = { hash: string; approver: string; documentId: string; at: string; expiresAt: string };

const schema = new Schema({
  hash: { type: String, required: true, unique: true },
  clientId: { type: String, index: true, required(this: { approver?: string }) { return this.approver === undefined; } },
  approver: String,
  documentId: String,
  version: Number,
  at: { type: String, required: true },
  expiresAt: { type: String, required: true },
  revokedAt: String,
}, { strict: 'throw', versionKey: false, collection: 'links' });

/** What the store keeps of a token: SHA-256 in hex. No salt: a token has 256 random bits. */
const linkHash = (token: string): string => createHash('sha256').update(token).digest('hex');

export type LinkStore = {
  /** Keeps the link of a token; the token itself is not kept. */
  keep(token: string, link: Omit<Link, 'hash'> | Omit<ApprovalLink, 'hash'>): Promise<void>;
  /** A client's link by its token, also an expired or revoked one. */
  byToken(token: string): Promise<Link | null>;
  /** An approver's link by its token or by its hash, also an expired one. */
  approvalByToken(token: string): Promise<ApprovalLink | null>;
  approvalByHash(hash: string): Promise<ApprovalLink | null>;
  /** Ends all links of a client that have not ended yet; answers how many. */
  revokeOf(clientId: string, at: string): Promise<number>;
};

export function linkStore(connection: Connection): LinkStore {
  const model = connection.model('Link', schema);
  const present = () => trusted({ $exists: true });
  const byHash = async (hash: string, whose: 'clientId' | 'approver'): Promise<unknown> =>
    model.findOne({ hash: String(hash), [whose]: present() }, { _id: 0 }).lean().exec();
  return {
    keep: async (token, link) => void (await model.create([{ ...link, hash: linkHash(token) }])),
    byToken: async (token) => (await byHash(linkHash(token), 'clientId')) as Link | null,
    approvalByToken: async (token) => (await byHash(linkHash(token), 'approver')) as ApprovalLink | null,
    approvalByHash: async (hash) => (await byHash(hash, 'approver')) as ApprovalLink | null,
    async revokeOf(clientId, at) {
      const open = { clientId: String(clientId), revokedAt: trusted({ $exists: false }) };
      const { modifiedCount } = await model.updateMany(open, { $set: { revokedAt: at } });
      return modifiedCount;
    },
  };
}
