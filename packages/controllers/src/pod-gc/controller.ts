/** Runs {@link planPodGc} every `podGcPeriodMs`. */
import { isConflict, isNotFound, keyOf } from '@kuorum/api';
import { controller$, type ReconcileResult } from '@kuorum/controller-runtime';
import { defer, of, type Observable } from 'rxjs';
import { afterSync$, type ControllerContext } from '../context.js';
import { callsInflightMax, finishedPodsMax, nodeGoneQuarantineMs, podGcPeriodMs } from '../limits.js';
import { forEachLimited } from '../limited.js';
import { planPodGc, type PodGcAction, type PodGcMemory } from './plan.js';

export function podGc$(context: ControllerContext): Observable<unknown> {
  return defer(() => {
    const { clock, informers, logger } = context;
    const { nodes, pods } = informers;
    let memory: PodGcMemory = new Map();
    const reconcile = async (): Promise<ReconcileResult> => {
      const plan = planPodGc(memory, {
        pods: pods.list(),
        nodeNames: new Set(nodes.list().map((node) => node.metadata.name)),
        nowMs: clock.monotonic(),
        finishedPodsMax,
        quarantineMs: nodeGoneQuarantineMs,
      });
      memory = plan.memory;
      await forEachLimited(plan.actions, callsInflightMax, (action) => execute(context, action));
      return { requeueAfterMs: podGcPeriodMs };
    };
    const enqueue$ = afterSync$([nodes, pods], () => of('pods'));
    return controller$({ name: 'pod-gc', enqueue$, workers: 1, reconcile, logger, clock });
  });
}

async function execute(context: ControllerContext, { pod, why }: PodGcAction): Promise<void> {
  const { client, logger } = context;
  const { namespace, name, uid } = pod.metadata;
  if (why === 'nodeGone' && (await nodeExists(context, pod.spec.nodeName))) return;
  try {
    await client.pods.delete(namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } });
    logger.info({ pod: keyOf(pod), why }, 'pod collected as garbage');
  } catch (error) {
    if (!isNotFound(error) && !isConflict(error)) throw error;
  }
}

/** Asked anew, as the cache may be behind. */
async function nodeExists({ client }: ControllerContext, nodeName: string): Promise<boolean> {
  try {
    await client.resource('Node').get('', nodeName);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
