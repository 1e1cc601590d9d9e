/**
 * The resource API over gRPC, one implementation for every kind: what differs between kinds is in the generated schema.
 * See `types.ts` for what it promises.
 */
import {
  kinds,
  unavailable,
  type ExecResponse,
  type PortForwardResponse,
  type KindName,
  type Kinds,
  type MessageTypes,
  type Scale,
  type VersionInfo,
} from '@kuorum/api';
import type { Duplex } from 'node:stream';
import { map, type Observable } from 'rxjs';
import { GrpcAccessClient, GrpcEncryptionClient } from './access-client.js';
import { Caller, type Request } from './caller.js';
import { GrpcMetricsClient } from './metrics-client.js';
import { selectionOf } from './selection.js';
import { ExecStreams, ForwardedConnection } from './pod-streams.js';
import type {
  ApiClient,
  ApiClientOptions,
  CallOptions,
  DeleteCollectionOptions,
  DeleteOptions,
  ExecOptions,
  ExecSession,
  ListOptions,
  ListResult,
  LogsOptions,
  MetricsClient,
  PatchOptions,
  PodClient,
  PortForwardOptions,
  ReplicationControllerClient,
  ResourceClient,
  ScaleOptions,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from './types.js';
import type { AccessClient, EncryptionClient } from './types-access.js';
import type { CallKind } from './unary-call.js';

/** Makes a client that spreads over `servers`; nothing is connected before the first call. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  return new GrpcApiClient(options);
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
    const { limit = 0, resourceVersion = '', resourceVersionMatch = '' } = options;
    const next = options.continue ?? '';
    const request = { ...selectionOf(options), limit, continue: next, resourceVersion, resourceVersionMatch } as const;
    const kind: KindName = this.kind;
    const list = await this.caller.unary(
      'read',
      [this.service, 'List'],
      request satisfies MessageTypes['ListRequest'],
      `${kind}List`,
      options,
    );
    const { metadata } = list;
    const items = list.items as unknown as Kinds[K][];
    return { items, resourceVersion: metadata.resourceVersion, continue: metadata.continue };
  }

  watch(options: WatchOptions = {}): Observable<WatchEvent<Kinds[K]>> {
    const { resourceVersion = '', allowWatchBookmarks = false, timeoutSeconds = 0, sendInitialEvents } = options;
    const request = {
      ...selectionOf(options),
      resourceVersion,
      allowWatchBookmarks,
      timeoutSeconds,
      ...(sendInitialEvents === undefined
        ? { resourceVersionMatch: '' as const }
        : { sendInitialEvents, resourceVersionMatch: 'NotOlderThan' as const }),
    };
    const kind: KindName = this.kind;
    return this.caller
      .stream([this.service, 'Watch'], request satisfies MessageTypes['WatchRequest'], `${kind}WatchEvent`)
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
    return this.one('write', 'Patch', request satisfies MessageTypes['PatchRequest'], options);
  }

  delete(namespace: string, name: string, options: DeleteOptions = {}): Promise<Kinds[K]> {
    const { preconditions } = options;
    const request = deletionOf(namespace, name, options);
    // To delete one certain object twice is to delete it once.
    const how = (preconditions?.uid ?? '') === '' ? guarded(preconditions) : 'guarded';
    return this.one(how, 'Delete', request, options);
  }

  async deleteCollection(options: DeleteCollectionOptions): Promise<ListResult<Kinds[K]>> {
    const { namespace, gracePeriodSeconds, propagationPolicy, dryRun } = deletionOf(
      options.namespace ?? '',
      '',
      options,
    );
    const request = {
      ...selectionOf(options),
      namespace,
      propagationPolicy,
      dryRun,
      ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    };
    const kind: KindName = this.kind;
    const list = await this.caller.unary(
      'write',
      [this.service, 'DeleteCollection'],
      request satisfies MessageTypes['DeleteCollectionRequest'],
      `${kind}List`,
      options,
    );
    const { resourceVersion, continue: next } = list.metadata;
    return { items: list.items as unknown as Kinds[K][], resourceVersion, continue: next };
  }

  getScale(namespace: string, name: string, options?: CallOptions): Promise<Scale> {
    return this.caller.unary('read', [this.service, 'GetScale'], { namespace, name }, 'Scale', options);
  }

  updateScale(scale: Scale, options: WriteOptions = {}): Promise<Scale> {
    const request = { object: scale, dryRun: options.dryRun ?? false } satisfies MessageTypes['ScaleUpdateRequest'];
    return this.caller.unary(guarded(scale.metadata), [this.service, 'UpdateScale'], request, 'Scale', options);
  }

  /** A call that answers with the object. */
  protected async one(
    how: CallKind,
    method: string,
    request: Request,
    options: CallOptions | undefined,
  ): Promise<Kinds[K]> {
    const answer = await this.caller.unary(how, [this.service, method], request, this.kind, options);
    return answer as unknown as Kinds[K];
  }

  private withObject(object: Kinds[K], { dryRun = false }: WriteOptions): Request {
    return { object, dryRun };
  }
}

