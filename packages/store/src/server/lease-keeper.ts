/**
 * The clock of the leases. Only the leader counts time, and what it finds expired it only proposes to revoke: the keys
 * go away when that entry is applied, on every member alike. A new leader gives every lease its full time again
 * (`promote`), so a change of leader never makes a lease expire early.
 */
import type { Clock } from '@kuorum/base';
import type { RoleName } from '../raft/index.js';
import { LEASES_REVOKED_PER_SWEEP } from './limits.js';
import type { Proposer } from './proposer.js';
import type { StateMachine } from './state-machine.js';

export class LeaseKeeper {
  private readonly revoking = new Set<bigint>();

  constructor(
    private readonly machine: StateMachine,
    private readonly proposer: Proposer,
    private readonly clock: Clock,
    private readonly electionTimeoutMs: number,
  ) {}

  roleChanged(role: RoleName): void {
    const { lessor } = this.machine;
    if (role === 'leader') lessor.promote(this.clock.monotonic(), this.electionTimeoutMs);
    else if (lessor.isPrimary) lessor.demote();
  }

  /** On the leader: proposes to revoke what has expired. A lost proposal is made again by a later sweep. */
  sweep(): void {
    const { lessor } = this.machine;
    if (!lessor.isPrimary) return;
    for (const id of lessor.expired(this.clock.monotonic(), LEASES_REVOKED_PER_SWEEP)) {
      if (this.revoking.has(id)) continue;
      this.revoking.add(id);
      this.proposer.propose({ kind: 'leaseRevoke', id }, () => this.revoking.delete(id));
    }
  }
}
