/** Runs {@link planEndpoints} against the API. Keys are those of services; Endpoints have the same. */
import { assertNever } from '@kuorum/base';
import { isAlreadyExists, isConflict, isNotFound, keyOf, matchesSelector, splitKey, type Pod } from '@kuorum/api';
import type { InformerEvent } from '@kuorum/client';
import { controller$, periodic$, type ReconcileResult } from '@kuorum/controller-runtime';
import { from, merge, mergeMap, type Observable } from 'rxjs';
import { afterSync$, byNamespace, type ControllerContext } from '../context.js';
import { resyncPeriodMs, workersPerController } from '../limits.js';
import { planEndpoints, type EndpointsAction } from './plan.js';

/** After the object was found changed: our cache will have caught up. */
const conflictRetryMs = 100;

export function endpointsController$(context: ControllerContext): Observable<unknown> {
  const { clock, informers, logger } = context;
  const { pods, services, endpoints } = informers;
  const allKeys = (): string[] => [...services.list(), ...endpoints.list()].map(keyOf);
  const enqueue$ = afterSync$([pods, services, endpoints], () =>
    merge(
      from(allKeys()),
      services.keys$,
      endpoints.keys$,
      pods.events$.pipe(mergeMap((event) => from(servicesOf(context, event)))),
      periodic$(resyncPeriodMs, clock).pipe(mergeMap(() => from(allKeys()))),
    ),
  );
  const reconcile = async (key: string): Promise<ReconcileResult> => {
    const action = planEndpoints({
      service: services.get(key),
      endpoints: endpoints.get(key),
      pods: pods.byIndex(byNamespace, splitKey(key).namespace),
    });
    try {
      await execute(context, action);
      return {};
    } catch (error) {
      if (isConflict(error) || isAlreadyExists(error)) return { requeueAfterMs: conflictRetryMs };
      if (isNotFound(error)) return {};
      throw error;
    }
  };
  return controller$({ name: 'endpoints', enqueue$, workers: workersPerController, reconcile, logger, clock });
}

/** The services that a change of a pod may concern: those that select it, before or after. */
function servicesOf(context: ControllerContext, { object, old }: InformerEvent<Pod>): Set<string> {
  const keys = new Set<string>();
  for (const service of context.informers.services.byIndex(byNamespace, object.metadata.namespace)) {
    const { selector } = service.spec;
    const before = old !== undefined && matchesSelector(selector, old.metadata.labels);
    if (before || matchesSelector(selector, object.metadata.labels)) keys.add(keyOf(service));
  }
  return keys;
}

async function execute({ client }: ControllerContext, action: EndpointsAction): Promise<void> {
  const endpoints = client.resource('Endpoints');
  switch (action.type) {
    case 'none':
      return;
    case 'create':
      await endpoints.create(action.endpoints);
      return;
    case 'update':
      await endpoints.update(action.endpoints);
      return;
    case 'delete': {
      const { namespace, name, uid } = action.endpoints.metadata;
      await endpoints.delete(namespace, name, { preconditions: { uid } });
      return;
    }
    default:
      return assertNever(action);
  }
}