class GrpcPodClient extends GrpcResourceClient<'Pod'> implements PodClient {
  constructor(caller: Caller) {
    super(caller, 'Pod');
  }

  bind(namespace: string, name: string, nodeName: string, uid = '', options?: CallOptions): Promise<void> {
    const request = { namespace, name, nodeName, uid } satisfies MessageTypes['BindRequest'];
    return this.done('Bind', request, options);
  }

  evict(namespace: string, name: string, options: DeleteOptions = {}): Promise<void> {
    return this.done('Evict', deletionOf(namespace, name, options), options);
  }

  /** A write whose answer says no more than that it is done. */
  private async done(method: string, request: Request, options?: CallOptions): Promise<void> {
    await this.caller.unary('write', [this.service, method], request, 'Status', options);
  }

  logs(options: LogsOptions): Observable<Uint8Array> {
    const { namespace, name, container = '', tailLines, sinceSeconds, sinceTime = '', limitBytes } = options;
    const request = {
      namespace,
      name,
      container,
      follow: options.follow ?? false,
      previous: options.previous ?? false,
      timestamps: options.timestamps ?? false,
      sinceTime,
      ...(limitBytes === undefined ? {} : { limitBytes }),
      ...(tailLines === undefined ? {} : { tailLines }),
      ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
    };
    return this.caller
      .stream([this.service, 'Logs'], request satisfies MessageTypes['LogsRequest'], 'LogsChunk')
      .pipe(map(({ data }) => data));
  }

  async exec(options: ExecOptions): Promise<ExecSession> {
    const { namespace, name, container = '', command, terminalSize, signal } = options;
    const { stdin = false, stdout = false, stderr = false, tty = false } = options;
    const first = {
      options: {
        ...{ namespace, name, container, command: [...command], stdin, stdout, stderr, tty },
        ...(terminalSize === undefined ? {} : { terminalSize }),
      },
    };
    const streams = new ExecStreams();
    const handlers = {
      onAnswer: (answer: ExecResponse) => streams.take(answer.stdout, answer.stderr, answer.status),
      onEnd: () => streams.fail(unavailable('the server ended the session without its outcome')),
      onError: (error: unknown) => streams.fail(error),
    };
    return streams.session(await this.caller.bidi([this.service, 'Exec'], first, 'ExecResponse', handlers, signal));
  }

  async portForward({ namespace, name, port, signal }: PortForwardOptions): Promise<Duplex> {
    const connection = new ForwardedConnection();
    const handlers = {
      onAnswer: ({ data, closed }: PortForwardResponse) => connection.accept(data, closed),
      onEnd: () => connection.ended(),
      onError: (error: unknown) => void connection.destroy(error instanceof Error ? error : new Error(String(error))),
    };
    const first = { options: { namespace, name, port } };
    const method = [this.service, 'PortForward'] as const;
    return connection.carriedBy(await this.caller.bidi(method, first, 'PortForwardResponse', handlers, signal));
  }
}

class GrpcReplicationControllerClient
  extends GrpcResourceClient<'ReplicationController'>
  implements ReplicationControllerClient
{
  constructor(caller: Caller) {
    super(caller, 'ReplicationController');
  }

  scale(namespace: string, name: string, replicas: number, options: ScaleOptions = {}): Promise<Scale> {
    const { resourceVersion = '', currentReplicas } = options;
    const request = {
      namespace,
      name,
      replicas,
      resourceVersion,
      ...(currentReplicas === undefined ? {} : { currentReplicas }),
    };
    return this.caller.unary(
      'write',
      [this.service, 'Scale'],
      request satisfies MessageTypes['ScaleRequest'],
      'Scale',
      options,
    );
  }
}

class GrpcApiClient implements ApiClient {
  readonly pods: PodClient;
  readonly metrics: MetricsClient;
  readonly replicationControllers: ReplicationControllerClient;
  readonly access: AccessClient;
  readonly encryption: EncryptionClient;
  private readonly caller: Caller;
  private readonly resources = new Map<KindName, unknown>();

  constructor(options: ApiClientOptions) {
    this.caller = new Caller(options);
    this.pods = new GrpcPodClient(this.caller);
    this.replicationControllers = new GrpcReplicationControllerClient(this.caller);
    this.metrics = new GrpcMetricsClient(this.caller);
    this.access = new GrpcAccessClient(this.caller);
    this.encryption = new GrpcEncryptionClient(this.caller);
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

function deletionOf(namespace: string, name: string, options: DeleteOptions): MessageTypes['DeleteRequest'] {
  const { gracePeriodSeconds, preconditions, propagationPolicy = '', dryRun = false } = options;
  return {
    namespace,
    name,
    propagationPolicy,
    dryRun,
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(preconditions === undefined
      ? {}
      : { preconditions: { uid: preconditions.uid ?? '', resourceVersion: preconditions.resourceVersion ?? '' } }),
  };
}

/** A write that names what it changes takes place once at most, however often it is sent. */
function guarded(expected: { readonly resourceVersion?: string | undefined } | undefined): CallKind {
  return (expected?.resourceVersion ?? '') === '' ? 'write' : 'guarded';
}
