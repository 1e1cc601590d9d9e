import { make, type ContainerStatus, type Pod, type PodStatus } from '@kuorum/api';
import { expect } from 'chai';
import { computePodStatus, type PodStatusInput } from '../dist/pod-status.js';
import { deleting, exited, nowMs, observed, pod, running } from './objects.js';

function status(partial: Partial<PodStatusInput>): PodStatus {
  const given = partial.pod ?? pod();
  return computePodStatus({
    ...{
      pod: given,
      observed: undefined,
      previous: given.status,
      nowMs,
      hostIP: '127.0.1.1',
      startFailures: new Map(),
    },
    isReady: () => true,
    ...partial,
  });
}

function stateOf({ state }: ContainerStatus): string {
  if (state?.waiting !== undefined) return `waiting ${state.waiting.reason}`;
  if (state?.terminated !== undefined) return `terminated ${state.terminated.reason} ${state.terminated.exitCode}`;
  return state?.running === undefined ? 'none' : 'running';
}

const ready = ({ conditions }: PodStatus): string => {
  const found = conditions.find(({ type }) => type === 'Ready');
  return `${found?.status ?? ''} ${found?.reason ?? ''}`.trim();
};

const policy = (restartPolicy: 'OnFailure' | 'Never', names?: string[]): Pod => {
  const given = pod({}, names);
  return { ...given, spec: { ...given.spec, restartPolicy } };
};
const side = (container: ReturnType<typeof running>): ReturnType<typeof running> => ({
  ...container,
  name: 'side',
  id: `${container.id}-side`,
});

const cases: { name: string; given: Partial<PodStatusInput>; phase: string; states: string[]; ready: string }[] = [
  {
    name: 'nothing yet',
    given: {},
    phase: 'Pending',
    states: ['waiting ContainerCreating'],
    ready: 'False ContainersNotReady',
  },
  { name: 'runs', given: { observed: observed([running(0)]) }, phase: 'Running', states: ['running'], ready: 'True' },
  {
    name: 'runs, not ready',
    given: { observed: observed([running(0)]), isReady: () => false },
    phase: 'Running',
    states: ['running'],
    ready: 'False ContainersNotReady',
  },
  {
    name: 'one of two runs',
    given: { pod: pod({}, ['main', 'side']), observed: observed([running(0)]) },
    phase: 'Pending',
    states: ['running', 'waiting ContainerCreating'],
    ready: 'False ContainersNotReady',
  },
  {
    name: 'image missing',
    given: {
      startFailures: new Map([['main', { reason: 'ErrImagePull', message: 'no such host', retryAtMs: nowMs }]]),
    },
    phase: 'Pending',
    states: ['waiting ErrImagePull'],
    ready: 'False ContainersNotReady',
  },
  {
    name: 'ended, restarts at once',
    given: { observed: observed([exited(0, 1)]) },
    phase: 'Running',
    states: ['terminated Error 1'],
    ready: 'False ContainersNotReady',
  },
  {
    name: 'ended, waits',
    given: { observed: observed([exited(1, 1, { backoffMs: 10_000 })]) },
    phase: 'Running',
    states: ['waiting CrashLoopBackOff'],
    ready: 'False ContainersNotReady',
  },
  {
    name: 'killed for memory',
    given: { observed: observed([exited(0, 137, { oomKilled: true })]) },
    phase: 'Running',
    states: ['terminated OOMKilled 137'],
    ready: 'False ContainersNotReady',
  },
  {
    name: 'done',
    given: { pod: policy('OnFailure'), observed: observed([exited(0, 0)]) },
    phase: 'Succeeded',
    states: ['terminated Completed 0'],
    ready: 'False PodCompleted',
  },
  {
    name: 'failed for good',
    given: { pod: policy('Never'), observed: observed([exited(0, 2)]) },
    phase: 'Failed',
    states: ['terminated Error 2'],
    ready: 'False PodFailed',
  },
  {
    name: 'one done, one runs',
    given: { pod: policy('Never', ['main', 'side']), observed: observed([exited(0, 0), side(running(0))]) },
    phase: 'Running',
    states: ['terminated Completed 0', 'running'],
    ready: 'False ContainersNotReady',
  },
  {
    name: 'one done, one failed',
    given: { pod: policy('Never', ['main', 'side']), observed: observed([exited(0, 0), side(exited(0, 3))]) },
    phase: 'Failed',
    states: ['terminated Completed 0', 'terminated Error 3'],
    ready: 'False PodFailed',
  },
  {
    name: 'being deleted, still runs',
    given: { pod: deleting(), observed: observed([running(0)]) },
    phase: 'Running',
    states: ['running'],
    ready: 'True',
  },
  {
    name: 'deleted and ended by SIGTERM',
    given: { pod: deleting(), observed: observed([exited(0, 143)]), ended: true },
    phase: 'Failed',
    states: ['terminated Error 143'],
    ready: 'False PodFailed',
  },
  {
    name: 'deleted and ended well',
    given: { pod: deleting(), observed: observed([exited(0, 0)]), ended: true },
    phase: 'Succeeded',
    states: ['terminated Completed 0'],
    ready: 'False PodCompleted',
  },
];

