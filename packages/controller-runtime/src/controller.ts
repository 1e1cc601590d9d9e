/**
 * The one reconcile idiom: keys come from anywhere, wait in a {@link WorkQueue}, and `reconcile(key)` brings the world
 * nearer to what is wanted. Level-triggered: it gets a key, never an event, and looks up what is true now.
 *
 * What becomes of a reconcile:
 * - success: the failures of the key are forgotten; with `requeueAfterMs` it runs again then;
 * - an error: the key is tried again, later each time; a {@link TerminalError} waits for the next change instead;
 * - an AssertionError is a bug: it ends the controller, and with it the process.
 */
import { AssertionError, systemClock, type Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { EMPTY, catchError, defer, finalize, ignoreElements, map, merge, mergeMap, of, range } from 'rxjs';
import { repeat, takeUntil, tap, type Observable } from 'rxjs';
import type { RateLimiter } from './rate-limiter.js';
import { WorkQueue } from './work-queue.js';

/** Trying again would not help until something changes. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
}

export interface ReconcileResult {
  /** Look at the key again after this long, though nothing changes. */
  readonly requeueAfterMs?: number | undefined;
}

/** `signal` aborts when the controller is stopped. */
export type Reconcile<K> = (key: K, signal: AbortSignal) => Promise<ReconcileResult | undefined | void>;

export type ReconcileOutcome<K> =
  { readonly key: K; readonly result: ReconcileResult } | { readonly key: K; readonly error: unknown };

export interface ControllerOptions<K> {
  /** For logs. */
  readonly name: string;
  /** A queue others add to as well; it stays theirs. The controller makes its own unless told. */
  readonly queue?: WorkQueue<K> | undefined;
  /** Keys to reconcile. An error of it ends the controller; its end does not. */
  readonly enqueue$: Observable<K>;
  /** Keys that are worked on at the same time. */
  readonly workers: number;
  readonly reconcile: Reconcile<K>;
  readonly logger: Logger;
  readonly clock?: Clock | undefined;
  /** For the controller's own queue. */
  readonly rateLimiter?: RateLimiter<K> | undefined;
}

/**
 * Subscribing starts the controller, unsubscribing stops it. It emits what became of each reconcile, and completes
 * after `queue.shutDown()` once the last worker is done.
 *
 * ```ts
 * controller$({ name: 'endpoints', enqueue$: services.keys$, workers: 2, reconcile: (key) => sync(key), logger })
 * ```
 */
export function controller$<K>(options: ControllerOptions<K>): Observable<ReconcileOutcome<K>> {
  const { name, enqueue$, workers, reconcile, clock = systemClock, rateLimiter } = options;
  const logger = options.logger.child({ controller: name });
  return defer(() => {
    const queue = options.queue ?? new WorkQueue<K>({ clock, rateLimiter });
    const abort = new AbortController();

    const reconcileOne = (key: K): Observable<ReconcileOutcome<K>> =>
      defer(() => reconcile(key, abort.signal)).pipe(
        map((given) => {
          const result = given ?? {};
          queue.forget(key);
          if (result.requeueAfterMs !== undefined) queue.addAfter(key, result.requeueAfterMs);
          return { key, result };
        }),
        catchError((error: unknown) => {
          if (error instanceof AssertionError) throw error;
          const terminal = error instanceof TerminalError;
          if (terminal) queue.forget(key);
          else queue.addRateLimited(key);
          logger.warn({ item: key, err: error, terminal, failures: queue.failures(key) }, 'reconcile failed');
          return of({ key, error });
        }),
        finalize(() => queue.done(key)),
      );

    const worker$ = defer(() => queue.next$()).pipe(
      mergeMap(reconcileOne),
      repeat({ delay: () => (queue.drained ? EMPTY : of(true)) }),
    );
    const feed$ = enqueue$.pipe(
      tap((key) => queue.add(key)),
      ignoreElements(),
      takeUntil(queue.shutDown$),
    );
    return merge(feed$, range(0, workers).pipe(mergeMap(() => worker$))).pipe(
      finalize(() => {
        abort.abort(new Error(`controller ${name} stopped`));
        if (options.queue === undefined) queue.shutDown();
      }),
    );
  });
}
