/** Maintenance.Alarm: what is wrong, by the log, so that all members say the same. */
import { assert } from '@kuorum/base';
import { toInt64, uint64ToBigint, type etcdserverpb } from '@kuorum/wire';
import type { AlarmType } from '../alarm-codec.js';
import type { Alarm } from '../alarms.js';
import { invalidArgument } from '../errors.js';
import type { Member } from '../member.js';
import type { CommandResult } from '../state-machine.js';
import type { Done } from '../waiters.js';
import { header } from './header.js';
import type { Handler } from './unary.js';

const types = { NONE: undefined, NOSPACE: 'nospace', CORRUPT: 'corrupt' } as const;
const names = { nospace: 'NOSPACE', corrupt: 'CORRUPT' } as const satisfies Record<AlarmType, string>;

type AlarmHandler = Handler<etcdserverpb.AlarmRequest__Output, etcdserverpb.AlarmResponse>;

/** An alarm of no type is nothing to keep: who raises one hears of it, as from etcd, and it is in no list. */
export function alarmHandler(member: Member): AlarmHandler {
  return ({ action, alarm, memberID }, done, call) => {
    if (!Object.hasOwn(types, alarm)) throw invalidArgument(`unknown alarm ${String(alarm)}`);
    const type = types[alarm];
    const answer = (alarms: readonly Alarm[]): void =>
      done(undefined, { header: header(member), alarms: alarms.map(encode) });
    if (action === 'GET' || type === undefined) {
      member.linearizable((error) => {
        if (error !== undefined) done(error);
        else if (action === 'ACTIVATE')
          done(undefined, { header: header(member), alarms: [{ memberID, alarm: 'NONE' }] });
        else answer(action === 'GET' ? member.machine.alarms.list(type) : []);
      });
      return;
    }
    if (action !== 'ACTIVATE' && action !== 'DEACTIVATE') throw invalidArgument(`unknown action ${String(action)}`);
    const command = {
      kind: 'alarm',
      action: action === 'ACTIVATE' ? 'activate' : 'deactivate',
      memberId: uint64ToBigint(memberID),
      type,
    } as const;
    const changed: Done<CommandResult> = (error, outcome) => {
      if (error !== undefined) return done(error);
      assert(outcome?.kind === 'alarm', 'an alarm must have the result of an alarm');
      answer(outcome.alarms);
    };
    member.auth.enter(call, done, (caller) => member.propose(command, changed, caller));
  };
}

/** As a person reads it in `Status.errors`, in etcd's form. */
export function alarmTexts(alarms: readonly Alarm[]): string[] {
  return alarms.map(({ memberId, type }) => `memberID:${memberId} alarm:${names[type]} `);
}

function encode({ memberId, type }: Alarm): etcdserverpb.AlarmMember {
  return { memberID: toInt64(memberId), alarm: names[type] };
}
