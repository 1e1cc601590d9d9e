/** The words in which scripts show the core: one line a message, an entry, a membership. `4/7` is term 4, index 7. */
import { fromUtf8 } from '@kuorum/base';
import {
  type ConfChange,
  type ConfState,
  decodeConfChange,
  type Entry,
  type Message,
  NO_NODE,
  type NodeId,
  type Raft,
  type Snapshot,
  type Status,
} from '@kuorum/store/raft';

/** Entries of one line before it is shortened. */
const ENTRIES_SHOWN = 8;

export function nodeText(id: NodeId): string {
  return id === NO_NODE ? 'none' : String(id);
}

export function membershipText(state: ConfState): string {
  const set = (ids: readonly NodeId[]): string => `(${ids.join(' ')})`;
  const voters =
    state.votersOutgoing.length > 0 ? `${set(state.voters)}&&${set(state.votersOutgoing)}` : set(state.voters);
  const parts = [`voters=${voters}`];
  if (state.learners.length > 0) parts.push(`learners=${set(state.learners)}`);
  if (state.learnersNext.length > 0) parts.push(`learners-next=${set(state.learnersNext)}`);
  if (state.autoLeave) parts.push('auto-leave');
  return parts.join(' ');
}

export function changeText(change: ConfChange): string {
  if (change.changes.length === 0) return 'leave-joint';
  const letters = { addVoter: 'v', addLearner: 'l', removeNode: 'r' } as const;
  const changes = change.changes.map(({ kind, nodeId }) => `${letters[kind]}${nodeId}`).join(' ');
  return change.transition === 'auto' ? changes : `${changes} (${change.transition})`;
}

export function entryText(entry: Entry): string {
  const id = `${entry.term}/${entry.index}`;
  if (entry.type === 'confChange') return `${id} conf-change ${changeText(decodeConfChange(entry.data))}`;
  return entry.data.length === 0 ? `${id} ""` : `${id} "${fromUtf8(entry.data)}"`;
}

export function entriesText(entries: readonly Entry[]): string {
  const shown = entries.length <= ENTRIES_SHOWN ? entries : entries.slice(0, ENTRIES_SHOWN);
  const rest = entries.length - shown.length;
  return `[${shown.map(entryText).join(', ')}${rest > 0 ? `, … ${rest} more, last ${idOf(entries.at(-1))}` : ''}]`;
}

function idOf(entry: Entry | undefined): string {
  return entry === undefined ? '' : `${entry.term}/${entry.index}`;
}

export function snapshotText({ metadata, data }: Snapshot): string {
  return `${metadata.term}/${metadata.index} ${membershipText(metadata.confState)} content="${fromUtf8(data)}"`;
}

export function messageText(message: Message): string {
  return `${message.from}->${message.to} ${message.type} ${fieldsOf(message).join(' ')}`.trimEnd();
}

function fieldsOf(message: Message): readonly string[] {
  const term = `term=${message.term}`;
  switch (message.type) {
    case 'app':
      return [
        term,
        `prev=${message.prevTerm}/${message.prevIndex}`,
        `commit=${message.commit}`,
        ...(message.entries.length > 0 ? [`entries=${entriesText(message.entries)}`] : []),
      ];
    case 'appResp':
      return message.reject
        ? [term, `index=${message.index} rejected`, `hint=${message.hintTerm}/${message.rejectHint}`]
        : [term, `index=${message.index}`];
    case 'vote':
    case 'preVote':
      return [term, `last=${message.lastTerm}/${message.lastIndex}`, ...(message.transfer ? ['transfer'] : [])];
    case 'voteResp':
    case 'preVoteResp':
      return [term, message.reject ? 'rejected' : 'granted'];
    case 'heartbeat':
      return [term, `commit=${message.commit}`, ...(message.readSeq > 0 ? [`read=${message.readSeq}`] : [])];
    case 'heartbeatResp':
      return [term, ...(message.readSeq > 0 ? [`read=${message.readSeq}`] : [])];
    case 'snap':
      return [term, `snapshot=${snapshotText(message.snapshot)}`];
    case 'timeoutNow':
      return [term];
    case 'transferLeader':
      return [`to-lead=${message.transferee}`];
    case 'prop':
      return [
        message.proposals
          .map(({ type, data }) => (type === 'confChange' ? changeText(decodeConfChange(data)) : `"${fromUtf8(data)}"`))
          .join(', '),
      ];
    case 'readIndex':
      return [`read="${message.ctx}"`];
    case 'readIndexResp':
      return [term, `read="${message.ctx}"`, `index=${message.index}`];
  }
}

/** Who it is and what it believes, in one line. */
export function roleText(raft: Raft): string {
  const { role, term, leader } = raft;
  const known = role.name === 'follower' ? (leader === NO_NODE ? ', no leader' : ` of ${leader}`) : '';
  return `${role.name}${known} in term ${term}`;
}

export function progressLines(status: Status): readonly string[] {
  return [...status.progress].map(([id, progress]) => {
    const flags = [
      ...(progress.isLearner ? ['learner'] : []),
      ...(progress.recentActive ? [] : ['inactive']),
      ...(progress.inflight > 0 ? [`inflight=${progress.inflight} (${progress.inflightBytes} bytes)`] : []),
      ...(progress.pendingSnapshot > 0 ? [`snapshot=${progress.pendingSnapshot}`] : []),
    ];
    return [`${id}: ${progress.state}`, `match=${progress.match}`, `next=${progress.next}`, ...flags].join(' ');
  });
}
