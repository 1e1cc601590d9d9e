/** From a pod and the name of one of its containers to a started container, or a {@link StartFailure} to show. */
import { Backoff, Semaphore, type Clock } from '@kuorum/base';
import { parseBytes, parseCpuMillis, type Container, type Pod } from '@kuorum/api';
import type { ApiClient, EventRecorder } from '@kuorum/client';
import type { StartFailure } from './compute-pod-actions.js';
import { ContainerConfigError, containerEnv, expand, needsPodIP, skippedKeys } from './container-env.js';
import type { ContainerConfig } from './container-env.js';
import { loadConfig } from './load-config.js';
import { imageBackoffInitialMs, imageBackoffMaxMs, startsConcurrency } from './limits.js';
import { isBundledImage, normalizeImage } from './runtime/bundled-images.js';
import { RuntimeError, type ContainerRuntime, type ContainerSpec, type PullPolicy } from './runtime/types.js';

export interface StarterOptions {
  readonly client: ApiClient;
  readonly runtime: ContainerRuntime;
  readonly events: EventRecorder;
  readonly clock: Clock;
  readonly hostIP: string;
  /** What pods may use of the node. */
  readonly allocatable: () => Readonly<Record<string, string>>;
  /** Why no container can be started on this node now; undefined when it can. */
  readonly obstacle: () => string | undefined;
}

interface StartFacts {
  readonly attempt: number;
  readonly backoffMs: number;
  readonly shared: boolean;
  readonly podIP: string;
  readonly config: ContainerConfig;
}

/** Wanted again after a pull that took its time: the pod may have been deleted meanwhile. */
export type StillWanted = () => boolean;

interface Failed extends StartFailure {
  readonly failedAtMs: number;
  readonly backoff: Backoff;
  readonly image: string;
}

/** How long a failed pull is called by its own name before it is called a back-off. */
const freshFailureMs = 1_000;
const obstacleRetryMs = 1_000;

export class ContainerStarter {
  private readonly starts = new Semaphore(startsConcurrency);
  private readonly failed = new Map<string, Map<string, Failed>>();
  /** Addresses being prepared: two containers of a pod must not both make its network. */
  private readonly preparing = new Map<string, Promise<string>>();

  constructor(private readonly options: StarterOptions) {}

  failures(uid: string): ReadonlyMap<string, StartFailure> {
    const nowMs = this.options.clock.now();
    return new Map([...(this.failed.get(uid) ?? [])].map(([name, failure]) => [name, shown(failure, nowMs)]));
  }

  forget(uid: string): void {
    this.failed.delete(uid);
  }

  async start(pod: Pod, name: string, attempt: number, backoffMs: number, stillWanted: StillWanted): Promise<void> {
    const { runtime, events } = this.options;
    const { uid } = pod.metadata;
    const container = pod.spec.containers.find((each) => each.name === name);
    if (container === undefined) return;
    try {
      const obstacle = this.options.obstacle();
      if (obstacle !== undefined) {
        this.fail(uid, container, 'ContainerCreating', obstacle, obstacleRetryMs);
        return;
      }
      await this.ensureImage(pod, container);
      if (!stillWanted()) return;
      await this.starts.run(async () => {
        const shared = pod.spec.containers.length > 1 || needsPodIP(pod);
        const podIP = shared ? await this.prepare(pod) : '';
        const config = await loadConfig(this.options.client, pod.metadata.namespace, container);
        if (!stillWanted()) return;
        await runtime.startContainer(this.spec(pod, container, { attempt, backoffMs, shared, podIP, config }));
        const skipped = skippedKeys(container, config);
        if (skipped.length > 0) {
          const said = `Keys [${skipped.join(', ')}] were skipped since they are considered invalid environment variable names.`;
          events.event(pod, 'Warning', 'InvalidEnvironmentVariableNames', said);
        }
        this.failed.get(uid)?.delete(name);
        events.event(pod, 'Normal', 'Started', `Started container ${name}`);
      });
    } catch (error) {
      // Somebody was faster: the cache will tell.
      if (error instanceof RuntimeError && error.reason === 'AlreadyExists') return;
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      const message = (error as Error).message;
      this.fail(uid, container, reason, message);
      const said =
        reason === 'ErrImagePull' ? `Failed to pull image "${container.image}": ${message}` : `Error: ${message}`;
      events.event(pod, 'Warning', 'Failed', said);
    }
  }

