/**
 * The status of a pod from what the runtime shows. Pure. Follows Kubernetes' kubelet (`generateAPIPodStatus`,
 * `getPhase`): same phases, reasons and condition messages.
 */
import {
  isPodFinished,
  isTerminating,
  make,
  setCondition,
  type Condition,
  type Container,
  type ContainerState,
  type ContainerStatus,
  type Pod,
  type PodStatus,
} from '@kuorum/api';
import type { Rejection } from './admission.js';
import { lastAttempt, type StartFailure } from './compute-pod-actions.js';
import { formatSeconds, nextRestart, shouldRestart } from './restart-backoff.js';
import type { RuntimeContainer, RuntimePod } from './runtime/types.js';

export interface PodStatusInput {
  readonly pod: Pod;
  readonly observed: RuntimePod | undefined;
  /** The last status that was written or read: what times and conditions go on from. */
  readonly previous: PodStatus;
  readonly nowMs: number;
  readonly hostIP: string;
  readonly startFailures: ReadonlyMap<string, StartFailure>;
  /** Whether a running container's readiness probe holds; true without a probe. */
  readonly isReady: (containerId: string) => boolean;
  readonly rejection?: Rejection | undefined;
  /** Nothing of the pod runs any more and nothing will. */
  readonly ended?: boolean;
}

export function computePodStatus(input: PodStatusInput): PodStatus {
  const { pod, observed, previous, hostIP, rejection } = input;
  if (rejection !== undefined) return rejectedStatus(input, rejection);
  const containerStatuses = pod.spec.containers.map((container) => containerStatus(input, container));
  const phase = isPodFinished(pod) ? pod.status.phase : phaseOf(pod, containerStatuses, input.ended ?? false);
  const now = rfc3339(input.nowMs);
  return {
    phase,
    conditions: conditionsOf(previous.conditions, phase, containerStatuses, now),
    message: previous.phase === 'Failed' ? previous.message : '',
    reason: previous.phase === 'Failed' ? previous.reason : '',
    hostIP,
    podIP: observed?.ip ?? '',
    startTime: previous.startTime === '' ? now : previous.startTime,
    containerStatuses,
    initContainerStatuses: [],
    observedGeneration: pod.metadata.generation,
  };
}

/** RFC 3339 with whole seconds, as Kubernetes writes its times. */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

function rejectedStatus({ pod, previous, nowMs, hostIP }: PodStatusInput, { reason, message }: Rejection): PodStatus {
  const startTime = previous.startTime === '' ? rfc3339(nowMs) : previous.startTime;
  return make('PodStatus', {
    ...{ phase: 'Failed', reason, message, hostIP, startTime },
    conditions: previous.conditions,
    observedGeneration: pod.metadata.generation,
  });
}

function containerStatus(input: PodStatusInput, container: Container): ContainerStatus {
  const { pod, observed, previous, nowMs } = input;
  const before = previous.containerStatuses.find((status) => status.name === container.name);
  const last = lastAttempt(pod, observed, container.name);
  const seen = (observed?.containers ?? []).filter((c) => c.name === container.name && c.state === 'exited');
  const endedBefore = seen.filter((c) => c.id !== last?.id).at(-1);
  const running = last?.state === 'running';
  const lastState =
    endedBefore === undefined ? carriedOver(before, last) : { terminated: terminatedState(endedBefore) };
  const status: ContainerStatus = {
    name: container.name,
    ready: running && input.isReady(last.id),
    restartCount: last?.attempt ?? before?.restartCount ?? 0,
    image: last?.image ?? container.image,
    imageID: last?.imageId ?? '',
    containerID: last?.id ?? '',
    started: running,
    ...(lastState === undefined ? {} : { lastState }),
  };
  if (running) return { ...status, state: { running: { startedAt: rfc3339(last.startedAtMs) } } };
  const waiting = waitingState(input, container.name, last, nowMs);
  const end = last === undefined ? undefined : { terminated: toldEnd(before, last) ?? terminatedState(last) };
  if (waiting === undefined && end !== undefined) return { ...status, state: end };
  const ended = end ?? lastState;
  return {
    ...status,
    state: { waiting: waiting ?? { reason: 'ContainerCreating', message: '' } },
    ...(ended === undefined ? {} : { lastState: ended }),
  };
}

