/**
 * Whether an entry is applied in part, so that nothing of it may be written yet, and who waits for its end.
 *
 * Invariant: whoever waits hears of the end of the entry, or that it never comes; nobody waits for ever.
 */
import { StorageError } from './types.js';

export class EntryHold {
  private held: { readonly over: Promise<void>; readonly end: () => void; readonly fail: () => void } | undefined;
  private givenUp = false;

  get isHeld(): boolean {
    return this.held !== undefined;
  }

  begin(): void {
    if (this.held !== undefined) return;
    let end!: () => void;
    let reject!: (error: Error) => void;
    const over = new Promise<void>((resolve, refuse) => {
      end = resolve;
      reject = refuse;
    });
    over.catch(() => undefined);
    const fail = (): void =>
      reject(new StorageError('writeFailed', 'Cannot write the state: an entry was not applied to its end'));
    this.held = { over, end, fail };
    if (this.givenUp) fail();
  }

  end(): void {
    this.held?.end();
    this.held = undefined;
  }

  /** Rejects when the entry under way does not come to its end. */
  async over(): Promise<void> {
    while (this.held !== undefined) await this.held.over;
  }

  /** The entry under way may never end, and the next neither. */
  giveUp(): void {
    this.givenUp = true;
    this.held?.fail();
  }
}
