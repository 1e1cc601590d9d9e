/**
 * The state of a member as an etcd database, which etcdctl and a real etcd take: every revision that is not compacted,
 * leases, users and roles, members. Read from a frozen view, so that it is of one moment while writes go on.
 *
 * The compaction up to the compacted revision must be through in that view: it is said to be finished.
 */
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { AUTH_PREFIX, decodeAuthRecord } from '../../auth/index.js';
import { decodeLease, LEASE_PREFIX } from '../../lease/index.js';
import { decodeCompacted, decodeStoredRecord, MVCC_PREFIX } from '../../mvcc/index.js';
import { BoltWriter, type BoltEntry, type FrozenView, type StoredRecord } from '../../storage/index.js';
import { alarmTypes } from '../alarm-codec.js';
import { ALARM_PREFIX, decodeAlarm } from '../alarms.js';
import { CLUSTER_VERSION_KEY, decodeClusterVersion } from '../cluster-version.js';
import { decodeMember, decodeRemoved, MEMBER_PREFIX, REMOVED_PREFIX, type MemberRecord } from '../membership.js';
import { encodeAuthState, encodeEtcdRole, encodeEtcdUser } from './auth.js';
import { encodeAlarmMember, encodeKeyValue, encodeLeaseRecord } from './proto.js';
import { bucketNames, encodeRevisionKey, encodeUint64, metaKeys } from './schema.js';

const REMOVED_VALUE = Buffer.from('removed');

/** Gives the size of the file. Nothing is left of it when it fails, or is aborted. */
export async function writeEtcdFile(view: FrozenView, path: string, signal: AbortSignal): Promise<number> {
  const writer = await BoltWriter.create(path);
  try {
    await writer.bucket(bucketNames.key, mapped(view, MVCC_PREFIX, toRevision, signal));
    await writer.bucket(bucketNames.lease, mapped(view, LEASE_PREFIX, toLease, signal));
    await writer.bucket(bucketNames.meta, [metaOf(view)]);
    await writer.bucket(bucketNames.alarm, [sorted(await all(view, ALARM_PREFIX, toAlarm))]);
    await writer.bucket(bucketNames.members, [sorted(await all(view, MEMBER_PREFIX, toMember))]);
    await writer.bucket(bucketNames.membersRemoved, [sorted(await all(view, REMOVED_PREFIX, toRemoved))]);
    await writer.bucket(bucketNames.cluster, [clusterOf(view)]);
    const auth = await authOf(view);
    await writer.bucket(bucketNames.auth, [sorted(auth.state)]);
    await writer.bucket(bucketNames.authUsers, [sorted(auth.users)]);
    await writer.bucket(bucketNames.authRoles, [sorted(auth.roles)]);
    return await writer.finish();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await writer.close();
  }
}

export function temporaryDirectory(dataDir: string): string {
  return join(dataDir, 'member', 'tmp');
}

type Convert = (key: Uint8Array, value: Uint8Array) => BoltEntry;

async function* mapped(
  view: FrozenView,
  prefix: Uint8Array,
  convert: Convert,
  signal?: AbortSignal,
): AsyncGenerator<BoltEntry[]> {
  for await (const batch of view.scan(prefix)) {
    signal?.throwIfAborted();
    yield batch.map(([key, value]: StoredRecord) => convert(key, value));
  }
}

/** For what is few and comes in another order than etcd's. */
async function all(view: FrozenView, prefix: Uint8Array, convert: Convert): Promise<BoltEntry[]> {
  const entries: BoltEntry[] = [];
  for await (const batch of mapped(view, prefix, convert)) entries.push(...batch);
  return entries;
}

function sorted(entries: BoltEntry[]): BoltEntry[] {
  return entries.sort(([a], [b]) => Buffer.compare(a, b));
}

function toRevision(key: Uint8Array, value: Uint8Array): BoltEntry {
  const { main, sub, tombstone, kv } = decodeStoredRecord(key, value);
  // A deletion has nothing but its key.
  const record = tombstone ? { ...kv, modRevision: 0 } : kv;
  return [encodeRevisionKey(main, sub, tombstone), encodeKeyValue(record)];
}

function toLease(key: Uint8Array, value: Uint8Array): BoltEntry {
  const { id, ttlSeconds, remainingTtlSeconds = 0 } = decodeLease(key, value);
  return [key.subarray(LEASE_PREFIX.length), encodeLeaseRecord({ id, ttlSeconds, remainingTtlSeconds })];
}

function metaOf(view: FrozenView): BoltEntry[] {
  const { applied } = view;
  const { voters, learners, votersOutgoing, learnersNext, autoLeave } = applied.confState;
  const confState = `{"voters":[${voters.join()}],"learners":[${learners.join()}],"voters_outgoing":[${votersOutgoing.join()}],"learners_next":[${learnersNext.join()}],"auto_leave":${autoLeave}}`;
  const entries: BoltEntry[] = [
    [Buffer.from(metaKeys.confState), Buffer.from(confState)],
    [Buffer.from(metaKeys.consistentIndex), encodeUint64(applied.index)],
    [Buffer.from(metaKeys.term), encodeUint64(applied.term)],
  ];
  const compacted = decodeCompacted((key) => view.get(key));
  if (compacted > 0) {
    const revision = encodeRevisionKey(compacted, 0);
    entries.push([Buffer.from(metaKeys.finishedCompact), revision]);
    entries.push([Buffer.from(metaKeys.scheduledCompact), revision]);
  }
  return sorted(entries);
}

async function authOf(view: FrozenView): Promise<Record<'state' | 'users' | 'roles', BoltEntry[]>> {
  const auth: Record<'state' | 'users' | 'roles', BoltEntry[]> = { state: [], users: [], roles: [] };
  for await (const batch of view.scan(AUTH_PREFIX)) {
    for (const [key, value] of batch) {
      const record = decodeAuthRecord(key, value);
      if (record.kind === 'state') auth.state = encodeAuthState(record.state);
      else if (record.kind === 'user') auth.users.push(encodeEtcdUser(record.user));
      else auth.roles.push(encodeEtcdRole(record.role));
    }
  }
  return auth;
}

function clusterOf(view: FrozenView): BoltEntry[] {
  const bytes = view.get(CLUSTER_VERSION_KEY);
  if (bytes === undefined) return [];
  const { version, downgradeTo } = decodeClusterVersion(bytes);
  const downgrade = JSON.stringify({ 'target-version': downgradeTo, enabled: downgradeTo !== '' });
  return [
    [Buffer.from('clusterVersion'), Buffer.from(version)],
    [Buffer.from('downgrade'), Buffer.from(downgrade)],
  ];
}

function toAlarm(key: Uint8Array): BoltEntry {
  const { memberId, type } = decodeAlarm(key);
  return [encodeAlarmMember(memberId, 1 + alarmTypes.indexOf(type)), new Uint8Array(0)];
}

function toMember(_key: Uint8Array, value: Uint8Array): BoltEntry {
  const member = decodeMember(value);
  return [Buffer.from(member.id.toString(16)), Buffer.from(memberJson(member))];
}

/** Ids go beyond what JSON.stringify takes for a number. */
function memberJson({ id, name, peerUrls, clientUrls, isLearner }: MemberRecord): string {
  const rest = JSON.stringify({ peerURLs: peerUrls, name, clientURLs: clientUrls, isLearner });
  return `{"id":${id},${rest.slice(1)}`;
}

function toRemoved(key: Uint8Array): BoltEntry {
  return [Buffer.from(decodeRemoved(key).toString(16)), REMOVED_VALUE];
}
