/** The node's heartbeat: a Lease renewed every few seconds. Its silence is how the controllers notice a lost node. */
import { Backoff, type Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { isAlreadyExists, isConflict, isNotFound, make, type Lease } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import { defer, repeat, retry, timer, type Observable } from 'rxjs';
import { apiRetryInitialMs, leaseDurationFactor } from '../limits.js';

export const nodeLeaseNamespace = 'kube-node-lease';

export interface NodeLeaseOptions {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly nodeName: string;
  readonly intervalMs: number;
}

/** Renews while subscribed to. Never errors; a failed renewal is tried again well within the interval. */
export function nodeLease$({ client, clock, logger, nodeName, intervalMs }: NodeLeaseOptions): Observable<void> {
  const leases = client.resource('Lease');
  let lease: Lease | undefined;
  const backoff = new Backoff({ initialMs: apiRetryInitialMs, maxMs: intervalMs });

  const renew = async (): Promise<void> => {
    const renewTime = new Date(clock.now()).toISOString();
    const spec = {
      holderIdentity: nodeName,
      leaseDurationSeconds: Math.max(1, Math.ceil((intervalMs * leaseDurationFactor) / 1000)),
      acquireTime: '',
      leaseTransitions: 0,
      ...lease?.spec,
      renewTime,
    };
    // A call that hangs must not cost more than one beat.
    const timeoutMs = Math.max(1000, intervalMs);
    try {
      if (lease === undefined) lease = await leases.get(nodeLeaseNamespace, nodeName, { timeoutMs });
      lease = await leases.update({ ...lease, spec: { ...spec, ...{ holderIdentity: nodeName } } }, { timeoutMs });
    } catch (error) {
      lease = undefined;
      if (isConflict(error)) return renew();
      if (!isNotFound(error)) throw error;
      const metadata = { namespace: nodeLeaseNamespace, name: nodeName };
      const fresh = make('Lease', { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec });
      lease = await leases.create(fresh, { timeoutMs }).catch((raced: unknown) => {
        if (isAlreadyExists(raced)) return undefined; // The next beat reads it.
        throw raced;
      });
    }
    backoff.reset();
  };

  return defer(renew).pipe(
    retry({
      delay: (error: unknown) => {
        const delayMs = backoff.nextMs();
        logger.warn({ err: error, delayMs }, 'cannot renew the node lease');
        return timer(delayMs);
      },
    }),
    repeat({ delay: intervalMs }),
  );
}
