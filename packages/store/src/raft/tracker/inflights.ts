/**
 * A sliding window over the `app` messages on their way to one follower, oldest first: bounded in messages, and in
 * bytes, as a few large messages fill a connection as well as many small ones.
 *
 * The window is full once it holds the limit, so the last message may go beyond the limit of bytes: however large an
 * entry is, it gets through.
 */
import { assert } from '@kuorum/base';
import type { LogIndex } from '../types.js';

interface InflightMessage {
  readonly lastIndex: LogIndex;
  readonly bytes: number;
}

export class Inflights {
  private readonly window: InflightMessage[] = [];
  private totalBytes = 0;

  constructor(
    private readonly messagesMax: number,
    private readonly bytesMax: number,
  ) {}

  get count(): number {
    return this.window.length;
  }

  get bytes(): number {
    return this.totalBytes;
  }

  get full(): boolean {
    return this.window.length >= this.messagesMax || this.totalBytes >= this.bytesMax;
  }

  add(lastIndex: LogIndex, bytes: number): void {
    assert(!this.full, `cannot send one more message: ${this.count} with ${this.totalBytes} bytes are in flight`);
    this.window.push({ lastIndex, bytes });
    this.totalBytes += bytes;
  }

  /** The follower has everything up to `index`: those messages have arrived. */
  freeTo(index: LogIndex): void {
    const stillOut = this.window.findIndex(({ lastIndex }) => lastIndex > index);
    this.free(stillOut === -1 ? this.window.length : stillOut);
  }

  freeFirst(): void {
    this.free(Math.min(1, this.window.length));
  }

  private free(count: number): void {
    for (const { bytes } of this.window.splice(0, count)) this.totalBytes -= bytes;
  }
}
