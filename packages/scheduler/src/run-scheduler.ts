/**
 * The scheduler process: caches → queue → decide → bind.
 *
 * Level-triggered: a pod that could not be placed is looked at again whenever room may have become free (a pod ended, a
 * node came, changed or became ready) and from time to time anyway, so that no pod waits for an event that was lost.
 * Caches are warm while another scheduler leads, so that taking over costs one renewal period.
 */
import { systemClock, systemPrng, type Clock, type Prng } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import type { Pod } from '@kuorum/api';
import { createEventRecorder, createInformer, leaderElected$, type ApiClient } from '@kuorum/client';
import { controller$, periodic$ } from '@kuorum/controller-runtime';
import {
  defer,
  filter,
  finalize,
  forkJoin,
  from,
  ignoreElements,
  map,
  merge,
  mergeMap,
  Observable,
  switchMap,
  tap,
} from 'rxjs';
import {
  bindsInflightMax,
  leaseDurationMs,
  renewDeadlineMs,
  resyncPeriodMs,
  retryPeriodMs,
  wakeDelayMs,
} from './limits.js';
import { defaultSchedulerName, freesRoom, inOrderOfArrival, isPending, mayTakeMore } from './pending-pods.js';
import { Scheduler } from './scheduler.js';

export interface SchedulerOptions {
  readonly client: ApiClient;
  readonly logger: Logger;
  /** Who we are in the election: different for every process, such as `hostname_pid`. */
  readonly identity: string;
  /** False: works at once, without an election. True unless told. */
  readonly leaderElect?: boolean | undefined;
  readonly leaseDurationMs?: number | undefined;
  readonly renewDeadlineMs?: number | undefined;
  readonly retryPeriodMs?: number | undefined;
  readonly resyncPeriodMs?: number | undefined;
  readonly clock?: Clock | undefined;
  /** Breaks ties between nodes. */
  readonly prng?: Prng | undefined;
  /** Called once, when the caches are filled: from then on the process is working, leading or standing by. */
  readonly onReady?: (() => void) | undefined;
}

const pendingIndex = 'pending';

/** Subscribing starts the scheduler, unsubscribing stops it. An error ends the process. */
export function runScheduler$(options: SchedulerOptions): Observable<unknown> {
  return defer(() => {
    const { client, identity, clock = systemClock, prng = systemPrng } = options;
    const logger = options.logger.child({ identity });
    const pods = createInformer(client, 'Pod', {
      logger,
      clock,
      indexers: { [pendingIndex]: (pod: Pod) => (isPending(pod) ? [''] : []) },
    });
    const nodes = createInformer(client, 'Node', { logger, clock });
    const recorder = createEventRecorder(client, defaultSchedulerName, '', { clock, logger });
    const scheduler = new Scheduler({ client, pods, nodes, recorder, logger, clock, prng });

    const pendingKeys = (): string[] => inOrderOfArrival(pods.byIndex(pendingIndex, ''));
    const wake$ = merge(pods.events$.pipe(filter(freesRoom)), nodes.events$.pipe(filter(mayTakeMore)));
    const enqueue$ = merge(
      defer(() => from(pendingKeys())),
      pods.events$.pipe(
        filter(({ type, object }) => type !== 'deleted' && isPending(object)),
        map(({ key }) => key),
      ),
      merge(wake$.pipe(gather(wakeDelayMs, clock)), periodic$(options.resyncPeriodMs ?? resyncPeriodMs, clock)).pipe(
        mergeMap(() => from(pendingKeys())),
      ),
    );
    const work$ = controller$({
      name: 'scheduler',
      enqueue$,
      workers: bindsInflightMax,
      reconcile: (key) => scheduler.reconcile(key),
      logger,
      clock,
    });
    const elected$ =
      options.leaderElect === false
        ? work$
        : leaderElected$({
            client,
            name: 'kuorum-scheduler',
            identity,
            leaseDurationMs: options.leaseDurationMs ?? leaseDurationMs,
            renewDeadlineMs: options.renewDeadlineMs ?? renewDeadlineMs,
            retryPeriodMs: options.retryPeriodMs ?? retryPeriodMs,
            clock,
            logger,
            run: () => work$,
          });
    const synced$ = forkJoin([pods.synced$, nodes.synced$]).pipe(tap(() => options.onReady?.()));
    // The state listens before the caches start, so that it holds all they do; and before the keys of the same event.
    return merge(
      pods.events$.pipe(
        tap((event) => scheduler.observePod(event)),
        ignoreElements(),
      ),
      nodes.events$.pipe(
        tap((event) => scheduler.observeNode(event)),
        ignoreElements(),
      ),
      synced$.pipe(switchMap(() => elected$)),
      pods.run$,
      nodes.run$,
    ).pipe(finalize(() => recorder.close()));
  });
}

/** Emits once `delayMs` after the first of a burst, whatever its length. */
function gather<T>(delayMs: number, clock: Clock): (source$: Observable<T>) => Observable<void> {
  return (source$) =>
    new Observable<void>((subscriber) => {
      let timer: { cancel(): void } | undefined;
      const subscription = source$.subscribe({
        next: () => {
          timer ??= clock.setTimeout(() => {
            timer = undefined;
            subscriber.next();
          }, delayMs);
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      });
      return () => {
        timer?.cancel();
        subscription.unsubscribe();
      };
    });
}
