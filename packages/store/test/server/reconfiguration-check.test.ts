/** etcd's strict reconfiguration check as a table: who is in the cluster, and what may be done to it. */
import { asLogIndex, type ProgressStatus } from '@kuorum/store/raft';
import {
  refusalByHealth,
  type ClusterView,
  type MemberRecord,
  type MembershipChange,
} from '@kuorum/store/server/internals';
import { expect } from 'chai';

/** v: a voter that runs; s: one that has started and is away; n: one that never started; l: a learner; y: connected just now. */
type Kind = 'v' | 's' | 'n' | 'l' | 'y';

const HEALTHY_AFTER_MS = 5_000;

/** Member 1 is the leader. */
function viewOf(kinds: string, { strict = true, learnerMatch = 100 } = {}): ClusterView {
  const all = [...kinds].map((kind, i) => ({ id: BigInt(i + 1), kind: kind as Kind }));
  const members = all.map(({ id, kind }): MemberRecord => ({
    id,
    name: kind === 'n' ? '' : `m${id}`,
    peerUrls: [`http://m${id}:2380`],
    clientUrls: [],
    isLearner: kind === 'l',
  }));
  const progressOf = (match: number): ProgressStatus => ({
    match: asLogIndex(match),
    next: asLogIndex(match + 1),
    state: 'replicate',
    recentActive: true,
    isLearner: false,
    inflight: 0,
    inflightBytes: 0,
    pendingSnapshot: asLogIndex(0),
  });
  const progress = new Map(all.map(({ id, kind }) => [id, progressOf(kind === 'l' ? learnerMatch : 100)]));
  const connectedForMs = (id: bigint): number | undefined => {
    const kind = all.find((member) => member.id === id)?.kind;
    if (kind === 's' || kind === 'n') return undefined;
    return kind === 'y' ? HEALTHY_AFTER_MS - 1 : HEALTHY_AFTER_MS;
  };
  return { selfId: 1n, members, strict, progress, connectedForMs, healthyAfterMs: HEALTHY_AFTER_MS };
}

const add: MembershipChange = { kind: 'add', id: 9n, peerUrls: ['http://m9:2380'], isLearner: false };
const addLearner: MembershipChange = { ...add, isLearner: true };
const remove = (id: number): MembershipChange => ({ kind: 'remove', id: BigInt(id) });
const promote = (id: number): MembershipChange => ({ kind: 'promote', id: BigInt(id) });

describe('the check of a reconfiguration', () => {
  const cases: { of: string; what: string; change: MembershipChange; refusal?: string }[] = [
    { of: 'v', what: 'takes a second member', change: add },
    { of: 'vv', what: 'takes a third', change: add },
    { of: 'vn', what: 'takes no third while the second has not started', change: add, refusal: 'notEnoughStarted' },
    { of: 'vn', what: 'takes no learner either, as it is not whole', change: addLearner, refusal: 'unhealthy' },
    { of: 'vs', what: 'takes no third while the second is away', change: add, refusal: 'unhealthy' },
    { of: 'vvs', what: 'takes no fourth while one is away', change: add, refusal: 'unhealthy' },
    { of: 'vvy', what: 'waits for a connection to last', change: add, refusal: 'unhealthy' },
    { of: 'vvvn', what: 'takes no fifth while the fourth is away', change: add, refusal: 'unhealthy' },
    { of: 'vvl', what: 'does not ask after learners', change: add },
    { of: 'v', what: 'keeps its only member', change: remove(1), refusal: 'notEnoughStarted' },
    { of: 'vv', what: 'may shrink to one', change: remove(2) },
    { of: 'vn', what: 'lets go of a member that never started', change: remove(2) },
    {
      of: 'vn',
      what: 'does not leave the one that never started behind',
      change: remove(1),
      refusal: 'notEnoughStarted',
    },
    { of: 'vvs', what: 'lets go of the one that is away', change: remove(3) },
    { of: 'vvs', what: 'keeps those that run', change: remove(2), refusal: 'unhealthy' },
    { of: 'vvy', what: 'keeps those that run until the third counts', change: remove(2), refusal: 'unhealthy' },
    { of: 'vvvss', what: 'keeps its three', change: remove(3), refusal: 'unhealthy' },
    { of: 'vvvss', what: 'lets go of one that is away', change: remove(5) },
    { of: 'vsl', what: 'lets go of a learner whatever the others do', change: remove(3) },
    { of: 'vl', what: 'promotes a learner that is in sync', change: promote(2) },
    { of: 'vnnl', what: 'promotes none where too few have started', change: promote(4), refusal: 'notEnoughStarted' },
  ];
  for (const { of, what, change, refusal } of cases) {
    it(`${of}: ${what}`, () => {
      expect(refusalByHealth(viewOf(of), change)).to.equal(refusal);
    });
  }

  it('takes a learner for in sync from nine tenths of the log on, strict or not', () => {
    for (const strict of [true, false]) {
      expect(refusalByHealth(viewOf('vl', { strict, learnerMatch: 90 }), promote(2))).to.equal(undefined);
      expect(refusalByHealth(viewOf('vl', { strict, learnerMatch: 89 }), promote(2))).to.equal('learnerNotReady');
    }
  });

  it('is not made where nobody wants it', () => {
    expect(refusalByHealth(viewOf('vs', { strict: false }), add)).to.equal(undefined);
    expect(refusalByHealth(viewOf('vvs', { strict: false }), remove(2))).to.equal(undefined);
  });
});
