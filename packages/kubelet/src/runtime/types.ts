/**
 * What a kubelet needs from the thing that runs containers: small on purpose, in the spirit of Kubernetes' container
 * runtime interface (CRI). Three implementations pass one contract test: Docker, child processes, and a pretender.
 *
 * Invariants of every runtime:
 * - All state is found again by `listPods` after the kubelet was killed; nothing the caller must remember.
 * - A runtime sees only what carries its own cluster and node, so that several kubelets may share one engine.
 * - A container is started once. A restart is a new container with the next `attempt`; starting the same attempt of
 *   the same pod twice is refused with `AlreadyExists`, so a repeated action can never make two.
 * - Every call ends within a named deadline (limits.ts), even when the engine hangs.
 */
import type { Duplex, Readable, Writable } from 'node:stream';
import type { Observable } from 'rxjs';

/** The pod a container belongs to. */
export interface PodRef {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export interface RuntimeVersion {
  /** As in node.status.nodeInfo.containerRuntimeVersion: `docker://20.10.24`. */
  readonly name: string;
  readonly version: string;
}

/** A pod as the runtime sees it. Exited containers are listed until they are removed. */
export interface RuntimePod extends PodRef {
  /** The pod's network address; empty while it has none. */
  readonly ip: string;
  /** `none`: the only container owns the network. `lost`: the shared network is gone, all containers must go with it. */
  readonly network: 'none' | 'ready' | 'lost';
  readonly containers: readonly RuntimeContainer[];
}

/** One attempt to run one container of a pod. */
export interface RuntimeContainer {
  /** With the runtime's scheme: `docker://<hex>`. */
  readonly id: string;
  readonly name: string;
  /** 0 for the first start; one more with every restart. */
  readonly attempt: number;
  /** How long to wait after this attempt has ended before the next is started; see restart-backoff.ts. */
  readonly backoffMs: number;
  /** `created`: never started, what a kubelet that died between the two calls leaves behind. */
  readonly state: 'created' | 'running' | 'exited';
  /** Milliseconds since the epoch; 0 when it never started. */
  readonly startedAtMs: number;
  /** Milliseconds since the epoch; 0 while it runs. */
  readonly finishedAtMs: number;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** The engine's own words about a failed start, else empty. */
  readonly message: string;
  readonly image: string;
  readonly imageId: string;
}

export interface PodNetworkSpec {
  readonly pod: PodRef;
  readonly hostname: string;
  /** Several containers share one address, or it must be known before the first container starts. */
  readonly shared: boolean;
  /** Ports that the pod says it listens on: a runtime whose addresses are the host's avoids one where they are taken. */
  readonly ports: readonly number[];
}

export interface ContainerSpec {
  readonly pod: PodRef;
  readonly hostname: string;
  readonly shared: boolean;
  readonly name: string;
  readonly attempt: number;
  readonly backoffMs: number;
  readonly image: string;
  /** Replaces the image's entrypoint when not empty. */
  readonly command: readonly string[];
  /** Replaces the image's arguments when not empty, or when `command` is given. */
  readonly args: readonly string[];
  readonly workingDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number; readonly protocol: 'TCP' | 'UDP' }[];
  /** Limits; 0 = none. */
  readonly cpuLimitMillis: number;
  readonly memoryLimitBytes: number;
  /** Relative weight under contention, from the request; 0 = none. */
  readonly cpuRequestMillis: number;
}

export interface LogOptions {
  readonly follow: boolean;
  readonly timestamps: boolean;
  /** Only so many lines from the end. */
  readonly tailLines?: number;
  /** Only what was written after this time, in milliseconds since the epoch. */
  readonly sinceMs?: number;
}

export interface ExecResult {
  readonly exitCode: number;
  /** What it wrote to either output, cut to a bound. */
  readonly output: string;
}

/** What a running container has used, as counted by whoever runs it. */
export interface ContainerUsage {
  /** When it was read, in milliseconds since the epoch. */
  readonly timeMs: number;
  /** Processor time since the container's start, of all cores together. */
  readonly cpuNanoseconds: number;
  /** Memory that cannot be taken from it without harm: without the part of the page cache that is not in use. */
  readonly workingSetBytes: number;
}

