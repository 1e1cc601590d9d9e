/** One kind of the fake API: what the apiserver does to objects, reduced to what its contract says. */
import {
  alreadyExists,
  applyDefaults,
  applyPatch,
  badRequest,
  conflict,
  deepEqual,
  generateJobSelector,
  invalid,
  kinds,
  make,
  methodNotAllowed,
  notFound,
  validate,
  validateUpdate,
  type ApiObject,
  type Job,
  type KindName,
  type Kinds,
  type MessageTypes,
  type Pod,
  type Scale,
  type Service,
} from '@kuorum/api';
import type {
  DeleteCollectionOptions,
  DeleteOptions,
  ListOptions,
  ListResult,
  PatchOptions,
  ResourceClient,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from '@kuorum/client';
import type { Observable } from 'rxjs';
import type { FakeCall, FakeServer } from './fake-server.js';
import { fakeWatch$, matcherOf } from './fake-watch.js';

export class FakeResource<K extends KindName> implements ResourceClient<K> {
  constructor(
    protected readonly server: FakeServer,
    protected readonly kind: K,
  ) {}

  async create(input: Kinds[K], { dryRun = false }: WriteOptions = {}): Promise<Kinds[K]> {
    const { kind, server } = this;
    const object = structuredClone(input);
    const { metadata } = object;
    if (kinds[kind].namespaced) metadata.namespace ||= 'default';
    await this.begin('create', metadata.namespace, metadata.name);
    if (metadata.resourceVersion !== '') {
      throw badRequest('resourceVersion should not be set on objects to be created');
    }
    if (kinds[kind].namespaced && server.store.get('Namespace', metadata.namespace) === undefined) {
      throw notFound('Namespace', metadata.namespace);
    }
    Object.assign(metadata, { uid: '', creationTimestamp: '', deletionTimestamp: '', generation: 0 });
    server.identify(metadata);
    if (kinds[kind].hasStatus) setStatus(object, initialStatus(kind));
    if (kind === 'Service') server.allocate(object as Service);
    if (kind === 'Job') generateJobSelector(object as Job);
    this.check(applyDefaults(kind, object), validate(kind, object));
    if (server.store.get(kind, keyIn(kind, object)) !== undefined) throw alreadyExists(kind, metadata.name);
    return this.stored(object, dryRun);
  }

  async get(namespace: string, name: string): Promise<Kinds[K]> {
    await this.begin('get', namespace, name);
    return this.server.mustGet(this.kind, namespace, name);
  }

  async list(options: ListOptions = {}): Promise<ListResult<Kinds[K]>> {
    await this.begin('list', options.namespace ?? '', '');
    const all = this.server.store.list(this.kind).filter(matcherOf(this.kind, options));
    const from = options.continue === undefined || options.continue === '' ? 0 : Number(options.continue);
    const to = options.limit === undefined || options.limit === 0 ? all.length : from + options.limit;
    return {
      items: structuredClone(all.slice(from, to)) as Kinds[K][],
      resourceVersion: String(this.server.store.revision),
      continue: to < all.length ? String(to) : '',
    };
  }

  watch(options: WatchOptions = {}): Observable<WatchEvent<Kinds[K]>> {
    this.server.calls.push({ verb: 'watch', kind: this.kind, namespace: options.namespace ?? '', name: '' });
    return fakeWatch$(this.server.store, this.server.watches, this.kind, options);
  }

  async update(input: Kinds[K], { dryRun = false }: WriteOptions = {}): Promise<Kinds[K]> {
    const { namespace, name } = input.metadata;
    await this.begin('update', namespace, name);
    return this.change(input, this.server.mustGet(this.kind, namespace, name), dryRun);
  }

  async updateStatus(input: Kinds[K], { dryRun = false }: WriteOptions = {}): Promise<Kinds[K]> {
    const { namespace, name } = input.metadata;
    await this.begin('updateStatus', namespace, name);
    return this.changeStatus(input, this.server.mustGet(this.kind, namespace, name), dryRun);
  }

  async patch(namespace: string, name: string, patch: object, options: PatchOptions = {}): Promise<Kinds[K]> {
    const { kind } = this;
    await this.begin('patch', namespace, name);
    const old = this.server.mustGet(kind, namespace, name);
    const { type = 'merge', dryRun = false } = options;
    const patched = applyPatch(kind, old as unknown as MessageTypes[K], type, JSON.stringify(patch));
    const next = patched as unknown as Kinds[K];
    return options.subresource === 'status' ? this.changeStatus(next, old, dryRun) : this.change(next, old, dryRun);
  }

  async delete(namespace: string, name: string, options: DeleteOptions = {}): Promise<Kinds[K]> {
    const { kind, server } = this;
    await this.begin('delete', namespace, name);
    const object = server.mustGet(kind, namespace, name);
    const { metadata } = object;
    const { uid = '', resourceVersion = '' } = options.preconditions ?? {};
    this.checkVersion({ uid, resourceVersion }, object);
    if (options.dryRun === true) return object;
    if (options.propagationPolicy === 'Foreground' && !metadata.finalizers.includes(foregroundFinalizer)) {
      metadata.finalizers.push(foregroundFinalizer);
    }
    const grace = kind === 'Pod' ? graceOf(object as Pod, options.gracePeriodSeconds) : 0;
    const present = metadata.deletionGracePeriodSeconds ?? Infinity;
    if (metadata.deletionTimestamp === '' || grace < present) {
      metadata.deletionTimestamp = server.now(grace);
      metadata.deletionGracePeriodSeconds = grace;
    }
    if (grace > 0 || metadata.finalizers.length > 0) return this.stored(object, false);
    return structuredClone(server.store.remove(kind, object)) as Kinds[K];
  }

  async deleteCollection(options: DeleteCollectionOptions): Promise<ListResult<Kinds[K]>> {
    const { kind, server } = this;
    await this.begin('deleteCollection', options.namespace ?? '', '');
    if (kinds[kind].namespaced && (options.namespace ?? '') === '') throw badRequest('namespace must be given');
    const selected = server.store.list(kind).filter(matcherOf(kind, options));
    const items: Kinds[K][] = [];
    for (const { metadata } of selected) items.push(await this.delete(metadata.namespace, metadata.name, options));
    return { items, resourceVersion: String(server.store.revision), continue: '' };
  }

  async getScale(namespace: string, name: string): Promise<Scale> {
    await this.begin('getScale', namespace, name);
    checkScalable(this.kind);
    return scaleOf(this.server.mustGet(this.kind, namespace, name));
  }

  async updateScale(scale: Scale, { dryRun = false }: WriteOptions = {}): Promise<Scale> {
    const { namespace, name, resourceVersion } = scale.metadata;
    await this.begin('updateScale', namespace, name);
    checkScalable(this.kind);
    const old = this.server.mustGet(this.kind, namespace, name);
    const next = structuredClone(old);
    next.metadata.resourceVersion = resourceVersion;
    Object.assign((next as { spec?: object }).spec ?? {}, { replicas: scale.spec.replicas });
    return scaleOf(this.change(next, old, dryRun));
  }

  protected begin(verb: FakeCall['verb'], namespace: string, name: string): Promise<void> {
    return this.server.begin({ verb, kind: this.kind, namespace, name });
  }

  protected stored(object: Kinds[K], dryRun: boolean): Kinds[K] {
    return dryRun ? object : (structuredClone(this.server.store.put(this.kind, object)) as Kinds[K]);
  }

  protected change(input: Kinds[K], old: Kinds[K], dryRun: boolean): Kinds[K] {
    const { kind, server } = this;
    this.checkVersion(input.metadata, old);
    const next = structuredClone(input);
    const { uid, resourceVersion, generation, creationTimestamp, deletionTimestamp } = old.metadata;
    Object.assign(next.metadata, { uid, resourceVersion, generation, creationTimestamp, deletionTimestamp });
    if (old.metadata.deletionGracePeriodSeconds === undefined) delete next.metadata.deletionGracePeriodSeconds;
    else next.metadata.deletionGracePeriodSeconds = old.metadata.deletionGracePeriodSeconds;
    if (kinds[kind].hasStatus) setStatus(next, (old as { status?: unknown }).status);
    if (kind === 'Service') {
      (next as Service).spec.clusterIP ||= (old as Service).spec.clusterIP;
      server.allocate(next as Service);
    }
    applyDefaults(kind, next);
    if (!deepEqual((next as { spec?: unknown }).spec, (old as { spec?: unknown }).spec)) next.metadata.generation++;
    this.check(next, validateUpdate(kind, next, old));
    if (deepEqual(next, old)) return old;
    const released = next.metadata.finalizers.length === 0 && (next.metadata.deletionGracePeriodSeconds ?? 0) === 0;
    if (deletionTimestamp !== '' && released && !dryRun) {
      return structuredClone(server.store.remove(kind, next)) as Kinds[K];
    }
    return this.stored(next, dryRun);
  }

  private changeStatus(input: Kinds[K], old: Kinds[K], dryRun: boolean): Kinds[K] {
    if (!kinds[this.kind].hasStatus) throw methodNotAllowed(`${kinds[this.kind].plural} have no status`);
    this.checkVersion(input.metadata, old);
    const next = structuredClone(old);
    setStatus(next, structuredClone((input as { status?: unknown }).status));
    this.check(next, validateUpdate(this.kind, next, old));
    return deepEqual(next, old) ? old : this.stored(next, dryRun);
  }

  private checkVersion(wanted: { uid: string; resourceVersion: string }, { metadata }: ApiObject): void {
    const { name, uid, resourceVersion } = metadata;
    if (wanted.uid !== '' && wanted.uid !== uid) {
      const why = `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${uid}`;
      throw conflict(this.kind, name, why);
    }
    const outdated = wanted.resourceVersion !== '' && wanted.resourceVersion !== resourceVersion;
    if (outdated) throw conflict(this.kind, name);
  }

  private check(object: ApiObject, errors: ReturnType<typeof validate>): void {
    if (errors.length > 0) throw invalid(this.kind, object.metadata.name, errors);
  }
}

function keyIn(kind: KindName, { metadata }: ApiObject): string {
  return kinds[kind].namespaced ? `${metadata.namespace}/${metadata.name}` : metadata.name;
}

function initialStatus(kind: KindName): unknown {
  const { status } = make(kind, {}) as unknown as { status: Record<string, unknown> };
  if (kind === 'Pod') status['phase'] = 'Pending';
  if (kind === 'Namespace') status['phase'] = 'Active';
  return status;
}

/** The server's name for what holds an object until its dependents have gone. */
const foregroundFinalizer = 'foregroundDeletion';

function checkScalable(kind: KindName): void {
  if (!['ReplicationController', 'ReplicaSet', 'Deployment'].includes(kind)) {
    throw methodNotAllowed(`${kinds[kind].plural} have no replicas`);
  }
}

/** Without the selector, which no user of the fake has asked for. */
export function scaleOf(object: ApiObject): Scale {
  const { spec, status } = object as { spec?: { replicas?: number }; status?: { replicas?: number } };
  const { name, namespace, uid, resourceVersion } = object.metadata;
  return make('Scale', {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name, namespace, uid, resourceVersion },
    spec: { replicas: spec?.replicas ?? 1 },
    status: { replicas: status?.replicas ?? 0 },
  });
}

function setStatus(object: ApiObject, status: unknown): void {
  Object.assign(object, { status });
}

/** A pod that runs nowhere goes at once. */
function graceOf(pod: Pod, asked: number | undefined): number {
  const finished = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  if (pod.spec.nodeName === '' || finished) return 0;
  return asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
}
