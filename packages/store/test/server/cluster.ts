/** A cluster of real members in this process: real gRPC on port 0, real LevelDB with sync, own directories. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { createLogger, silentLogger, type Logger } from '@kuorum/base/node';
import { startStoreMember, type RunningStore, type StoreOptions } from '@kuorum/store';
import { eventually, type Cleanup } from '@kuorum/testing';
import { createClient, type etcdserverpb } from '@kuorum/wire';

export interface Clients {
  readonly kv: etcdserverpb.KVClient;
  readonly watch: etcdserverpb.WatchClient;
  readonly lease: etcdserverpb.LeaseClient;
  readonly cluster: etcdserverpb.ClusterClient;
  readonly maintenance: etcdserverpb.MaintenanceClient;
}

export class TestCluster {
  private readonly running = new Map<string, RunningStore>();
  private readonly peerUrls = new Map<string, string>();
  private readonly routes = new Map<string, string>();
  private readonly aliases = new Map<string, string>();
  readonly fatal: unknown[] = [];

  private constructor(
    private readonly directory: string,
    readonly names: readonly string[],
    private readonly overrides: Partial<StoreOptions>,
    private readonly cleanup: Cleanup,
  ) {}

  static async start(cleanup: Cleanup, size: number, overrides: Partial<StoreOptions> = {}): Promise<TestCluster> {
    const cluster = await TestCluster.create(cleanup, size, overrides);
    await Promise.all(cluster.names.map((name) => cluster.startMember(name)));
    await cluster.leader();
    return cluster;
  }

  /** Its members are yet to be started. */
  static async create(cleanup: Cleanup, size: number, overrides: Partial<StoreOptions> = {}): Promise<TestCluster> {
    const names = Array.from({ length: size }, (_, i) => `m${i + 1}`);
    const cluster = new TestCluster(await cleanup.tempDir(), names, overrides, cleanup);
    cleanup.add(() => cluster.stopAll());
    return cluster;
  }

  /** Starts a member, or starts it again on its directory. With `alone` it reaches no peer until it has started. */
  async startMember(
    name: string,
    {
      alone = false,
      logger,
      ...options
    }: Partial<StoreOptions> & { readonly alone?: boolean; readonly logger?: Logger } = {},
  ): Promise<RunningStore> {
    let isolated = alone;
    const store = await startStoreMember(this.optionsOf(name, options), {
      logger:
        logger ??
        (process.env['DEBUG_STORE'] === undefined
          ? silentLogger
          : createLogger('store', 'debug').child({ member: name })),
      resolvePeer: (url) => {
        if (isolated) throw new Error('no peer answers');
        return this.resolve(url);
      },
      peerHealthyAfterMs: 100,
      onFatal: (error) => this.fatal.push(error),
    });
    isolated = false;
    this.running.set(name, store);
    this.peerUrls.set(symbolicUrl(name), store.peerUrls[0] ?? '');
    return store;
  }

  async stopMember(name: string): Promise<void> {
    const store = this.running.get(name);
    this.running.delete(name);
    await store?.stop();
  }

  /** Tells the cluster of a member, and starts it. */
  async addMember(
    name: string,
    { via, isLearner = false }: { via?: string; isLearner?: boolean } = {},
  ): Promise<RunningStore> {
    await this.memberAdd(name, { isLearner, ...(via === undefined ? {} : { via }) });
    return this.startJoining(name);
  }

  /** MemberAdd, once every peer has been connected long enough for the cluster to count as healthy. */
  memberAdd(
    name: string,
    { via, isLearner = false }: { via?: string; isLearner?: boolean } = {},
  ): Promise<etcdserverpb.MemberAddResponse__Output> {
    const { cluster } = this.clients(via ?? this.runningNames[0] ?? '');
    const request: etcdserverpb.MemberAddRequest = { peerURLs: [symbolicUrl(name)], isLearner };
    return eventually(() => call(cluster, 'MemberAdd', request), `adding ${name}`);
  }

  /** Starts a member that the cluster knows. */
  startJoining(
    name: string,
    options: Partial<StoreOptions> & { readonly alone?: boolean } = {},
  ): Promise<RunningStore> {
    const names = [...new Set([...this.runningNames, name])];
    const initialCluster = new Map(names.map((each) => [each, [symbolicUrl(each)]]));
    return this.startMember(name, { initialClusterState: 'existing', initialCluster, ...options });
  }

  /** Stops a member and loses its disk. */
  async wipeMember(name: string): Promise<void> {
    await this.stopMember(name);
    await rm(join(this.directory, name), { recursive: true });
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map((name) => this.stopMember(name)));
    if (this.fatal.length > 0) throw this.fatal[0];
  }

  member(name: string): RunningStore {
    const store = this.running.get(name);
    if (store === undefined) throw new Error(`member ${name} does not run`);
    return store;
  }

  get runningNames(): string[] {
    return [...this.running.keys()];
  }

  /** The member that leads, once all that run agree on it and have published their addresses. */
  leader(): Promise<string> {
    return eventually(() => {
      const stores = [...this.running];
      const ids = new Set(stores.map(([, { member }]) => member.leader));
      const [leaderId] = ids;
      const published = stores.every(([, { member }]) => member.machine.members.get(member.id)?.name !== '');
      if (ids.size !== 1 || !published) return undefined;
      return stores.find(([, { memberId, member }]) => memberId === leaderId && member.isLeader)?.[0];
    }, 'a leader that all know');
  }

  async follower(): Promise<string> {
    const leader = await this.leader();
    const other = this.runningNames.find((name) => name !== leader);
    if (other === undefined) throw new Error('no follower runs');
    return other;
  }

  target(name: string): string {
    return new URL(this.member(name).clientUrls[0] ?? '').host;
  }

  clients(name: string): Clients {
    return this.clientsOf(this.target(name));
  }

  clientsOf(target: string): Clients {
    const make = <C extends { close(): void }>(service: string): C =>
      this.cleanup.own(createClient<C>(`etcdserverpb.${service}`, target, credentials.createInsecure()), (c) =>
        c.close(),
      );
    return {
      kv: make('KV'),
      watch: make('Watch'),
      lease: make('Lease'),
      cluster: make('Cluster'),
      maintenance: make('Maintenance'),
    };
  }

  directoryOf(name: string): string {
    return join(this.directory, name);
  }

  private optionsOf(name: string, options: Partial<StoreOptions>): StoreOptions {
    return {
      ...memberOptions(name, join(this.directory, name)),
      initialAdvertisePeerUrls: [symbolicUrl(name)],
      initialCluster: new Map(this.names.map((each) => [each, [symbolicUrl(each)]])),
      ...this.overrides,
      ...options,
    };
  }

  /** Where `url` leads from now on: to where `name` listens. */
  moveTo(url: string, name: string): void {
    this.aliases.set(url, symbolicUrl(name));
  }

  /** Peers reach `url` by way of `real` from now on. */
  route(url: string, real: string): void {
    this.routes.set(url, real);
  }

  private resolve(url: string): string {
    const route = this.routes.get(url);
    if (route !== undefined) return route;
    const real = this.peerUrls.get(this.aliases.get(url) ?? url);
    if (real === undefined) throw new Error(`${url} has not started yet`);
    return real;
  }
}

