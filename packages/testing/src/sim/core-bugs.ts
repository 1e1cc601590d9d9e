/** The planted bugs of the Raft core, done to it from outside: what it would have done with the bug inside. */
import { utf8 } from '@kuorum/base';
import {
  asLogIndex,
  changeConfiguration,
  decodeConfChange,
  majorityVoteResult,
  type Message,
  NO_NODE,
  type RawNode,
  reachedByMajority,
  reachedByQuorum,
  type ReadIndexResult,
} from '@kuorum/store/raft';
import type { PlantedBug } from './planted-bugs.js';

/** Steps `message`, as a core with the bug would. */
export function stepWithBug(node: RawNode, message: Message, bug: PlantedBug | undefined): void {
  const { raft } = node;
  if (bug === 'read-without-quorum' && message.type === 'readIndex' && raft.role.name === 'leader') {
    const { from: to, ctx } = message;
    raft.send({ type: 'readIndexResp', from: raft.id, to, term: raft.term, ctx, index: raft.log.committed });
    return;
  }
  const lastBefore = raft.log.lastIndex();
  node.step(message);
  if (message.type !== 'app' || raft.leader !== message.from || message.entries.length === 0) return;
  const last = message.entries.at(-1)?.index ?? 0;
  const took = raft.log.matchTerm({ index: asLogIndex(last), term: message.entries.at(-1)?.term ?? raft.term });
  if (bug === 'truncating-append' && took && last < lastBefore && last >= raft.log.firstIndex()) {
    raft.log.unstable.truncateAndAppend(message.entries);
  }
  if (bug === 'config-at-append' && took) {
    for (const { type, data, index } of message.entries) {
      if (type !== 'confChange' || index <= raft.log.applied) continue;
      const changed = changeConfiguration(raft.membership, decodeConfChange(data));
      if (changed.ok) raft.membership = changed.config;
    }
  }
}

/** After the core has moved. */
export function moveWithBug({ raft }: RawNode, bug: PlantedBug | undefined): void {
  const { role, log, membership } = raft;
  if (bug !== 'commit-by-counting' && bug !== 'one-sided-joint') return;
  const isOneSided = bug === 'one-sided-joint';
  if (isOneSided && membership.votersOutgoing.size === 0) return;
  if (role.name === 'leader') {
    const match = (id: bigint): number => role.progress.get(id)?.match ?? 0;
    const reached = isOneSided
      ? (reachedByMajority(membership.voters, match) ?? 0)
      : reachedByQuorum(membership, match);
    const mayCommit = !isOneSided || log.term(asLogIndex(reached)) === raft.term;
    if (reached > log.committed && mayCommit) log.commitTo(asLogIndex(reached));
  } else if (isOneSided && role.name === 'candidate' && majorityVoteResult(membership.voters, role.votes) === 'won') {
    raft.becomeLeader();
    log.append([{ type: 'normal', data: utf8(''), term: raft.term, index: asLogIndex(log.lastIndex() + 1) }]);
  }
}

export function readIndexWithBug(node: RawNode, ctx: string, bug: PlantedBug | undefined): ReadIndexResult {
  const { raft } = node;
  if (bug !== 'read-without-quorum' || raft.role.name !== 'leader') return node.readIndex(ctx);
  if (raft.leader === NO_NODE) return 'droppedNoLeader';
  raft.readStates.push({ ctx, index: raft.log.committed });
  return 'ok';
}
