/** Everything of /metrics, under etcd's names where there is such a name. */
import { MetricsText } from '@kuorum/base';
import { renderProcess } from '@kuorum/base/node';
import { stateDirectory } from '../bootstrap.js';
import { directoryBytes } from '../disk-size.js';
import type { Member } from '../member.js';
import { ETCD_VERSION } from '../version.js';
import { renderGrpc, type StatsByPath } from './grpc.js';
import { renderNetwork } from './network.js';

const WATCH = '/etcdserverpb.Watch/Watch';
const PROMOTE = '/etcdserverpb.Cluster/MemberPromote';

export async function renderMetrics(member: Member, stats: StatsByPath): Promise<string> {
  const text = new MetricsText();
  const sizeBytes = await directoryBytes(stateDirectory(member.options));
  renderServer(text, member, stats);
  renderHealth(text, member);
  renderDisk(text, member);
  renderStore(text, member, sizeBytes);
  renderWatches(text, member, stats.get(WATCH)?.open ?? 0);
  renderLeases(text, member);
  renderNetwork(text, member.metrics, member.id);
  renderGrpc(text, stats);
  await renderProcess(text);
  return text.toString();
}

function renderServer(text: MetricsText, member: Member, stats: StatsByPath): void {
  const { metrics, machine, tallies, quota, installer } = member;
  const { version } = machine.clusterVersion;
  const promoted = stats.get(PROMOTE);
  text.gauge('etcd_server_has_leader', 'Is there a leader?', member.leader !== 0n);
  text.gauge('etcd_server_is_leader', 'Is it this member?', member.isLeader);
  text.gauge('etcd_server_is_learner', 'Is this member one without a vote?', member.isLearner);
  text.gauge('etcd_server_id', 'The id of this member.', [[{ server_id: member.id.toString(16) }, 1]]);
  text.gauge('etcd_server_version', 'The version that it speaks.', [[{ server_version: ETCD_VERSION }, 1]]);
  if (version !== undefined) {
    const minor = version.split('.').slice(0, 2).join('.');
    text.gauge('etcd_cluster_version', 'The version that all members speak.', [[{ cluster_version: minor }, 1]]);
  }
  text.counter('etcd_server_leader_changes_seen_total', 'Leaders that came after another.', metrics.leaderChanges);
  text.counter(
    'etcd_server_heartbeat_send_failures_total',
    'Heartbeats of this leader that were late.',
    metrics.heartbeatsLate,
  );
  text.gauge(
    'etcd_server_proposals_committed_total',
    'Index of the last committed entry.',
    member.node.status().commit,
  );
  text.gauge('etcd_server_proposals_applied_total', 'Index of the last applied entry.', member.appliedIndex);
  text.gauge('etcd_server_proposals_pending', 'Proposals that wait for their outcome.', tallies.proposalsPending);
  text.counter('etcd_server_proposals_failed_total', 'Proposals whose outcome never came.', tallies.proposalsFailed);
  text.counter('etcd_server_slow_apply_total', 'Entries that took long to apply.', tallies.appliesSlow);
  text.counter(
    'etcd_server_slow_read_indexes_total',
    'Confirmations of reads that did not come soon.',
    tallies.readsSlow,
  );
  text.counter('etcd_server_read_indexes_failed_total', 'Reads that were not confirmed in time.', tallies.readsFailed);
  text.counter(
    'etcd_server_snapshots_installed_total',
    'Snapshots of a leader that became our state.',
    metrics.snapshotsInstalled,
  );
  text.gauge('etcd_server_snapshot_apply_in_progress_total', 'Is one becoming it now?', installer.active);
  text.counter(
    'etcd_server_learner_promote_successes',
    'Promotions that were asked for here and made.',
    promoted?.handled[0] ?? 0,
  );
  if (Number.isFinite(quota.limitBytes)) {
    text.gauge('etcd_server_quota_backend_bytes', 'What the state may take.', quota.limitBytes);
  }
  text.gauge('etcd_debugging_auth_revision', 'Revision of users and roles.', machine.auth.revision);
}

function renderHealth(text: MetricsText, { metrics }: Member): void {
  const checks = [...metrics.checks()];
  text.counter('etcd_server_health_success', 'Times that /health said yes.', metrics.healthSuccesses);
  text.counter('etcd_server_health_failures', 'Times that /health said no.', metrics.healthFailures);
  text.gauge(
    'etcd_server_healthcheck',
    'What a check of /livez or /readyz said last.',
    checks.map(({ labels, last }) => [labels, Number(last)]),
  );
  text.counter(
    'etcd_server_healthchecks_total',
    'What checks of /livez and /readyz said.',
    checks.flatMap(({ labels, counts: [ok, failed] }) => [
      [{ ...labels, status: 'success' }, ok] as const,
      [{ ...labels, status: 'error' }, failed] as const,
    ]),
  );
}

