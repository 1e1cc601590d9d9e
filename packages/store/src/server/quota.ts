/**
 * `--quota-backend-bytes`: a member whose database would grow beyond it raises the NOSPACE alarm, and from then on no
 * member takes anything that needs space until an operator has made room (compaction, defragmentation) and disarmed it.
 *
 * What is measured is the table files of the state in use and LevelDB's own log: what etcd's file size stands for. It
 * is not all files of the directory, which for moments holds the same records twice (a compaction of LevelDB, a snapshot
 * on its way in): an alarm for that would stop the writers for nothing. Measured in the background; in between, what was
 * admitted since is added.
 */
import type { Caller } from '../auth/index.js';
import { SERVER } from './auth/authorize.js';
import type { Alarms } from './alarms.js';
import type { Command } from './command.js';
import { etcdError, type EtcdError } from './errors.js';
import { QUOTA_BYTES_DEFAULT } from './limits.js';
import { spaceCostBytes } from './space-cost.js';
import type { CommandResult } from './state-machine.js';
import type { Done } from './waiters.js';

/** 0 or absent = etcd's 2 GiB, negative = none. */
export function quotaBytes(flag: number = 0): number {
  if (flag < 0) return Number.POSITIVE_INFINITY;
  return flag === 0 ? QUOTA_BYTES_DEFAULT : flag;
}

export interface QuotaHome {
  readonly id: bigint;
  readonly machine: { readonly alarms: Alarms; readonly mvcc: { readonly currentRevision: number } };
  propose(command: Command, done: Done<CommandResult>, caller?: Caller): void;
}

export class Quota {
  private measuredBytes = 0;
  private admittedBytes = 0;
  private measuredRevision = 0;
  private raising = false;
  private measuring: Promise<void> = Promise.resolve();

  constructor(
    private readonly home: QuotaHome,
    /** Infinity = no quota. */
    readonly limitBytes: number,
    private readonly measureBytes: () => Promise<number>,
  ) {}

  /** About what the database takes now. */
  get usedBytes(): number {
    return this.measuredBytes + this.admittedBytes;
  }

  /** To be asked before the command is proposed; raises the alarm when there is no room for it. */
  refusal(command: Command): EtcdError | undefined {
    const costBytes = spaceCostBytes(command);
    if (costBytes === 0) return undefined;
    if (this.usedBytes + costBytes < this.limitBytes) {
      this.admittedBytes += costBytes;
      return undefined;
    }
    this.raise();
    return etcdError('noSpace');
  }

  /**
   * A member that no client writes to fills up as well: it raises the alarm when entries have made it too large. One after the
   * other, as each takes off what was admitted before it.
   */
  measure(): Promise<void> {
    this.measuring = this.measuring.catch(() => undefined).then(() => this.measureOnce());
    return this.measuring;
  }

  private async measureOnce(): Promise<void> {
    const counted = this.admittedBytes;
    this.measuredBytes = await this.measureBytes();
    this.admittedBytes -= counted;
    const revision = this.home.machine.mvcc.currentRevision;
    const grew = revision !== this.measuredRevision;
    this.measuredRevision = revision;
    if (grew && this.measuredBytes >= this.limitBytes) this.raise();
  }

  private raise(): void {
    const { id, machine } = this.home;
    if (this.raising || machine.alarms.has('nospace', id)) return;
    this.raising = true;
    // A failure is no matter: the next command that finds no room tries again.
    const command = { kind: 'alarm', action: 'activate', memberId: id, type: 'nospace' } as const;
    this.home.propose(command, () => (this.raising = false), SERVER);
  }
}
