/**
 * Whether all members hold the same history (etcd `server/etcdserver/corrupt.go`). The leader compares its checksum with
 * every peer's at one revision, and raises CORRUPT for whom differs, which stops reads and writes everywhere: nobody can
 * say who is right, so an operator has to look. A member may also compare itself with its peers before it serves.
 *
 * Checksums count only between members with the same compacted revision; a peer that cannot be asked is left out.
 */
import type { Logger } from '@kuorum/base/node';
import { toInt64, uint64ToBigint, type raftpb } from '@kuorum/wire';
import { SERVER } from './auth/authorize.js';
import type { HistoryHash } from './history-hash.js';
import { CORRUPTION_ASK_TIMEOUT_MS } from './limits.js';
import type { Member } from './member.js';
import type { MemberRecord } from './membership.js';
import type { DialPeer } from './peer-dialer.js';
import { StartRefusal } from './start-refusal.js';

export type PeerHash = HistoryHash & { readonly memberId: bigint };

export class CorruptionCheck {
  constructor(
    private readonly member: Member,
    private readonly dial: DialPeer,
    private readonly logger: Logger,
  ) {}

  /** Before the member serves. Rejects with {@link StartRefusal} when its history differs from that of a peer. */
  async beforeServing(): Promise<void> {
    const own = await this.member.history.hashes.of(0);
    const peers = await this.askPeers(own.revision);
    const other = peers.find(
      ({ hash, compactRevision }) => compactRevision === own.compactRevision && hash !== own.hash,
    );
    if (other === undefined) return;
    throw new StartRefusal(
      `Cannot start: the history of this member differs from that of member ${other.memberId.toString(16)} at revision ${own.revision} (etcd: found data inconsistency with peers). ` +
        'If it is this one that is damaged, remove it (etcdctl member remove) and add a new member with an empty directory',
    );
  }

  /** On the leader, from time to time. */
  async periodic(): Promise<void> {
    const { member } = this;
    if (!member.isLeader || member.machine.alarms.has('corrupt')) return;
    const before = await member.history.hashes.of(0);
    const peers = await this.askPeers(before.revision);
    await new Promise<void>((done, reject) => {
      member.linearizable((error) => (error === undefined ? done() : reject(error)));
    });
    const after = await member.history.hashes.of(0);
    for (const memberId of corruptMembers(member.id, before, after, peers)) {
      this.logger.error({ member: memberId.toString(16), revision: before.revision }, 'histories of members differ');
      member.propose({ kind: 'alarm', action: 'activate', memberId, type: 'corrupt' }, () => undefined, SERVER);
    }
  }

  private async askPeers(revision: number): Promise<PeerHash[]> {
    const { members } = this.member.machine;
    const peers = members.list().filter(({ id }) => id !== this.member.id);
    const answers = await Promise.all(peers.map((peer) => this.ask(peer, revision)));
    return answers.filter((answer) => answer !== undefined);
  }

  private ask({ id, peerUrls }: MemberRecord, revision: number): Promise<PeerHash | undefined> {
    let client: raftpb.RaftTransportClient;
    try {
      client = this.dial(peerUrls[0] ?? '');
    } catch {
      // Nowhere to reach it.
      return Promise.resolve(undefined);
    }
    const request = { cluster_id: toInt64(this.member.clusterId), revision: toInt64(revision) };
    return new Promise((answer) => {
      client.HashKv(request, { deadline: Date.now() + CORRUPTION_ASK_TIMEOUT_MS }, (error, response) => {
        client.close();
        if (error !== null || response === undefined) {
          this.logger.warn({ member: id.toString(16), err: error?.details }, 'cannot compare histories with a member');
          answer(undefined);
        } else answer(decode(response));
      });
    });
  }
}

/**
 * Whose history is not the leader's, in which a linearizable read came between `before` and `after`: a peer's answer that
 * is ahead of `after` is ahead of what the leader committed.
 */
export function corruptMembers(
  leader: bigint,
  before: HistoryHash,
  after: HistoryHash,
  peers: readonly PeerHash[],
): Set<bigint> {
  const corrupt = new Set<bigint>();
  const isSamePoint = after.revision === before.revision && after.compactRevision === before.compactRevision;
  if (isSamePoint && after.hash !== before.hash) corrupt.add(leader);
  for (const { memberId, hash, compactRevision, currentRevision } of peers) {
    const isAhead = currentRevision > after.currentRevision || compactRevision > after.compactRevision;
    const differs = compactRevision === before.compactRevision && hash !== before.hash;
    if (isAhead || differs) corrupt.add(memberId);
  }
  return corrupt;
}

export function encodePeerHash({ memberId, ...own }: PeerHash): raftpb.HashKvResponse {
  return {
    member_id: toInt64(memberId),
    hash: own.hash,
    hash_revision: toInt64(own.revision),
    compact_revision: toInt64(own.compactRevision),
    current_revision: toInt64(own.currentRevision),
  };
}

function decode(response: raftpb.HashKvResponse__Output): PeerHash {
  return {
    memberId: uint64ToBigint(response.member_id),
    hash: response.hash,
    revision: Number(response.hash_revision),
    compactRevision: Number(response.compact_revision),
    currentRevision: Number(response.current_revision),
  };
}
