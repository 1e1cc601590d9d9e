/** Counters of a member under etcd's metric names, in Prometheus' text format. */
export class MemberMetrics {
  leaderChanges = 0;
  proposalsApplied = 0;
  snapshotsInstalled = 0;
}

export interface MetricsView {
  readonly metrics: MemberMetrics;
  readonly hasLeader: boolean;
  readonly isLeader: boolean;
  readonly isLearner: boolean;
  readonly proposalsPending: number;
  readonly commitIndex: number;
  readonly currentRevision: number;
  readonly compactRevision: number;
  readonly watcherCount: number;
  readonly dbSizeBytes: number;
  readonly dbUsedBytes: number;
  /** Infinity = none. */
  readonly quotaBytes: number;
}

export function renderMetrics(view: MetricsView): string {
  const { metrics } = view;
  const lines: string[] = [];
  const add = (type: 'gauge' | 'counter', name: string, help: string, value: number | boolean): void => {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, `${name} ${Number(value)}`);
  };
  add('gauge', 'etcd_server_has_leader', 'Whether or not a leader exists.', view.hasLeader);
  add('gauge', 'etcd_server_is_leader', 'Whether or not this member is the leader.', view.isLeader);
  add('gauge', 'etcd_server_is_learner', 'Whether or not this member is a learner.', view.isLearner);
  add('counter', 'etcd_server_leader_changes_seen_total', 'Leader changes seen.', metrics.leaderChanges);
  add('gauge', 'etcd_server_proposals_committed_total', 'Index of the last committed entry.', view.commitIndex);
  add('counter', 'etcd_server_proposals_applied_total', 'Entries applied since the start.', metrics.proposalsApplied);
  add('gauge', 'etcd_server_proposals_pending', 'Proposals waiting for their outcome.', view.proposalsPending);
  add('counter', 'etcd_server_snapshots_installed_total', 'Snapshots installed.', metrics.snapshotsInstalled);
  add('gauge', 'etcd_debugging_mvcc_current_revision', 'Current revision of the store.', view.currentRevision);
  add('gauge', 'etcd_debugging_mvcc_compact_revision', 'Last compaction revision.', view.compactRevision);
  add('gauge', 'etcd_debugging_mvcc_watcher_total', 'Watchers.', view.watcherCount);
  add('gauge', 'etcd_mvcc_db_total_size_in_bytes', 'Size of the state database on disk.', view.dbSizeBytes);
  add('gauge', 'etcd_mvcc_db_total_size_in_use_in_bytes', 'What counts against the quota.', view.dbUsedBytes);
  if (Number.isFinite(view.quotaBytes)) {
    add('gauge', 'etcd_server_quota_backend_bytes', 'Quota of the state database.', view.quotaBytes);
  }
  add('gauge', 'process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss());
  return lines.join('\n') + '\n';
}
