/**
 * Puts a new member into the place of one that lost its disk, as an administrator does it: remove the old one, add the
 * new one as a learner, promote it when it has caught up. Each step is tried at the leader until it has taken effect.
 */
import type { ConfChangeSingle, NodeId } from '@kuorum/store/raft';
import type { SimCluster } from './sim-cluster.js';
import type { SimMember } from './sim-member.js';

const STEP_EVERY_MS = 40;
/** A learner that is no further behind may vote. */
const CAUGHT_UP_ENTRIES = 5;

export class Replacement {
  private readonly fresh: NodeId;

  constructor(
    private readonly cluster: SimCluster,
    readonly lost: SimMember,
    private readonly done: () => void,
  ) {
    const newest = cluster.ids.reduce((a, b) => (a > b ? a : b));
    this.fresh = newest + 1n;
    cluster.start(cluster.newMember(this.fresh));
    this.stepLater();
  }

  private stepLater(): void {
    this.cluster.clock.setTimeout(() => {
      if (this.step()) this.stepLater();
    }, STEP_EVERY_MS);
  }

  /** False when all is done. */
  private step(): boolean {
    const { leader, members } = this.cluster;
    if (leader === undefined || leader.paused) return true;
    const { confState, progress, lastIndex, commit } = leader.running.status();
    // What an outvoted leader believes does not count; the next one knows better.
    if (leader.running.raft.log.applied < commit) return true;
    if (confState.voters.includes(this.lost.id)) this.propose(leader, { kind: 'removeNode', nodeId: this.lost.id });
    else if (confState.voters.includes(this.fresh)) {
      if (progress.get(this.fresh)?.match !== lastIndex || !this.isKnownToAll(confState.voters)) return true;
      members.delete(this.lost.id);
      this.done();
      return false;
    } else if (!confState.learners.includes(this.fresh)) {
      this.propose(leader, { kind: 'addLearner', nodeId: this.fresh });
    } else if ((progress.get(this.fresh)?.match ?? 0) + CAUGHT_UP_ENTRIES >= lastIndex) {
      this.propose(leader, { kind: 'addVoter', nodeId: this.fresh });
    }
    return true;
  }

  /**
   * A member has a configuration as soon as it applies it. Until then it may need the vote of a member that another
   * disk fault must therefore not take: two are left of three, and each believes that there are two.
   */
  private isKnownToAll(voters: readonly NodeId[]): boolean {
    return voters.every((id) => {
      const member = this.cluster.members.get(id);
      return member?.isRunning === true && member.running.status().confState.voters.includes(this.fresh);
    });
  }

  private propose(leader: SimMember, change: ConfChangeSingle): void {
    leader.act((node) => {
      node.proposeConfChange({ transition: 'auto', changes: [change], context: new Uint8Array(0) });
    });
  }
}