describe('computePodStatus', () => {
  for (const { name, given, phase, states, ready: readiness } of cases) {
    it(`${name} → ${phase}, ${states.join(', ')}`, () => {
      const result = status(given);
      expect(result.phase).to.equal(phase);
      expect(result.containerStatuses.map(stateOf)).to.deep.equal(states);
      expect(ready(result)).to.equal(readiness);
    });
  }

  it('keeps times and transitions as long as nothing changes, and moves them when something does', () => {
    const first = status({ observed: observed([running(0)]) });
    const later = status({ observed: observed([running(0)]), previous: first, nowMs: nowMs + 60_000 });
    expect(later).to.deep.equal(first);
    const unready = status({
      observed: observed([running(0)]),
      previous: first,
      nowMs: nowMs + 60_000,
      isReady: () => false,
    });
    const times = unready.conditions.map(({ type, lastTransitionTime }) => `${type} ${lastTransitionTime}`);
    expect(times).to.include.members(['PodScheduled 2026-01-01T00:00:00Z', 'Ready 2026-01-01T00:01:00Z']);
    expect(unready.startTime).to.equal('2026-01-01T00:00:00Z');
  });

  it('tells of the attempt before, also when its container is gone', () => {
    const withDead = status({ observed: observed([exited(0, 7), running(1)]) });
    expect(withDead.containerStatuses[0]?.restartCount).to.equal(1);
    expect(withDead.containerStatuses[0]?.lastState?.terminated).to.include({
      exitCode: 7,
      containerID: 'test://main.0',
    });
    const removed = status({ observed: observed([running(1)]), previous: withDead });
    expect(removed.containerStatuses[0]?.lastState).to.deep.equal(withDead.containerStatuses[0]?.lastState);
  });

  it('counts a container that vanished as killed', () => {
    const before = status({ observed: observed([running(0)]) });
    const lost = status({ pod: { ...pod(), status: before }, previous: before });
    expect(lost.containerStatuses.map(stateOf)).to.deep.equal(['waiting ContainerCreating']);
    expect(lost.containerStatuses[0]?.lastState?.terminated).to.include({ exitCode: 137 });
    expect(lost.phase).to.equal('Running');
    const never = policy('Never');
    const forGood = status({ pod: { ...never, status: before }, previous: before });
    expect(forGood.containerStatuses.map(stateOf)).to.deep.equal(['terminated ContainerStatusUnknown 137']);
    const again = status({ pod: { ...pod(), status: before }, previous: lost, observed: observed([running(1)]) });
    expect(again.containerStatuses[0]?.lastState?.terminated).to.include({ reason: 'ContainerStatusUnknown' });
  });

  it('keeps what was told of an end when its container vanishes afterwards', () => {
    for (const code of [0, 7]) {
      const given = policy('Never');
      const told = status({ pod: given, observed: observed([exited(0, code)]) });
      const later = status({ pod: { ...given, status: told }, previous: told });
      expect(later.containerStatuses).to.deep.equal(told.containerStatuses);
    }
  });

  it('says how long it backs off', () => {
    const message = (backoffMs: number): string | undefined =>
      status({ observed: observed([exited(3, 1, { backoffMs })]) }).containerStatuses[0]?.state?.waiting?.message;
    expect(message(10_000)).to.equal('back-off 10s restarting failed container=main pod=web_default(uid-1)');
    expect(message(80_000)).to.match(/back-off 1m20s/);
    expect(message(300_000)).to.match(/back-off 5m0s/);
  });

  it('fails a pod that the node will not have', () => {
    const rejection = { reason: 'OutOfcpu', message: 'Pod was rejected' };
    const result = status({ rejection, previous: make('PodStatus', { phase: 'Pending' }) });
    expect(result).to.include({ phase: 'Failed', reason: 'OutOfcpu', message: 'Pod was rejected' });
    expect(result.containerStatuses).to.deep.equal([]);
  });
});
