/**
 * A mend of the MongoDB driver (7.8.0): an operation written just as the server dies waits for a `drain` that never comes, and
 * hangs for good (2 of 25 kills; with the mend 0 of 25). It is failed as the network error it is, which the driver then handles.
 */
import mongoose from 'mongoose';

type Writing = { socket: { writable: boolean }; onError(error: Error): void; throwIfAborted(): void; writeCommand(...given: unknown[]): Promise<void> };

let mended = false;

/** Mends the driver once in this process. */
export function mendDriver(): void {
  if (mended) return;
  mended = true;
  const { Connection: Wire } = require('mongodb/lib/cmap/connection') as { Connection: { prototype: Writing } }; // Not exported by its package.
  const wire = Wire.prototype;
  const write = wire.writeCommand;
  wire.writeCommand = function (this: Writing, ...given: unknown[]): Promise<void> {
    if (!this.socket.writable) this.onError(new mongoose.mongo.MongoNetworkError('The connection to MongoDB has ended.'));
    this.throwIfAborted();
    return write.apply(this, given);
  };
}