  private async ensureImage(pod: Pod, container: Container): Promise<void> {
    const { runtime, events } = this.options;
    const policy = pullPolicy(container);
    const began = this.options.clock.monotonic();
    const { pulled } = await runtime.ensureImage(container.image, policy);
    const seconds = ((this.options.clock.monotonic() - began) / 1000).toFixed(1);
    const said = pulled
      ? `Successfully pulled image "${container.image}" in ${seconds}s`
      : `Container image "${container.image}" already present on machine`;
    events.event(pod, 'Normal', 'Pulled', said);
  }

  private prepare(pod: Pod): Promise<string> {
    const { uid, name, namespace } = pod.metadata;
    const running = this.preparing.get(uid);
    if (running !== undefined) return running;
    const ports = pod.spec.containers.flatMap((container) => container.ports.map((port) => port.containerPort));
    const spec = { pod: { uid, name, namespace }, hostname: hostnameOf(pod), shared: true, ports };
    const promise = this.options.runtime.preparePod(spec).finally(() => this.preparing.delete(uid));
    this.preparing.set(uid, promise);
    return promise;
  }

  private spec(
    pod: Pod,
    container: Container,
    { attempt, backoffMs, shared, podIP, config }: StartFacts,
  ): ContainerSpec {
    const { namespace, name, uid } = pod.metadata;
    const { hostIP, allocatable } = this.options;
    const env = containerEnv(pod, container, { hostIP, podIP, allocatable: allocatable(), config });
    const { limits = {}, requests = {} } = container.resources ?? {};
    return {
      pod: { namespace, name, uid },
      hostname: hostnameOf(pod),
      ...{ shared, attempt, backoffMs, env },
      name: container.name,
      image: isBundledImage(container.image) ? normalizeImage(container.image) : container.image,
      command: container.command.map((word) => expand(word, env)),
      args: container.args.map((word) => expand(word, env)),
      workingDir: container.workingDir,
      ports: container.ports.map(({ containerPort, protocol }) => ({
        port: containerPort,
        protocol: protocol === 'UDP' ? 'UDP' : 'TCP',
      })),
      cpuLimitMillis: parseCpuMillis(limits['cpu']),
      memoryLimitBytes: parseBytes(limits['memory']),
      cpuRequestMillis: parseCpuMillis(requests['cpu'] ?? limits['cpu']),
    };
  }

  private fail(uid: string, container: Container, reason: string, message: string, delayMs?: number): void {
    const ofPod = this.failed.get(uid) ?? new Map<string, Failed>();
    const backoff =
      ofPod.get(container.name)?.backoff ?? new Backoff({ initialMs: imageBackoffInitialMs, maxMs: imageBackoffMaxMs });
    const failedAtMs = this.options.clock.now();
    const retryAtMs = failedAtMs + (delayMs ?? backoff.nextMs());
    ofPod.set(container.name, { reason, message, failedAtMs, retryAtMs, backoff, image: container.image });
    this.failed.set(uid, ofPod);
  }
}

/** A failed pull is `ErrImagePull` at first and `ImagePullBackOff` while it waits, as in Kubernetes. */
function shown({ reason, message, retryAtMs, failedAtMs, image }: Failed, nowMs: number): StartFailure {
  if (reason !== 'ErrImagePull' || nowMs - failedAtMs < freshFailureMs) return { reason, message, retryAtMs };
  return {
    reason: 'ImagePullBackOff',
    message: `Back-off pulling image "${image}": ErrImagePull: ${message}`,
    retryAtMs,
  };
}

/** What is shown as waiting; undefined for what is nobody's fault in the pod and is simply tried again. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof ContainerConfigError) return 'CreateContainerConfigError';
  if (!(error instanceof RuntimeError)) return undefined;
  return error.reason === 'Unavailable' || error.reason === 'NotFound' ? undefined : error.reason;
}

/** Kubernetes' defaults; bundled images are never `Always`, as nobody serves them. */
function pullPolicy(container: Container): PullPolicy {
  if (container.imagePullPolicy !== '') return container.imagePullPolicy;
  const always = normalizeImage(container.image).endsWith(':latest') && !isBundledImage(container.image);
  return always ? 'Always' : 'IfNotPresent';
}

/** Host names end at 63 characters (Kubernetes cuts there, too). */
function hostnameOf(pod: Pod): string {
  return (pod.spec.hostname || pod.metadata.name).slice(0, 63).replace(/[.-]+$/, '');
}
