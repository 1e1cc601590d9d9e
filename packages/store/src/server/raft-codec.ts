/**
 * Raft messages between members, in binary: type, from, to, term, then the fields of the type in the order of
 * raft/types.ts. Members of one cluster run versions that agree on it; {@link MESSAGE_FORMAT} changes when it changes.
 */
import { assertNever } from '@kuorum/base';
import {
  asLogIndex,
  asTerm,
  decodeConfChange,
  MalformedConfChangeError,
  type CommittedEntry,
  type ConfState,
  type Entry,
  type EntryType,
  type Message,
  type MessageType,
  type Proposal,
  type Snapshot,
} from '../raft/index.js';
import { ByteReader, ByteWriter, MalformedRecordError } from './byte-io.js';

const MESSAGE_FORMAT = 2;

/** Position = number on the wire: append only. */
const types: readonly MessageType[] = [
  'app',
  'appResp',
  'vote',
  'preVote',
  'voteResp',
  'preVoteResp',
  'heartbeat',
  'heartbeatResp',
  'snap',
  'timeoutNow',
  'transferLeader',
  'prop',
  'readIndex',
  'readIndexResp',
];
const entryTypes: readonly EntryType[] = ['normal', 'confChange'];

export function encodeMessage(message: Message): Buffer {
  const w = new ByteWriter();
  writeMessage(w, message);
  return w.finish();
}

export function writeMessage(w: ByteWriter, message: Message): void {
  w.u8(MESSAGE_FORMAT).u8(types.indexOf(message.type)).id(message.from).id(message.to).uint(message.term);
  writeFields(w, message);
}

/** Of an encoded `prop`; of any other message none, without reading it. */
export function proposalsOf(record: Uint8Array): readonly Proposal[] {
  if (types[record[1] ?? -1] !== 'prop') return [];
  const message = decodeMessage(record);
  return message.type === 'prop' ? message.proposals : [];
}

export function decodeMessage(record: Uint8Array): Message {
  const r = new ByteReader(record);
  const format = r.u8();
  if (format !== MESSAGE_FORMAT) throw new MalformedRecordError(`Cannot read a raft message of format ${format}`);
  const type = types[r.u8()];
  if (type === undefined) throw new MalformedRecordError('Cannot read a raft message of an unknown type');
  const message = readFields(r, type, { from: r.unsignedId(), to: r.unsignedId(), term: asTerm(r.uint()) });
  r.end();
  return message;
}

function writeFields(w: ByteWriter, m: Message): void {
  switch (m.type) {
    case 'app':
      w.uint(m.prevIndex).uint(m.prevTerm).uint(m.commit);
      w.list(m.entries, (entry) => writeEntry(w, entry));
      return;
    case 'appResp':
      w.uint(m.index).flag(m.reject).uint(m.rejectHint).uint(m.hintTerm);
      return;
    case 'vote':
    case 'preVote':
      w.uint(m.lastIndex).uint(m.lastTerm).flag(m.transfer);
      writeCommitted(w, m.committed);
      return;
    case 'voteResp':
    case 'preVoteResp':
      w.flag(m.reject);
      writeCommitted(w, m.committed);
      return;
    case 'heartbeat':
      w.uint(m.commit).uint(m.readSeq);
      return;
    case 'heartbeatResp':
      w.uint(m.readSeq);
      return;
    case 'snap':
      writeSnapshot(w, m.snapshot);
      return;
    case 'timeoutNow':
      return;
    case 'transferLeader':
      w.id(m.transferee);
      return;
    case 'prop':
      w.list(m.proposals, (proposal) => w.u8(entryTypes.indexOf(proposal.type)).bytes(proposal.data));
      return;
    case 'readIndex':
      w.string(m.ctx);
      return;
    case 'readIndexResp':
      w.string(m.ctx).uint(m.index);
      return;
    default:
      assertNever(m);
  }
}

type Head = Pick<Message, 'from' | 'to' | 'term'>;

