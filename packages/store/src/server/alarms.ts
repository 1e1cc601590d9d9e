/**
 * Alarms: what a member found wrong with itself or another (etcd `server/etcdserver/api/v3alarm`), told to all by the
 * log. They are part of the replicated state: kept over restarts, contained in snapshots, ended by an operator only.
 *
 * - `nospace`: a member's quota is used up. Nothing that takes space is applied; reads, deletions, compaction go on.
 * - `corrupt`: a member's history differs from the leader's. No key is read or written until somebody has looked.
 *
 * {@link Alarms.mustAllow} is the one place that says what an alarm forbids (etcd's capped and corrupt appliers). It is
 * asked while entries are applied, so all members refuse the same entries.
 */
import { assertNever } from '@kuorum/base';
import { RESTORE_ADVICE, StorageError, type StateDb } from '../storage/index.js';
import { alarmTypes, type AlarmType } from './alarm-codec.js';
import type { Command } from './command.js';
import { etcdError } from './errors.js';
import { spaceCostBytes } from './space-cost.js';

export interface Alarm {
  readonly memberId: bigint;
  readonly type: AlarmType;
}

/** Key: 's' 'a', the member's id (8 bytes, big-endian), the type (1 byte). No value. */
export const ALARM_PREFIX: Uint8Array = Buffer.from('sa', 'latin1');
const KEY_BYTES = 11;
const NO_VALUE = new Uint8Array(0);

export class Alarms {
  private readonly raised = new Map<string, Alarm>();

  constructor(private readonly db: Pick<StateDb, 'put' | 'delete'>) {}

  /** By type, then by member. */
  list(type?: AlarmType): Alarm[] {
    const found = [...this.raised.values()].filter((alarm) => type === undefined || alarm.type === type);
    return found.sort(compare);
  }

  has(type: AlarmType, memberId?: bigint): boolean {
    return this.list(type).some((alarm) => memberId === undefined || alarm.memberId === memberId);
  }

  activate({ memberId, type }: Alarm): Alarm {
    const alarm = { memberId, type };
    this.raised.set(nameOf(alarm), alarm);
    this.db.put(alarmKey(alarm), NO_VALUE);
    return alarm;
  }

  /** Undefined when it was not raised. */
  deactivate({ memberId, type }: Alarm): Alarm | undefined {
    const alarm = { memberId, type };
    if (!this.raised.delete(nameOf(alarm))) return undefined;
    this.db.delete(alarmKey(alarm));
    return alarm;
  }

  restore(alarms: Iterable<Alarm>): void {
    this.raised.clear();
    for (const alarm of alarms) this.raised.set(nameOf(alarm), alarm);
  }

  /** Throws EtcdError when an alarm forbids the command. */
  mustAllow(command: Command): void {
    if (this.raised.size === 0) return;
    if (touchesKeys(command)) this.mustTrust();
    if (spaceCostBytes(command) > 0 && this.has('nospace')) throw etcdError('noSpace');
  }

  /** Throws EtcdError when keys must not be read. */
  mustTrust(): void {
    if (this.raised.size > 0 && this.has('corrupt')) throw etcdError('corrupt');
  }
}

/** Throws StorageError `corrupt`. */
export function decodeAlarm(key: Uint8Array): Alarm {
  const type = alarmTypes[key[KEY_BYTES - 1] ?? alarmTypes.length];
  if (key.length !== KEY_BYTES || type === undefined) {
    const text = `Cannot use the state as the record of an alarm is not readable: ${RESTORE_ADVICE}`;
    throw new StorageError('corrupt', text);
  }
  return { memberId: Buffer.from(key).readBigUInt64BE(ALARM_PREFIX.length), type };
}

function alarmKey({ memberId, type }: Alarm): Uint8Array {
  const key = Buffer.alloc(KEY_BYTES);
  key.set(ALARM_PREFIX);
  key.writeBigUInt64BE(memberId, ALARM_PREFIX.length);
  key[KEY_BYTES - 1] = alarmTypes.indexOf(type);
  return key;
}

function nameOf({ memberId, type }: Alarm): string {
  return `${type} ${memberId}`;
}

function compare(a: Alarm, b: Alarm): number {
  if (a.type !== b.type) return alarmTypes.indexOf(a.type) - alarmTypes.indexOf(b.type);
  return a.memberId < b.memberId ? -1 : 1;
}

function touchesKeys(command: Command): boolean {
  switch (command.kind) {
    case 'store':
    case 'leaseGrant':
    case 'leaseRevoke':
    case 'leaseExpire':
      return true;
    case 'leaseCheckpoint':
    case 'memberAttributes':
    case 'alarm':
    case 'clusterVersion':
    case 'downgrade':
    case 'auth':
      return false;
    default:
      return assertNever(command);
  }
}
