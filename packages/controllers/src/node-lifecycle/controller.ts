/**
 * Looks at all nodes every `nodeMonitorPeriodMs` and does what {@link planNodeLifecycle} says. Its memory starts empty
 * with every term of leadership: a new leader gives every node a full grace.
 */
import { assertNever } from '@kuorum/base';
import { isConflict, isNotFound, keyOf } from '@kuorum/api';
import { controller$, type ReconcileResult } from '@kuorum/controller-runtime';
import { defer, of, type Observable } from 'rxjs';
import { afterSync$, byNode, type ControllerContext } from '../context.js';
import { callsInflightMax, nodeActionTimeoutMs, nodeMonitorPeriodMs } from '../limits.js';
import { forEachLimited } from '../limited.js';
import {
  noNodeLifecycleMemory,
  notReadyConditions,
  planNodeLifecycle,
  unknownConditions,
  type NodeLifecycleAction,
  type NodeLifecycleTimes,
} from './plan.js';

export function nodeLifecycle$(context: ControllerContext, times: NodeLifecycleTimes): Observable<unknown> {
  return defer(() => {
    const { clock, informers, logger } = context;
    const { nodes, nodeLeases, pods } = informers;
    let memory = noNodeLifecycleMemory;
    const reconcile = async (): Promise<ReconcileResult> => {
      const before = memory;
      const plan = planNodeLifecycle(before, {
        nodes: nodes.list(),
        renewTimes: new Map(nodeLeases.list().map((lease) => [lease.metadata.name, lease.spec.renewTime])),
        podsOf: (nodeName) => pods.byIndex(byNode, nodeName),
        nowMs: clock.monotonic(),
        wallMs: clock.now(),
        times,
      });
      memory = plan.memory;
      if (memory.disrupted !== before.disrupted) {
        const text = memory.disrupted ? 'too many nodes are lost at once: no pod is evicted' : 'evictions go on';
        logger.warn({ nodes: nodes.list().length }, text);
      }
      await forEachLimited(plan.actions, callsInflightMax, (action) => tryExecute(context, action));
      return { requeueAfterMs: nodeMonitorPeriodMs };
    };
    const enqueue$ = afterSync$([nodes, nodeLeases, pods], () => of('nodes'));
    return controller$({ name: 'node-lifecycle', enqueue$, workers: 1, reconcile, logger, clock });
  });
}

/** A failed action is not repeated here: the next look plans it again if it is still needed. */
async function tryExecute(context: ControllerContext, action: NodeLifecycleAction): Promise<void> {
  try {
    await execute(context, action);
  } catch (error) {
    if (isConflict(error) || isNotFound(error)) return;
    context.logger.warn({ err: error, action: action.type, node: action.node.metadata.name }, 'cannot act on node');
  }
}

async function execute({ client, clock, logger, recorder }: ControllerContext, action: NodeLifecycleAction) {
  const options = { timeoutMs: nodeActionTimeoutMs };
  const nodeName = action.node.metadata.name;
  switch (action.type) {
    case 'markUnknown': {
      const conditions = unknownConditions(action.node, new Date(clock.now()).toISOString());
      await client
        .resource('Node')
        .updateStatus({ ...action.node, status: { ...action.node.status, conditions } }, options);
      recorder.event(action.node, 'Normal', 'NodeNotReady', `Node ${nodeName} status is now: NodeNotReady`);
      logger.warn({ node: nodeName }, 'node is silent: Ready is Unknown');
      return;
    }
    case 'markPodNotReady': {
      const conditions = notReadyConditions(action.pod, new Date(clock.now()).toISOString());
      await client.pods.updateStatus({ ...action.pod, status: { ...action.pod.status, conditions } }, options);
      recorder.event(action.pod, 'Warning', 'NodeNotReady', 'Node is not ready');
      return;
    }
    case 'evict': {
      const { namespace, name, uid } = action.pod.metadata;
      await client.pods.delete(namespace, name, { ...options, preconditions: { uid } });
      recorder.event(action.pod, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${keyOf(action.pod)}`);
      logger.info({ node: nodeName, pod: keyOf(action.pod), why: action.why }, 'pod evicted');
      return;
    }
    case 'forceDelete': {
      const { namespace, name, uid } = action.pod.metadata;
      await client.pods.delete(namespace, name, { ...options, gracePeriodSeconds: 0, preconditions: { uid } });
      logger.info({ node: nodeName, pod: keyOf(action.pod) }, 'pod of a lost node removed without its kubelet');
      return;
    }
    default:
      return assertNever(action);
  }
}
