/**
 * It knows metadata only, and changes metadata only, by patches: what else an object holds, a Secret's values above all, is
 * none of its business.
 *
 * Runs {@link planGarbage} for every object that has owners, when it appears or changes and when an owner of it goes,
 * and for every object that is to go without what it owns.
 * Whether an owner is gone is asked of the API, never concluded from a cache that may not know it yet.
 */
import { assertNever, mustGet } from '@kuorum/base';
import {
  findKind,
  isConflict,
  isNotFound,
  keyOf,
  kindOf,
  kinds,
  type ApiObject,
  type KindName,
  type OwnerReference,
} from '@kuorum/api';
import type { DeleteOptions, Informer, ListOptions } from '@kuorum/client';
import { controller$, periodic$, type ReconcileResult } from '@kuorum/controller-runtime';
import { defer, filter, from, map, merge, mergeMap, type Observable } from 'rxjs';
import { afterSync$, byOwnerUid, type ControllerContext, type SharedInformers } from '../context.js';
import { absentOwnersMax, callsInflightMax, resyncPeriodMs, workersPerController } from '../limits.js';
import { forEachLimited } from '../limited.js';
import {
  blocks,
  concernsGarbage,
  foregroundFinalizer,
  letGo,
  orphanFinalizer,
  planGarbage,
  waits,
  withReferences,
  withoutFinalizer,
  type GarbagePlan,
  type MetadataPatch,
  type OwnerState,
} from './plan.js';

const conflictRetryMs = 200;

/** Every kind of which something may own something, or be owned. */
function informersByKind(informers: SharedInformers): ReadonlyMap<KindName, Informer<ApiObject>> {
  return new Map<KindName, Informer<ApiObject>>([
    ['Namespace', informers.namespaces],
    ['Node', informers.nodes],
    ['ReplicationController', informers.replicationControllers],
    ['Service', informers.services],
    ['Endpoints', informers.endpoints],
    ['Pod', informers.pods],
    ['Lease', informers.nodeLeases],
    ...informers.others,
  ]);
}

export function garbageCollector$(context: ControllerContext): Observable<unknown> {
  return defer(() => {
    const { clock, logger } = context;
    const collector = new GarbageCollector(context);
    const { caches } = collector;
    const enqueue$ = afterSync$([...caches.values()], () =>
      merge(
        from(collector.keysOfConcern()),
        periodic$(resyncPeriodMs, clock).pipe(mergeMap(() => from(collector.keysOfConcern()))),
        ...[...caches].map(([kind, cache]) =>
          cache.events$.pipe(
            filter(({ type, object }) => type !== 'deleted' && concernsGarbage(object)),
            map(({ key }) => `${kind} ${key}`),
          ),
        ),
        ...[...caches.values()].map((cache) =>
          cache.events$.pipe(
            filter(({ type, object }) => type === 'deleted' || waits(object)),
            mergeMap(({ object }) => from(collector.keysOfDependents(object.metadata.uid))),
          ),
        ),
        ...[...caches.values()].map((cache) =>
          cache.events$.pipe(
            filter(({ object, old = object }) => old.metadata.ownerReferences.length > 0),
            mergeMap(({ object, old = object }) => from(collector.keysOfWaitingOwners(old))),
          ),
        ),
      ),
    );
    const reconcile = (key: string): Promise<ReconcileResult> => collector.reconcile(key);
    return controller$({
      name: 'garbage-collector',
      enqueue$,
      workers: workersPerController,
      reconcile,
      logger,
      clock,
    });
  });
}

interface MetadataClient {
  list(options: ListOptions): Promise<{ readonly items: ApiObject[] }>;
  patch(namespace: string, name: string, patch: MetadataPatch): Promise<unknown>;
  delete(namespace: string, name: string, options: DeleteOptions): Promise<unknown>;
}

class GarbageCollector {
  readonly caches: ReadonlyMap<KindName, Informer<ApiObject>>;
  /** Uids never come back, so this can only be right. Oldest out first. */
  private readonly absent = new Set<string>();

  constructor(private readonly context: ControllerContext) {
    this.caches = informersByKind(context.informers);
  }

  cache(kind: KindName): Informer<ApiObject> {
    return mustGet(this.caches.get(kind), `cache of ${kind}`);
  }

  keysOfConcern(): string[] {
    return [...this.caches].flatMap(([kind, cache]) =>
      cache
        .list()
        .filter(concernsGarbage)
        .map((object) => `${kind} ${keyOf(object)}`),
    );
  }

  keysOfDependents(ownerUid: string): string[] {
    return [...this.caches].flatMap(([kind, cache]) =>
      cache.byIndex(byOwnerUid, ownerUid).map((object) => `${kind} ${keyOf(object)}`),
    );
  }

  /** Owners that may go when `dependent` is gone. */
  keysOfWaitingOwners(dependent: ApiObject): string[] {
    return dependent.metadata.ownerReferences.flatMap((reference) => {
      const owner = this.cachedOwner(reference, dependent.metadata.namespace);
      return owner !== undefined && waits(owner.object) ? [`${owner.kind} ${keyOf(owner.object)}`] : [];
    });
  }

