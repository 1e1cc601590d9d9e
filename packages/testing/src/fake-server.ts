/** What every kind of the fake API shares: the store, the log of calls, time. */
import { applyDefaults, kinds, notFound, type ApiObject, type KindName, type Kinds, type Service } from '@kuorum/api';
import type { Clock } from '@kuorum/base';
import { FakeStore } from './fake-store.js';
import type { OpenWatches } from './fake-watch.js';

export interface FakeCall {
  readonly verb:
    | 'create'
    | 'get'
    | 'list'
    | 'watch'
    | 'update'
    | 'updateStatus'
    | 'patch'
    | 'delete'
    | 'bind'
    | 'scale'
    | 'logs'
    | 'deleteCollection'
    | 'getScale'
    | 'updateScale'
    | 'evict';
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
