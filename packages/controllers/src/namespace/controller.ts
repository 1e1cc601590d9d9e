/** Runs {@link planNamespace}: empties namespaces that are being deleted, then lets them go. */
import { isConflict, isNotFound, isTerminating, keyOf, type ApiObject, type KindName } from '@kuorum/api';
import type { ListResult, ResourceClient } from '@kuorum/client';
import { controller$, periodic$, type ReconcileResult } from '@kuorum/controller-runtime';
import { from, merge, mergeMap, type Observable } from 'rxjs';
import { afterSync$, type ControllerContext } from '../context.js';
import {
  callsInflightMax,
  namespaceDeletePageSize,
  namespaceRetryMs,
  resyncPeriodMs,
  workersPerController,
} from '../limits.js';
import { forEachLimited } from '../limited.js';
import { deletionOrder, finalized, planNamespace } from './plan.js';

export function namespaceController$(context: ControllerContext): Observable<unknown> {
  const { client, clock, informers, logger } = context;
  const { namespaces } = informers;
  const allKeys = (): string[] => namespaces.list().map(keyOf);
  const enqueue$ = afterSync$([namespaces], () =>
    merge(from(allKeys()), namespaces.keys$, periodic$(resyncPeriodMs, clock).pipe(mergeMap(() => from(allKeys())))),
  );
  const reconcile = async (name: string): Promise<ReconcileResult> => {
    const cached = namespaces.get(name);
    if (cached === undefined || planNamespace(cached).type === 'keep') return {};
    let remaining = 0;
    for (const kind of deletionOrder) remaining += await deleteAll(context, kind, name);
    if (remaining > 0) return { requeueAfterMs: namespaceRetryMs };
    try {
      const live = await client.resource('Namespace').get('', name);
      if (live.metadata.uid !== cached.metadata.uid || planNamespace(live).type === 'keep') return {};
      await client.resource('Namespace').update(finalized(live));
      logger.info({ namespace: name }, 'namespace is empty and gone');
    } catch (error) {
      if (isNotFound(error)) return {};
      if (isConflict(error)) return { requeueAfterMs: namespaceRetryMs };
      throw error;
    }
    return {};
  };
  return controller$({ name: 'namespace', enqueue$, workers: workersPerController, reconcile, logger, clock });
}

/** Asks for the deletion of every object of a kind; gives how many were still there. */
async function deleteAll({ client }: ControllerContext, kind: KindName, namespace: string): Promise<number> {
  const resource: ResourceClient<KindName> = client.resource(kind);
  let remaining = 0;
  let next = '';
  do {
    const page: ListResult<ApiObject> = await resource.list({
      namespace,
      limit: namespaceDeletePageSize,
      continue: next,
    });
    remaining += page.items.length;
    const wanted = page.items.filter((object) => !isTerminating(object));
    await forEachLimited(wanted, callsInflightMax, async ({ metadata: { name, uid } }) => {
      try {
        await resource.delete(namespace, name, { preconditions: { uid } });
      } catch (error) {
        if (!isNotFound(error) && !isConflict(error)) throw error;
      }
    });
    next = page.continue;
  } while (next !== '');
  return remaining;
}
