/** What a client is told of a proposal that had no outcome in time. */
import { timeoutCause, type TimeoutView } from '@kuorum/store/server/internals';
import { expect } from 'chai';

describe('the reason of a timeout', () => {
  /** At 10 000 ms, of member 1 of three, under a leader since 1 000 ms; a proposal waits since 3 000 ms. */
  const view = (leader: bigint, connectedForMs: Readonly<Record<string, number>>, more: Partial<TimeoutView> = {}) => ({
    ...{ nowMs: 10_000, selfId: 1n, leader, leaderSinceMs: 1_000, electionTimeoutMs: 1_000, voters: [1n, 2n, 3n] },
    connectedForMs: (id: bigint) => connectedForMs[`${id}`],
    ...more,
  });
  const cases: readonly [title: string, view: TimeoutView, cause: string][] = [
    ['is not known while there is no leader', view(0n, {}), 'timeout'],
    ['is not known under a leader in reach', view(2n, { 2: 9_000 }), 'timeout'],
    ['is a lost connection when the leader is out of reach', view(2n, { 3: 9_000 }), 'timeoutConnectionLost'],
    ['is a lost connection when it was lost meanwhile', view(2n, { 2: 2_000 }), 'timeoutConnectionLost'],
    ['is not known on a leader with a majority', view(1n, { 3: 9_000 }), 'timeout'],
    ['is a lost connection on a leader alone', view(1n, {}), 'timeoutConnectionLost'],
    [
      'is the leader before, when that failed about the time',
      view(2n, { 2: 9_000 }, { leaderSinceMs: 4_500 }),
      'timeoutLeaderFailed',
    ],
    [
      'is not the leader before, when that was gone for long',
      view(2n, { 2: 9_000 }, { leaderSinceMs: 5_500 }),
      'timeout',
    ],
  ];
  for (const [title, of, cause] of cases) it(title, () => expect(timeoutCause(of, 3_000)).to.equal(cause));
});
