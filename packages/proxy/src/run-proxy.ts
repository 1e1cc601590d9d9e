/**
 * The proxy process: services and endpoints → listeners of this node. A key is a service; its plan is made anew from the
 * caches whenever the service or its endpoints change, and from time to time anyway.
 *
 * TCP connections are carried in user space. It costs a copy and hides the client's address from the pod (kernel paths
 * may come), and in return works the same on any machine, with any pod network, without privileges for NodePorts.
 */
import { systemClock, systemPrng, type Clock, type Prng } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { keyOf } from '@kuorum/api';
import { createInformer, withInformers$, type ApiClient } from '@kuorum/client';
import { controller$, periodic$ } from '@kuorum/controller-runtime';
import { EMPTY, Observable, defer, exhaustMap, from, ignoreElements, merge, mergeMap, tap } from 'rxjs';
import { ClusterAddresses, ipCommands, type AddressCommands } from './cluster-addresses.js';
import { addressCheckPeriodMs, drainMs, resyncPeriodMs, workers } from './limits.js';
import { planService, type NodeView } from './plan.js';
import { ServiceProxy } from './service-proxy.js';

export interface ProxyOptions {
  readonly client: ApiClient;
  readonly logger: Logger;
  readonly nodeName: string;
  /** Name of the cluster: tells this node's addresses on `lo` from those of another cluster on the same machine. */
  readonly cluster: string;
  /** NodePorts are answered on it. */
  readonly nodeIp: string;
  /** `address`: cluster addresses are added to the loopback interface and answered; `none` (default): they are not. */
  readonly clusterIpMode?: 'address' | 'none' | undefined;
  /** Answer NodePorts on 127.0.0.1 too, where no other proxy does. */
  readonly localhostNodePorts?: boolean | undefined;
  readonly resyncPeriodMs?: number | undefined;
  readonly drainMs?: number | undefined;
  readonly addressCommands?: AddressCommands | undefined;
  readonly clock?: Clock | undefined;
  readonly prng?: Prng | undefined;
  /** Called once, when every service there was at the start is answered or stood by for. */
  readonly onReady?: (() => void) | undefined;
  /** Called once after the proxy was stopped, when the last connection has ended and the machine is as it was. */
  readonly onStopped?: (() => void) | undefined;
}

/** Subscribing starts the proxy; unsubscribing stops listening and lets connections finish. An error ends the process. */
export function runProxy$(options: ProxyOptions): Observable<unknown> {
  return new Observable((subscriber) => {
    const { clock = systemClock, prng = systemPrng, clusterIpMode = 'none', localhostNodePorts = false } = options;
    const { client, nodeIp, nodeName } = options;
    const logger = options.logger.child({ node: nodeName });
    const node: NodeView = { nodeIp, clusterIpMode, localhostNodePorts };
    const services = createInformer(client, 'Service', { logger, clock });
    const endpoints = createInformer(client, 'Endpoints', { logger, clock });
    const addresses = new ClusterAddresses(
      { cluster: options.cluster, node: nodeName },
      options.addressCommands ?? ipCommands,
    );
    const proxy = new ServiceProxy({ logger, clock, prng }, addresses, options.drainMs ?? drainMs);

    const reconcile = async (key: string): Promise<{ requeueAfterMs?: number }> => {
      const service = services.get(key);
      await proxy.apply(key, planService(service, endpoints.get(key), node));
      return service === undefined ? {} : { requeueAfterMs: options.resyncPeriodMs ?? resyncPeriodMs };
    };
    const onAddressError = (error: unknown): void => logger.warn({ err: error }, 'cannot keep cluster addresses');
    const checkAddresses$ =
      clusterIpMode === 'address'
        ? periodic$(addressCheckPeriodMs, clock).pipe(
            exhaustMap(() => proxy.checkAddresses().catch(onAddressError)),
            ignoreElements(),
          )
        : EMPTY;
    const work$ = defer(() => {
      const untilReady = new Set(services.list().map(keyOf));
      let ready = false;
      const onDone = (key?: string): void => {
        if (key !== undefined) untilReady.delete(key);
        if (ready || untilReady.size > 0) return;
        ready = true;
        options.onReady?.();
      };
      onDone();
      const present$ = defer(() => from(services.list().map(keyOf)));
      const enqueue$ = merge(services.keys$, endpoints.keys$, present$);
      return merge(
        controller$({ name: 'proxy', enqueue$, workers, reconcile, logger, clock }).pipe(tap(({ key }) => onDone(key))),
        checkAddresses$,
      );
    });
    // Leftovers of a proxy that was killed go before anything is added.
    const clean$ = defer(async () => {
      if (clusterIpMode === 'address') await proxy.checkAddresses().catch(onAddressError);
    });
    const running = clean$
      .pipe(mergeMap(() => withInformers$([services, endpoints], () => work$)))
      .subscribe(subscriber);
    return () => {
      running.unsubscribe();
      const stopping = proxy.stop().catch((error: unknown) => logger.warn({ err: error }, 'could not stop cleanly'));
      void stopping.then(() => options.onStopped?.());
    };
  });
}
