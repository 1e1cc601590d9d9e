/**
 * The resource API over gRPC, one implementation for every kind: what differs between kinds is in the generated schema.
 * See `types.ts` for what it promises.
 */
import { status } from '@grpc/grpc-js';
import { systemClock, type Clock } from '@kuorum/base';
import {
  fromWire,
  kinds,
  statusDetailsKey,
  statusErrorFromGrpc,
  toWire,
  type KindName,
  type Kinds,
  type MessageName,
  type MessageTypes,
  type Pod,
  type ReplicationController,
  type VersionInfo,
} from '@kuorum/api';
import { serviceDefinition } from '@kuorum/wire';
import { catchError, map, throwError, type Observable } from 'rxjs';
import { ChannelPool } from './channel-pool.js';
import { apiKeepalive, callTimeoutMs } from './limits.js';
import { serverStream$, type OpenStreams } from './server-stream.js';
import type {
  ApiClient,
  ApiClientOptions,
  CallOptions,
  DeleteOptions,
  ListOptions,
  ListResult,
  LogsOptions,
  PatchOptions,
  PodClient,
  ReplicationControllerClient,
  ResourceClient,
  ScaleOptions,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from './types.js';
import { CallError, unaryCall, type CallKind, type Method } from './unary-call.js';

/** Makes a client that spreads over `servers`; nothing is connected before the first call. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  return new GrpcApiClient(options);
}

type Wire = Record<string, unknown>;
type Services = Record<string, Method<Wire, Wire> | undefined>;

/** Calls by the name of service and method; knows nothing of kinds. */
class Caller {
  private readonly pool: ChannelPool;
  private readonly clock: Clock;
  private readonly timeoutMs: number;
  private readonly open: OpenStreams = new Set();

  constructor(options: ApiClientOptions) {
    const { servers, tls, token, logger, clock = systemClock, timeoutMs = callTimeoutMs } = options;
    this.clock = clock;
    this.timeoutMs = timeoutMs;
    this.pool = new ChannelPool({
      servers,
      tls,
      token,
      what: 'apiserver',
      keepalive: apiKeepalive,
      pingWhenIdle: true,
      logger,
      clock,
    });
  }

  async unary<M extends MessageName>(
    kind: CallKind,
    [service, method]: readonly [string, string],
    request: Wire,
    answer: M,
    options: CallOptions = {},
  ): Promise<MessageTypes[M]> {
    const { timeoutMs = this.timeoutMs, signal } = options;
    try {
      const call = methodOf(service, method);
      return fromWire(answer, await unaryCall(this.pool, call, request, { kind, timeoutMs, signal }, this.clock));
    } catch (error) {
      throw toStatusError(error);
    }
  }

  stream<M extends MessageName>(
    [service, method]: readonly [string, string],
    request: Wire,
    answer: M,
  ): Observable<MessageTypes[M]> {
    return serverStream$(this.pool, this.open, methodOf(service, method), request).pipe(
      map((wire) => fromWire(answer, wire)),
      catchError((error: unknown) => throwError(() => toStatusError(error))),
    );
  }

  close(): void {
    for (const end of [...this.open]) end();
    this.pool.close();
  }
}

class GrpcResourceClient<K extends KindName> implements ResourceClient<K> {
  protected readonly service: string;

  constructor(
    protected readonly caller: Caller,
    protected readonly kind: K,
  ) {
    this.service = kinds[kind].service;
  }

  create(object: Kinds[K], options: WriteOptions = {}): Promise<Kinds[K]> {
    return this.one('write', 'Create', this.withObject(object, options), options);
  }

  get(namespace: string, name: string, options?: CallOptions): Promise<Kinds[K]> {
    return this.one('read', 'Get', { namespace, name }, options);
  }

  async list(options: ListOptions = {}): Promise<ListResult<Kinds[K]>> {
    const { limit = 0, resourceVersion = '' } = options;
    const request = { ...selectionOf(options), limit, continue: options.continue ?? '', resourceVersion };
    const kind: KindName = this.kind;
    const list = await this.caller.unary(
      'read',
      [this.service, 'List'],
      toWire('ListRequest', request),
      `${kind}List`,
      options,
    );
    const { resourceVersion: version, continue: next } = list.metadata;
    return { items: list.items as unknown as Kinds[K][], resourceVersion: version, continue: next };
  }

  watch(options: WatchOptions = {}): Observable<WatchEvent<Kinds[K]>> {
    const { resourceVersion = '', allowWatchBookmarks = false, timeoutSeconds = 0 } = options;
    const request = { ...selectionOf(options), resourceVersion, allowWatchBookmarks, timeoutSeconds };
    const kind: KindName = this.kind;
    return this.caller
      .stream([this.service, 'Watch'], toWire('WatchRequest', request), `${kind}WatchEvent`)
      .pipe(map((event) => event as unknown as WatchEvent<Kinds[K]>));
  }

  update(object: Kinds[K], options: WriteOptions = {}): Promise<Kinds[K]> {
    return this.one(guarded(object.metadata), 'Update', this.withObject(object, options), options);
  }

  updateStatus(object: Kinds[K], options: WriteOptions = {}): Promise<Kinds[K]> {
    return this.one(guarded(object.metadata), 'UpdateStatus', this.withObject(object, options), options);
  }

  patch(namespace: string, name: string, patch: object, options: PatchOptions = {}): Promise<Kinds[K]> {
    const { type = 'merge', subresource = '', dryRun = false } = options;
    const request = { namespace, name, type, patch: JSON.stringify(patch), subresource, dryRun } as const;
    return this.one('write', 'Patch', toWire('PatchRequest', request), options);
  }

  delete(namespace: string, name: string, options: DeleteOptions = {}): Promise<Kinds[K]> {
    const { gracePeriodSeconds, preconditions, propagationPolicy = '', dryRun = false } = options;
    const request = {
      namespace,
      name,
      propagationPolicy,
      dryRun,
      ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
      ...(preconditions === undefined
        ? {}
        : { preconditions: { uid: preconditions.uid ?? '', resourceVersion: preconditions.resourceVersion ?? '' } }),
    } as const;
    // To delete one certain object twice is to delete it once.
    const how = (preconditions?.uid ?? '') === '' ? guarded(preconditions) : 'guarded';
    return this.one(how, 'Delete', toWire('DeleteRequest', request), options);
  }

  /** A call that answers with the object. */
  protected async one(
    how: CallKind,
    method: string,
    request: Wire,
    options: CallOptions | undefined,
  ): Promise<Kinds[K]> {
    const answer = await this.caller.unary(how, [this.service, method], request, this.kind, options);
    return answer as unknown as Kinds[K];
  }

  private withObject(object: Kinds[K], { dryRun = false }: WriteOptions): Wire {
    return { object: toWire(this.kind, object as unknown as MessageTypes[K]), dryRun };
  }
}

class GrpcPodClient extends GrpcResourceClient<'Pod'> implements PodClient {
  constructor(caller: Caller) {
    super(caller, 'Pod');
  }

  bind(namespace: string, name: string, nodeName: string, uid = '', options?: CallOptions): Promise<Pod> {
    return this.one('write', 'Bind', toWire('BindRequest', { namespace, name, nodeName, uid }), options);
  }

  logs(options: LogsOptions): Observable<Uint8Array> {
    const { namespace, name, container = '', tailLines, sinceSeconds } = options;
    const request = {
      namespace,
      name,
      container,
      follow: options.follow ?? false,
      previous: options.previous ?? false,
      timestamps: options.timestamps ?? false,
      ...(tailLines === undefined ? {} : { tailLines }),
      ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    };
    return this.caller
      .stream([this.service, 'Logs'], toWire('LogsRequest', request), 'LogsChunk')
      .pipe(map(({ data }) => data));
  }
}

class GrpcReplicationControllerClient
  extends GrpcResourceClient<'ReplicationController'>
  implements ReplicationControllerClient
{
  constructor(caller: Caller) {
    super(caller, 'ReplicationController');
  }

  scale(namespace: string, name: string, replicas: number, options: ScaleOptions = {}): Promise<ReplicationController> {
    const { resourceVersion = '', currentReplicas } = options;
    const request = {
      namespace,
      name,
      replicas,
      resourceVersion,
      ...(currentReplicas === undefined ? {} : { currentReplicas }),
    };
    return this.one('write', 'Scale', toWire('ScaleRequest', request), options);
  }
}

class GrpcApiClient implements ApiClient {
  readonly pods: PodClient;
  readonly replicationControllers: ReplicationControllerClient;
  private readonly caller: Caller;
  private readonly resources = new Map<KindName, unknown>();

  constructor(options: ApiClientOptions) {
    this.caller = new Caller(options);
    this.pods = new GrpcPodClient(this.caller);
    this.replicationControllers = new GrpcReplicationControllerClient(this.caller);
    this.resources.set('Pod', this.pods);
    this.resources.set('ReplicationController', this.replicationControllers);
  }

  resource<K extends KindName>(kind: K): ResourceClient<K> {
    let resource = this.resources.get(kind);
    if (resource === undefined) {
      resource = new GrpcResourceClient(this.caller, kind);
      this.resources.set(kind, resource);
    }
    return resource as ResourceClient<K>;
  }

  version(options?: CallOptions): Promise<VersionInfo> {
    return this.caller.unary('read', ['kuorum.v1.VersionService', 'Get'], {}, 'VersionInfo', options);
  }

  close(): void {
    this.caller.close();
  }
}

function selectionOf(options: ListOptions | WatchOptions): {
  namespace: string;
  labelSelector: string;
  fieldSelector: string;
} {
  const { namespace = '', labelSelector = '', fieldSelector = '' } = options;
  return { namespace, labelSelector, fieldSelector };
}

/** A write that names what it changes takes place once at most, however often it is sent. */
function guarded(expected: { readonly resourceVersion?: string | undefined } | undefined): CallKind {
  return (expected?.resourceVersion ?? '') === '' ? 'write' : 'guarded';
}

function methodOf(service: string, name: string): Method<Wire, Wire> {
  const method = (serviceDefinition(service) as unknown as Services)[name];
  if (method === undefined) throw new CallError(status.UNIMPLEMENTED, `${service} has no method ${name}`, true);
  return method;
}

function toStatusError(error: unknown): unknown {
  if (!(error instanceof CallError)) return error;
  const trailer = error.metadata.get(statusDetailsKey)[0];
  return statusErrorFromGrpc(error.code, error.details, trailer instanceof Uint8Array ? trailer : undefined, error);
}
