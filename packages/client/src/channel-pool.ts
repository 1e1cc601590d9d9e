/**
 * Connections to servers that can stand in for one another, and the choice between them. Both clients are built on it.
 *
 * - One connection a server and purpose, made when first used: watches never share one with calls, because a large
 *   answer on a shared connection holds up everything behind it.
 * - A pool stays with a server while that one answers. After a failure the server rests for a while and the next one
 *   in the ring is asked; when all rest, the one that has rested longest.
 * - A server that failed several times in a row gets a new connection.
 */
import { Client, connectivityState, type ClientOptions } from '@grpc/grpc-js';
import { mustGet, systemClock, systemPrng, type Clock, type Prng } from '@kuorum/base';
import { silentLogger, type Logger } from '@kuorum/base/node';
import { ConnectionCredentials, type ClientTlsSource, type TokenSource } from './client-tls.js';
import {
  connectTimeoutMs,
  cooldownMs,
  messageBytesMax,
  rebuildAfterFailures,
  reconnectBackoff,
  silentAfterFailures,
} from './limits.js';
import { checkScheme, connectFailure, normalAddress, parseServerAddress } from './server-address.js';

export type Purpose = 'call' | 'stream';

/** How often the other end is asked for a sign of life, and how long it has to give one. */
export interface Keepalive {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

export interface ChannelPoolOptions {
  /** `host:port`, with or without `http://` (without `tls`) or `https://` (with it). */
  readonly servers: readonly string[];
  /** Not given: plaintext. */
  readonly tls?: ClientTlsSource | undefined;
  /** Goes with every call; only with `tls`. */
  readonly token?: TokenSource | undefined;
  /** What runs there, for messages: `apiserver`. */
  readonly what: string;
  readonly keepalive: Keepalive;
  /** For streams, when it differs. */
  readonly streamKeepalive?: Keepalive | undefined;
  /** Ping connections without calls too. etcd takes that amiss, our servers do not. */
  readonly pingWhenIdle: boolean;
  readonly logger?: Logger | undefined;
  readonly clock?: Clock | undefined;
  /** Chooses the first server, so that many clients spread over the servers. */
  readonly prng?: Prng | undefined;
  /** Connections to this server beside the pool's are to be given up as well. */
  readonly onDrop?: ((address: string) => void) | undefined;
}

interface Server {
  readonly address: string;
  readonly clients: Map<Purpose, Connection>;
  /** Told when the server turns out to be silent or unreachable. */
  readonly dependents: Set<() => void>;
  failures: number;
  restsUntilMs: number;
}

interface Connection {
  readonly client: Client;
  /** Which of the certificates it was made with, as they were renewed. */
  readonly generation: number;
}

/** The connection could not be made: what was to be sent did not reach the server. */
export class NotConnectedError extends Error {
  override readonly name = 'NotConnectedError';
}

export class ChannelPool {
  private readonly servers: readonly Server[];
  private readonly clock: Clock;
  private readonly logger: Logger;
  readonly credentials: ConnectionCredentials;
  private preferred: number;
  private closed = false;
  /** Calls under way. */
  private calls = 0;

  constructor(private readonly options: ChannelPoolOptions) {
    const addresses = [...new Set(options.servers.map(parseServerAddress))];
    if (addresses.length === 0) throw new Error('Cannot make a client without servers');
    for (const server of options.servers) checkScheme(server, options.tls !== undefined);
    this.servers = addresses.map((address) => ({
      address,
      clients: new Map<Purpose, Connection>(),
      dependents: new Set<() => void>(),
      failures: 0,
      restsUntilMs: -Infinity,
    }));
    this.clock = options.clock ?? systemClock;
    this.logger = options.logger ?? silentLogger;
    this.credentials = new ConnectionCredentials(options, this.logger);
    this.preferred = (options.prng ?? systemPrng).int(this.servers.length);
  }

  get size(): number {
    return this.servers.length;
  }

  /** The server to ask now. */
  pick(): string {
    const now = this.clock.monotonic();
    const ring = this.servers.map((_, i) => mustGet(this.servers[(this.preferred + i) % this.size], 'server'));
    const awake = ring.find(({ restsUntilMs }) => restsUntilMs <= now);
    const chosen = awake ?? ring.reduce((a, b) => (b.restsUntilMs < a.restsUntilMs ? b : a));
    this.preferred = this.servers.indexOf(chosen);
    return chosen.address;
  }

  /** A connected client; rejects with {@link NotConnectedError} when there is none within `timeoutMs`. */
  async connect(address: string, purpose: Purpose, timeoutMs = connectTimeoutMs): Promise<Client> {
    if (this.closed && this.calls === 0) throw new NotConnectedError('Cannot call a server: the client is closed');
    const server = this.serverAt(address);
    const client = this.clientOf(server, purpose);
    if (client.getChannel().getConnectivityState(true) === connectivityState.READY) return client;
    const renewed = this.renewedClientOf(server, purpose);
    await this.ready(renewed, address, timeoutMs);
    return renewed;
  }

  succeeded(address: string): void {
    const server = this.serverAt(address);
    server.failures = 0;
    server.restsUntilMs = -Infinity;
  }

