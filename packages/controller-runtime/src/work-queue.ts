/**
 * The queue between what happened and who acts on it. Invariants, as in client-go's `util/workqueue`:
 * - a key that was added several times before a worker took it is worked on once (dirty, not counted);
 * - one key is never with two workers;
 * - a key that is added while a worker has it runs again once that worker is done.
 *
 * So the queue never holds more than the distinct keys there are, however many events arrive. Keys are compared by
 * identity: use strings.
 */
import { Heap, systemClock, type Clock, type Timer } from '@kuorum/base';
import { Observable, Subject, type Subscriber } from 'rxjs';
import { ExponentialRateLimiter, type RateLimiter } from './rate-limiter.js';

export interface WorkQueueOptions<K> {
  readonly clock?: Clock | undefined;
  readonly rateLimiter?: RateLimiter<K> | undefined;
}

interface Waiting<K> {
  readonly key: K;
  readonly readyAtMs: number;
}

export class WorkQueue<K> {
  private readonly clock: Clock;
  private readonly rateLimiter: RateLimiter<K>;
  /** Keys that a worker may take, oldest first. A Set keeps the order of insertion. */
  private readonly ready = new Set<K>();
  /** Keys with a worker. */
  private readonly processing = new Set<K>();
  /** Keys that were added while a worker had them. */
  private readonly again = new Set<K>();
  /** Delayed keys by time; an entry counts only while `waitingUntil` says the same time. */
  private readonly waiting = new Heap<Waiting<K>>((a, b) => a.readyAtMs < b.readyAtMs);
  private readonly waitingUntil = new Map<K, number>();
  private timer: Timer | undefined;
  private timerAtMs = Infinity;
  /** Workers that wait for a key, first come first served. */
  private readonly takers = new Set<Subscriber<K>>();
  private stopped = false;
  private readonly stoppedSubject = new Subject<void>();

  constructor(options: WorkQueueOptions<K> = {}) {
    this.clock = options.clock ?? systemClock;
    this.rateLimiter = options.rateLimiter ?? new ExponentialRateLimiter();
  }

  /** Keys that wait for a worker, delayed ones not counted. */
  get length(): number {
    return this.ready.size;
  }

  /** Keys that wait for their time. */
  get delayed(): number {
    return this.waitingUntil.size;
  }

  /** Shut down and nothing left to take: workers end. */
  get drained(): boolean {
    return this.stopped && this.ready.size === 0 && this.again.size === 0;
  }

  /** Emits and completes at {@link shutDown}; for a late subscriber at once. */
  readonly shutDown$ = new Observable<void>((subscriber) => {
    if (!this.stopped) return this.stoppedSubject.subscribe(subscriber);
    subscriber.next();
    subscriber.complete();
    return undefined;
  });

  add(key: K): void {
    if (this.stopped) return;
    if (this.processing.has(key)) this.again.add(key);
    else this.enqueue(key);
  }

  /** Adds `key` after `delayMs`; of several pending delays of one key the shortest counts. */
  addAfter(key: K, delayMs: number): void {
    if (this.stopped) return;
    if (delayMs <= 0) {
      this.add(key);
      return;
    }
    const readyAtMs = this.clock.monotonic() + delayMs;
    const present = this.waitingUntil.get(key);
    if (present !== undefined && present <= readyAtMs) return;
    this.waitingUntil.set(key, readyAtMs);
    this.waiting.push({ key, readyAtMs });
    this.armTimer();
  }

  /** Adds `key` after as long as the rate limiter says; counts a failure. */
  addRateLimited(key: K): void {
    if (!this.stopped) this.addAfter(key, this.rateLimiter.whenMs(key));
  }

  /** Forgets the failures of `key`. */
  forget(key: K): void {
    this.rateLimiter.forget(key);
  }

  /** Failures of `key` since it was last forgotten. */
  failures(key: K): number {
    return this.rateLimiter.failures(key);
  }

  /** Gives `key` back: every key taken is given back exactly once. */
  done(key: K): void {
    this.processing.delete(key);
    if (this.again.delete(key)) this.enqueue(key);
  }

  /** One key, as soon as there is one, then complete; completes without a key when the queue is drained. */
  next$(): Observable<K> {
    return new Observable<K>((subscriber) => {
      const [key] = this.ready;
      if (key !== undefined || this.ready.size > 0) {
        this.give(key as K, subscriber);
        return undefined;
      }
      if (this.drained) {
        subscriber.complete();
        return undefined;
      }
      this.takers.add(subscriber);
      return () => this.takers.delete(subscriber);
    });
  }

  /** Takes nothing new; what is ready is still worked on, what is delayed is dropped. */
  shutDown(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.timer?.cancel();
    this.waitingUntil.clear();
    if (this.drained) for (const taker of [...this.takers]) taker.complete();
    this.stoppedSubject.next();
    this.stoppedSubject.complete();
  }

  private enqueue(key: K): void {
    this.ready.add(key);
    const [taker] = this.takers;
    if (taker === undefined) return;
    this.takers.delete(taker);
    this.give(key, taker);
  }

  private give(key: K, taker: Subscriber<K>): void {
    this.ready.delete(key);
    this.processing.add(key);
    taker.next(key);
    taker.complete();
  }

  private armTimer(): void {
    const next = this.waiting.peek();
    if (next === undefined || this.timerAtMs <= next.readyAtMs) return;
    this.timer?.cancel();
    this.timerAtMs = next.readyAtMs;
    this.timer = this.clock.setTimeout(() => this.onTimer(), next.readyAtMs - this.clock.monotonic());
  }

  private onTimer(): void {
    this.timerAtMs = Infinity;
    const now = this.clock.monotonic();
    for (let next = this.waiting.peek(); next !== undefined && next.readyAtMs <= now; next = this.waiting.peek()) {
      this.waiting.pop();
      if (this.waitingUntil.get(next.key) !== next.readyAtMs) continue;
      this.waitingUntil.delete(next.key);
      this.add(next.key);
    }
    this.armTimer();
  }
}
