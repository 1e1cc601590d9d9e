/**
 * Runs the probes of all containers of the node. `update` is called on every look at a pod and starts and ends probe
 * loops so that exactly the running containers are probed; a changed verdict is announced on `changes$`.
 */
import type { Clock, Timer } from '@kuorum/base';
import type { Container, Pod, Probe } from '@kuorum/api';
import { Subject } from 'rxjs';
import { probeAddressRetryMs } from '../limits.js';
import type { ContainerRuntime, RuntimePod } from '../runtime/types.js';
import {
  afterOutcome,
  firstProbeDelayMs,
  initialProbeState,
  isFailureNews,
  nextProbeDelayMs,
  type ProbeState,
  type ProbeType,
} from './probe-state.js';
import { runProbe } from './run-probe.js';

export interface ProbeManagerOptions {
  readonly runtime: ContainerRuntime;
  readonly clock: Clock;
  /** Told of every failed probe. */
  readonly onFailure: (pod: Pod, message: string) => void;
}

interface Loop {
  readonly podUid: string;
  state: ProbeState;
  /** The pod's address as last seen; empty until the runtime tells it. */
  podIP: string;
  timer: Timer | undefined;
  stopped: boolean;
}

export class ProbeManager {
  /** By container id and probe type. */
  private readonly loops = new Map<string, Loop>();
  private readonly changes = new Subject<string>();
  /** Uids of pods whose readiness or liveness changed. */
  readonly changes$ = this.changes.asObservable();

  constructor(private readonly options: ProbeManagerOptions) {}

  update(pod: Pod, observed: RuntimePod | undefined): void {
    const wanted = new Set<string>();
    for (const seen of observed?.containers ?? []) {
      const container = pod.spec.containers.find(({ name }) => name === seen.name);
      if (container === undefined || seen.state !== 'running') continue;
      for (const type of ['readiness', 'liveness'] as const) {
        const probe = type === 'readiness' ? container.readinessProbe : container.livenessProbe;
        if (probe === undefined) continue;
        const key = `${seen.id} ${type}`;
        wanted.add(key);
        const loop = this.loops.get(key) ?? this.start(key, type, probe, pod, container, seen.id, seen.startedAtMs);
        loop.podIP = observed?.ip ?? '';
      }
    }
    this.stopUnwanted(pod.metadata.uid, wanted);
  }

  forget(podUid: string): void {
    this.stopUnwanted(podUid, new Set());
  }

  isReady(containerId: string): boolean {
    return this.loops.get(`${containerId} readiness`)?.state.passed ?? true;
  }

  /** Ids among `observed` whose liveness probe has failed. */
  unhealthy(observed: RuntimePod | undefined): ReadonlySet<string> {
    const ids = (observed?.containers ?? []).map(({ id }) => id);
    return new Set(ids.filter((id) => this.loops.get(`${id} liveness`)?.state.passed === false));
  }

  stop(): void {
    for (const [key, loop] of this.loops) this.end(key, loop);
  }

  private start(
    key: string,
    type: ProbeType,
    probe: Probe,
    pod: Pod,
    container: Container,
    containerId: string,
    startedAtMs: number,
  ): Loop {
    const { clock, runtime, onFailure } = this.options;
    // A kubelet that was restarted goes on with what it had told before, so that no endpoint flickers.
    const told = pod.status.containerStatuses.find((status) => status.containerID === containerId)?.ready;
    const initial = type === 'readiness' && told === true ? true : undefined;
    const loop: Loop = {
      podUid: pod.metadata.uid,
      state: initialProbeState(type, initial),
      podIP: '',
      timer: undefined,
      stopped: false,
    };
    this.loops.set(key, loop);
    const probeOnce = async (): Promise<void> => {
      if (loop.podIP === '' && probe.exec === undefined) {
        // Without an address the probe would ask this machine instead of the pod.
        schedule(probeAddressRetryMs);
        return;
      }
      const outcome = await runProbe(runtime, probe, { podIP: loop.podIP, containerId, container });
      if (loop.stopped) return;
      const before = loop.state.passed;
      loop.state = afterOutcome(loop.state, probe, outcome.succeeded);
      if (!outcome.succeeded && isFailureNews(loop.state, probe)) {
        onFailure(pod, `${type === 'readiness' ? 'Readiness' : 'Liveness'} probe failed: ${outcome.message}`);
      }
      if (loop.state.passed !== before) this.changes.next(loop.podUid);
      schedule(nextProbeDelayMs(loop.state, probe));
    };
    const schedule = (delayMs: number): void => {
      loop.timer = clock.setTimeout(() => void probeOnce(), delayMs);
    };
    schedule(firstProbeDelayMs(probe, startedAtMs, clock.now()));
    return loop;
  }

  private stopUnwanted(podUid: string, wanted: ReadonlySet<string>): void {
    for (const [key, loop] of this.loops) if (loop.podUid === podUid && !wanted.has(key)) this.end(key, loop);
  }

  private end(key: string, loop: Loop): void {
    loop.stopped = true;
    loop.timer?.cancel();
    this.loops.delete(key);
  }
}
