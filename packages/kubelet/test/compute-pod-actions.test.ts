import { expect } from 'chai';
import { make } from '@kuorum/api';
import { computePodActions, type PodAction, type PodActionsInput } from '../dist/compute-pod-actions.js';
import { deleting, exited, nowMs, observed, pod, running } from './objects.js';

function input(partial: Partial<PodActionsInput>): PodActionsInput {
  return {
    ...{
      pod: pod(),
      observed: undefined,
      nowMs,
      busy: new Set(),
      stopping: new Map(),
      startFailures: new Map(),
      unhealthy: new Set(),
    },
    ...partial,
  };
}

/** `start main 1`, `stop test://main.0 30s`, `remove test://main.0`, `tearDown`. */
function say(action: PodAction): string {
  switch (action.type) {
    case 'start':
      return `start ${action.container} ${action.attempt}${action.backoffMs === 0 ? '' : ` then wait ${action.backoffMs / 1000}s`}`;
    case 'stop':
      return `stop ${action.id} ${action.graceMs / 1000}s`;
    case 'remove':
      return `remove ${action.id}`;
    case 'tearDown':
      return 'tearDown';
  }
}

const never = pod({ spec: { restartPolicy: 'Never' } });
const onFailure = pod({ spec: { restartPolicy: 'OnFailure' } });
const two = pod({}, ['main', 'side']);
const known = (state: object, restartCount = 2): object => ({
  status: {
    phase: 'Running',
    containerStatuses: [{ name: 'main', containerID: 'test://main.2', restartCount, state }],
  },
});

const cases: { name: string; given: Partial<PodActionsInput>; then: string[]; wakeAfterMs?: number }[] = [
  { name: 'nothing is there', given: {}, then: ['start main 0'] },
  { name: 'two containers, nothing is there', given: { pod: two }, then: ['start main 0', 'start side 0'] },
  { name: 'one of two runs', given: { pod: two, observed: observed([running(0)]) }, then: ['start side 0'] },
  { name: 'all run', given: { observed: observed([running(0)]) }, then: [] },
  { name: 'a start is under way', given: { busy: new Set(['main']) }, then: [] },
  {
    name: 'a start failed and is not due yet',
    given: { startFailures: new Map([['main', { reason: 'ErrImagePull', message: '', retryAtMs: nowMs + 10_000 }]]) },
    then: [],
    wakeAfterMs: 10_000,
  },
  {
    name: 'a start failed and is due',
    given: { startFailures: new Map([['main', { reason: 'ErrImagePull', message: '', retryAtMs: nowMs }]]) },
    then: ['start main 0'],
  },
  {
    name: 'the first attempt has ended',
    given: { observed: observed([exited(0, 1)]) },
    then: ['start main 1 then wait 10s'],
  },
  {
    name: 'the second attempt has ended a second ago',
    given: { observed: observed([exited(1, 1, { backoffMs: 10_000 })]) },
    then: [],
    wakeAfterMs: 9_000,
  },
  {
    name: 'the second attempt has ended ten seconds ago',
    given: { observed: observed([exited(1, 1, { backoffMs: 10_000, finishedAtMs: nowMs - 10_000 })]) },
    then: ['start main 2 then wait 20s'],
  },
  {
    name: 'the back-off is at its longest',
    given: {
      observed: observed([
        exited(9, 1, { backoffMs: 300_000, finishedAtMs: nowMs - 300_000, startedAtMs: nowMs - 300_001 }),
      ]),
    },
    then: ['start main 10 then wait 300s'],
  },
  {
    name: 'it had run for ten minutes',
    given: { observed: observed([exited(9, 1, { backoffMs: 300_000, startedAtMs: nowMs - 700_000 })]) },
    then: ['start main 10 then wait 10s'],
  },
  { name: 'it ended well under OnFailure', given: { pod: onFailure, observed: observed([exited(0, 0)]) }, then: [] },
  {
    name: 'it failed under OnFailure',
    given: { pod: onFailure, observed: observed([exited(0, 1)]) },
    then: ['start main 1 then wait 10s'],
  },
  { name: 'it failed under Never', given: { pod: never, observed: observed([exited(0, 1)]) }, then: [] },
  {
    name: 'older ended attempts are left',
    given: { observed: observed([exited(0, 1), exited(1, 1), running(2)]) },
    then: ['remove test://main.0'],
  },
  {
    name: 'two ended attempts, none runs: first one goes, then the next starts',
    given: { observed: observed([exited(0, 1), exited(1, 1)]) },
    then: ['remove test://main.0'],
  },
  {
    name: 'a container was made and never started',
    given: { observed: observed([running(0, { state: 'created', startedAtMs: 0 })]) },
    then: ['remove test://main.0'],
  },
  {
    name: 'two attempts run',
    given: { observed: observed([running(0), running(1)]) },
    then: ['stop test://main.0 30s'],
  },
  {
    name: 'its liveness probe failed',
    given: { observed: observed([running(0)]), unhealthy: new Set(['test://main.0']) },
    then: ['stop test://main.0 30s'],
  },
  {
    name: 'the shared network is gone',
    given: { pod: two, observed: observed([running(0), running(0, { name: 'side' })], { network: 'lost' }) },
    then: ['stop test://main.0 30s', 'stop test://side.0 30s'],
  },
  {
    name: 'the shared network is gone and one container ended with it',
    given: { pod: two, observed: observed([exited(0, 137), running(0, { name: 'side' })], { network: 'lost' }) },
    then: ['start main 1 then wait 10s', 'stop test://side.0 30s'],
  },
  {
    name: 'a container runs that the pod has not',
    given: { observed: observed([running(0), running(0, { name: 'other' })]) },
    then: ['stop test://other.0 30s'],
  },
  {
    name: 'the API knows a running container that is nowhere',
    given: { pod: pod(known({ running: { startedAt: '2026-01-01T00:00:00Z' } })) },
    then: ['start main 3 then wait 10s'],
  },
  {
    name: 'the same, and it must run only once',
    given: {
      pod: pod({ ...known({ running: { startedAt: '2026-01-01T00:00:00Z' } }), spec: { restartPolicy: 'Never' } }),
    },
    then: [],
  },
  {
    name: 'the API knows it ended well, under OnFailure',
    given: { pod: pod({ ...known({ terminated: { exitCode: 0 } }), spec: { restartPolicy: 'OnFailure' } }) },
    then: [],
  },
  {
    name: 'the pod is being deleted',
    given: { pod: deleting(), observed: observed([running(0)]) },
    then: ['stop test://main.0 30s'],
  },
  {
    name: 'the pod is being deleted faster',
    given: { pod: deleting({}, 5), observed: observed([running(0)]) },
    then: ['stop test://main.0 5s'],
  },
  {
    name: 'a deletion waits for its stop',
    given: { pod: deleting(), observed: observed([running(0)]), busy: new Set(['main']) },
    then: [],
  },
  {
    name: 'a pod is deleted again with less patience',
    given: {
      pod: deleting({}, 1),
      observed: observed([running(0)]),
      busy: new Set(['main']),
      stopping: new Map([['test://main.0', 30_000]]),
    },
    then: ['stop test://main.0 1s'],
  },
  {
    name: 'a pod is deleted again with the same patience',
    given: {
      pod: deleting(),
      observed: observed([running(0)]),
      busy: new Set(['main']),
      stopping: new Map([['test://main.0', 30_000]]),
    },
    then: [],
  },
  {
    name: 'a deleted pod has ended',
    given: { pod: deleting(), observed: observed([exited(0, 0)]) },
    then: ['tearDown'],
  },
  { name: 'a deleted pod never started', given: { pod: deleting() }, then: ['tearDown'] },
  { name: 'a deleted pod has a pull under way', given: { pod: deleting(), busy: new Set(['main']) }, then: [] },
  {
    name: 'a failed pod still runs',
    given: { pod: pod({ status: { phase: 'Failed' } }), observed: observed([running(0)]) },
    then: ['stop test://main.0 30s'],
  },
  {
    name: 'a finished pod keeps its containers',
    given: { pod: pod({ status: { phase: 'Succeeded' } }), observed: observed([exited(0, 0)]) },
    then: [],
  },
];

