/** Takes pods away, all at once, and waits until they are gone: by eviction, which asks their budgets, or by deletion. */
import { delay, systemClock } from '@kuorum/base';
import { isForbidden, isNotFound, kinds, type Pod } from '@kuorum/api';
import type { ApiClient, DeleteOptions } from '@kuorum/client';
import { describeError } from '../errors.js';
import { dryRunSuffix, type DryRun } from './dry-run.js';
import type { Env } from './env.js';
import { showProgress } from './show-progress.js';
import { isGoneWithin } from './wait-gone.js';

export interface EvictHow {
  readonly dryRun: DryRun;
  /** Delete without asking the budgets. */
  readonly disableEviction: boolean;
  readonly gracePeriodSeconds: number | undefined;
  /** For all pods together. */
  readonly timeoutMs: number;
  readonly timeoutText: string;
  /** Between two tries of an eviction that a budget forbids. */
  readonly retryMs: number;
}

/** What went wrong, a sentence a pod. */
export async function takeAway(
  env: Env,
  client: ApiClient,
  pods: readonly Pod[],
  how: EvictHow,
): Promise<readonly string[]> {
  const deadlineMs = performance.now() + how.timeoutMs;
  const pending = new Set(pods.map(({ metadata }) => metadata.name));
  const stop = showProgress(env, () => {
    const [first] = pending;
    if (first === undefined) return '';
    return `Waiting for ${pending.size === 1 ? `pod ${first}` : `${pending.size} pods`} to go`;
  });
  const failures: string[] = [];
  try {
    await Promise.all(
      pods.map(async (pod) => {
        const failure = await new Taker(env, client, pod, how, deadlineMs).take();
        pending.delete(pod.metadata.name);
        if (failure !== undefined) failures.push(failure);
      }),
    );
  } finally {
    stop();
  }
  return failures;
}

class Taker {
  private readonly verb: string;

  constructor(
    private readonly env: Env,
    private readonly client: ApiClient,
    private readonly pod: Pod,
    private readonly how: EvictHow,
    private readonly deadlineMs: number,
  ) {
    this.verb = how.disableEviction ? 'deleting' : 'evicting';
  }

  /** What went wrong, if anything. */
  async take(): Promise<string | undefined> {
    const { namespace, name } = this.pod.metadata;
    const { dryRun, disableEviction, timeoutText } = this.how;
    const doing = `when ${this.verb} pods/"${name}" -n "${namespace}"`;
    for (;;) {
      this.say(`${this.verb} pod ${namespace}/${name}${dryRunSuffix(dryRun)}`);
      if (dryRun === 'client') return undefined;
      try {
        await this.once();
        break;
      } catch (error) {
        if (isNotFound(error)) return undefined;
        if (!this.mayComeLater(error)) return `error ${doing}: ${describeError(error)}`;
        if (this.leftMs() <= this.how.retryMs) {
          this.env.err(`error ${doing}: ${(error as Error).message}`);
          await delay(systemClock, Math.max(0, this.leftMs()));
          return `error ${doing}: global timeout reached: ${timeoutText}`;
        }
        this.env.err(`error ${doing} (will retry after ${this.how.retryMs / 1000}s): ${(error as Error).message}`);
        await delay(systemClock, this.how.retryMs);
      }
    }
    if (dryRun === 'server') return undefined;
    if (await isGoneWithin(this.client, { info: kinds.Pod, namespace, name }, this.pod, this.leftMs())) {
      this.say(`pod/${name} ${disableEviction ? 'deleted' : 'evicted'}`);
      return undefined;
    }
    const waiting = `error when waiting for pod "${name}" in namespace "${namespace}" to terminate`;
    return `${waiting}: global timeout reached: ${timeoutText}`;
  }

  private once(): Promise<unknown> {
    const { namespace, name, uid } = this.pod.metadata;
    const { gracePeriodSeconds, dryRun, disableEviction } = this.how;
    const options: DeleteOptions = { gracePeriodSeconds, preconditions: { uid }, dryRun: dryRun === 'server' };
    return disableEviction
      ? this.client.resource('Pod').delete(namespace, name, options)
      : this.client.pods.evict(namespace, name, options);
  }

  /** A budget lets one pod go after another; a namespace that ends takes its pods along. */
  private mayComeLater(error: unknown): boolean {
    const { reason, causes = [] } = error as { reason?: string; causes?: readonly { reason: string }[] };
    if (reason === 'TooManyRequests') return true;
    return isForbidden(error) && causes.some((cause) => cause.reason === 'NamespaceTerminating');
  }

  private leftMs(): number {
    return this.deadlineMs - performance.now();
  }

  private say(text: string): void {
    this.env.progress('');
    this.env.out(text);
  }
}
