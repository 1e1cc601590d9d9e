/**
 * The apiserver process: kinds over gRPC on any etcd v3 store. It holds no state that the store does not have, so any
 * number of them may run; each one fills a watch cache a kind and serves.
 *
 * It listens at once and answers Unavailable until the store has answered and the caches are filled, so that the order
 * in which processes start does not matter. grpc.health.v1 says SERVING while the store answers.
 */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { ServerCredentials } from '@grpc/grpc-js';
import { kindNames, unavailable, type KindName } from '@kuorum/api';
import { createEtcdClient, type EtcdClient } from '@kuorum/client';
import { mustGet, systemClock, systemPrng, type Clock } from '@kuorum/base';
import { Lifecycle, silentLogger, type Logger } from '@kuorum/base/node';
import { enableHealth, enableReflection, type Health } from '@kuorum/wire/server';
import { checkInsecureListen, secure, unchecked, type Secured } from '../auth/security.js';
import type { TlsListener } from '../auth/tls-listener.js';
import * as limits from '../limits.js';
import { boundedStore } from '../registry/bounded-store.js';
import { encryptedStore, encryptOlder } from '../registry/encrypted-store.js';
import { EventLeases } from '../registry/event-leases.js';
import { KeyRing } from '../registry/key-ring.js';
import { newSuffix } from '../registry/name-suffix.js';
import { Registry } from '../registry/registry.js';
import { parseAddressRange, parsePortRange, ServiceAllocator } from '../strategy/service.js';
import { bootstrapObjects } from '../strategy/bootstrap-objects.js';
import { WatchCache } from '../watch/watch-cache.js';
import { addServices } from './add-services.js';
import { CallGate } from './admit-call.js';
import { authenticateFirst } from './authenticate-first.js';
import { serverVersion, type Apiserver, type ApiserverOptions } from './apiserver-options.js';
import { Compactor } from './compactor.js';
import { finderOf } from './find-object.js';
import { logGrpc } from './grpc-log.js';
import { bindPlain, createGrpcServer, drainServer } from './grpc-server.js';
import { HeldPlaces } from './held-places.js';
import { forKnownUsers } from './known-users.js';
import { addressOf, bareHost } from './listen-address.js';
import { askKubeletBy } from './kubelet-connection.js';
import type { ServiceDeps } from './resource-service.js';
import { ensureObjects, ensureRbac } from './ensure-objects.js';
import { ServerLife } from './server-life.js';
import { PodSessions } from './pod-sessions.js';
import { StoreHealth } from './store-health.js';
import { WatchService } from './watch-service.js';

