/**
 * The story of Figure 8 of the paper, with random timing: a leader gets its entry to one follower only and falls; another
 * one leads, gets its own entry to nobody and falls; the first one leads again and brings its old entry to a majority;
 * then it falls too, and the other one comes back. If the old entry counted as committed it is lost now.
 */
import { asLogIndex, type LogIndex, reachedByQuorum } from '@kuorum/store/raft';
import type { Nemesis } from '../nemesis.js';
import type { SimMember } from '../sim-member.js';
import type { Fault } from './fault.js';

const ACT_MS_MAX = 250;
const TRIES = 3;

export const figure8Fault = { name: 'figure8', weight: 6, inject: begin } as const satisfies Fault;

function begin(nemesis: Nemesis): boolean {
  const { leader: first, ids, prng } = nemesis.cluster;
  nemesis.setStage(ACT_MS_MAX * 3);
  const followers = ids.filter((id) => id !== first?.id);
  const kept = followers[prng.int(Math.max(1, followers.length))];
  if (first === undefined || kept === undefined || followers.length < 4) return false;
  nemesis.partition([first.id, kept]);
  first.act((node) => node.propose(new Uint8Array(0)));
  nemesis.afterUpTo(ACT_MS_MAX, () => {
    if (!first.isRunning) return;
    const contested = first.running.raft.log.lastIndex();
    nemesis.crash(first);
    const [second] = nemesis.cluster.running.filter(({ id }) => id !== kept);
    if (second !== undefined) secondAct(nemesis, { first, second, contested });
  });
  return true;
}

interface Story {
  readonly first: SimMember;
  readonly second: SimMember;
  /** The entry that only the first one and its follower have. */
  readonly contested: LogIndex;
}

function secondAct(nemesis: Nemesis, story: Story): void {
  const { cluster } = nemesis;
  const { first, second, contested } = story;
  cluster.whenSent.set(second.id, {
    type: 'app',
    act: () => {
      nemesis.healNetwork();
      nemesis.partition([second.id]);
      nemesis.crash(second);
      if (!first.isRunning && !nemesis.isLost(first)) cluster.start(first);
      nemesis.campaign(first);
      cluster.whenMoved = (member) => {
        if (member !== first || !hasOldEntryOnMajority(first, contested)) return false;
        nemesis.soon(() => lastAct(nemesis, story));
        return true;
      };
    },
  });
  nemesis.campaign(second);
}

function hasOldEntryOnMajority({ running }: SimMember, contested: LogIndex): boolean {
  const { role, membership, log, term } = running.raft;
  if (role.name !== 'leader') return false;
  const reached = asLogIndex(reachedByQuorum(membership, (id) => role.progress.get(id)?.match ?? 0));
  return reached >= contested && (log.term(reached) ?? term) < term;
}

function lastAct(nemesis: Nemesis, { first, second }: Story): void {
  nemesis.healNetwork();
  nemesis.partition([first.id]);
  nemesis.crash(first);
  if (!second.isRunning && !nemesis.isLost(second)) nemesis.cluster.start(second);
  // Its first try is in a term in which the others have voted already.
  for (let i = 0; i < TRIES; i++) nemesis.afterUpTo(nemesis.journeyMs * 4, () => nemesis.campaign(second));
}
