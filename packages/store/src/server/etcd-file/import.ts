/**
 * The records of an etcd database (etcd's own or ours) as this store keeps them: history, leases, users and roles, the
 * compacted revision. Members and alarms are left behind: they are those of the cluster that was. Nothing in the file is believed.
 */
import { encodeLease, leaseKey, MAX_LEASE_TTL_SECONDS } from '../../lease/index.js';
import {
  asRevision,
  COMPACTED_KEY,
  encodePut,
  encodeRecordKey,
  encodeRevision,
  encodeTombstone,
  NO_LEASE,
  toByteString,
} from '../../mvcc/index.js';
import type { BoltReader, StoredRecord } from '../../storage/index.js';
import { importAuth } from './auth.js';
import { decodeKeyValue, decodeLeaseRecord, ProtoError, type EtcdKeyValue } from './proto.js';
import { bucketNames, decodeRevisionKey, metaKeys, type RevisionKey } from './schema.js';

export interface ImportOptions {
  /** Added to the revision, with everything up to there compacted: what clients remember of later ones is void. */
  readonly bumpRevision: number;
}

export interface Imported {
  /** The revision that the store will be at. */
  readonly revision: number;
  readonly compactRevision: number;
  readonly versionCount: number;
  readonly leaseCount: number;
  /** Keys whose lease is not in the file: kept, without a lease. */
  readonly orphanCount: number;
}

/** Calls `put` for each record, history in order of revision. Throws {@link ProtoError} and BoltError. */
export function* importEtcdFile(
  file: BoltReader,
  { bumpRevision }: ImportOptions,
): Generator<StoredRecord, Imported, void> {
  const leases = new Set<bigint>();
  for (const [, value] of file.entries(bucketNames.lease)) {
    const { id, ttlSeconds, remainingTtlSeconds } = decodeLeaseRecord(value);
    leases.add(id);
    const record = { id, ttlSeconds: bounded(ttlSeconds), remainingTtlSeconds: bounded(remainingTtlSeconds) };
    yield [leaseKey(id), encodeLease(record)];
  }
  yield* importAuth(file);
  let compacted = compactedIn(file);
  let revision = Math.max(1, compacted);
  let versionCount = 0;
  let atCompacted = 0;
  /** Newest versions whose lease is missing, by key. Older ones may well name a lease that ended since. */
  const orphans = new Map<string, { readonly at: RevisionKey; readonly kv: EtcdKeyValue }>();
  for (const [key, value] of file.entries(bucketNames.key)) {
    let at = decodeRevisionKey(key);
    const kv = decodeKeyValue(value);
    revision = Math.max(revision, at.main);
    // What etcdutl's --bump-revision leaves at the revision that it reached.
    if (kv.key.length === 0) continue;
    versionCount++;
    // What etcd's compaction left of the revision itself has gaps, at which a watch from there would end.
    if (at.main === compacted) at = { ...at, sub: atCompacted++ };
    const name = toByteString(kv.key);
    if (at.tombstone || kv.lease === NO_LEASE || leases.has(kv.lease)) orphans.delete(name);
    else orphans.set(name, { at, kv });
    yield toRecord(at, kv);
  }
  for (const { at, kv } of orphans.values()) yield toRecord(at, { ...kv, lease: NO_LEASE });
  if (bumpRevision > 0) {
    revision += bumpRevision;
    compacted = revision;
  }
  if (compacted > 0) yield [COMPACTED_KEY, encodeRevision(asRevision(compacted))];
  return { revision, compactRevision: compacted, versionCount, leaseCount: leases.size, orphanCount: orphans.size };
}

function toRecord({ main, sub, tombstone }: RevisionKey, kv: EtcdKeyValue): StoredRecord {
  if (tombstone) return [encodeRecordKey(main, sub), encodeTombstone(kv.key)];
  if (kv.modRevision !== main) throw new ProtoError(`revision ${main} holds a version of revision ${kv.modRevision}`);
  const { key, version, value, lease } = kv;
  return [
    encodeRecordKey(main, sub),
    encodePut({ key, createRevision: asRevision(kv.createRevision), version, value, lease }),
  ];
}

/** A compaction that was not through is gone on with by the store that gets the records. */
function compactedIn(file: BoltReader): number {
  let compacted = 0;
  for (const [key, value] of file.entries(bucketNames.meta)) {
    const name = Buffer.from(key).toString();
    if (name !== metaKeys.scheduledCompact && name !== metaKeys.finishedCompact) continue;
    compacted = Math.max(compacted, decodeRevisionKey(value).main);
  }
  return compacted;
}

function bounded(seconds: number): number {
  return Math.min(seconds, MAX_LEASE_TTL_SECONDS);
}
