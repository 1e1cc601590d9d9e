/** The etcd v3 API over gRPC, for the apiserver. See `etcd-types.ts` for what it promises. */
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { systemClock, type Clock } from '@kuorum/base';
import { silentLogger, type Logger } from '@kuorum/base/node';
import {
  int64ToBigint,
  int64ToNumber,
  serviceDefinition,
  toInt64,
  uint64ToBigint,
  type etcdserverpb,
} from '@kuorum/wire';
import type { Observable } from 'rxjs';
import { ChannelPool } from './channel-pool.js';
import {
  decodeDeleteRange,
  decodePut,
  decodeRange,
  decodeTxn,
  encodeDeleteRange,
  encodePut,
  encodeRange,
  encodeTxn,
  revisionOf,
} from './etcd-codec.js';
import { EtcdError, etcdErrorOf } from './etcd-errors.js';
import type {
  EtcdCallOptions,
  EtcdClient,
  EtcdClientOptions,
  EtcdDeleteRangeRequest,
  EtcdDeleteRangeResult,
  EtcdLease,
  EtcdPutRequest,
  EtcdPutResult,
  EtcdRangeRequest,
  EtcdRangeResult,
  EtcdStatus,
  EtcdTxnRequest,
  EtcdTxnResult,
  EtcdWatchBatch,
  EtcdWatchRequest,
} from './etcd-types.js';
import { watch$, type EtcdWatch } from './etcd-watch.js';
import { StoreConnections } from './store-connections.js';
import { callTimeoutMs, etcdKeepalive, etcdWatchKeepalive } from './limits.js';
import { CallError, connected, isServerFailure, toCallError, unaryCall, type Method } from './unary-call.js';

export function createEtcdClient(options: EtcdClientOptions): EtcdClient {
  return new GrpcEtcdClient(options);
}

/** Read at the first call: a program that talks to the API alone does not pay for etcd's .proto files. */
const kv = definitionOf<etcdserverpb.KVDefinition>('etcdserverpb.KV');
const watch = definitionOf<etcdserverpb.WatchDefinition>('etcdserverpb.Watch');
const lease = definitionOf<etcdserverpb.LeaseDefinition>('etcdserverpb.Lease');
const maintenance = definitionOf<etcdserverpb.MaintenanceDefinition>('etcdserverpb.Maintenance');

function definitionOf<D>(fullName: string): () => D {
  let definition: D | undefined;
  return () => (definition ??= serviceDefinition(fullName) as unknown as D);
}

class GrpcEtcdClient implements EtcdClient {
  private readonly pool: ChannelPool;
  private readonly clock: Clock;
  private readonly logger: Logger;
  private readonly timeoutMs: number;
  private readonly watches = new Set<EtcdWatch>();
  private readonly connections: StoreConnections;

  constructor(options: EtcdClientOptions) {
    this.clock = options.clock ?? systemClock;
    this.logger = options.logger ?? silentLogger;
    this.timeoutMs = options.timeoutMs ?? callTimeoutMs;
    this.pool = new ChannelPool({
      servers: options.endpoints,
      tls: options.tls,
      what: 'store',
      keepalive: etcdKeepalive,
      streamKeepalive: etcdWatchKeepalive,
      pingWhenIdle: false,
      logger: this.logger,
      clock: this.clock,
      onDrop: (server) => this.connections.drop(server),
    });
    this.connections = new StoreConnections(this.pool.credentials);
  }

  async range(request: EtcdRangeRequest, options?: EtcdCallOptions): Promise<EtcdRangeResult> {
    return decodeRange(await this.call('read', kv().Range, encodeRange(request), options));
  }

  async put(request: EtcdPutRequest, options?: EtcdCallOptions): Promise<EtcdPutResult> {
    return decodePut(await this.call('write', kv().Put, encodePut(request), options));
  }

  async deleteRange(request: EtcdDeleteRangeRequest, options?: EtcdCallOptions): Promise<EtcdDeleteRangeResult> {
    return decodeDeleteRange(await this.call('write', kv().DeleteRange, encodeDeleteRange(request), options));
  }

  /** A transaction of ranges only is a read, and tried again like one. */
  async txn(request: EtcdTxnRequest, options?: EtcdCallOptions): Promise<EtcdTxnResult> {
    const readOnly = [...request.success, ...(request.failure ?? [])].every(({ op }) => op === 'range');
    return decodeTxn(await this.call(readOnly ? 'read' : 'write', kv().Txn, encodeTxn(request), options));
  }