/** Rejects when the options make no sense or the port is taken, not when the store is not there yet. */
export async function startApiserver(options: ApiserverOptions): Promise<Apiserver> {
  const { listen, security } = options;
  if (security?.kind !== 'secure') checkInsecureListen(addressOf(listen).host);
  const server = new ApiserverProcess(options);
  try {
    await server.listen();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

class ApiserverProcess implements Apiserver {
  address = '';
  readonly ready: Promise<void>;
  /** Secrets in the clear, if they are encrypted. */
  private readonly store: EtcdClient;
  /** The same as they are stored. */
  private readonly plainStore: EtcdClient;
  private readonly cipher: KeyRing | undefined;
  private readonly clock: Clock;
  private readonly logger: Logger;
  private readonly server = createGrpcServer(authenticateFirst(() => this.gate));
  private readonly gate: CallGate;
  private readonly caches: ReadonlyMap<KindName, WatchCache>;
  private readonly registry: Registry;
  private readonly watches: WatchService;
  private readonly sessions: PodSessions;
  private readonly life: ServerLife;
  private readonly storeHealth: StoreHealth;
  private readonly healthService: Health;
  private readonly services: readonly string[];
  /** Undefined without security. */
  private readonly listener: TlsListener | undefined;
  private readonly lifecycle = new Lifecycle();
  private readonly stopping = new AbortController();
  private bootstrapped = false;
  private stopped: Promise<void> | undefined;

  constructor(private readonly options: ApiserverOptions) {
    const allocator = new ServiceAllocator(
      parseAddressRange(options.serviceClusterIpRange ?? '10.96.0.0/16'),
      parsePortRange(options.serviceNodePortRange ?? '30000-32767'),
      systemPrng,
    );
    const clock = options.clock ?? systemClock;
    const logger = options.logger ?? silentLogger;
    const version = options.version ?? serverVersion;
    this.clock = clock;
    this.logger = logger;
    logGrpc(logger, clock);
    const { encryptionKeyFile } = options;
    this.cipher = encryptionKeyFile === undefined ? undefined : new KeyRing(encryptionKeyFile, clock, logger);
    this.life = new ServerLife(options, {
      clock,
      logger,
      version,
      caches: () => this.caches,
      storeProblem: () => this.storeHealth.problem,
      notReady: () => (this.bootstrapped ? undefined : 'not done yet'),
    });
    this.lifecycle.own('audit log and health', () => this.life.close());
    const { etcdServers: endpoints, etcdTls: tls } = options;
    const plain = boundedStore(
      this.life.timed(createEtcdClient({ endpoints, tls, logger, clock })),
      limits.storeCallsMax,
    );
    const store = this.cipher === undefined ? plain : encryptedStore(plain, this.cipher);
    this.plainStore = plain;
    this.store = store;
    this.lifecycle.own('store client', () => store.close());
    const cache = (kind: KindName): WatchCache =>
      new WatchCache({ kind, store, clock, logger, eventsMax: options.watchCacheEvents });
    this.caches = new Map(kindNames.map((kind) => [kind, cache(kind)]));
    this.registry = new Registry({
      store,
      allocator,
      leases: new EventLeases(store, clock),
      clock,
      logger,
      newUid: randomUUID,
      newSuffix,
      recent: (kind, key) => this.cacheOf(kind).get(key),
    });
    const secured = this.secured();
    this.listener = secured?.listener;
    const { review, reviewRules, checkWrite, checkAccess, checkTokenFor, tokens } = secured ?? unchecked;
    const gate = new CallGate(logger, secured?.hooks, this.life.calls);
    this.gate = gate;
    const { watchLimits, logLimits = limits.logStreams } = options;
    const deps: Omit<ServiceDeps, 'watches' | 'sessions'> = {
      registry: this.registry,
      cacheOf: (kind) => this.cacheOf(kind),
      clock,
      gate,
      checkWrite,
      checkAccess,
      checkTokenFor,
      tokens,
      askKubelet: askKubeletBy(options.kubeletTls),
      checkReady: () => this.checkReady(),
      logPlaces: new HeldPlaces({ what: 'streams of logs', others: logLimits }),
    };
    this.watches = new WatchService({ ...deps, watchLimits });
    this.sessions = new PodSessions(deps);
    const { watches, sessions } = this;
    const encryption = { store: plain, cipher: this.cipher, logger };
    this.services = addServices(this.server, { ...deps, watches, sessions, review, reviewRules, version, encryption });
    this.healthService = enableHealth(this.server, this.services);
    enableReflection(forKnownUsers(this.server, gate), 'kuorum');
    this.storeHealth = new StoreHealth(store, clock, () => this.tellHealth());
    this.ready = this.bootstrap();
    // Whoever waits for it sees the failure; that nobody waits is no failure.
    this.ready.catch(() => undefined);
  }

  health(): { ok: boolean; message: string } {
    if (this.stopping.signal.aborted) return { ok: false, message: 'shutting down' };
    const { problem } = this.storeHealth;
    if (problem !== undefined) return { ok: false, message: `the store does not answer: ${problem}` };
    return this.bootstrapped ? { ok: true, message: 'ok' } : { ok: false, message: 'filling the watch caches' };
  }

  get healthzAddress(): string | undefined {
    return this.life.healthzAddress;
  }

  async listen(): Promise<void> {
    await this.life.start();
    const { listen } = this.options;
    const { host, port } = addressOf(listen);
    const { listener } = this;
    const bound = listener === undefined ? bindPlain(this.server, listen) : listener.listen(bareHost(host), port);
    const boundPort = await bound.catch((error: unknown) => {
      throw new Error(`Cannot listen on ${listen}: ${error instanceof Error ? error.message : String(error)}`);
    });
    this.address = `${host}:${boundPort}`;
    const secure = listener !== undefined;
    this.logger.info({ address: this.address, store: this.options.etcdServers, secure }, 'apiserver listens');
  }

  private secured(): Secured | undefined {
    const { security } = this.options;
    if (security?.kind !== 'secure') return undefined;
    const { clock, logger } = this;
    // Connections come decrypted, from our own listener.
    const injector = this.server.createConnectionInjector(ServerCredentials.createInsecure());
    const accept = (socket: Socket): void => injector.injectConnection(socket);
    const cacheOf = (kind: KindName): WatchCache => this.cacheOf(kind);
    const find = finderOf({ registry: this.registry, cacheOf });
    const secured = secure(security, { clock, logger, accept, cacheOf, find });
    this.lifecycle.own('TLS listener', () => secured.listener.close());
    return secured;
  }

  stop(): Promise<void> {
    this.stopped ??= this.drain();
    return this.stopped;
  }

  /** Says that it is not ready, then takes no new calls, then waits for those under way, then ends what they needed. */
  private async drain(): Promise<void> {
    this.stopping.abort(new Error('the apiserver is shutting down'));
    this.tellHealth();
    await this.life.beginStop();
    await this.shutDown();
    await this.lifecycle.close();
  }

  /** Makes the default namespaces and fills the caches, however long the store takes to come up. */
  private async bootstrap(): Promise<void> {
    const { signal } = this.stopping;
    this.lifecycle.own('store health', () => this.storeHealth.stop());
    this.storeHealth.start();
    // Before the caches, so that they have the namespaces from their first list on.
    await ensureObjects(this.registry, bootstrapObjects(), this.clock, this.logger, signal);
    if (this.listener !== undefined) await ensureRbac(this.registry, this.clock, this.logger, signal);
    signal.throwIfAborted();
    for (const cache of this.caches.values()) {
      this.lifecycle.own(`watch cache of ${cache.kind}`, () => cache.stop());
      cache.start();
    }
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    await Promise.race([stopped, Promise.all([...this.caches.values()].map(({ ready }) => ready))]);
    signal.throwIfAborted();
    this.bootstrapped = true;
    this.startCompactor();
    this.tellHealth();
    this.logger.info({}, 'apiserver is ready');
    await this.encryptSecrets();
  }

  /** Now, and whenever another key is put first. */
  private async encryptSecrets(): Promise<void> {
    const { cipher, plainStore, logger } = this;
    if (cipher === undefined) return;
    const { signal } = this.stopping;
    this.lifecycle.own('encryption keys', () => cipher.stop());
    cipher.start({
      // What no key opened was left out of the cache.
      onOtherKeys: () => this.cacheOf('Secret').refill(),
      onOtherWriter: () => void encryptOlder(plainStore, cipher, logger, signal),
    });
    await encryptOlder(plainStore, cipher, logger, signal);
  }

  private startCompactor(): void {
    const intervalMs = this.options.compactionIntervalMs ?? limits.compactionIntervalMs;
    if (intervalMs === 0) return;
    const compactor = new Compactor(this.store, this.clock, this.logger, intervalMs);
    this.lifecycle.own('compactor', () => compactor.stop());
    compactor.start();
  }

  private cacheOf(kind: KindName): WatchCache {
    return mustGet(this.caches.get(kind), `watch cache of ${kind}`);
  }

  private checkReady(): void {
    if (this.bootstrapped) return;
    throw unavailable(`the apiserver is starting: ${this.storeHealth.problem ?? 'it fills its caches'}`);
  }

  private tellHealth(): void {
    const { ok } = this.health();
    for (const service of ['', ...this.services]) this.healthService.setServing(service, ok);
  }

  private async shutDown(): Promise<void> {
    this.listener?.stopListening();
    this.life.calls.close();
    this.watches.stop();
    this.sessions.stop();
    await drainServer(this.server, this.clock);
  }
}
