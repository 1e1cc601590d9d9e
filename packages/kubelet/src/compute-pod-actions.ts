/**
 * What is to be done for one pod, from what is wanted and what is there. Pure: Kubernetes' `computePodActions`
 * (pkg/kubelet/kuberuntime). Called again after every change until it says nothing more; each call plans only steps
 * that may all run at the same time, and none for a container that an earlier step is still busy with.
 *
 * Invariants: at most one attempt of a container runs; an attempt number is never used twice; of ended attempts only
 * the last one is kept; nothing is started for a pod that is ending.
 */
import { isPodFinished, isTerminating, terminationGracePeriodSecondsDefault, type Pod } from '@kuorum/api';
import { minimumGraceMs } from './limits.js';
import { nextRestart, shouldRestart } from './restart-backoff.js';
import type { RuntimeContainer, RuntimePod } from './runtime/types.js';

/** Why the last try to start a container came to nothing, and when the next one is due. */
export interface StartFailure {
  readonly reason: string;
  readonly message: string;
  readonly retryAtMs: number;
}

export interface PodActionsInput {
  readonly pod: Pod;
  /** What the runtime has of this very pod (by uid). */
  readonly observed: RuntimePod | undefined;
  readonly nowMs: number;
  /** Names of containers that a step is under way for. */
  readonly busy: ReadonlySet<string>;
  /** Grace periods of the stops under way, by container id. */
  readonly stopping: ReadonlyMap<string, number>;
  /** By container name. */
  readonly startFailures: ReadonlyMap<string, StartFailure>;
  /** Ids of running containers whose liveness probe has failed. */
  readonly unhealthy: ReadonlySet<string>;
}

export type PodAction =
  | { readonly type: 'start'; readonly container: string; readonly attempt: number; readonly backoffMs: number }
  | {
      readonly type: 'stop';
      readonly container: string;
      readonly id: string;
      readonly graceMs: number;
      readonly why: string;
    }
  | { readonly type: 'remove'; readonly container: string; readonly id: string }
  /** Nothing runs any more: take away what is left, and the API object when it is being deleted. */
  | { readonly type: 'tearDown' };

export interface PodActions {
  readonly actions: readonly PodAction[];
  /** Nothing to do before then, unless something changes. */
  readonly wakeAtMs?: number;
}

export function computePodActions(input: PodActionsInput): PodActions {
  const { pod, observed } = input;
  if (isTerminating(pod) || isPodFinished(pod)) return endPod(input);
  const plans = pod.spec.containers.map(({ name }) => planContainer(input, name));
  const unknown = (observed?.containers ?? []).filter((c) => pod.spec.containers.every(({ name }) => name !== c.name));
  const wakes = plans.flatMap((plan) => plan.wakeAtMs ?? []);
  return {
    actions: [...plans.flatMap((plan) => plan.actions), ...unknown.flatMap((c) => discard(input, c))],
    ...(wakes.length === 0 ? {} : { wakeAtMs: Math.min(...wakes) }),
  };
}

/** What the kubelet knows of the newest attempt: seen in the runtime, or only remembered by the API. */
export function lastAttempt(pod: Pod, observed: RuntimePod | undefined, name: string): RuntimeContainer | undefined {
  const attempts = attemptsOf(observed, name).filter((container) => container.state !== 'created');
  return attempts.at(-1) ?? rememberedAttempt(pod, name);
}

/** Grace period of the pod, as its deletion or else its spec says. */
export function gracePeriodMs(pod: Pod): number {
  const { metadata, spec } = pod;
  const seconds = isTerminating(pod) ? metadata.deletionGracePeriodSeconds : undefined;
  const graceMs = (seconds ?? spec.terminationGracePeriodSeconds ?? terminationGracePeriodSecondsDefault) * 1000;
  return Math.max(minimumGraceMs, graceMs);
}