function renderDisk(text: MetricsText, { metrics, tallies }: Member): void {
  text.histogram('etcd_disk_wal_fsync_duration_seconds', 'Synced writes of the log.', metrics.logSyncSeconds);
  text.gauge('etcd_disk_wal_write_bytes_total', 'Bytes written to the log.', tallies.logBytes);
  text.histogram('etcd_disk_backend_commit_duration_seconds', 'Batches of the state.', metrics.stateWriteSeconds);
  text.histogram('etcd_disk_backend_defrag_duration_seconds', 'Defragmentations.', metrics.defragmentSeconds);
  text.gauge('etcd_disk_defrag_inflight', 'Defragmentations under way.', metrics.defragmentations);
  text.histogram('etcd_disk_backend_snapshot_duration_seconds', 'Snapshots for operators.', metrics.snapshotSeconds);
  text.histogram('etcd_mvcc_hash_duration_seconds', 'Checksums of all that is stored.', metrics.hashSeconds);
  text.histogram('etcd_mvcc_hash_rev_duration_seconds', 'Checksums up to a revision.', metrics.hashRevisionSeconds);
}

function renderStore(text: MetricsText, member: Member, sizeBytes: number): void {
  const { machine, metrics, quota } = member;
  const { mvcc } = machine;
  const { puts, putBytes, deletes, ranges, txns, compacted } = machine.counts.mvcc;
  const requests = { put: puts, delete: deletes, range: ranges, txn: txns };
  for (const [name, count] of Object.entries(requests)) {
    text.counter(`etcd_mvcc_${name}_total`, `Of ${name}, as this member has applied or answered them.`, count);
    text.counter(`etcd_debugging_mvcc_${name}_total`, `The same as etcd_mvcc_${name}_total.`, count);
  }
  text.gauge('etcd_debugging_mvcc_total_put_size_in_bytes', 'Bytes of keys and values that were put.', putBytes);
  text.gauge('etcd_debugging_mvcc_keys_total', 'Keys in the index.', mvcc.keyCount);
  text.gauge('etcd_debugging_mvcc_current_revision', 'The current revision.', mvcc.currentRevision);
  text.gauge('etcd_debugging_mvcc_compact_revision', 'The last compacted revision.', mvcc.compactRevision);
  text.counter('etcd_debugging_mvcc_db_compaction_keys_total', 'Versions that compactions removed.', compacted);
  text.histogram(
    'etcd_debugging_mvcc_db_compaction_pause_duration_milliseconds',
    'Slices of compactions, each of which holds up the rest.',
    metrics.compactionSliceMs,
  );
  text.histogram('etcd_debugging_mvcc_db_compaction_total_duration_milliseconds', 'Compactions.', metrics.compactionMs);
  text.gauge('etcd_mvcc_db_total_size_in_bytes', 'Size of the state on disk.', sizeBytes);
  text.gauge('etcd_debugging_mvcc_db_total_size_in_bytes', 'The same as etcd_mvcc_db_total_size_in_bytes.', sizeBytes);
  text.gauge('etcd_mvcc_db_total_size_in_use_in_bytes', 'What counts against the quota.', quota.usedBytes);
}

function renderWatches(text: MetricsText, { machine }: Member, streams: number): void {
  const { watches, counts } = machine;
  text.gauge('etcd_debugging_mvcc_watch_stream_total', 'Streams of watches.', streams);
  text.gauge('etcd_debugging_mvcc_watcher_total', 'Watches.', watches.watcherCount);
  text.gauge('etcd_debugging_mvcc_slow_watcher_total', 'Watches that do not keep up.', watches.slowWatcherCount);
  text.counter('etcd_debugging_mvcc_events_total', 'Events that were given to watches.', counts.mvcc.events);
  text.gauge('etcd_debugging_mvcc_pending_events_total', 'Events that wait to be given.', watches.pendingEventCount());
}

function renderLeases(text: MetricsText, { machine: { counts } }: Member): void {
  text.counter('etcd_debugging_lease_granted_total', 'Leases granted.', counts.leasesGranted);
  text.counter('etcd_debugging_lease_renewed_total', 'Renewals by this leader.', counts.leasesRenewed);
  text.counter(
    'etcd_debugging_lease_revoked_total',
    'Leases revoked, those that ran out among them.',
    counts.leasesRevoked,
  );
  text.counter('etcd_debugging_server_lease_expired_total', 'Leases that ran out.', counts.leasesExpired);
  text.histogram('etcd_debugging_lease_ttl_total', 'Seconds that leases were granted for.', counts.leaseTtlSeconds);
}
