/**
 * Evict: a deletion that asks the pod's disruption budget. That the pod goes and that the budget has paid for it is one
 * transaction of the store, guarded by the versions of both: two evictions at once can never take more than the budget
 * has, and no payment is lost. (Kubernetes writes the budget first and the pod after.)
 */
import { conflict, type DeleteRequest, type EvictRequest, type Pod, type PodDisruptionBudget } from '@kuorum/api';
import { compareBytes } from '@kuorum/base';
import { updateAttemptsMax } from '../limits.js';
import { GuardedWrite } from '../registry/guarded-write.js';
import { encodeStored, withVersion, type StoredObject } from '../registry/stored-object.js';
import { decideDeletion, orphanFinalizer } from '../strategy/deletion.js';
import { budgetOf, grantEviction, needsBudget } from '../strategy/disruption.js';
import { timestampOf } from '../strategy/prepare.js';
import { orphanDependents } from '../registry/orphaning.js';
import type { CallContext } from './calls.js';
import type { ServiceDeps } from './resource-service.js';
import { targetOf } from './selection.js';

type StoredBudget = StoredObject & { readonly object: PodDisruptionBudget };

export async function evict(deps: ServiceDeps, request: EvictRequest, context: CallContext): Promise<Pod> {
  deps.checkReady();
  const { namespace, name } = targetOf('Pod', request);
  for (let attempt = 1; attempt <= updateAttemptsMax; attempt++) {
    const pod = await tryEvict(deps, namespace, name, request, context);
    if (pod === undefined) continue;
    const orphans = !request.dryRun && pod.metadata.finalizers.includes(orphanFinalizer);
    return orphans ? ((await orphanDependents(deps.registry, 'Pod', pod, context.signal)) as Pod) : pod;
  }
  throw conflict('Pod', name);
}

/** Undefined: the pod or its budget has changed meanwhile. */
async function tryEvict(
  { registry, clock, checkAccess }: ServiceDeps,
  namespace: string,
  name: string,
  request: DeleteRequest,
  { signal, user }: CallContext,
): Promise<Pod | undefined> {
  const stored = await registry.get('Pod', namespace, name, signal);
  const pod = stored.object as Pod;
  checkAccess(user, 'Pod', stored);
  const { object, remove } = decideDeletion('Pod', pod, request, clock.now());
  const value = encodeStored('Pod', object);
  if (!remove && compareBytes(value, encodeStored('Pod', pod)) === 0) return pod;
  const write = new GuardedWrite().guard(stored.key, stored.modRevision);
  if (!request.dryRun) {
    if (remove) write.delete(stored.key);
    else write.put(stored.key, value);
  }
  if (needsBudget(pod)) {
    const query = { kind: 'PodDisruptionBudget', namespace, limit: 0, continueToken: '', signal } as const;
    const { items } = await registry.list(query);
    const budget = budgetOf(pod, items as StoredBudget[]);
    const granted = budget && grantEviction(pod, budget.object, timestampOf(clock.now()));
    if (budget !== undefined && granted !== undefined) {
      write.guard(budget.key, budget.modRevision);
      if (!request.dryRun) write.put(budget.key, encodeStored('PodDisruptionBudget', granted));
    }
  }
  const result = await registry.commit(write, signal);
  if (!result.succeeded) return undefined;
  return (request.dryRun ? object : withVersion(object, result.revision)) as Pod;
}
