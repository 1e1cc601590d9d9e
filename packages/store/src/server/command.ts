/**
 * What a `normal` entry of the raft log says: one command to the replicated state machine (etcd's
 * `InternalRaftRequest`), and who waits for its outcome. Every member decodes and applies the same bytes, so a command
 * holds all that decides its result: no clock, no randomness, no local setting.
 */
import { assertNever } from '@kuorum/base';
import type { AuthCommand, Caller } from '../auth/index.js';
import type { LeaseCheckpoint } from '../lease/index.js';
import type { StoreRequest } from '../mvcc/index.js';
import { readAlarm, writeAlarm, type AlarmCommand } from './alarm-codec.js';
import { readAuthCommand, writeAuthCommand } from './auth/command-codec.js';
import { ByteReader, ByteWriter, MalformedRecordError } from './byte-io.js';
import { readRequest, writeRequest } from './request-codec.js';

export type Command =
  | { readonly kind: 'store'; readonly request: StoreRequest }
  | { readonly kind: 'leaseGrant'; readonly id: bigint; readonly ttlSeconds: number }
  | { readonly kind: 'leaseRevoke'; readonly id: bigint }
  /** The leader of `term` saw it expire. Void in an entry of another term: another leader may have renewed the lease. */
  | { readonly kind: 'leaseExpire'; readonly id: bigint; readonly term: number }
  /** What the leader of `term` sees leases have left. Void in an entry of another term, as they may be renewed since. */
  | { readonly kind: 'leaseCheckpoint'; readonly term: number; readonly checkpoints: readonly LeaseCheckpoint[] }
  | AlarmCommand
  /** All members have this version; the leader says it once. */
  | { readonly kind: 'clusterVersion'; readonly version: string }
  /** Empty = a downgrade that was announced is called off. */
  | { readonly kind: 'downgrade'; readonly targetVersion: string }
  | { readonly kind: 'auth'; readonly command: AuthCommand }
  /** A member tells its name and where clients reach it (etcd's publish). */
  | {
      readonly kind: 'memberAttributes';
      readonly memberId: bigint;
      readonly name: string;
      readonly clientUrls: readonly string[];
    };

/** `origin` names one run of one member, `sequence` its request: the origin's waiter table finds it again. */
export interface Proposed {
  readonly origin: number;
  readonly sequence: number;
  readonly command: Command;
  /** On whose behalf; undefined = nobody's, as with authentication off. Checked when applied. */
  readonly caller?: Caller | undefined;
}

const COMMAND_FORMAT = 1;
/** Added to the kind of a command that a caller follows. */
const WITH_CALLER = 0x80;
/** Positions are numbers in the log: append only. */
const kinds: readonly Command['kind'][] = [
  'store',
  'leaseGrant',
  'leaseRevoke',
  'memberAttributes',
  'leaseExpire',
  'alarm',
  'clusterVersion',
  'downgrade',
  'auth',
  'leaseCheckpoint',
];

export function encodeProposed({ origin, sequence, command, caller }: Proposed): Buffer {
  const w = new ByteWriter();
  w.u8(COMMAND_FORMAT).uint(origin).uint(sequence);
  const kind = kinds.indexOf(command.kind);
  if (caller === undefined) w.u8(kind);
  else
    w.u8(kind | WITH_CALLER)
      .string(caller.user)
      .uint(caller.revision);
  switch (command.kind) {
    case 'store':
      writeRequest(w, command.request);
      break;
    case 'leaseGrant':
      w.id(command.id).uint(command.ttlSeconds);
      break;
    case 'leaseRevoke':
      w.id(command.id);
      break;
    case 'leaseExpire':
      w.id(command.id).uint(command.term);
      break;
    case 'leaseCheckpoint':
      w.uint(command.term).list(command.checkpoints, (each) => w.id(each.id).uint(each.remainingTtlSeconds));
      break;
    case 'memberAttributes':
      w.id(command.memberId).string(command.name);
      w.list(command.clientUrls, (url) => w.string(url));
      break;
    case 'alarm':
      writeAlarm(w, command);
      break;
    case 'clusterVersion':
      w.string(command.version);
      break;
    case 'downgrade':
      w.string(command.targetVersion);
      break;
    case 'auth':
      writeAuthCommand(w, command.command);
      break;
    default:
      assertNever(command);
  }
  return w.finish();
}

export function decodeProposed(data: Uint8Array): Proposed {
  const r = new ByteReader(data);
  const format = r.u8();
  if (format !== COMMAND_FORMAT) throw new MalformedRecordError(`Cannot apply a command of format ${format}`);
  const [origin, sequence, tag] = [r.uint(), r.uint(), r.u8()];
  const caller = (tag & WITH_CALLER) === 0 ? undefined : { user: r.string(), revision: r.uint() };
  const kind = kinds[tag & ~WITH_CALLER];
  if (kind === undefined) throw new MalformedRecordError('Cannot apply a command of an unknown kind');
  const command = readCommand(r, kind);
  r.end();
  return caller === undefined ? { origin, sequence, command } : { origin, sequence, command, caller };
}

function readCommand(r: ByteReader, kind: Command['kind']): Command {
  switch (kind) {
    case 'store':
      return { kind, request: readRequest(r) };
    case 'leaseGrant':
      return { kind, id: r.signedId(), ttlSeconds: r.uint() };
    case 'leaseRevoke':
      return { kind, id: r.signedId() };
    case 'leaseExpire':
      return { kind, id: r.signedId(), term: r.uint() };
    case 'leaseCheckpoint':
      return {
        kind,
        term: r.uint(),
        checkpoints: r.list(() => ({ id: r.signedId(), remainingTtlSeconds: r.uint() })),
      };
    case 'memberAttributes':
      return { kind, memberId: r.unsignedId(), name: r.string(), clientUrls: r.list(() => r.string()) };
    case 'alarm':
      return readAlarm(r);
    case 'clusterVersion':
      return { kind, version: r.string() };
    case 'downgrade':
      return { kind, targetVersion: r.string() };
    case 'auth':
      return { kind, command: readAuthCommand(r) };
    default:
      return assertNever(kind);
  }
}
