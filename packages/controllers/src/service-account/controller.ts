/** Runs {@link planServiceAccount} for every namespace, and again for one whose account somebody deletes. */
import { isAlreadyExists, isNotFound, keyOf, splitKey } from '@kuorum/api';
import { controller$, periodic$, type ReconcileResult } from '@kuorum/controller-runtime';
import { mustGet } from '@kuorum/base';
import { from, map, merge, mergeMap, type Observable } from 'rxjs';
import { afterSync$, type ControllerContext } from '../context.js';
import { resyncPeriodMs, workersPerController } from '../limits.js';
import { defaultServiceAccount, planServiceAccount } from './plan.js';

export function serviceAccountController$(context: ControllerContext): Observable<unknown> {
  const { client, clock, informers, logger } = context;
  const { namespaces } = informers;
  const accounts = mustGet(informers.others.get('ServiceAccount'), 'informer of service accounts');
  const allKeys = (): string[] => namespaces.list().map(keyOf);
  const enqueue$ = afterSync$([namespaces, accounts], () =>
    merge(
      from(allKeys()),
      namespaces.keys$,
      accounts.keys$.pipe(map((key) => splitKey(key).namespace)),
      periodic$(resyncPeriodMs, clock).pipe(mergeMap(() => from(allKeys()))),
    ),
  );
  const reconcile = async (name: string): Promise<ReconcileResult> => {
    const wanted = planServiceAccount(
      namespaces.get(name),
      accounts.get(`${name}/${defaultServiceAccount}`) !== undefined,
    );
    if (wanted === undefined) return {};
    try {
      await client.resource('ServiceAccount').create(wanted);
      logger.debug({ namespace: name }, 'default service account made');
    } catch (error) {
      // It is there already, or its namespace is gone. One that is on its way out is refused, and seen as such next time.
      if (!isAlreadyExists(error) && !isNotFound(error)) throw error;
    }
    return {};
  };
  return controller$({ name: 'service-account', enqueue$, workers: workersPerController, reconcile, logger, clock });
}
