/**
 * The contract of the client: what components see of the apiserver. Implementations are `api-client.ts` (gRPC) and the
 * in-memory one in packages/testing; both pass the same contract suite. Every failed call rejects with `ApiStatusError`.
 */
import type { Duplex, Readable, Writable } from 'node:stream';
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import type {
  ApiObject,
  ExecStatus,
  KindName,
  Kinds,
  NodeMetrics,
  PatchType,
  PodMetrics,
  Scale,
  TerminalSize,
  VersionInfo,
} from '@kuorum/api';
import type { Observable } from 'rxjs';
import type { AccessClient, EncryptionClient } from './types-access.js';
import type { ClientTlsSource, TokenSource } from './client-tls.js';

/** What every call takes. */
export interface CallOptions {
  /** Aborting ends the call: it rejects with reason Canceled. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds the call may take; see `limits.ts` for the default. */
  readonly timeoutMs?: number | undefined;
}

export interface WriteOptions extends CallOptions {
  /** Everything is checked, nothing is stored. */
  readonly dryRun?: boolean | undefined;
}

export interface PatchOptions extends WriteOptions {
  /** `merge` unless told. */
  readonly type?: PatchType | undefined;
  readonly subresource?: 'status' | undefined;
}

export interface DeleteOptions extends WriteOptions {
  /** Overrides the object's own grace period; 0 deletes at once. */
  readonly gracePeriodSeconds?: number | undefined;
  readonly preconditions?:
    { readonly uid?: string | undefined; readonly resourceVersion?: string | undefined } | undefined;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan' | undefined;
}

/** Which objects, and how. The namespace must be given for kinds that are in namespaces. */
export interface DeleteCollectionOptions extends Selection, Omit<DeleteOptions, 'preconditions'> {}

/** Which objects a list or watch is about. Selectors are written as on the command line: `app=web,tier!=cache`. */
export interface Selection {
  /** Not given: every namespace. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

export interface ListOptions extends Selection, CallOptions {
  /** Objects a page may hold at most; 0 or not given: all in one page. */
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
  /** Not given: as new as the newest acknowledged write. "0": any state the server has at hand. */
  readonly resourceVersion?: string | undefined;
  /** What `resourceVersion` means: exactly that state, or that or a later one. */
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan' | undefined;
}

export interface WatchOptions extends Selection {
  /** Events after this version are sent. Not given: the present state comes first, as ADDED events. */
  readonly resourceVersion?: string | undefined;
  readonly allowWatchBookmarks?: boolean | undefined;
  /**
   * true: the state as of `resourceVersion` or later comes first, as ADDED events, and then a bookmark that is annotated
   * {@link initialEventsEnd}; false: only changes come.
   */
  readonly sendInitialEvents?: boolean | undefined;
  /** Seconds after which the server completes the watch; not given: never. */
  readonly timeoutSeconds?: number | undefined;
}

export interface ListResult<T> {
  readonly items: T[];
  /** Version at which the whole list was true: where a watch goes on. */
  readonly resourceVersion: string;
  /** Token of the next page; empty on the last one. */
  readonly continue: string;
}

/** `object` of a DELETED event is the last state; of a BOOKMARK only `metadata.resourceVersion` means something. */
export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: T;
}