export interface TerminalSize {
  readonly width: number;
  readonly height: number;
}

/** A command that somebody runs beside a container's own, with the streams that they asked for. */
export interface ExecSpec {
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  /** With a terminal: everything comes on stdout, and there is no stderr. */
  readonly tty: boolean;
  readonly size?: TerminalSize | undefined;
}

/**
 * Invariants: who does not read makes the command wait, and nothing is held meanwhile beyond the streams' own buffers; the
 * outputs have ended some time after the command has.
 */
export interface ExecSession {
  /** End it to close the command's standard input. */
  readonly stdin?: Writable | undefined;
  readonly stdout?: Readable | undefined;
  readonly stderr?: Readable | undefined;
  /** The exit code; rejects with {@link RuntimeError} when there is none. */
  readonly exited: Promise<number>;
  /** Of the terminal. */
  resize(size: TerminalSize): Promise<void>;
  /** Ends the command and what it has started; nothing when that has ended. */
  kill(): Promise<void>;
}

export type PullPolicy = 'Always' | 'IfNotPresent' | 'Never';

/** Something may have happened to this pod. A hint: may be late, twice or missing; the relist is the truth. */
export interface RuntimeHint {
  readonly podUid: string;
}

export interface ContainerRuntime {
  readonly name: 'docker' | 'process' | 'hollow';

  /** Rejects when the runtime does not answer: the health check behind the node's Ready condition. */
  version(): Promise<RuntimeVersion>;

  /** All pods of this cluster and node that have a container or a network left; one pod when `uid` is given. */
  listPods(uid?: string): Promise<RuntimePod[]>;

  /**
   * Makes the pod's network and gives its address, or '' when only the first container's start will tell. May be
   * called again at any time; a lost network is made anew.
   */
  preparePod(spec: PodNetworkSpec): Promise<string>;

  /** Creates and starts. Rejects with {@link RuntimeError}; a container that could not start is removed again. */
  startContainer(spec: ContainerSpec): Promise<string>;

  /** SIGTERM, then SIGKILL after the grace period. Resolves when it has ended; at once when it has already. */
  stopContainer(id: string, graceMs: number): Promise<void>;

  /** Removes an ended container with its logs; a running one is killed. Nothing when it is gone already. */
  removeContainer(id: string): Promise<void>;

  /** Removes everything the pod has left: containers, network, logs. */
  removePod(pod: PodRef): Promise<void>;

  /** Makes the image available. Rejects with {@link RuntimeError}. */
  ensureImage(image: string, policy: PullPolicy): Promise<{ readonly imageId: string; readonly pulled: boolean }>;

  /**
   * What the container wrote, as fast as it is read: a slow reader costs time, never bytes. Ends at the end of the log
   * (follow: when the container has ended); destroy the stream to stop. Rejects with {@link RuntimeError}.
   */
  logs(id: string, options: LogOptions): Promise<Readable>;

  exec(id: string, command: readonly string[], timeoutMs: number): Promise<ExecResult>;

  /** By id. What does not run, is gone, or cannot be measured on this system is left out. */
  stats(ids: readonly string[]): Promise<ReadonlyMap<string, ContainerUsage>>;

  /** Starts a command in a running container. Rejects with {@link RuntimeError}: `Unimplemented` where there are no terminals. */
  openExec(id: string, spec: ExecSpec): Promise<ExecSession>;

  /** A connection to a port of a pod, in its network. Rejects with {@link RuntimeError} when nobody listens there. */
  portForward(podUid: string, port: number): Promise<Duplex>;

  /** Never errors and never completes by itself. */
  readonly hints$: Observable<RuntimeHint>;

  /** Ends what the runtime itself has running (streams, timers). Containers go on. */
  close(): Promise<void>;
}

/** The reasons Kubernetes shows in `state.waiting.reason`, and some of our own. */
export type RuntimeErrorReason =
  | 'ErrImagePull'
  | 'ErrImageNeverPull'
  | 'InvalidImageName'
  | 'CreateContainerError'
  | 'RunContainerError'
  | 'AlreadyExists'
  | 'NotFound'
  | 'Unimplemented'
  | 'Unavailable';

/** An expected failure of a runtime. `message` carries the engine's own words. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';

  constructor(
    readonly reason: RuntimeErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