export /** Of the only member of a new cluster, on ports of its own. */
function memberOptions(name: string, dataDir: string): StoreOptions {
  return {
    name,
    dataDir,
    listenClientUrls: ['http://127.0.0.1:0'],
    listenPeerUrls: ['http://127.0.0.1:0'],
    initialAdvertisePeerUrls: [symbolicUrl(name)],
    initialCluster: new Map([[name, [symbolicUrl(name)]]]),
    initialClusterToken: 'test',
    initialClusterState: 'new',
    forceNewCluster: false,
    strictReconfigCheck: true,
    heartbeatIntervalMs: 50,
    electionTimeoutMs: 500,
    snapshotCount: 10_000,
    snapshotCatchUpEntries: 5_000,
    maxRequestBytes: 1.5 * 1024 * 1024,
    maxTxnOps: 128,
    watchProgressNotifyIntervalMs: 600_000,
    grpcKeepaliveIntervalMs: 30_000,
    grpcKeepaliveTimeoutMs: 20_000,
    listenMetricsUrls: [],
    logLevel: 'error',
  };
}

export function symbolicUrl(name: string): string {
  return `http://${name}:2380`;
}

type Unary<I, O> = (
  request: I,
  metadata: Metadata,
  options: { deadline: number },
  callback: (error: ServiceError | null, response?: O) => void,
) => unknown;

/** A unary call as a promise: `await call(kv, 'Put', { key, value })`. */
export function call<I, O>(client: object, method: string, request: I, deadlineMs = 8_000): Promise<O> {
  const methods = client as Record<string, Unary<I, O>>;
  return new Promise((resolve, reject) => {
    methods[method]?.(request, new Metadata(), { deadline: Date.now() + deadlineMs }, (error, response) => {
      if (error === null && response !== undefined) resolve(response);
      else reject(error ?? new Error('no response'));
    });
  });
}

export async function put(clients: Clients, key: string, value: string): Promise<number> {
  const response = await call<etcdserverpb.PutRequest, etcdserverpb.PutResponse__Output>(clients.kv, 'Put', {
    key: Buffer.from(key),
    value: Buffer.from(value),
  });
  return Number(response.header?.revision);
}

export async function get(
  clients: Clients,
  key: string,
  options: etcdserverpb.RangeRequest = {},
): Promise<string | undefined> {
  const response = await range(clients, { key: Buffer.from(key), ...options });
  return response.kvs[0]?.value.toString();
}

export function range(
  clients: Clients,
  request: etcdserverpb.RangeRequest,
): Promise<etcdserverpb.RangeResponse__Output> {
  return call<etcdserverpb.RangeRequest, etcdserverpb.RangeResponse__Output>(clients.kv, 'Range', request);
}

/** The gRPC code and text that a call was refused with. */
export async function refusal(promise: Promise<unknown>): Promise<{ code: number; details: string }> {
  try {
    await promise;
  } catch (error) {
    const { code, details } = error as ServiceError;
    return { code, details };
  }
  throw new Error('the call was not refused');
}
