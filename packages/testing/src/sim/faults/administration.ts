/** What an administrator does under load: leadership moves, members come and go; and elections out of turn. */
import { mustGet } from '@kuorum/base';
import type { ConfChange, ConfChangeKind, ConfChangeSingle } from '@kuorum/store/raft';
import type { CrashPoint } from '../crash-points.js';
import type { Nemesis } from '../nemesis.js';
import type { SimMember } from '../sim-member.js';
import type { Fault } from './fault.js';

const SPLIT_MS_MAX = 400;
const SPLIT_TRIES = 4;
const changePoints: readonly CrashPoint[] = ['confChangeLogged', 'beforeConfChange', 'afterConfChange'];

export const administrationFaults = [
  { name: 'transferLeader', weight: 6, inject: transferLeader },
  { name: 'campaign', weight: 5, inject: (nemesis) => nemesis.campaign(nemesis.anyRunning()) },
  { name: 'splitVote', weight: 5, inject: splitVote },
  { name: 'doubleVote', weight: 4, inject: doubleVote },
  { name: 'splitJoint', weight: 2, inject: splitJoint },
  { name: 'reconfigure', weight: 4, inject: reconfigure },
] as const satisfies readonly Fault[];

function transferLeader(nemesis: Nemesis): boolean {
  const to = nemesis.anyId();
  const member = nemesis.anyRunning();
  member?.act((node) => node.transferLeader(to));
  return member !== undefined;
}

/** All but one try at once, and that one is bounced as soon as it has given its vote. */
function splitVote(nemesis: Nemesis): boolean {
  const { cluster } = nemesis;
  const voter = nemesis.anyRunning();
  if (voter === undefined) return false;
  cluster.whenSent.set(voter.id, { type: 'voteResp', act: (member) => nemesis.bounce(member) });
  for (const member of cluster.running) if (member !== voter) nemesis.campaign(member);
  return cluster.running.length > 2;
}

/**
 * Two who do not hear of each other ask for votes in the same term, and the one in the middle, who decides, is bounced
 * between the two: who forgets its vote makes two leaders of one term.
 */
function doubleVote(nemesis: Nemesis): boolean {
  const { cluster } = nemesis;
  nemesis.setStage(nemesis.journeyMs * 8);
  const [decider, first, second, ...others] = shuffled(nemesis);
  if (decider === undefined || first === undefined || second === undefined) return false;
  const side = [first.id, ...others.filter((_, i) => i % 2 === 0).map(({ id }) => id)];
  const other = [second.id, ...others.filter((_, i) => i % 2 === 1).map(({ id }) => id)];
  cluster.network.partition(side, other);
  cluster.whenSent.set(decider.id, {
    type: 'voteResp',
    act: () => {
      nemesis.crash(decider);
      // The first one, who leads now, must not reach it before the second one asks.
      cluster.network.cut(first.id, decider.id);
      if (!nemesis.isLost(decider)) cluster.start(decider);
      nemesis.campaign(second);
    },
  });
  return nemesis.campaign(first);
}

/** The whole group moves, and is cut along its two halves as soon as its leader is in the joint configuration. */
function splitJoint(nemesis: Nemesis): boolean {
  nemesis.setStage(SPLIT_MS_MAX * 2);
  const { leader } = nemesis.cluster;
  if (leader === undefined) return false;
  propose(leader, 'jointExplicit', otherHalf(nemesis));
  nemesis.cluster.whenConfChanged = (member) => splitConfiguration(nemesis, member);
  return true;
}

function propose(leader: SimMember, transition: ConfChange['transition'], changes: readonly ConfChangeSingle[]): void {
  leader.act((node) => {
    // A joint configuration that does not leave by itself is left by an empty change.
    const isJoint = node.raft.membership.votersOutgoing.size > 0;
    node.proposeConfChange({ transition, changes: isJoint ? [] : changes, context: new Uint8Array(0) });
  });
}

function shuffled({ cluster }: Nemesis): SimMember[] {
  const left = [...cluster.running];
  return cluster.running.map(() => left.splice(cluster.prng.int(left.length), 1)[0] as SimMember);
}

function reconfigure(nemesis: Nemesis): boolean {
  const { leader, options, prng } = nemesis.cluster;
  if (leader === undefined || options.spares === 0) return false;
  const choice = prng.next();
  const changes = choice < 0.4 ? anyChanges(nemesis) : choice < 0.6 ? anyMembership(nemesis) : otherHalf(nemesis);
  const transitions: readonly ConfChange['transition'][] = ['auto', 'jointImplicit', 'jointExplicit'];
  const transition = mustGet(transitions[prng.int(transitions.length)], 'a transition');
  propose(leader, transition, changes);
  // Some of the time the change meets a partition, or a death in the middle of it.
  const meets = prng.next();
  if (meets < 0.3) nemesis.afterUpTo(nemesis.journeyMs * 2, () => nemesis.partition(nemesis.anySide()));
  else if (meets < 0.5) leader.crashAt = mustGet(changePoints[prng.int(changePoints.length)], 'a point');
  else nemesis.cluster.whenConfChanged = (member) => splitConfiguration(nemesis, member);
  return true;
}

/** The new voters on one side with the leader, all others on the other, where somebody tries to lead. */
function splitConfiguration(nemesis: Nemesis, leader: SimMember): void {
  const { ids, running } = nemesis.cluster;
  const { voters } = leader.running.status().confState;
  const others = ids.filter((id) => id !== leader.id && !voters.includes(id));
  nemesis.partition(others);
  const rival = running.find(({ id }) => others.includes(id));
  for (let i = 0; i < SPLIT_TRIES; i++) nemesis.afterUpTo(SPLIT_MS_MAX, () => nemesis.campaign(rival));
}

/** Whoever votes now goes, all others come. */
function otherHalf({ cluster }: Nemesis): ConfChangeSingle[] {
  const voters = cluster.leader?.running.status().confState.voters ?? [];
  return cluster.ids.map((nodeId) => ({ kind: voters.includes(nodeId) ? 'removeNode' : 'addVoter', nodeId }));
}

function anyChanges(nemesis: Nemesis): ConfChangeSingle[] {
  const { prng } = nemesis.cluster;
  const kinds: readonly ConfChangeKind[] = ['addVoter', 'addVoter', 'addLearner', 'removeNode'];
  return Array.from({ length: 1 + prng.int(3) }, () => ({
    kind: mustGet(kinds[prng.int(kinds.length)], 'a kind'),
    nodeId: nemesis.anyId(),
  }));
}

/** All members at once, in or out. */
function anyMembership({ cluster }: Nemesis): ConfChangeSingle[] {
  return cluster.ids.map((nodeId) => ({
    kind: cluster.prng.next() < 0.6 ? 'addVoter' : 'removeNode',
    nodeId,
  }));
}