function endPod(input: PodActionsInput): PodActions {
  const { pod, observed, busy } = input;
  const containers = observed?.containers ?? [];
  const graceMs = gracePeriodMs(pod);
  const why = isTerminating(pod) ? 'the pod is being deleted' : 'the pod has ended';
  const stops = containers
    .filter((container) => container.state === 'running')
    // Deleted again with less patience: a second, shorter stop overtakes the first.
    .filter(({ name, id }) => !busy.has(name) || (input.stopping.get(id) ?? 0) > graceMs)
    .map(({ name, id }) => ({ type: 'stop', container: name, id, graceMs, why }) as const);
  const quiet = busy.size === 0 && containers.every((container) => container.state !== 'running');
  // A finished pod keeps its ended containers, for their logs, until it is deleted.
  return { actions: quiet && isTerminating(pod) ? [{ type: 'tearDown' }] : stops };
}

function planContainer(input: PodActionsInput, name: string): PodActions {
  const { pod, observed, busy, nowMs } = input;
  if (busy.has(name)) return { actions: [] };
  const attempts = attemptsOf(observed, name);
  const running = attempts.filter((container) => container.state === 'running');
  const ended = attempts.filter((container) => container.state === 'exited');
  const surplus = [...attempts.filter((container) => container.state === 'created'), ...ended.slice(0, -1)];
  const cleanUp = surplus.map(({ id }) => ({ type: 'remove', container: name, id }) as const);
  const newest = running.at(-1);
  if (newest !== undefined) {
    const why = reasonToStop(input, newest);
    const stops = running.filter((container) => container !== newest || why !== undefined);
    return {
      actions: [...cleanUp, ...stops.map(({ id }) => stopAction(pod, name, id, why ?? 'a newer attempt runs'))],
    };
  }
  if (cleanUp.length > 0) return { actions: cleanUp };
  const last = ended.at(-1) ?? rememberedAttempt(pod, name);
  const failure = input.startFailures.get(name);
  if (last !== undefined && !shouldRestart(pod.spec.restartPolicy, last.exitCode)) return { actions: [] };
  const restart = last === undefined ? undefined : nextRestart(last);
  const dueMs = Math.max(restart?.atMs ?? 0, failure?.retryAtMs ?? 0);
  if (dueMs > nowMs) return { actions: [], wakeAtMs: dueMs };
  const attempt = last === undefined ? 0 : last.attempt + 1;
  return { actions: [{ type: 'start', container: name, attempt, backoffMs: restart?.nextBackoffMs ?? 0 }] };
}

function reasonToStop(input: PodActionsInput, running: RuntimeContainer): string | undefined {
  if (input.unhealthy.has(running.id)) return 'its liveness probe failed';
  return input.observed?.network === 'lost' ? 'the network of the pod is gone' : undefined;
}

function discard(input: PodActionsInput, container: RuntimeContainer): PodAction[] {
  const { pod, busy } = input;
  if (busy.has(container.name)) return [];
  if (container.state !== 'running') return [{ type: 'remove', container: container.name, id: container.id }];
  return [stopAction(pod, container.name, container.id, 'the pod has no such container')];
}

function stopAction(pod: Pod, container: string, id: string, why: string): PodAction {
  return { type: 'stop', container, id, graceMs: gracePeriodMs(pod), why };
}

function attemptsOf(observed: RuntimePod | undefined, name: string): RuntimeContainer[] {
  const found = (observed?.containers ?? []).filter((container) => container.name === name);
  return found.sort((a, b) => a.attempt - b.attempt);
}

/**
 * A container that the API knows and the runtime does not: somebody removed it behind our back. It counts as ended, as
 * it said or, unsaid, as killed (Kubernetes: ContainerStatusUnknown, 137), so that nothing runs twice under `Never`.
 */
function rememberedAttempt(pod: Pod, name: string): RuntimeContainer | undefined {
  const status = pod.status.containerStatuses.find((each) => each.name === name);
  if (status === undefined || status.containerID === '') return undefined;
  const terminated = status.state?.terminated ?? status.lastState?.terminated;
  return {
    id: status.containerID,
    name,
    attempt: status.restartCount,
    backoffMs: 0,
    state: 'exited',
    startedAtMs: 0,
    finishedAtMs: 0,
    exitCode: status.state?.running === undefined ? (terminated?.exitCode ?? 137) : 137,
    oomKilled: false,
    message: 'The container could not be located when the pod was looked at',
    image: status.image,
    imageId: status.imageID,
  };
}
