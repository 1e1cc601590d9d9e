/** The history of a snapshot that is on its way, made into an index while it is written to the disk. */
import { MVCC_PREFIX, RestoredHistory, RestoreError } from '../mvcc/index.js';

export class IncomingHistory {
  private history: RestoredHistory | undefined = new RestoredHistory();

  /** Undefined = it could not be read: whoever reads it from the disk finds out, and says, what is wrong. */
  get whole(): RestoredHistory | undefined {
    return this.history;
  }

  /** Any record of the state, in key order. */
  add(key: Uint8Array, value: Uint8Array): void {
    if (key[0] !== MVCC_PREFIX[0]) return;
    try {
      this.history?.add(key, value);
    } catch (error) {
      if (!(error instanceof RestoreError)) throw error;
      this.history = undefined;
    }
  }
}