describe('computePodActions', () => {
  for (const { name, given, then, wakeAfterMs } of cases) {
    it(`${name} → ${then.length === 0 ? 'nothing' : then.join(', ')}`, () => {
      const { actions, wakeAtMs } = computePodActions(input(given));
      expect(actions.map(say)).to.deep.equal(then);
      expect(wakeAtMs).to.equal(wakeAfterMs === undefined ? undefined : nowMs + wakeAfterMs);
    });
  }

  it('never uses an attempt number twice, whatever ends when', () => {
    // Every attempt ends at once; the kubelet looks again whenever it is due.
    let at = nowMs;
    let containers = [exited(0, 1, { finishedAtMs: at })];
    const waits: number[] = [];
    for (let round = 0; round < 9; round++) {
      let result = computePodActions(input({ nowMs: at, observed: observed(containers) }));
      if (result.wakeAtMs !== undefined) {
        waits.push((result.wakeAtMs - at) / 1000);
        at = result.wakeAtMs;
        result = computePodActions(input({ nowMs: at, observed: observed(containers) }));
      }
      const [start] = result.actions;
      if (start?.type !== 'start') throw new Error('must start');
      expect(start.attempt).to.equal(round + 1);
      containers = [exited(start.attempt, 1, { startedAtMs: at, finishedAtMs: at, backoffMs: start.backoffMs })];
    }
    expect(waits).to.deep.equal([10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it('takes the default grace period where nothing is said', () => {
    const bare = make('Pod', {
      metadata: { name: 'web', deletionTimestamp: 'x' },
      spec: { containers: [{ name: 'main' }] },
    });
    expect(computePodActions(input({ pod: bare, observed: observed([running(0)]) })).actions.map(say)).to.deep.equal([
      'stop test://main.0 30s',
    ]);
  });
});
