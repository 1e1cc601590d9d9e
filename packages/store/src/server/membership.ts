/**
 * Who the members are, as replicated: the state machine's own records, key 's' 'm' and the id, value JSON. A member's
 * name and client URLs are empty until it has started and published them.
 */
import { RESTORE_ADVICE, StorageError, type StateDb } from '../storage/index.js';

export interface MemberRecord {
  readonly id: bigint;
  readonly name: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly isLearner: boolean;
}

export const MEMBER_PREFIX: Uint8Array = Buffer.from('sm', 'latin1');

export class Membership {
  private readonly records = new Map<bigint, MemberRecord>();

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
    this.db.put(memberKey(record.id), encodeMember(record));
  }

  remove(id: bigint): void {
    this.records.delete(id);
    this.db.delete(memberKey(id));
  }

  restore(records: Iterable<MemberRecord>): void {
    this.records.clear();
    for (const record of records) this.records.set(record.id, record);
  }
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

function memberKey(id: bigint): Uint8Array {
  const key = Buffer.alloc(MEMBER_PREFIX.length + 8);
  key.set(MEMBER_PREFIX);
  key.writeBigUInt64BE(id, MEMBER_PREFIX.length);
  return key;
}
