/** Who leads, and what this member is, as of the last round; who wants to know of another leader is told. */
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { NO_NODE, type NodeId, type SoftState } from '../raft/index.js';

/** The parts of the member that come before all others who are told. */
export interface RoleHandlers {
  readonly roleChanged: (role: SoftState['role']) => void;
  readonly leaderChanged: (leader: NodeId) => void;
}

export class RoleView {
  private softState: SoftState = { leader: NO_NODE, role: 'follower' };
  private since = 0;
  private readonly listeners = new Set<(leader: NodeId) => void>();

  constructor(
    public term: number,
    private readonly clock: Pick<Clock, 'monotonic'>,
    private readonly logger: Logger,
    private readonly handlers: RoleHandlers,
  ) {}

  get leader(): NodeId {
    return this.softState.leader;
  }

  get isLeader(): boolean {
    return this.softState.role === 'leader';
  }

  /** When {@link leader} was seen first, on the monotonic clock. */
  get leaderSinceMs(): number {
    return this.since;
  }

  /** Calls back whenever the leader changes, until the returned function is called. */
  onLeader(listener: (leader: NodeId) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(softState: SoftState): void {
    const before = this.softState;
    this.softState = softState;
    const { term } = this;
    if (before.role !== softState.role) {
      this.logger.info({ role: softState.role, term }, 'changed its role');
      this.handlers.roleChanged(softState.role);
    }
    if (before.leader === softState.leader) return;
    this.since = this.clock.monotonic();
    this.logger.info({ leader: softState.leader.toString(16), term }, 'sees another leader');
    this.handlers.leaderChanged(softState.leader);
    for (const listener of this.listeners) listener(softState.leader);
  }
}