/** One kind. `namespace` is empty for cluster-scoped kinds. */
export interface ResourceClient<K extends KindName> {
  create(object: Kinds[K], options?: WriteOptions): Promise<Kinds[K]>;
  get(namespace: string, name: string, options?: CallOptions): Promise<Kinds[K]>;
  list(options?: ListOptions): Promise<ListResult<Kinds[K]>>;
  /** Cold: each subscription is a call of its own, unsubscribing cancels it. Ends with ApiStatusError, or completes. */
  watch(options?: WatchOptions): Observable<WatchEvent<Kinds[K]>>;
  update(object: Kinds[K], options?: WriteOptions): Promise<Kinds[K]>;
  updateStatus(object: Kinds[K], options?: WriteOptions): Promise<Kinds[K]>;
  /**
   * By type: `merge` (RFC 7396: null removes a field, lists are replaced whole), `json` (RFC 6902: a list of operations),
   * `strategic` (a merge that merges lists by their keys).
   */
  patch(namespace: string, name: string, patch: object, options?: PatchOptions): Promise<Kinds[K]>;
  delete(namespace: string, name: string, options?: DeleteOptions): Promise<Kinds[K]>;
  /** Each object by a guarded write of its own. Gives what was deleted; the first refusal ends it. */
  deleteCollection(options: DeleteCollectionOptions): Promise<ListResult<Kinds[K]>>;
  /** How many replicas there are and shall be; MethodNotAllowed for kinds that have none. */
  getScale(namespace: string, name: string, options?: CallOptions): Promise<Scale>;
  /** With a resourceVersion in it, the object must still have that one. */
  updateScale(scale: Scale, options?: WriteOptions): Promise<Scale>;
}

export interface LogsOptions {
  readonly namespace: string;
  readonly name: string;
  /** May be left out when the pod has one container. */
  readonly container?: string | undefined;
  readonly follow?: boolean | undefined;
  readonly previous?: boolean | undefined;
  readonly timestamps?: boolean | undefined;
  readonly tailLines?: number | undefined;
  readonly sinceSeconds?: number | undefined;
  /** RFC 3339; not together with `sinceSeconds`. */
  readonly sinceTime?: string | undefined;
  readonly limitBytes?: number | undefined;
}

export interface ExecOptions {
  readonly namespace: string;
  readonly name: string;
  /** May be left out when the pod has one container. */
  readonly container?: string | undefined;
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly string[];
  readonly stdin?: boolean | undefined;
  readonly stdout?: boolean | undefined;
  /** Not together with `tty`. */
  readonly stderr?: boolean | undefined;
  readonly tty?: boolean | undefined;
  readonly terminalSize?: TerminalSize | undefined;
  /** Gives up, before it is open and after. */
  readonly signal?: AbortSignal | undefined;
}

/** A command that runs. Read both outputs (or `resume()` them): it waits for its reader. */
export interface ExecSession {
  /** End it to close the command's standard input. */
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** How it ended; rejects with ApiStatusError when the connection to it was lost. The outputs end just before. */
  readonly done: Promise<ExecStatus>;
  resize(size: TerminalSize): void;
  /** The command is ended, too. */
  cancel(): void;
}

export interface PortForwardOptions {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly signal?: AbortSignal | undefined;
}

export interface PodClient extends ResourceClient<'Pod'> {
  /** Binds a pod to a node, once: a bound pod gives Conflict. With `uid` the pod must still be that one. */
  bind(namespace: string, name: string, nodeName: string, uid?: string, options?: CallOptions): Promise<void>;
  /** Deletes the pod unless a disruption budget forbids it now: TooManyRequests with cause DisruptionBudget. */
  evict(namespace: string, name: string, options?: DeleteOptions): Promise<void>;
  logs(options: LogsOptions): Observable<Uint8Array>;
  /** Resolves when the command has been started. */
  exec(options: ExecOptions): Promise<ExecSession>;
  /** One connection to a port of a pod; resolves when somebody listens there. Each side may end before the other one does. */
  portForward(options: PortForwardOptions): Promise<Duplex>;
}

export interface ScaleOptions extends CallOptions {
  /** When given, the object must still have this version. */
  readonly resourceVersion?: string | undefined;
  /** When given, the object must have had this many replicas. */
  readonly currentReplicas?: number | undefined;
}

export interface ReplicationControllerClient extends ResourceClient<'ReplicationController'> {
  scale(namespace: string, name: string, replicas: number, options?: ScaleOptions): Promise<Scale>;
}

/** Nodes that could not be asked are missing, with their pods, and named in `warnings`. */
export interface MetricsList<T> {
  readonly items: T[];
  readonly warnings: readonly string[];
}