/** What was told of the end of a container that has vanished since. */
function toldEnd(before: ContainerStatus | undefined, last: RuntimeContainer): ContainerState['terminated'] {
  if (last.finishedAtMs !== 0) return undefined;
  return [before?.state?.terminated, before?.lastState?.terminated].find((told) => told?.containerID === last.id);
}

/** The end of an attempt whose container nobody has any more is known from the status that told of it. */
function carriedOver(
  before: ContainerStatus | undefined,
  last: RuntimeContainer | undefined,
): ContainerState | undefined {
  const terminated = before?.state?.terminated;
  const replaced = last !== undefined && before?.containerID !== last.id;
  return replaced && terminated !== undefined ? { terminated } : before?.lastState;
}

function waitingState(
  { pod, startFailures, ended }: PodStatusInput,
  name: string,
  last: RuntimeContainer | undefined,
  nowMs: number,
): ContainerState['waiting'] {
  if (ended === true || isTerminating(pod) || isPodFinished(pod)) return undefined;
  const failure = startFailures.get(name);
  if (failure !== undefined) return { reason: failure.reason, message: failure.message };
  if (last === undefined || !shouldRestart(pod.spec.restartPolicy, last.exitCode)) return undefined;
  // Vanished, and about to be replaced: its end is the last state, as in Kubernetes.
  if (last.finishedAtMs === 0) return { reason: 'ContainerCreating', message: '' };
  const restart = nextRestart(last);
  if (restart.atMs <= nowMs) return undefined;
  const { name: podName, namespace, uid } = pod.metadata;
  return {
    reason: 'CrashLoopBackOff',
    message: `back-off ${formatSeconds(restart.delayMs)} restarting failed container=${name} pod=${podName}_${namespace}(${uid})`,
  };
}

function terminatedState(container: RuntimeContainer): NonNullable<ContainerState['terminated']> {
  const unknown = container.finishedAtMs === 0;
  return {
    exitCode: container.exitCode,
    signal: 0,
    reason: unknown
      ? 'ContainerStatusUnknown'
      : container.oomKilled
        ? 'OOMKilled'
        : container.exitCode === 0
          ? 'Completed'
          : 'Error',
    message: container.message,
    startedAt: unknown ? '' : rfc3339(container.startedAtMs),
    finishedAt: unknown ? '' : rfc3339(container.finishedAtMs),
    containerID: container.id,
  };
}

function phaseOf(pod: Pod, statuses: readonly ContainerStatus[], ended: boolean): PodStatus['phase'] {
  const { restartPolicy } = pod.spec;
  const ofTerminated = statuses.map(
    (status) => status.state?.terminated ?? (status.state?.waiting && status.lastState?.terminated),
  );
  const succeeded = ofTerminated.every((terminated) => terminated?.exitCode === 0);
  if (ended) return succeeded ? 'Succeeded' : 'Failed';
  if (statuses.some((status, i) => status.state?.waiting !== undefined && ofTerminated[i] === undefined))
    return 'Pending';
  if (statuses.some((status) => status.state?.running !== undefined)) return 'Running';
  if (restartPolicy === 'Always' || restartPolicy === '') return 'Running';
  if (succeeded) return 'Succeeded';
  return restartPolicy === 'Never' ? 'Failed' : 'Running';
}

function conditionsOf(
  previous: readonly Condition[],
  phase: PodStatus['phase'],
  statuses: readonly ContainerStatus[],
  now: string,
): Condition[] {
  const unready = statuses.filter((status) => !status.ready).map((status) => status.name);
  const readiness =
    phase === 'Succeeded'
      ? ({ status: 'False', reason: 'PodCompleted', message: '' } as const)
      : phase === 'Failed'
        ? ({ status: 'False', reason: 'PodFailed', message: '' } as const)
        : unready.length === 0
          ? ({ status: 'True', reason: '', message: '' } as const)
          : ({
              status: 'False',
              reason: 'ContainersNotReady',
              message: `containers with unready status: [${unready.join(' ')}]`,
            } as const);
  const updates = [
    { type: 'PodScheduled', status: 'True' } as const,
    { type: 'Initialized', status: 'True' } as const,
    { type: 'ContainersReady', ...readiness },
    { type: 'Ready', ...readiness },
  ];
  return updates.reduce((conditions, update) => setCondition(conditions, update, now), [...previous]);
}
