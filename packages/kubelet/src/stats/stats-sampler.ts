/**
 * Measures what this node's containers use, when somebody asks. One pass at a time; what it found is told again for
 * `statsIntervalMs`, so that a flood of questions costs one pass in that time. A rate needs two samples: whoever asks first,
 * or after a long silence, waits for the second one. Nobody asks, nothing is measured.
 */
import { delay, type Clock } from '@kuorum/base';
import { statsFirstWindowMs, statsIntervalMs, statsRateWindowMaxMs } from '../limits.js';
import type { ContainerRuntime, ContainerUsage, RuntimePod } from '../runtime/types.js';
import { summarize, type Sample, type Summary } from './summary.js';

export interface StatsSamplerOptions {
  readonly nodeName: string;
  readonly runtime: ContainerRuntime;
  /** Pods that are on this node now. */
  readonly pods: () => readonly RuntimePod[];
  /** What the node as a whole uses; undefined: what its containers do. */
  readonly machine: ((nowMs: number) => ContainerUsage) | undefined;
  readonly clock: Clock;
}

interface Taken {
  /** On the monotonic clock. */
  readonly atMs: number;
  readonly sample: Sample;
}

export class StatsSampler {
  private last: (Taken & { readonly summary: Summary }) | undefined;
  private pass: Promise<Summary> | undefined;
  private readonly stopped = new AbortController();

  constructor(private readonly options: StatsSamplerOptions) {}

  /** Rejects with RuntimeError when the runtime does not answer; then the next one who asks tries anew. */
  summary(): Promise<Summary> {
    const { last } = this;
    if (last !== undefined && this.ageOf(last) < statsIntervalMs) return Promise.resolve(last.summary);
    this.pass ??= this.measure().finally(() => (this.pass = undefined));
    return this.pass;
  }

  /** Who waits for a second sample is told that there will be none. */
  stop(): void {
    this.stopped.abort(new Error('the kubelet is stopping'));
  }

  private async measure(): Promise<Summary> {
    const { nodeName, clock } = this.options;
    const recent = this.last !== undefined && this.ageOf(this.last) <= statsRateWindowMaxMs ? this.last : undefined;
    const before = recent ?? (await this.take());
    if (recent === undefined) await delay(clock, statsFirstWindowMs, this.stopped.signal);
    const after = await this.take();
    const summary = summarize(nodeName, before.sample, after.sample);
    this.last = { ...after, summary };
    return summary;
  }

  private async take(): Promise<Taken> {
    const { runtime, clock, machine } = this.options;
    const atMs = clock.monotonic();
    const pods = this.options.pods().map((pod) => ({
      pod,
      running: pod.containers.filter(({ state }) => state === 'running'),
    }));
    const usage = await runtime.stats(pods.flatMap(({ running }) => running.map(({ id }) => id)));
    const sample: Sample = {
      machine: machine?.(clock.now()),
      pods: pods.map(({ pod, running }) => ({
        pod,
        containers: running.flatMap(({ id, name, startedAtMs }) => {
          const used = usage.get(id);
          return used === undefined ? [] : [{ id, name, startedAtMs, usage: used }];
        }),
      })),
    };
    return { atMs, sample };
  }

  private ageOf({ atMs }: Taken): number {
    return this.options.clock.monotonic() - atMs;
  }
}
