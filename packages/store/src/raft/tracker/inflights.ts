/** A sliding window over the `app` messages on their way to one follower: the last index of each, oldest first. */
import { assert } from '@kuorum/base';
import type { LogIndex } from '../types.js';

export class Inflights {
  private readonly window: LogIndex[] = [];

  constructor(private readonly capacity: number) {}

  get count(): number {
    return this.window.length;
  }

  get full(): boolean {
    return this.window.length >= this.capacity;
  }

  add(lastIndex: LogIndex): void {
    assert(!this.full, `cannot send one more message: ${this.capacity} are in flight`);
    this.window.push(lastIndex);
  }

  /** The follower has everything up to `index`: those messages have arrived. */
  freeTo(index: LogIndex): void {
    const stillOut = this.window.findIndex((lastIndex) => lastIndex > index);
    this.window.splice(0, stillOut === -1 ? this.window.length : stillOut);
  }

  freeFirst(): void {
    this.window.shift();
  }
}