/** What nodes and pods use at the moment. The first answer after a silence takes some seconds. */
export interface MetricsClient {
  nodes(options?: Omit<Selection, 'namespace'> & CallOptions): Promise<MetricsList<NodeMetrics>>;
  /** Of pods that run and have been measured. */
  pods(options?: Selection & CallOptions): Promise<MetricsList<PodMetrics>>;
}

export interface ApiClient {
  resource<K extends KindName>(kind: K): ResourceClient<K>;
  readonly pods: PodClient;
  readonly replicationControllers: ReplicationControllerClient;
  readonly metrics: MetricsClient;
  readonly access: AccessClient;
  readonly encryption: EncryptionClient;
  version(options?: CallOptions): Promise<VersionInfo>;
  close(): void;
}

export interface ApiClientOptions {
  /** `host:port` of every apiserver; a call that finds one unavailable goes to the next. */
  readonly servers: readonly string[];
  /** Not given: plaintext. */
  readonly tls?: ClientTlsSource | undefined;
  /** Bearer token that goes with every call; only with `tls`. */
  readonly token?: TokenSource | undefined;
  readonly logger?: Logger | undefined;
  readonly clock?: Clock | undefined;
  /** Default for `CallOptions.timeoutMs`. */
  readonly timeoutMs?: number | undefined;
}

export interface InformerOptions<T> extends Selection {
  /** Name → what an object is found under: `{ node: (pod) => [pod.spec.nodeName] }`. */
  readonly indexers?: Record<string, (object: T) => readonly string[]> | undefined;
  /** What of an object is kept, applied as it arrives: nobody behind the informer sees the rest. Metadata must stay. */
  readonly transform?: ((object: T) => T) | undefined;
  readonly logger?: Logger | undefined;
  readonly clock?: Clock | undefined;
}

/** One change of the cache. `old` is the state before, for updates. */
export interface InformerEvent<T> {
  readonly type: 'added' | 'updated' | 'deleted';
  readonly key: string;
  readonly object: T;
  readonly old?: T;
}

/**
 * A local copy of what a selection holds, kept up to date. Objects in it are deep-frozen and shared: to change one,
 * `structuredClone` it.
 */
export interface Informer<T extends ApiObject> {
  /** Subscribing starts the list-and-watch loop, unsubscribing ends it. Never emits, completes or errors. */
  readonly run$: Observable<never>;
  /** Hot; a late subscriber reads `list()` for what was before. */
  readonly events$: Observable<InformerEvent<T>>;
  /** The key of every change, and all keys after a relist: what feeds a work queue. Hot. */
  readonly keys$: Observable<string>;
  /** Emits once, when the first list is in, and completes; replayed to late subscribers. */
  readonly synced$: Observable<void>;
  readonly hasSynced: boolean;
  get(key: string): T | undefined;
  list(): readonly T[];
  /** Objects that the indexer `index` files under `value`. */
  byIndex(index: string, value: string): readonly T[];
}

export interface LeaderElectionOptions {
  readonly client: ApiClient;
  /** Name of the Lease. */
  readonly name: string;
  /** `kube-system` unless told. */
  readonly namespace?: string | undefined;
  readonly identity: string;
  /** A lease that was not renewed for this long may be taken by others. 15 s unless told. */
  readonly leaseDurationMs?: number | undefined;
  /** A leader that could not renew for this long gives up. 10 s unless told; less than the lease duration. */
  readonly renewDeadlineMs?: number | undefined;
  /** Time between tries. 2 s unless told. */
  readonly retryPeriodMs?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly logger?: Logger | undefined;
  /** Subscribed to only while leading. */
  readonly run: () => Observable<unknown>;
}

export interface EventRecorder {
  /** Never throws and never waits: the event goes into a bounded queue. */
  event(object: ApiObject, type: 'Normal' | 'Warning', reason: string, message: string): void;
  /** Ends the recorder; what is still queued is dropped. */
  close(): void;
}