  /** `why` goes into the log; `silent` says that there was no answer at all. Calls under way are left alone. */
  failed(address: string, why: unknown, silent = false): void {
    const server = this.serverAt(address);
    server.failures++;
    const silentFrom = this.size > 1 ? silentAfterFailures.oneOfSeveral : silentAfterFailures.alone;
    if (silent && server.failures >= silentFrom) for (const tell of [...server.dependents]) tell();
    server.restsUntilMs = this.clock.monotonic() + cooldownMs;
    this.logger.debug({ server: address, failures: server.failures, err: why }, 'server failed');
    if (server.failures % rebuildAfterFailures === 0) this.drop(server);
  }

  /**
   * Calls `onSilent` when the server stops answering calls: a stream to it would wait for events that cannot come until
   * its keepalive runs out. Gives what ends that.
   */
  dependOn(address: string, onSilent: () => void): () => void {
    const { dependents } = this.serverAt(address);
    dependents.add(onSilent);
    return () => dependents.delete(onSilent);
  }

  /** Runs a call; the connections outlive {@link close} until every call that was begun before has ended. */
  async during<T>(call: () => Promise<T>): Promise<T> {
    if (this.closed) throw new NotConnectedError('Cannot call a server: the client is closed');
    this.calls++;
    try {
      return await call();
    } finally {
      this.calls--;
      this.dropWhenUnused();
    }
  }

  /** Takes no new calls and ends the connections once those under way are done. Streams are their owners' to end. */
  close(): void {
    this.closed = true;
    this.dropWhenUnused();
  }

  private dropWhenUnused(): void {
    if (!this.closed || this.calls > 0) return;
    for (const server of this.servers) this.drop(server);
  }

  /** As the pool writes it; throws for a server that is none of the pool's. */
  addressOf(server: string): string {
    return this.serverAt(server).address;
  }

  private serverAt(address: string): Server {
    const normal = normalAddress(address);
    const server = this.servers.find((other) => other.address === normal);
    if (server === undefined) throw new Error(`Cannot find server ${address} among those of this client`);
    return server;
  }

  private drop(server: Server): void {
    for (const { client } of server.clients.values()) client.close();
    server.clients.clear();
    this.options.onDrop?.(server.address);
  }

  private clientOf(server: Server, purpose: Purpose): Client {
    let connection = server.clients.get(purpose);
    if (connection === undefined) {
      const generation = this.credentials.refresh();
      const { credentials, options } = this.credentials.for(server.address);
      const client = new Client(server.address, credentials, { ...this.channelOptions(purpose), ...options });
      connection = { client, generation };
      server.clients.set(purpose, connection);
    }
    return connection.client;
  }

  /** A new client where the certificates have changed since that one was made, which is not connected. */
  private renewedClientOf(server: Server, purpose: Purpose): Client {
    const connection = server.clients.get(purpose);
    if (connection !== undefined && connection.generation !== this.credentials.refresh()) {
      connection.client.close();
      server.clients.delete(purpose);
    }
    return this.clientOf(server, purpose);
  }

  private channelOptions(purpose: Purpose): ClientOptions {
    const { pingWhenIdle, streamKeepalive } = this.options;
    const keepalive = purpose === 'stream' && streamKeepalive !== undefined ? streamKeepalive : this.options.keepalive;
    return {
      'grpc.keepalive_time_ms': keepalive.intervalMs,
      'grpc.keepalive_timeout_ms': keepalive.timeoutMs,
      'grpc.keepalive_permit_without_calls': pingWhenIdle ? 1 : 0,
      'grpc.initial_reconnect_backoff_ms': reconnectBackoff.initialMs,
      'grpc.max_reconnect_backoff_ms': reconnectBackoff.maxMs,
      'grpc.use_local_subchannel_pool': 1,
      'grpc.enable_channelz': 0,
      'grpc.max_receive_message_length': messageBytesMax,
      // The retry buffer of a stream would keep every message that was sent on it.
      ...(purpose === 'stream' ? { 'grpc.enable_retries': 0 } : {}),
    };
  }

  private ready(client: Client, address: string, timeoutMs: number): Promise<void> {
    const channel = client.getChannel();
    const failed = ({ why, answers }: { why: string; answers: boolean }): NotConnectedError =>
      new NotConnectedError(
        `Cannot connect to ${address}: ${why}${answers ? '' : `; is the ${this.options.what} running there?`}`,
      );
    const deadline = Date.now() + timeoutMs;
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const state = channel.getConnectivityState(true);
        if (state === connectivityState.READY) resolve();
        else if (state === connectivityState.SHUTDOWN)
          reject(new NotConnectedError(`Cannot connect to ${address}: the client is closed`));
        else if (state === connectivityState.TRANSIENT_FAILURE)
          void connectFailure(client, this.credentials).then((failure) => reject(failed(failure)));
        else
          channel.watchConnectivityState(state, deadline, (error) => {
            if (error === undefined) look();
            else reject(failed({ why: `no answer within ${Math.round(timeoutMs)} ms`, answers: false }));
          });
      };
      look();
    });
  }
}
