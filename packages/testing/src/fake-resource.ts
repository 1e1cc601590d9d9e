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
  type Service,
} from '@kuorum/api';
import type { Clock } from '@kuorum/base';
import type {
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
import { FakeStore } from './fake-store.js';
import { fakeWatch$, matcherOf, type OpenWatches } from './fake-watch.js';

export interface FakeCall {
  readonly verb:
    'create' | 'get' | 'list' | 'watch' | 'update' | 'updateStatus' | 'patch' | 'delete' | 'bind' | 'scale' | 'logs';
  readonly kind: KindName;
  readonly namespace: string;
  readonly name: string;
}

/** Gives an error to fail a call with, before it has any effect; may wait. */
export type CallHook = (call: FakeCall) => Error | undefined | Promise<Error | undefined>;

/** What every kind shares. */
export class FakeServer {
  readonly store = new FakeStore();
  readonly watches: OpenWatches = new Set();
  readonly calls: FakeCall[] = [];
  hook: CallHook | undefined;
  private counter = 0;

  constructor(private readonly clock: Clock) {}

  /** Logs the call and fails it when the hook says so. */
  async begin(call: FakeCall): Promise<void> {
    this.calls.push(call);
    const error = await this.hook?.(call);
    if (error !== undefined) throw error;
  }

  now(plusSeconds = 0): string {
    return new Date(this.clock.now() + plusSeconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  next(): number {
    return ++this.counter;
  }

  seed<K extends KindName>(kind: K, object: Kinds[K]): Kinds[K] {
    const seeded = structuredClone(object);
    const { metadata } = seeded;
    if (kinds[kind].namespaced) metadata.namespace ||= 'default';
    this.identify(metadata);
    return structuredClone(this.store.put(kind, applyDefaults(kind, seeded))) as Kinds[K];
  }

  identify(metadata: ApiObject['metadata']): void {
    const number = this.next();
    if (metadata.name === '') metadata.name = `${metadata.generateName}${number.toString(36).padStart(5, '0')}`;
    metadata.uid ||= `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
    metadata.creationTimestamp ||= this.now();
    metadata.generation ||= 1;
  }

  mustGet<K extends KindName>(kind: K, namespace: string, name: string): Kinds[K] {
    const key = kinds[kind].namespaced ? `${namespace || 'default'}/${name}` : name;
    const object = this.store.get(kind, key);
    if (object === undefined) throw notFound(kind, name);
    return structuredClone(object) as Kinds[K];
  }

  allocate(service: Service): void {
    const { spec } = service;
    if (spec.clusterIP === '') spec.clusterIP = `10.96.0.${this.next()}`;
    if (spec.type !== 'NodePort') return;
    for (const port of spec.ports) port.nodePort ||= 30_000 + this.next();
  }
}

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
    const grace = kind === 'Pod' ? graceOf(object as Pod, options.gracePeriodSeconds) : 0;
    const present = metadata.deletionGracePeriodSeconds ?? Infinity;
    if (metadata.deletionTimestamp === '' || grace < present) {
      metadata.deletionTimestamp = server.now(grace);
      metadata.deletionGracePeriodSeconds = grace;
    }
    if (grace > 0 || metadata.finalizers.length > 0) return this.stored(object, false);
    return structuredClone(server.store.remove(kind, object)) as Kinds[K];
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

function setStatus(object: ApiObject, status: unknown): void {
  Object.assign(object, { status });
}

/** A pod that runs nowhere goes at once. */
function graceOf(pod: Pod, asked: number | undefined): number {
  const finished = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  if (pod.spec.nodeName === '' || finished) return 0;
  return asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
}