  watch(request: EtcdWatchRequest): Observable<EtcdWatchBatch> {
    const { pool, clock, logger } = this;
    return watch$({ pool, clock, logger, method: watch().Watch, open: this.watches }, request);
  }

  requestProgress(): void {
    for (const open of this.watches) open.requestProgress();
  }

  /** May be sent twice: a lease that nobody knows of lapses by itself. */
  async leaseGrant(ttlSeconds: number, options?: EtcdCallOptions): Promise<EtcdLease> {
    const response = await this.call('read', lease().LeaseGrant, { TTL: ttlSeconds }, options);
    if (response.error !== '') throw new EtcdError(status.UNKNOWN, response.error, false);
    return { id: int64ToBigint(response.ID), ttlSeconds: int64ToNumber(response.TTL) };
  }

  async leaseKeepAlive(id: bigint, options?: EtcdCallOptions): Promise<EtcdLease> {
    const server = this.pool.pick();
    try {
      const response = await this.keepAliveOnce(server, id, options);
      this.pool.succeeded(server);
      return { id: int64ToBigint(response.ID), ttlSeconds: Math.max(0, int64ToNumber(response.TTL)) };
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (isServerFailure(error)) this.pool.failed(server, error);
      throw etcdErrorOf(error, 'read');
    }
  }

  async leaseRevoke(id: bigint, options?: EtcdCallOptions): Promise<void> {
    await this.call('write', lease().LeaseRevoke, { ID: toInt64(id) }, options);
  }

  async compact(revision: number, options?: EtcdCallOptions & { physical?: boolean }): Promise<void> {
    await this.call('write', kv().Compact, { revision, physical: options?.physical ?? false }, options);
  }

  async status(endpoint?: string, options?: EtcdCallOptions): Promise<EtcdStatus> {
    const server = endpoint ?? this.pool.pick();
    const response = await this.call('read', maintenance().Status, {}, options, server);
    return {
      endpoint: server,
      version: response.version,
      dbSizeBytes: int64ToNumber(response.dbSize),
      memberId: uint64ToBigint(response.header?.member_id ?? 0),
      leaderId: uint64ToBigint(response.leader),
      raftIndex: int64ToNumber(response.raftIndex),
      raftTerm: int64ToNumber(response.raftTerm),
      revision: revisionOf(response.header),
    };
  }

  close(): void {
    for (const open of this.watches) open.stop();
    this.watches.clear();
    this.pool.close();
  }

  private async call<Q, R>(
    kind: 'read' | 'write',
    method: Method<Q, R>,
    request: Q,
    options?: EtcdCallOptions,
    server?: string,
  ): Promise<R> {
    const { timeoutMs = this.timeoutMs, signal } = options ?? {};
    try {
      const { attempt } = this.connections;
      return await unaryCall(this.pool, method, request, { kind, timeoutMs, signal, server, attempt }, this.clock);
    } catch (error) {
      throw error instanceof CallError ? etcdErrorOf(error, kind) : error;
    }
  }

  /** LeaseKeepAlive is a stream; one question and one answer are enough here. */
  private async keepAliveOnce(
    server: string,
    id: bigint,
    options?: EtcdCallOptions,
  ): Promise<etcdserverpb.LeaseKeepAliveResponse__Output> {
    const { timeoutMs = this.timeoutMs, signal } = options ?? {};
    const client = await connected(this.pool, server, 'call', timeoutMs);
    const { path, requestSerialize, responseDeserialize } = lease().LeaseKeepAlive;
    return new Promise((resolve, reject) => {
      const stream = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize, new Metadata(), {
        deadline: Date.now() + timeoutMs,
      });
      const onAbort = (): void => stream.cancel();
      const settle = (settled: () => void): void => {
        signal?.removeEventListener('abort', onAbort);
        settled();
      };
      stream.on('data', (response: etcdserverpb.LeaseKeepAliveResponse__Output) => {
        settle(() => resolve(response));
        stream.cancel();
      });
      stream.on('error', (error: ServiceError) => settle(() => reject(toCallError(error, signal?.aborted))));
      stream.on('end', () =>
        settle(() => reject(new CallError(status.UNAVAILABLE, 'the store ended the keepalive stream', false))),
      );
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted === true) onAbort();
      stream.write({ ID: toInt64(id) });
    });
  }
}
