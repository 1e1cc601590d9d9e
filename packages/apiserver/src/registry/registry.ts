/**
 * All kinds in the store. Every write is one guarded transaction: the object's key must still have the mod revision
 * that the decision was based on, its namespace must not have changed, and what it claims must be free. A write that
 * loses is decided anew on what is there now. Nothing is written unless everything was checked; a dry run is the same
 * transaction without its writes.
 */
import {
  alreadyExists,
  conflict,
  forbidden,
  invalid,
  isTerminating,
  kinds,
  notFound,
  tooLarge,
  type KindName,
  type Service,
} from '@kuorum/api';
import type { EtcdClient, EtcdKeyValue } from '@kuorum/client';
import { compareBytes, fromUtf8, prefixEnd, type Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import {
  claimsLookUpAttempt,
  generateNameAttemptsMax,
  objectBytesMax,
  storeTimeoutMs,
  updateAttemptsMax,
} from '../limits.js';
import type { Change } from '../strategy/deletion.js';
import { prepareForCreate, timestampOf, type PrepareContext } from '../strategy/prepare.js';
import { claimsFor, claimTaken, claimValue } from '../strategy/claims.js';
import { claimPrefixes, type Claim, type ServiceAllocator } from '../strategy/service.js';
import { strategyOf } from '../strategy/strategy.js';
import type { EventLeases } from './event-leases.js';
import { GuardedWrite } from './guarded-write.js';
import { keyBytes, objectKey } from './keys.js';
import { listObjects, type ListPage, type ListQuery } from './list.js';
import { storeError } from './store-errors.js';
import { decodeStored, encodeStored, withVersion, type AnyObject, type StoredObject } from './stored-object.js';

export interface RegistryDeps {
  readonly store: EtcdClient;
  readonly allocator: ServiceAllocator;
  readonly leases: EventLeases;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newUid: () => string;
  readonly newSuffix: () => string;
  /** A recent state of an object, possibly stale; saves a read when it turns out to be fresh. */
  readonly recent: (kind: KindName, key: string) => StoredObject | undefined;
}

export interface WriteOptions {
  readonly dryRun: boolean;
  readonly signal?: AbortSignal | undefined;
}

export class Registry {
  constructor(private readonly deps: RegistryDeps) {}

  /** Reads the newest acknowledged state. */
  async get(kind: KindName, namespace: string, name: string, signal?: AbortSignal): Promise<StoredObject> {
    const key = objectKey(kind, namespace, name);
    const kv = await this.read(key, signal);
    if (kv === undefined) throw notFound(kind, name);
    const recent = this.deps.recent(kind, key);
    return recent?.modRevision === kv.modRevision ? recent : decodeStored(kind, kv);
  }

  list(query: ListQuery): Promise<ListPage> {
    const { store, logger, recent } = this.deps;
    return listObjects(store, query, logger, (key) => recent(query.kind, key));
  }

  async create(kind: KindName, input: AnyObject, options: WriteOptions): Promise<AnyObject> {
    const generated = input.metadata.name === '';
    const taken = new Set<string>();
    for (let attempt = 1; attempt <= updateAttemptsMax; attempt++) {
      const object = prepareForCreate(kind, input, this.prepareContext());
      const key = objectKey(kind, object.metadata.namespace, object.metadata.name);
      const write = new GuardedWrite().guard(key, 0);
      if (kinds[kind].namespaced) {
        const namespace = await this.namespaceFor(kind, object, attempt > 1, options.signal);
        write.guard(namespace.key, namespace.modRevision);
      }
      if (attempt === claimsLookUpAttempt) await this.noteClaims(kind, taken, options.signal);
      const { claims, picked } = this.claim(kind, object, taken);
      const value = encodeChecked(kind, object);
      const lease = await this.leaseFor(kind, options.dryRun);
      for (const claim of claims) write.guard(claim.key, 0);
      if (!options.dryRun) {
        write.put(key, value, lease);
        for (const claim of claims) write.put(claim.key, claimValue(kind, object));
      }
      const result = await this.commit(write, options.signal);
      if (result.succeeded) return options.dryRun ? object : withVersion(object, result.revision);
      if (write.failed(key, result.current) && !(generated && attempt < generateNameAttemptsMax)) {
        throw alreadyExists(kind, object.metadata.name);
      }
      // The namespace has changed, or what was picked is taken: once more, on what is there now.
      noteTaken(kind, object, claims, picked, write, result.current, taken);
    }
    throw conflict(kind, input.metadata.name);
  }

  /**
   * Replaces an object by what `decide` makes of it. `decide` sees the present state, throws to refuse, and is called
   * again whenever the state has changed meanwhile; an unchanged object is not written.
   */
  async modify(
    kind: KindName,
    namespace: string,
    name: string,
    decide: (current: AnyObject) => Change,
    options: WriteOptions,
  ): Promise<AnyObject> {
    const key = objectKey(kind, namespace, name);
    const taken = new Set<string>();
    let current = this.deps.recent(kind, key);
    let fresh = current === undefined;
    current ??= await this.get(kind, namespace, name, options.signal);
    for (let attempt = 1; attempt <= updateAttemptsMax; attempt++) {
      if (attempt === claimsLookUpAttempt) await this.noteClaims(kind, taken, options.signal);
      const outcome = await this.tryModify(kind, key, current, decide, taken, options).catch((error: unknown) => {
        // What looks refused may only look so because the recent state is not the newest.
        if (fresh) throw error;
        return undefined;
      });
      if (outcome?.kind === 'done' && (fresh || !outcome.unchanged)) return outcome.object;
      if (outcome?.kind === 'lost') {
        if (outcome.current === undefined) throw notFound(kind, name);
        current = decodeStored(kind, outcome.current);
      } else current = await this.get(kind, namespace, name, options.signal);
      fresh = true;
    }
    throw conflict(kind, name);
  }

  private async tryModify(
    kind: KindName,
    key: string,
    current: StoredObject,
    decide: (current: AnyObject) => Change,
    taken: Set<string>,
    options: WriteOptions,
  ): Promise<ModifyOutcome> {
    const before = current.object;
    const { object, remove } = decide(before);
    const held = claimsFor(kind, before);
    const { claims, picked } = remove ? { claims: [], picked: new Set<string>() } : this.claim(kind, object, taken);
    const value = encodeChecked(kind, object);
    // What has another length is not the same.
    const same = value.length === current.bytes && compareBytes(value, encodeStored(kind, before)) === 0;
    if (!remove && same) {
      return { kind: 'done', object: before, unchanged: true };
    }
    const write = new GuardedWrite().guard(key, current.modRevision);
    const added = claims.filter((claim) => !held.some((other) => other.key === claim.key));
    for (const claim of added) write.guard(claim.key, 0);
    if (!options.dryRun) {
      if (remove) write.delete(key);
      else write.put(key, value, await this.leaseFor(kind, false));
      for (const claim of added) write.put(claim.key, claimValue(kind, object));
      for (const claim of held) if (!claims.some((other) => other.key === claim.key)) write.delete(claim.key);
    }
    const result = await this.commit(write, options.signal);
    if (result.succeeded) {
      return { kind: 'done', object: options.dryRun ? object : withVersion(object, result.revision), unchanged: false };
    }
    if (write.failed(key, result.current)) return { kind: 'lost', current: result.current.get(key) };
    noteTaken(kind, object, added, picked, write, result.current, taken);
    return { kind: 'lost', current: result.current.get(key) };
  }

  private claim(kind: KindName, object: AnyObject, taken: Set<string>): { claims: Claim[]; picked: Set<string> } {
    if (kind !== 'Service') return { claims: claimsFor(kind, object), picked: new Set() };
    const { picked, errors } = this.deps.allocator.allocate(object as Service, taken);
    if (errors.length > 0) throw invalid(kind, object.metadata.name, errors);
    return { claims: claimsFor(kind, object), picked };
  }

  private async leaseFor(kind: KindName, dryRun: boolean): Promise<bigint> {
    const { ttlSeconds } = strategyOf(kind);
    return ttlSeconds === undefined || dryRun ? 0n : this.deps.leases.take(ttlSeconds);
  }

  /** For who writes more than one object at once. */
  async commit(write: GuardedWrite, signal: AbortSignal | undefined): ReturnType<GuardedWrite['commit']> {
    try {
      return await write.commit(this.deps.store, this.deps.clock, signal);
    } catch (error) {
      this.deps.leases.forget();
      throw error;
    }
  }

  /** The namespace that a new object goes into; throws NotFound or Forbidden. The recent state is believed if it is fine. */
  private async namespaceFor(
    kind: KindName,
    object: AnyObject,
    fresh: boolean,
    signal: AbortSignal | undefined,
  ): Promise<StoredObject> {
    const name = object.metadata.namespace;
    const recent = fresh ? undefined : this.deps.recent('Namespace', objectKey('Namespace', '', name));
    if (recent !== undefined && !isTerminating(recent.object)) return recent;
    const namespace = await this.get('Namespace', '', name, signal);
    if (!isTerminating(namespace.object)) return namespace;
    const why = `unable to create new content in namespace ${name} because it is being terminated`;
    const message = `namespace ${name} is being terminated`;
    const cause = { reason: 'NamespaceTerminating', message, field: 'metadata.namespace' };
    throw forbidden(kind, object.metadata.name, why, [cause]);
  }

  /** Reads everything that is claimed, for when picking at random keeps failing. */
  private async noteClaims(kind: KindName, taken: Set<string>, signal: AbortSignal | undefined): Promise<void> {
    if (kind !== 'Service') return;
    for (const prefix of claimPrefixes) {
      const key = keyBytes(prefix);
      try {
        const request = { key, rangeEnd: prefixEnd(key), keysOnly: true };
        const { kvs } = await this.deps.store.range(request, { signal, timeoutMs: storeTimeoutMs });
        for (const kv of kvs) taken.add(fromUtf8(kv.key));
      } catch (error) {
        throw storeError(error);
      }
    }
  }

  private async read(key: string, signal?: AbortSignal): Promise<EtcdKeyValue | undefined> {
    try {
      const { kvs } = await this.deps.store.range({ key: keyBytes(key) }, { signal, timeoutMs: storeTimeoutMs });
      return kvs[0];
    } catch (error) {
      throw storeError(error);
    }
  }

  private prepareContext(): PrepareContext {
    const { clock, newUid, newSuffix } = this.deps;
    return { now: timestampOf(clock.now()), newUid, newSuffix };
  }
}

type ModifyOutcome =
  | { readonly kind: 'done'; readonly object: AnyObject; readonly unchanged: boolean }
  | { readonly kind: 'lost'; readonly current: EtcdKeyValue | undefined };

/** What was picked may be picked anew, elsewhere; what was asked for cannot be had. */
function noteTaken(
  kind: KindName,
  object: AnyObject,
  claims: readonly Claim[],
  picked: ReadonlySet<string>,
  write: GuardedWrite,
  current: ReadonlyMap<string, EtcdKeyValue | undefined>,
  taken: Set<string>,
): void {
  for (const claim of claims) {
    const { key } = claim;
    if (!write.failed(key, current)) continue;
    if (!picked.has(key)) throw claimTaken(kind, object.metadata.name, claim, current.get(key)?.value);
    taken.add(key);
  }
}

function encodeChecked(kind: KindName, object: AnyObject): Uint8Array {
  const value = encodeStored(kind, object);
  if (value.length > objectBytesMax) throw tooLarge(kind, object.metadata.name, value.length, objectBytesMax);
  return value;
}
