/**
 * When history is compacted without anybody asking (etcd `server/etcdserver/api/v3compactor`). Policies only: they are
 * told the time and the revision every {@link CompactionPolicy.everyMs} and say what to compact. Every member keeps its
 * own window, but only the leader compacts, so a new leader goes on where the old one was.
 *
 * - periodic: what is older than the retention. The window is sampled ten times a retention (of one longer than an
 *   hour: ten times an hour) and compacted once a retention, at most once an hour; the first time after a whole retention.
 * - revision: all but the newest so many revisions, every five minutes.
 */
import {
  AUTO_COMPACTION_PERIOD_MS_MAX,
  AUTO_COMPACTION_REVISION_MS,
  AUTO_COMPACTION_SAMPLES_PER_PERIOD,
} from './limits.js';
import type { AutoCompactionOptions } from './maintenance-options.js';

export interface CompactionPolicy {
  /** How often {@link tick} is to be called. */
  readonly everyMs: number;
  /** The revision to compact now; undefined = nothing is to be done. */
  tick(nowMs: number, revision: number, leads: boolean): number | undefined;
  /** What `tick` named is compacted. Not called = it failed, and is named again. */
  compacted(revision: number, nowMs: number): void;
}

export function compactionPolicy(options: AutoCompactionOptions, nowMs: number, revision: number): CompactionPolicy {
  return options.mode === 'periodic'
    ? new PeriodicCompaction(options.retentionMs, nowMs, revision)
    : new RevisionCompaction(options.retentionRevisions);
}

export class PeriodicCompaction implements CompactionPolicy {
  readonly everyMs: number;
  private readonly samplesMax: number;
  private readonly repeatMs: number;
  /** One revision a sample, oldest first. */
  private readonly window: number[];
  private lastSuccessMs: number;
  private lastRevision = 0;
  private waitMs: number;

  constructor(retentionMs: number, nowMs: number, revision: number) {
    this.repeatMs = Math.min(retentionMs, AUTO_COMPACTION_PERIOD_MS_MAX);
    this.everyMs = this.repeatMs / AUTO_COMPACTION_SAMPLES_PER_PERIOD;
    this.samplesMax = Math.floor(retentionMs / this.everyMs) + 1;
    this.window = [revision];
    this.lastSuccessMs = nowMs;
    this.waitMs = retentionMs;
  }

  tick(nowMs: number, revision: number, leads: boolean): number | undefined {
    const oldest = this.window[0];
    this.window.push(revision);
    if (this.window.length > this.samplesMax) this.window.shift();
    if (!leads || oldest === this.lastRevision || nowMs - this.lastSuccessMs < this.waitMs) return undefined;
    this.waitMs = this.repeatMs;
    return oldest;
  }

  compacted(revision: number, nowMs: number): void {
    this.lastRevision = revision;
    this.lastSuccessMs = nowMs;
  }
}

export class RevisionCompaction implements CompactionPolicy {
  readonly everyMs = AUTO_COMPACTION_REVISION_MS;
  private lastRevision = 0;

  constructor(private readonly retentionRevisions: number) {}

  tick(_nowMs: number, revision: number, leads: boolean): number | undefined {
    const wanted = revision - this.retentionRevisions;
    return leads && wanted > 0 && wanted !== this.lastRevision ? wanted : undefined;
  }

  compacted(revision: number): void {
    this.lastRevision = revision;
  }
}
