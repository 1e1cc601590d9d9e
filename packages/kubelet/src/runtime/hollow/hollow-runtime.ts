/**
 * Only pretends: containers start and stop in no time and exist in memory only. For scale tests of everything above
 * the runtime, as Kubernetes' kubemark does with hollow nodes. A restarted hollow kubelet finds nothing.
 */
import { createHash } from 'node:crypto';
import { Readable, Writable, type Duplex } from 'node:stream';
import { Subject, type Subscription, filter, takeWhile } from 'rxjs';
import { isValidImageName } from '../bundled-images.js';
import {
  RuntimeError,
  type ContainerRuntime,
  type ContainerSpec,
  type ContainerUsage,
  type ExecResult,
  type ExecSession,
  type ExecSpec,
  type LogOptions,
  type PodNetworkSpec,
  type PodRef,
  type RuntimeContainer,
  type RuntimeHint,
  type RuntimePod,
  type RuntimeVersion,
} from '../types.js';

/** What a container pretends to use, and what it had used before it began to. */
interface HollowUsage {
  readonly cpuMillis: number;
  readonly workingSetBytes: number;
  readonly sinceMs: number;
  readonly cpuNanosecondsBefore: number;
}

interface HollowPod extends PodRef {
  readonly ip: string;
  readonly containers: Map<string, RuntimeContainer>;
}

const idPrefix = 'hollow://';
/** What a container uses that nobody has told otherwise. */
const idleCpuMillis = 1;
const idleBytes = 1 << 20;
/** An image of this repository does not exist, so that failures can be tested at scale, too. */
const missingRepository = 'missing/';

export class HollowRuntime implements ContainerRuntime {
  readonly name = 'hollow';
  private readonly hints = new Subject<RuntimeHint>();
  readonly hints$ = this.hints.asObservable();
  private readonly pods = new Map<string, HollowPod>();
  private readonly usage = new WeakMap<HollowPod, Map<string, HollowUsage>>();

  constructor(private readonly now: () => number = Date.now) {}

  version(): Promise<RuntimeVersion> {
    return Promise.resolve({ name: 'hollow', version: '1' });
  }

  listPods(uid?: string): Promise<RuntimePod[]> {
    const pods = uid === undefined ? [...this.pods.values()] : [this.pods.get(uid)];
    return Promise.resolve(
      pods
        .filter((pod) => pod !== undefined)
        .map((pod) => ({ ...pod, network: 'none' as const, containers: [...pod.containers.values()] })),
    );
  }

  preparePod(spec: PodNetworkSpec): Promise<string> {
    return Promise.resolve(this.pod(spec.pod).ip);
  }

  ensureImage(image: string): Promise<{ imageId: string; pulled: boolean }> {
    if (!isValidImageName(image)) {
      return Promise.reject(
        new RuntimeError('InvalidImageName', `Failed to apply default image tag "${image}": invalid reference format`),
      );
    }
    if (image.startsWith(missingRepository)) {
      return Promise.reject(new RuntimeError('ErrImagePull', `pull access denied for ${image}, it does not exist`));
    }
    return Promise.resolve({ imageId: `${idPrefix}${image}`, pulled: false });
  }

  startContainer(spec: ContainerSpec): Promise<string> {
    const pod = this.pod(spec.pod);
    const id = `${idPrefix}${spec.pod.uid}/${spec.name}.${spec.attempt}`;
    if (pod.containers.has(id)) {
      return Promise.reject(new RuntimeError('AlreadyExists', `container ${id} has been started before`));
    }
    const { name, attempt, backoffMs, image } = spec;
    pod.containers.set(id, {
      id,
      name,
      attempt,
      backoffMs,
      image,
      state: 'running',
      startedAtMs: this.now(),
      finishedAtMs: 0,
      exitCode: 0,
      oomKilled: false,
      message: '',
      imageId: `${idPrefix}${image}`,
    });
    this.hints.next({ podUid: spec.pod.uid });
    return Promise.resolve(id);
  }

  stopContainer(id: string, graceMs: number): Promise<void> {
    this.finish(id, graceMs > 0 ? 143 : 137);
    return Promise.resolve();
  }

  /** Ends a container as if by itself: for tests of restarts. */
  finish(id: string, exitCode: number): void {
    const [pod, container] = this.find(id);
    if (pod === undefined || container?.state !== 'running') return;
    pod.containers.set(id, { ...container, state: 'exited', exitCode, finishedAtMs: this.now() });
    this.hints.next({ podUid: pod.uid });
  }

  removeContainer(id: string): Promise<void> {
    const [pod] = this.find(id);
    if (pod?.containers.delete(id) === true) this.hints.next({ podUid: pod.uid });
    return Promise.resolve();
  }

  removePod(pod: PodRef): Promise<void> {
    if (this.pods.delete(pod.uid)) this.hints.next({ podUid: pod.uid });
    return Promise.resolve();
  }

