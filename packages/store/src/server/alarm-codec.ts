/** Alarms as the raft log carries them. */
import { MalformedRecordError, type ByteReader, type ByteWriter } from './byte-io.js';

/** Positions are numbers on disk and in the log: append only. */
export const alarmTypes = ['nospace', 'corrupt'] as const;
export type AlarmType = (typeof alarmTypes)[number];

export interface AlarmCommand {
  readonly kind: 'alarm';
  readonly action: 'activate' | 'deactivate';
  readonly memberId: bigint;
  readonly type: AlarmType;
}

export function writeAlarm(w: ByteWriter, { action, memberId, type }: AlarmCommand): void {
  w.flag(action === 'activate')
    .id(memberId)
    .u8(alarmTypes.indexOf(type));
}

export function readAlarm(r: ByteReader): AlarmCommand {
  const [activate, memberId, type] = [r.flag(), r.unsignedId(), alarmTypes[r.u8()]];
  if (type === undefined) throw new MalformedRecordError('Cannot apply an alarm of an unknown type');
  return { kind: 'alarm', action: activate ? 'activate' : 'deactivate', memberId, type };
}
