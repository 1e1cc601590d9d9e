/** Runs {@link planNodeIpam} whenever a node has no pod range. */
import { isConflict, isNotFound } from '@kuorum/api';
import { controller$, type ReconcileResult } from '@kuorum/controller-runtime';
import { defer, map, merge, of, type Observable } from 'rxjs';
import { afterSync$, type ControllerContext } from '../context.js';
import { nodeCidrMaskBits, resyncPeriodMs } from '../limits.js';
import type { Cidr } from './cidr.js';
import { planNodeIpam } from './plan.js';

const conflictRetryMs = 200;

export function nodeIpam$(context: ControllerContext, clusterCidr: Cidr): Observable<unknown> {
  return defer(() => {
    const { client, clock, informers, logger, recorder } = context;
    const { nodes } = informers;
    /** Until the cache shows what was written, nobody else may get it. */
    const written = new Map<string, string>();
    const reconcile = async (): Promise<ReconcileResult> => {
      for (const name of written.keys()) {
        if (nodes.get(name)?.spec.podCIDR !== '') written.delete(name);
      }
      const plan = planNodeIpam({ nodes: nodes.list(), clusterCidr, maskBits: nodeCidrMaskBits, written });
      for (const node of plan.exhausted) {
        recorder.event(
          node,
          'Warning',
          'CIDRNotAvailable',
          `Node ${node.metadata.name} status is now: CIDRNotAvailable`,
        );
      }
      let again = plan.exhausted.length > 0 ? resyncPeriodMs : undefined;
      for (const { node, podCIDR } of plan.assign) {
        try {
          written.set(node.metadata.name, podCIDR);
          await client.resource('Node').update({ ...node, spec: { ...node.spec, podCIDR } });
          logger.info({ node: node.metadata.name, podCIDR }, 'pod range given to node');
        } catch (error) {
          written.delete(node.metadata.name);
          if (!isConflict(error) && !isNotFound(error)) throw error;
          again = conflictRetryMs;
        }
      }
      return { requeueAfterMs: again };
    };
    const enqueue$ = afterSync$([nodes], () => merge(of('nodes'), nodes.keys$.pipe(map(() => 'nodes'))));
    return controller$({ name: 'node-ipam', enqueue$, workers: 1, reconcile, logger, clock });
  });
}
