/**
 * What a controller has asked for and not yet seen in its cache (client-go's `ControllerExpectations`). Between a
 * create and its event the cache is behind: a controller that counted pods then would create them a second time. So it
 * says what it expects, and does nothing to that key until it was seen, or until so long has passed that the event
 * must have been lost.
 *
 * Deletions may name what is deleted: a pod is then counted once, though it is seen both terminating and gone.
 */
import { systemClock, type Clock } from '@kuorum/base';
import { expectationTimeoutMs } from './limits.js';

interface Expectation {
  creations: number;
  deletions: number;
  readonly deletionIds: Set<string>;
  readonly sinceMs: number;
}

export class Expectations {
  private readonly expected = new Map<string, Expectation>();
  private readonly clock: Clock;
  private readonly timeoutMs: number;

  constructor(options: { readonly clock?: Clock | undefined; readonly timeoutMs?: number | undefined } = {}) {
    this.clock = options.clock ?? systemClock;
    this.timeoutMs = options.timeoutMs ?? expectationTimeoutMs;
  }

  /** `count` creations for `key` are on their way. Say it before the first create is sent. */
  expectCreations(key: string, count: number): void {
    this.open(key).creations += count;
  }

  /** Deletions are on their way: how many, or of what (uids). */
  expectDeletions(key: string, deletions: number | readonly string[]): void {
    const expectation = this.open(key);
    if (typeof deletions === 'number') expectation.deletions += deletions;
    else for (const id of deletions) expectation.deletionIds.add(id);
  }

  /** One creation was seen, or failed. */
  creationObserved(key: string): void {
    const expectation = this.expected.get(key);
    if (expectation !== undefined && expectation.creations > 0) expectation.creations--;
  }

  /** One deletion was seen, or failed. With `id` it counts only when that one was expected, and once. */
  deletionObserved(key: string, id?: string): void {
    const expectation = this.expected.get(key);
    if (expectation === undefined) return;
    if (id !== undefined && expectation.deletionIds.delete(id)) return;
    if (expectation.deletions > 0) expectation.deletions--;
  }

  /** Nothing outstanding for `key`: its controller may count and act. */
  satisfied(key: string): boolean {
    const expectation = this.expected.get(key);
    if (expectation === undefined) return true;
    if (this.clock.monotonic() - expectation.sinceMs < this.timeoutMs && !isMet(expectation)) return false;
    this.expected.delete(key);
    return true;
  }

  /** The object behind `key` is gone. */
  delete(key: string): void {
    this.expected.delete(key);
  }

  private open(key: string): Expectation {
    const present = this.expected.get(key);
    if (present !== undefined && !isMet(present)) return present;
    const opened = { creations: 0, deletions: 0, deletionIds: new Set<string>(), sinceMs: this.clock.monotonic() };
    this.expected.set(key, opened);
    return opened;
  }
}

function isMet(expectation: Expectation): boolean {
  return expectation.creations === 0 && expectation.deletions === 0 && expectation.deletionIds.size === 0;
}
