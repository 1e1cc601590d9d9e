/**
 * A change of membership as it stands in the log: the context of a raft configuration change. It carries the member's
 * record, so that what the core counts and what MemberList tells change with the same entry, and who waits for it.
 * Which changes are allowed is said twice: by the leader when it is asked (`reconfiguration-check.ts`, which looks at
 * who is alive), and here when the entry is applied, by the replicated records alone, so that all members agree.
 */
import { assertNever } from '@kuorum/base';
import type { ConfChange, ConfChangeSingle } from '../raft/index.js';
import { ByteReader, ByteWriter, MalformedRecordError } from './byte-io.js';
import type { EtcdErrorName } from './errors.js';
import type { MemberRecord } from './membership.js';

export type MembershipChange =
  | { readonly kind: 'add'; readonly id: bigint; readonly peerUrls: readonly string[]; readonly isLearner: boolean }
  | { readonly kind: 'remove'; readonly id: bigint }
  | { readonly kind: 'update'; readonly id: bigint; readonly peerUrls: readonly string[] }
  | { readonly kind: 'promote'; readonly id: bigint };

/** `origin` names one run of one member, `sequence` its request. */
export interface ProposedChange {
  readonly origin: number;
  readonly sequence: number;
  readonly change: MembershipChange;
}

const CHANGE_FORMAT = 1;
/** Positions are numbers in the log: append only. */
const kinds: readonly MembershipChange['kind'][] = ['add', 'remove', 'update', 'promote'];

export function encodeChange({ origin, sequence, change }: ProposedChange): Buffer {
  const w = new ByteWriter();
  w.u8(CHANGE_FORMAT).uint(origin).uint(sequence).u8(kinds.indexOf(change.kind)).id(change.id);
  if (change.kind === 'add' || change.kind === 'update') w.list(change.peerUrls, (url) => w.string(url));
  if (change.kind === 'add') w.flag(change.isLearner);
  return w.finish();
}

/** Throws MalformedRecordError. */
export function decodeChange(record: Uint8Array): ProposedChange {
  const r = new ByteReader(record);
  const format = r.u8();
  if (format !== CHANGE_FORMAT)
    throw new MalformedRecordError(`Cannot read a change of membership of format ${format}`);
  const [origin, sequence, kind, id] = [r.uint(), r.uint(), kinds[r.u8()], r.unsignedId()];
  if (kind === undefined) throw new MalformedRecordError('Cannot read a change of membership of an unknown kind');
  const change = readChange(r, kind, id);
  r.end();
  return { origin, sequence, change };
}

function readChange(r: ByteReader, kind: MembershipChange['kind'], id: bigint): MembershipChange {
  switch (kind) {
    case 'add':
      return { kind, id, peerUrls: r.list(() => r.string()), isLearner: r.flag() };
    case 'update':
      return { kind, id, peerUrls: r.list(() => r.string()) };
    case 'remove':
    case 'promote':
      return { kind, id };
    default:
      return assertNever(kind);
  }
}

/** The records that changes are judged by. */
export interface KnownMembers {
  list(): readonly MemberRecord[];
  get(id: bigint): MemberRecord | undefined;
  wasRemoved(id: bigint): boolean;
}

/**
 * Why the records forbid it, in etcd's order of looking; undefined = they do not. How many learners there may be is for
 * the leader who takes the change to say: members with other flags must not decide otherwise when they apply it.
 */
export function refusalByRecords(
  members: KnownMembers,
  change: MembershipChange,
  maxLearners = Infinity,
): EtcdErrorName | undefined {
  if (members.wasRemoved(change.id)) return 'memberNotFound';
  const known = members.get(change.id);
  switch (change.kind) {
    case 'add':
      if (known !== undefined) return 'memberExists';
      if (isUrlTaken(members, change)) return 'peerUrlExists';
      if (change.isLearner && members.list().filter((member) => member.isLearner).length >= maxLearners) {
        return 'tooManyLearners';
      }
      return undefined;
    case 'remove':
      return known === undefined ? 'memberNotFound' : undefined;
    case 'update':
      if (known === undefined) return 'memberNotFound';
      return isUrlTaken(members, change) ? 'peerUrlExists' : undefined;
    case 'promote':
      if (known === undefined) return 'memberNotFound';
      return known.isLearner ? undefined : 'memberNotLearner';
    default:
      return assertNever(change);
  }
}

function isUrlTaken(members: KnownMembers, change: { id: bigint; peerUrls: readonly string[] }): boolean {
  const taken = members.list().filter(({ id }) => id !== change.id);
  return taken.some(({ peerUrls }) => peerUrls.some((url) => change.peerUrls.includes(url)));
}

/** What the core is told. An update of addresses makes a member what it is already, and so changes no quorum. */
export function confChangeOf(proposed: ProposedChange, members: KnownMembers): ConfChange {
  return { transition: 'auto', changes: [singleOf(proposed.change, members)], context: encodeChange(proposed) };
}

function singleOf(change: MembershipChange, members: KnownMembers): ConfChangeSingle {
  const { id: nodeId } = change;
  switch (change.kind) {
    case 'add':
      return { kind: change.isLearner ? 'addLearner' : 'addVoter', nodeId };
    case 'remove':
      return { kind: 'removeNode', nodeId };
    case 'promote':
      return { kind: 'addVoter', nodeId };
    case 'update':
      return { kind: members.get(nodeId)?.isLearner === true ? 'addLearner' : 'addVoter', nodeId };
    default:
      return assertNever(change);
  }
}