  async reconcile(key: string): Promise<ReconcileResult> {
    const [kind, objectKey] = splitOnce(key);
    const object = this.cache(kind).get(objectKey);
    if (object === undefined) return {};
    const states = new Map<string, OwnerState>();
    for (const reference of object.metadata.ownerReferences) {
      states.set(reference.uid, await this.stateOf(reference, object.metadata.namespace));
    }
    const plan = planGarbage(object, ({ uid }) => states.get(uid) ?? 'unknown');
    try {
      await this.execute(kind, object, plan);
    } catch (error) {
      if (isNotFound(error)) return {};
      if (isConflict(error)) return { requeueAfterMs: conflictRetryMs };
      throw error;
    }
    return {};
  }

  private async execute(kind: KindName, object: ApiObject, plan: GarbagePlan): Promise<void> {
    const { namespace, name, uid, resourceVersion } = object.metadata;
    const resource = this.resource(kind);
    switch (plan.type) {
      case 'keep':
        return;
      case 'delete':
        // With the version too: somebody may just have given it another owner.
        await resource.delete(namespace, name, {
          preconditions: { uid, resourceVersion },
          ...(plan.ownerWaits && this.keysOfDependents(uid).length > 0 ? { propagationPolicy: 'Foreground' } : {}),
        });
        this.context.logger.info({ kind, object: keyOf(object) }, 'deleted, as its owners are gone or wait for it');
        return;
      case 'dropReferences':
        await resource.patch(namespace, name, withReferences(object, plan.ownerReferences));
        return;
      case 'orphanDependents':
        for (const owned of this.kindsOwnedBy(kind)) await this.orphanDependents(owned, object);
        await resource.patch(namespace, name, withoutFinalizer(object, orphanFinalizer));
        this.context.logger.info({ kind, object: keyOf(object) }, 'let go, and what it owned stays');
        return;
      case 'awaitDependents':
        if (await this.isBlocked(kind, object)) return;
        await resource.patch(namespace, name, withoutFinalizer(object, foregroundFinalizer));
        this.context.logger.info({ kind, object: keyOf(object) }, 'let go, as what it waited for is gone');
        return;
      default:
        return assertNever(plan);
    }
  }

  /** Asks the API what there is: a dependent missing from a cache that is behind would be deleted with its owner. */
  private async orphanDependents(kind: KindName, { metadata: { uid, namespace } }: ApiObject): Promise<void> {
    const resource = this.resource(kind);
    const { items } = await resource.list(namespace === '' ? {} : { namespace });
    const dependents = items.filter(({ metadata }) => metadata.ownerReferences.some((owner) => owner.uid === uid));
    await forEachLimited(dependents, callsInflightMax, async (dependent) => {
      try {
        const { metadata } = dependent;
        await resource.patch(metadata.namespace, metadata.name, letGo(dependent, uid));
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    });
  }

  /** A cache that shows a dependent will show how it goes; that there is none is believed only if the API says so. */
  private async isBlocked(kind: KindName, { metadata: { uid, namespace } }: ApiObject): Promise<boolean> {
    const blocking = (dependent: ApiObject): boolean => blocks(dependent, uid);
    const owned = this.kindsOwnedBy(kind);
    if (owned.some((each) => this.cache(each).byIndex(byOwnerUid, uid).some(blocking))) return true;
    for (const each of owned) {
      const { items } = await this.resource(each).list(namespace === '' ? {} : { namespace });
      if (items.some(blocking)) return true;
    }
    return false;
  }

  /** What a namespaced object owns is in its namespace. */
  private kindsOwnedBy(kind: KindName): KindName[] {
    return [...this.caches.keys()].filter((owned) => !kinds[kind].namespaced || kinds[owned].namespaced);
  }

  private cachedOwner(
    reference: OwnerReference,
    namespace: string,
  ): { readonly kind: KindName; readonly object: ApiObject } | undefined {
    const info = kindOf(reference.apiVersion, reference.kind);
    if (info === undefined) return undefined;
    const owner = { namespace: info.namespaced ? namespace : '', name: reference.name };
    const object = this.caches.get(info.kind)?.get(keyOf({ metadata: owner }));
    return object?.metadata.uid === reference.uid ? { kind: info.kind, object } : undefined;
  }

  /** Any kind alike: only metadata is looked at and changed. */
  private resource(kind: KindName): MetadataClient {
    return this.context.client.resource(kind);
  }

  private async stateOf(reference: OwnerReference, namespace: string): Promise<OwnerState> {
    if (this.absent.has(reference.uid)) return 'absent';
    const info = kindOf(reference.apiVersion, reference.kind);
    if (info === undefined) return 'unknown';
    const owner = { namespace: info.namespaced ? namespace : '', name: reference.name };
    const cached = this.cachedOwner(reference, namespace);
    // That an owner waits is asked anew: who deletes it again may want its dependents spared.
    if (cached !== undefined && !waits(cached.object)) return 'present';
    try {
      const live: ApiObject = await this.context.client.resource(info.kind).get(owner.namespace, owner.name);
      if (live.metadata.uid === reference.uid) return waits(live) ? 'waiting' : 'present';
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
    this.remember(reference.uid);
    return 'absent';
  }

  private remember(uid: string): void {
    this.absent.add(uid);
    const [oldest] = this.absent;
    if (this.absent.size > absentOwnersMax && oldest !== undefined) this.absent.delete(oldest);
  }
}

function splitOnce(key: string): [KindName, string] {
  const space = key.indexOf(' ');
  const info = mustGet(findKind(key.slice(0, space)), `kind of ${key}`);
  return [info.kind, key.slice(space + 1)];
}
