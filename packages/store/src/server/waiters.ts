import type { Clock } from '@kuorum/base';
import { etcdError, type EtcdError, type EtcdErrorName } from './errors.js';

/** Gets the outcome of a request: an error, or a result. Called exactly once. */
export type Done<T> = (error: EtcdError | undefined, result?: T) => void;

interface Waiter<T> {
  readonly deadlineMs: number;
  /** The term in which the request went out; undefined while it has not. */
  term?: number;
  readonly done: Done<T>;
}

/**
 * Requests whose outcome comes later, by number. Bounded in count and in time: all wait equally long, so the map's
 * order of insertion is the order of deadlines and a sweep stops at the first that is still in time.
 */
export class Waiters<T> {
  private readonly waiting = new Map<number, Waiter<T>>();
  private sequence = 0;
  /** Those whose outcome never came. */
  failedCount = 0;

  constructor(
    private readonly clock: Clock,
    private readonly timeoutMs: number,
    private readonly countMax: number,
  ) {}

  get size(): number {
    return this.waiting.size;
  }

  /** The number under which `done` waits; undefined = too many wait already, and `done` has been told so. */
  add(done: Done<T>): number | undefined {
    if (this.waiting.size >= this.countMax) {
      done(etcdError('tooManyRequests'));
      return undefined;
    }
    const sequence = ++this.sequence;
    this.waiting.set(sequence, { deadlineMs: this.clock.monotonic() + this.timeoutMs, done });
    return sequence;
  }

  has(sequence: number): boolean {
    return this.waiting.has(sequence);
  }

  sentIn(sequence: number, term: number): void {
    const waiter = this.waiting.get(sequence);
    if (waiter !== undefined) waiter.term = term;
  }

  /** Fails what went out in an earlier term than `term`. */
  failBefore(term: number, error: EtcdError): void {
    for (const [sequence, waiter] of this.waiting) {
      if (waiter.term !== undefined && waiter.term < term) this.fail(sequence, error);
    }
  }

  /** Nobody waits under `sequence` any more = nothing happens: the request timed out before. */
  settle(sequence: number, error: EtcdError | undefined, result?: T): void {
    const waiter = this.waiting.get(sequence);
    if (waiter === undefined) return;
    this.waiting.delete(sequence);
    waiter.done(error, result);
  }

  /** A timeout leaves the outcome unknown: the command may still be applied. `cause`: of what waits since then. */
  sweep(cause: (startedMs: number) => EtcdErrorName = () => 'timeout'): void {
    const nowMs = this.clock.monotonic();
    for (const [sequence, waiter] of this.waiting) {
      if (waiter.deadlineMs > nowMs) return;
      this.fail(sequence, etcdError(cause(waiter.deadlineMs - this.timeoutMs)));
    }
  }

  failAll(error: EtcdError): void {
    for (const sequence of [...this.waiting.keys()]) this.fail(sequence, error);
  }

  private fail(sequence: number, error: EtcdError): void {
    this.failedCount++;
    this.settle(sequence, error);
  }
}
