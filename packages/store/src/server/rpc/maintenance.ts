/** etcdserverpb.Maintenance: the state of this member, checksums, moving the leader. */
import { toInt64, uint64ToBigint, type etcdserverpb } from '@kuorum/wire';
import { stateDirectory } from '../bootstrap.js';
import { directoryBytes } from '../disk-size.js';
import { etcdError, toEtcdError } from '../errors.js';
import type { HistoryHash } from '../history-hash.js';
import { transferLeader } from '../leadership.js';
import type { Member } from '../member.js';
import { timed } from '../metrics/histogram.js';
import { measureSpace } from '../space.js';
import type { Done } from '../waiters.js';
import { alarmHandler, alarmTexts } from './alarm.js';
import { downgradeHandler } from './downgrade.js';
import { header } from './header.js';
import type { Handler } from './unary.js';
import { ETCD_VERSION, STORAGE_VERSION } from '../version.js';
import { saturate } from './saturate.js';

export interface MaintenanceHandlers {
  readonly Alarm: Handler<etcdserverpb.AlarmRequest__Output, etcdserverpb.AlarmResponse>;
  readonly Status: Handler<etcdserverpb.StatusRequest__Output, etcdserverpb.StatusResponse>;
  readonly Defragment: Handler<object, etcdserverpb.DefragmentResponse>;
  readonly Hash: Handler<object, etcdserverpb.HashResponse>;
  readonly HashKV: Handler<etcdserverpb.HashKVRequest__Output, etcdserverpb.HashKVResponse>;
  readonly MoveLeader: Handler<etcdserverpb.MoveLeaderRequest__Output, etcdserverpb.MoveLeaderResponse>;
  readonly Downgrade: Handler<etcdserverpb.DowngradeRequest__Output, etcdserverpb.DowngradeResponse>;
}

export function maintenanceHandlers(member: Member): MaintenanceHandlers {
  return {
    Alarm: alarmHandler(member),
    Status: (_message, done) => {
      Promise.all([
        directoryBytes(stateDirectory(member.options)),
        measureSpace(member.options, member.machine.db),
      ]).then(
        ([onDisk, inUse]) => done(undefined, statusOf(member, onDisk, Math.min(onDisk, inUse))),
        () => done(etcdError('stopped')),
      );
    },
    Defragment: (_message, done) => {
      const { metrics } = member;
      metrics.defragmentations++;
      timed(metrics.defragmentSeconds, member.machine.db.defragment())
        // The room that was made is there for the next put, or an alarm that is disarmed now would be back at once.
        .then(() => member.quota.measure())
        .finally(() => metrics.defragmentations--)
        .then(
          () => done(undefined, { header: header(member) }),
          () => done(etcdError('stopped')),
        );
    },
    Hash: (_message, done) => hash(member, 0, done, ({ hash }) => ({ header: header(member), hash })),
    HashKV: (message, done) =>
      hash(member, saturate(message.revision), done, ({ hash, revision, compactRevision }) => ({
        header: header(member),
        hash,
        hash_revision: revision,
        compact_revision: compactRevision,
      })),
    MoveLeader: (message, done) => moveLeader(member, uint64ToBigint(message.targetID), done),
    Downgrade: downgradeHandler(member),
  };
}

function statusOf(member: Member, onDiskBytes: number, inUseBytes: number): etcdserverpb.StatusResponse {
  const raft = member.node.status();
  return {
    header: header(member),
    version: ETCD_VERSION,
    dbSize: toInt64(onDiskBytes),
    dbSizeInUse: toInt64(inUseBytes),
    leader: toInt64(raft.leader),
    raftIndex: toInt64(raft.commit),
    raftTerm: toInt64(raft.term),
    raftAppliedIndex: toInt64(member.appliedIndex),
    errors: [...(raft.leader === 0n ? ['etcdserver: no leader'] : []), ...alarmTexts(member.machine.alarms.list())],
    isLearner: raft.confState.learners.includes(member.id),
    storageVersion: STORAGE_VERSION,
    downgradeInfo: member.machine.clusterVersion.downgrade,
    dbSizeQuota: Number.isFinite(member.quota.limitBytes) ? toInt64(member.quota.limitBytes) : 0,
  };
}

function hash<O>(member: Member, revision: number, done: Done<O>, answer: (hash: HistoryHash) => O): void {
  if (member.unavailable !== undefined) return done(member.unavailable);
  const { hashSeconds, hashRevisionSeconds } = member.metrics;
  timed(revision === 0 ? hashSeconds : hashRevisionSeconds, member.history.hashes.of(revision)).then(
    (found) => done(undefined, answer(found)),
    (error: unknown) => done(toEtcdError(error) ?? etcdError('stopped')),
  );
}

/** Answers when the target leads, as etcd does; only the leader takes this request. */
function moveLeader(member: Member, target: bigint, done: Done<etcdserverpb.MoveLeaderResponse>): void {
  if (!member.isLeader) return done(etcdError('notLeader'));
  // A learner cannot lead.
  if (member.machine.members.get(target)?.isLearner !== false) return done(etcdError('badLeaderTransferee'));
  if (target === member.id) return done(undefined, { header: header(member) });
  transferLeader(member, target, member.timeoutMs, (moved) =>
    moved ? done(undefined, { header: header(member) }) : done(etcdError('timeoutLeaderTransfer')),
  );
}
