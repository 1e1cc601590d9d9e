/**
 * What a member does from time to time without being asked: measures its database, compacts old history. One job at a
 * time of each kind; a job that fails is logged and comes again.
 */
import type { Clock, Timer } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { SERVER } from './auth/authorize.js';
import { compactionPolicy } from './auto-compaction.js';
import { clusterVersionOf } from './cluster-version.js';
import type { CorruptionCheck } from './corruption-check.js';
import { CLUSTER_VERSION_RETRY_MS, SPACE_MEASURE_MS } from './limits.js';
import type { Member } from './member.js';
import { ETCD_VERSION } from './version.js';
import type { CommandResult } from './state-machine.js';
import type { Done } from './waiters.js';

export class Housekeeping {
  private readonly timers = new Set<Timer>();
  private stopped = false;
  private forgetLeader: () => void = () => undefined;

  constructor(
    private readonly member: Member,
    private readonly corruption: CorruptionCheck,
    private readonly logger: Logger,
  ) {}

  start(): void {
    const { member } = this;
    this.repeat('measuring the database', SPACE_MEASURE_MS, () => member.quota.measure());
    this.startAutoCompaction(member.clock);
    this.forgetLeader = member.onLeader(() => member.soon(() => this.sayVersion()));
    this.repeat("saying the cluster's version", CLUSTER_VERSION_RETRY_MS, () => Promise.resolve(this.sayVersion()));
    const { corruptCheckIntervalMs = 0 } = member.options;
    if (corruptCheckIntervalMs > 0) {
      this.repeat('comparing histories', corruptCheckIntervalMs, () => this.corruption.periodic());
    }
  }

  stop(): void {
    this.stopped = true;
    this.forgetLeader();
    for (const timer of this.timers) timer.cancel();
  }

  /** The first leader does, once; if its entry is lost, it does it again. */
  private sayVersion(): void {
    const { member } = this;
    if (this.stopped || !member.isLeader || member.machine.clusterVersion.version !== undefined) return;
    member.propose({ kind: 'clusterVersion', version: clusterVersionOf(ETCD_VERSION) }, () => undefined);
  }

  private startAutoCompaction(clock: Clock): void {
    const { autoCompaction } = this.member.options;
    if (autoCompaction === undefined) return;
    const revision = (): number => this.member.machine.mvcc.currentRevision;
    const policy = compactionPolicy(autoCompaction, clock.monotonic(), revision());
    this.repeat('compacting old history', policy.everyMs, async () => {
      const wanted = policy.tick(clock.monotonic(), revision(), this.member.isLeader);
      if (wanted === undefined) return;
      await this.compact(wanted);
      policy.compacted(wanted, clock.monotonic());
      this.logger.info({ revision: wanted, mode: autoCompaction.mode }, 'compacted old history');
    });
  }

  /** Somebody else may have compacted further: that will do as well. */
  private compact(revision: number): Promise<void> {
    const { member } = this;
    return new Promise((resolve, reject) => {
      const command = { kind: 'store', request: { kind: 'compact', revision } } as const;
      const done: Done<CommandResult> = (error) => {
        if (error === undefined || revision <= member.machine.mvcc.compactRevision) resolve();
        else reject(error);
      };
      member.propose(command, done, SERVER);
    });
  }

  private repeat(what: string, everyMs: number, job: () => Promise<void>): void {
    const timer = this.member.clock.setTimeout(() => {
      this.timers.delete(timer);
      job()
        .catch((error: unknown) => {
          if (!this.stopped) this.logger.warn({ err: String(error) }, `${what} failed`);
        })
        .finally(() => {
          if (!this.stopped) this.repeat(what, everyMs, job);
        });
    }, everyMs);
    this.timers.add(timer);
  }
}