  logs(id: string, options: LogOptions): Promise<Readable> {
    const [pod, container] = this.find(id);
    if (pod === undefined || container === undefined) {
      return Promise.reject(new RuntimeError('NotFound', `No such container: ${id}`));
    }
    const stamp = options.timestamps ? `${new Date(container.startedAtMs).toISOString()} ` : '';
    const text = `${stamp}hollow: ${container.name} of ${pod.namespace}/${pod.name} started\n`;
    const running = (): boolean => this.find(id)[1]?.state === 'running';
    const untilEnd = this.hints.pipe(
      filter((hint) => hint.podUid === pod.uid),
      takeWhile(running),
    );
    let waiting: Subscription | undefined;
    const stream = new Readable({
      read: () => undefined,
      destroy: (error, done) => {
        waiting?.unsubscribe();
        done(error);
      },
    });
    if (options.tailLines !== 0) stream.push(text);
    if (options.follow && running()) waiting = untilEnd.subscribe({ complete: () => stream.push(null) });
    else stream.push(null);
    return Promise.resolve(stream);
  }

  exec(id: string): Promise<ExecResult> {
    return this.find(id)[1]?.state === 'running'
      ? Promise.resolve({ exitCode: 0, output: '' })
      : Promise.reject(new RuntimeError('NotFound', `container ${id} is not running`));
  }

  stats(ids: readonly string[]): Promise<ReadonlyMap<string, ContainerUsage>> {
    const found = new Map<string, ContainerUsage>();
    for (const id of ids) {
      const usage = this.usageOf(id);
      if (usage !== undefined) found.set(id, usage);
    }
    return Promise.resolve(found);
  }

  /** From now on the container pretends to use so much: for tests of what goes by that. */
  use(id: string, cpuMillis: number, workingSetBytes: number): void {
    const [pod] = this.find(id);
    const before = this.usageOf(id);
    if (pod === undefined || before === undefined) return;
    const usage = { cpuMillis, workingSetBytes, sinceMs: before.timeMs, cpuNanosecondsBefore: before.cpuNanoseconds };
    this.usage.set(pod, new Map(this.usage.get(pod)).set(id, usage));
  }

  /** Says what it was asked for and has succeeded, once its input is closed if it has one. */
  openExec(id: string, spec: ExecSpec): Promise<ExecSession> {
    if (this.find(id)[1]?.state !== 'running') {
      return Promise.reject(new RuntimeError('NotFound', `container ${id} is not running`));
    }
    if (spec.tty) return Promise.reject(new RuntimeError('Unimplemented', 'the hollow runtime has no terminals'));
    const stdin = spec.stdin ? new Writable({ write: (_chunk, _encoding, done) => done() }) : undefined;
    const text = `hollow: ${spec.command.join(' ')}\n`;
    return Promise.resolve({
      stdin,
      stdout: spec.stdout ? Readable.from([text], { objectMode: false }) : undefined,
      stderr: spec.stderr ? Readable.from([], { objectMode: false }) : undefined,
      exited:
        stdin === undefined ? Promise.resolve(0) : new Promise((resolve) => stdin.once('close', () => resolve(0))),
      resize: () => Promise.resolve(),
      kill: () => {
        stdin?.destroy();
        return Promise.resolve();
      },
    });
  }

  portForward(): Promise<Duplex> {
    return Promise.reject(new RuntimeError('Unimplemented', 'nobody listens in a hollow pod: it has no network'));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private usageOf(id: string): ContainerUsage | undefined {
    const [pod, container] = this.find(id);
    if (pod === undefined || container?.state !== 'running') return undefined;
    const { cpuMillis, workingSetBytes, sinceMs, cpuNanosecondsBefore } = this.usage.get(pod)?.get(id) ?? {
      ...{ cpuMillis: idleCpuMillis, workingSetBytes: idleBytes, sinceMs: container.startedAtMs },
      cpuNanosecondsBefore: 0,
    };
    const timeMs = this.now();
    return { timeMs, cpuNanoseconds: cpuNanosecondsBefore + cpuMillis * 1000 * (timeMs - sinceMs), workingSetBytes };
  }

  private pod(ref: PodRef): HollowPod {
    const found = this.pods.get(ref.uid);
    if (found !== undefined) return found;
    const { namespace, name, uid } = ref;
    const [a = 0, b = 0, c = 0] = createHash('sha256').update(uid).digest();
    // 100.64.0.0/10 (RFC 6598) is nobody's public address.
    const pod = { namespace, name, uid, ip: `100.${64 + (a % 64)}.${b}.${c}`, containers: new Map() };
    this.pods.set(uid, pod);
    return pod;
  }

  private find(id: string): [HollowPod | undefined, RuntimeContainer | undefined] {
    const uid = id.slice(idPrefix.length).split('/')[0] ?? '';
    const pod = this.pods.get(uid);
    return [pod, pod?.containers.get(id)];
  }
}