/** `head` comes last: V8 takes fifty times as long for an object that goes on after a copy. */
function readFields(r: ByteReader, type: MessageType, head: Head): Message {
  switch (type) {
    case 'app': {
      const [prevIndex, prevTerm, commit] = [index(r), term(r), index(r)];
      return { type, prevIndex, prevTerm, commit, entries: r.list(() => readEntry(r)), ...head };
    }
    case 'appResp':
      return { type, index: index(r), reject: r.flag(), rejectHint: index(r), hintTerm: term(r), ...head };
    case 'vote':
    case 'preVote':
      return { type, lastIndex: index(r), lastTerm: term(r), transfer: r.flag(), ...readCommitted(r), ...head };
    case 'voteResp':
    case 'preVoteResp':
      return { type, reject: r.flag(), ...readCommitted(r), ...head };
    case 'heartbeat':
      return { type, commit: index(r), readSeq: r.uint(), ...head };
    case 'heartbeatResp':
      return { type, readSeq: r.uint(), ...head };
    case 'snap':
      return { type, snapshot: readSnapshot(r), ...head };
    case 'timeoutNow':
      return { type, ...head };
    case 'transferLeader':
      return { type, transferee: r.unsignedId(), ...head };
    case 'prop':
      return { type, proposals: r.list(() => readProposal(r)), ...head };
    case 'readIndex':
      return { type, ctx: r.string(), ...head };
    case 'readIndexResp':
      return { type, ctx: r.string(), index: index(r), ...head };
    default:
      return assertNever(type);
  }
}

const index = (r: ByteReader) => asLogIndex(r.uint());
const term = (r: ByteReader) => asTerm(r.uint());

function writeCommitted(w: ByteWriter, committed: CommittedEntry | undefined): void {
  w.flag(committed !== undefined);
  if (committed !== undefined) w.uint(committed.index).uint(committed.term);
}

function readCommitted(r: ByteReader): { readonly committed?: CommittedEntry } {
  return r.flag() ? { committed: { index: index(r), term: term(r) } } : {};
}

function writeEntry(w: ByteWriter, entry: Entry): void {
  w.uint(entry.term).uint(entry.index).u8(entryTypes.indexOf(entry.type)).bytes(entry.data);
}

function readEntry(r: ByteReader): Entry {
  const [entryTerm, entryIndex, proposal] = [term(r), index(r), readProposal(r)];
  return { term: entryTerm, index: entryIndex, ...proposal };
}

/** The core and the log rely on a configuration change being one: what a peer sends is looked at here. */
function readProposal(r: ByteReader): Proposal {
  const [type, data] = [readEntryType(r), r.bytes()];
  if (type === 'confChange') checkConfChange(data);
  return { type, data };
}

function checkConfChange(data: Uint8Array): void {
  try {
    decodeConfChange(data);
  } catch (error) {
    if (error instanceof MalformedConfChangeError) throw new MalformedRecordError(error.message, { cause: error });
    throw error;
  }
}

function readEntryType(r: ByteReader): EntryType {
  const type = entryTypes[r.u8()];
  if (type === undefined) throw new MalformedRecordError('Cannot read a raft entry of an unknown type');
  return type;
}

function writeSnapshot(w: ByteWriter, snapshot: Snapshot): void {
  const { metadata, data } = snapshot;
  w.uint(metadata.index).uint(metadata.term);
  writeConfState(w, metadata.confState);
  w.bytes(data);
}

function readSnapshot(r: ByteReader): Snapshot {
  const metadata = { index: index(r), term: term(r), confState: readConfState(r) };
  return { metadata, data: r.bytes() };
}

function writeConfState(w: ByteWriter, conf: ConfState): void {
  for (const ids of [conf.voters, conf.votersOutgoing, conf.learners, conf.learnersNext]) w.list(ids, (id) => w.id(id));
  w.flag(conf.autoLeave);
}

function readConfState(r: ByteReader): ConfState {
  const ids = () => r.list(() => r.unsignedId());
  return { voters: ids(), votersOutgoing: ids(), learners: ids(), learnersNext: ids(), autoLeave: r.flag() };
}
