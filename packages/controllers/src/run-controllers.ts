/**
 * The controllers process: every controller over one set of caches, one leader for all of them. Caches are filled anew
 * with each term of leadership: a list is as new as the newest acknowledged write, so a new leader sees everything that
 * the one before it wrote.
 */
import { delay, systemClock, type Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { createEventRecorder, leaderElected$, type ApiClient } from '@kuorum/client';
import { defer, finalize, ignoreElements, merge, Observable } from 'rxjs';
import { createSharedInformers, runInformers$, type ControllerContext } from './context.js';
import { endpointsController$ } from './endpoints/controller.js';
import { garbageCollector$ } from './garbage-collector/controller.js';
import {
  apiRetryMs,
  leaseDurationMs,
  nodeMonitorGracePeriodMs,
  podEvictionTimeoutMs,
  podForceDeleteTimeoutMs,
  renewDeadlineMs,
  retryPeriodMs,
} from './limits.js';
import { namespaceController$ } from './namespace/controller.js';
import { parseCidr } from './node-ipam/cidr.js';
import { nodeIpam$ } from './node-ipam/controller.js';
import { nodeLifecycle$ } from './node-lifecycle/controller.js';
import { podGc$ } from './pod-gc/controller.js';
import { replicationController$ } from './replication-controller/controller.js';
import { serviceAccountController$ } from './service-account/controller.js';

export interface ControllersOptions {
  readonly client: ApiClient;
  readonly logger: Logger;
  /** Who we are in the election: different for every process, such as `hostname_pid`. */
  readonly identity: string;
  /** False: works at once, without an election. True unless told. */
  readonly leaderElect?: boolean | undefined;
  readonly leaseDurationMs?: number | undefined;
  readonly renewDeadlineMs?: number | undefined;
  readonly retryPeriodMs?: number | undefined;
  readonly nodeMonitorGracePeriodMs?: number | undefined;
  readonly podEvictionTimeoutMs?: number | undefined;
  readonly podForceDeleteTimeoutMs?: number | undefined;
  /** Pod ranges of the nodes are cut out of it; `10.244.0.0/16` unless told. */
  readonly clusterCidr?: string | undefined;
  readonly clock?: Clock | undefined;
  /** Called once, when the API has answered: from then on the process is working, leading or standing by. */
  readonly onReady?: (() => void) | undefined;
}

export const clusterCidrDefault = '10.244.0.0/16';

/** Subscribing starts the controllers, unsubscribing stops them. An error ends the process. */
export function runControllers$(options: ControllersOptions): Observable<unknown> {
  return defer(() => {
    const { client, identity, clock = systemClock } = options;
    const logger = options.logger.child({ identity });
    const text = options.clusterCidr ?? clusterCidrDefault;
    const clusterCidr = parseCidr(text);
    if (clusterCidr === undefined) throw new RangeError(`Cannot use cluster CIDR ${JSON.stringify(text)}: not a range`);

    const work$ = defer(() => {
      const informers = createSharedInformers(client, logger, clock);
      const recorder = createEventRecorder(client, 'kuorum-controllers', '', { clock, logger });
      const context: ControllerContext = { client, informers, recorder, logger, clock };
      return merge(
        replicationController$(context),
        endpointsController$(context),
        nodeLifecycle$(context, {
          gracePeriodMs: options.nodeMonitorGracePeriodMs ?? nodeMonitorGracePeriodMs,
          evictionTimeoutMs: options.podEvictionTimeoutMs ?? podEvictionTimeoutMs,
          forceDeleteTimeoutMs: options.podForceDeleteTimeoutMs ?? podForceDeleteTimeoutMs,
        }),
        nodeIpam$(context, clusterCidr),
        podGc$(context),
        garbageCollector$(context),
        namespaceController$(context),
        serviceAccountController$(context),
        // Last: whoever listens is there before the first event.
        runInformers$(informers),
      ).pipe(finalize(() => recorder.close()));
    });
    const elected$ =
      options.leaderElect === false
        ? work$
        : leaderElected$({
            client,
            name: 'kuorum-controllers',
            identity,
            leaseDurationMs: options.leaseDurationMs ?? leaseDurationMs,
            renewDeadlineMs: options.renewDeadlineMs ?? renewDeadlineMs,
            retryPeriodMs: options.retryPeriodMs ?? retryPeriodMs,
            clock,
            logger,
            run: () => work$,
          });
    return merge(elected$, apiAnswers$(client, clock, () => options.onReady?.()).pipe(ignoreElements()));
  });
}

/** Calls `onAnswer` as soon as the API answers; tries for as long as it takes. */
function apiAnswers$(client: ApiClient, clock: Clock, onAnswer: () => void): Observable<never> {
  return new Observable<never>((subscriber) => {
    const abort = new AbortController();
    const { signal } = abort;
    const ask = async (): Promise<void> => {
      while (!signal.aborted) {
        const answered = await client.version({ signal }).then(
          () => true,
          () => false,
        );
        if (answered && !signal.aborted) {
          onAnswer();
          return;
        }
        await delay(clock, apiRetryMs, signal).catch(() => undefined);
      }
    };
    ask().catch((error: unknown) => subscriber.error(error));
    return () => abort.abort();
  });
}
