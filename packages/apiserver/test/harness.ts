/** A real etcd and a real apiserver on free ports, with clients; one etcd a file, as many servers as a test wants. */
import { startApiserver, type Apiserver, type ApiserverOptions } from '@kuorum/apiserver';
import { make, type DeepPartial, type Kinds, type Pod } from '@kuorum/api';
import { createApiClient, createEtcdClient, type ApiClient, type EtcdClient, type WatchEvent } from '@kuorum/client';
import type { WatchOptions } from '@kuorum/client';
import { Cleanup, startRealEtcd, type RealEtcd } from '@kuorum/testing';

export class Harness {
  readonly cleanup = new Cleanup();
  etcd!: RealEtcd;
  server!: Apiserver;
  client!: ApiClient;
  store!: EtcdClient;

  /** For mocha's `before`. */
  async start(options: Partial<ApiserverOptions> = {}): Promise<void> {
    this.etcd = this.cleanup.own(await startRealEtcd(), (etcd) => etcd.stop());
    this.store = this.cleanup.own(createEtcdClient({ endpoints: [this.etcd.endpoint] }), (store) => store.close());
    this.server = await this.startServer(options);
    this.client = this.clientOf(this.server);
  }

  /** For mocha's `after`. */
  stop(): Promise<void> {
    return this.cleanup.run();
  }

  async startServer(options: Partial<ApiserverOptions> = {}): Promise<Apiserver> {
    const etcdServers = [this.etcd.endpoint];
    const server = await startApiserver({ listen: '127.0.0.1:0', etcdServers, compactionIntervalMs: 0, ...options });
    this.cleanup.own(server, () => server.stop());
    await server.ready;
    return server;
  }

  clientOf(server: Apiserver): ApiClient {
    return this.cleanup.own(createApiClient({ servers: [server.address] }), (client) => client.close());
  }

  /** The stored JSON, as `etcdctl get` would show it. */
  async stored(key: string): Promise<Record<string, unknown> | undefined> {
    const { kvs } = await this.store.range({ key: Buffer.from(key) });
    const kv = kvs[0];
    return kv === undefined ? undefined : (JSON.parse(kv.value.toString()) as Record<string, unknown>);
  }

  /** Revision of the store: unchanged means that nothing was written. */
  async revision(): Promise<number> {
    return (await this.store.range({ key: Buffer.from('x') })).revision;
  }
}

export function podOf(name: string, more: DeepPartial<Pod> = {}): Pod {
  return make('Pod', {
    ...more,
    metadata: { name, namespace: 'default', ...more.metadata },
    spec: { containers: [{ name: 'main', image: 'kuorum/echo:latest' }], ...more.spec },
  });
}

export interface Watched<K extends keyof Kinds> {
  readonly events: WatchEvent<Kinds[K]>[];
  /** `ADDED name` and so on. */
  readonly seen: string[];
  error: unknown;
  completed: boolean;
  stop(): void;
}

export function watch<K extends keyof Kinds>(client: ApiClient, kind: K, options: WatchOptions = {}): Watched<K> {
  const watched: Watched<K> = {
    events: [],
    seen: [],
    error: undefined,
    completed: false,
    stop: () => subscription.unsubscribe(),
  };
  const subscription = client
    .resource(kind)
    .watch(options)
    .subscribe({
      next: (event) => {
        watched.events.push(event);
        watched.seen.push(`${event.type} ${event.object.metadata.name}`.trim());
      },
      error: (error: unknown) => (watched.error = error),
      complete: () => (watched.completed = true),
    });
  return watched;
}
