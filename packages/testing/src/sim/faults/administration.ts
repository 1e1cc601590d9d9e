/** What an administrator does under load: leadership moves, members come and go; and elections out of turn. */
import { mustGet } from '@kuorum/base';
import type { ConfChange, ConfChangeKind, ConfChangeSingle } from '@kuorum/store/raft';
import type { Nemesis } from '../nemesis.js';
import type { SimMember } from '../sim-member.js';
import type { Fault } from './fault.js';

const SPLIT_MS_MAX = 400;

export const administrationFaults = [
  { name: 'transferLeader', weight: 6, inject: transferLeader },
  { name: 'campaign', weight: 5, inject: (nemesis) => nemesis.campaign(nemesis.anyRunning()) },
  { name: 'splitVote', weight: 5, inject: splitVote },
  { name: 'reconfigure', weight: 20, inject: reconfigure },
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

function reconfigure(nemesis: Nemesis): boolean {
  const { leader, options, prng } = nemesis.cluster;
  if (leader === undefined || options.spares === 0) return false;
  const changes = prng.next() < 0.5 ? anyChanges(nemesis) : anyMembership(nemesis);
  const transitions: readonly ConfChange['transition'][] = ['auto', 'jointImplicit', 'jointExplicit'];
  const transition = mustGet(transitions[prng.int(transitions.length)], 'a transition');
  leader.act((node) => {
    // A joint configuration that does not leave by itself is left by an empty change.
    const isJoint = node.raft.membership.votersOutgoing.size > 0;
    node.proposeConfChange({ transition, changes: isJoint ? [] : changes, context: new Uint8Array(0) });
  });
  // Some of the time the change meets a partition, or a death in the middle of it.
  const choice = prng.next();
  if (choice < 0.5) nemesis.afterUpTo(nemesis.journeyMs * 2, () => nemesis.partition(nemesis.anySide()));
  else if (choice < 0.7) leader.crashAt = 'afterConfChange';
  else nemesis.cluster.whenConfChanged = (member) => splitConfiguration(nemesis, member);
  return true;
}

/** The new voters on one side with the leader, all others on the other, where somebody tries to lead. */
function splitConfiguration(nemesis: Nemesis, leader: SimMember): void {
  const { ids, running } = nemesis.cluster;
  const { voters } = leader.running.status().confState;
  const others = ids.filter((id) => id !== leader.id && !voters.includes(id));
  nemesis.partition(others);
  nemesis.afterUpTo(SPLIT_MS_MAX, () => nemesis.campaign(running.find(({ id }) => others.includes(id))));
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
