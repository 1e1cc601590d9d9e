/**
 * Who the members are, as replicated: the state machine's own records, key 's' 'm' and the id, value JSON. A member's
 * name and client URLs are empty until it has started and published them.
 */
import { assertNever } from '@kuorum/base';
import { RESTORE_ADVICE, StorageError, type StateDb } from '../storage/index.js';
import type { MembershipChange } from './membership-change.js';

export interface MemberRecord {
  readonly id: bigint;
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly isLearner: boolean;
}

export const MEMBER_PREFIX: Uint8Array = Buffer.from('sm', 'latin1');
/** Ids that were members once, key 's' 'r' and the id: they never are again. */
export const REMOVED_PREFIX: Uint8Array = Buffer.from('sr', 'latin1');

export class Membership {
  private readonly records = new Map<bigint, MemberRecord>();
  private readonly removed = new Set<bigint>();
  /** Somebody came, went or moved. */
  onChange: () => void = () => undefined;

  constructor(private readonly db: Pick<StateDb, 'put' | 'delete'>) {}

  /** By id, ascending. */
  list(): MemberRecord[] {
    return [...this.records.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  get(id: bigint): MemberRecord | undefined {
    return this.records.get(id);
  }

  put(record: MemberRecord): void {
    this.records.set(record.id, record);
    this.db.put(idKey(MEMBER_PREFIX, record.id), encodeMember(record));
    this.onChange();
  }

  /** For good: the id is never accepted again. */
  remove(id: bigint): void {
    this.records.delete(id);
    this.removed.add(id);
    this.db.delete(idKey(MEMBER_PREFIX, id));
    this.db.put(idKey(REMOVED_PREFIX, id), new Uint8Array([1]));
    this.onChange();
  }

  wasRemoved(id: bigint): boolean {
    return this.removed.has(id);
  }

  /** A change that `refusalByRecords` has let through. */
  apply(change: MembershipChange): void {
    const known = this.records.get(change.id);
    switch (change.kind) {
      case 'add': {
        const { id, peerUrls, isLearner } = change;
        this.put({ id, name: '', peerUrls, clientUrls: [], isLearner });
        return;
      }
      case 'remove':
        this.remove(change.id);
        return;
      case 'update':
        if (known !== undefined) this.put({ ...known, peerUrls: change.peerUrls });
        return;
      case 'promote':
        if (known !== undefined) this.put({ ...known, isLearner: false });
        return;
      default:
        assertNever(change);
    }
  }

  restore(records: Iterable<MemberRecord>, removed: Iterable<bigint>): void {
    this.records.clear();
    this.removed.clear();
    for (const record of records) this.records.set(record.id, record);
    for (const id of removed) this.removed.add(id);
  }
}

/** What the database holds, into `membership`. Throws StorageError `corrupt`. */
export async function loadMembership(db: Pick<StateDb, 'scan'>, membership: Membership): Promise<void> {
  const records: MemberRecord[] = [];
  for await (const batch of db.scan(MEMBER_PREFIX)) for (const [, value] of batch) records.push(decodeMember(value));
  const removed: bigint[] = [];
  for await (const batch of db.scan(REMOVED_PREFIX)) for (const [key] of batch) removed.push(decodeRemoved(key));
  membership.restore(records, removed);
}

/** The id of a removed member from its key. Throws StorageError `corrupt`. */
export function decodeRemoved(key: Uint8Array): bigint {
  if (key.length !== REMOVED_PREFIX.length + 8) throw damaged();
  return Buffer.from(key).readBigUInt64BE(REMOVED_PREFIX.length);
}

/** Throws StorageError `corrupt`. */
export function decodeMember(value: Uint8Array): MemberRecord {
  const { id, name, peerUrls, clientUrls, isLearner } = parse(value);
  if (typeof id !== 'string' || !/^[0-9]{1,20}$/.test(id)) throw damaged();
  if (typeof name !== 'string' || typeof isLearner !== 'boolean') throw damaged();
  return { id: BigInt(id), name, peerUrls: texts(peerUrls), clientUrls: texts(clientUrls), isLearner };
}

type StoredMember = Omit<MemberRecord, 'id'> & { readonly id: string };

function parse(value: Uint8Array): Readonly<Partial<Record<keyof StoredMember, unknown>>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(value).toString('utf8'));
  } catch {
    throw damaged();
  }
  if (typeof parsed !== 'object' || parsed === null) throw damaged();
  return parsed;
}

function texts(value: unknown): string[] {
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) throw damaged();
  return value;
}

function damaged(): StorageError {
  return new StorageError(
    'corrupt',
    `Cannot use the state as the record of a member is not readable: ${RESTORE_ADVICE}`,
  );
}

function encodeMember(record: MemberRecord): Uint8Array {
  const stored: StoredMember = { ...record, id: record.id.toString() };
  return Buffer.from(JSON.stringify(stored), 'utf8');
}

function idKey(prefix: Uint8Array, id: bigint): Uint8Array {
  const key = Buffer.alloc(prefix.length + 8);
  key.set(prefix);
  key.writeBigUInt64BE(id, prefix.length);
  return key;
}
