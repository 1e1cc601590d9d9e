/** All peers of a member: routes the core's messages, streams snapshots, reports what could not be delivered. */
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import type { raftpb } from '@kuorum/wire';
import type { Message, NodeId, Proposal, SnapMessage } from '../raft/index.js';
import type { StateDb } from '../storage/index.js';
import { CommitNotices } from './commit-notices.js';
import type { LogHolds } from './log-holds.js';
import { PeerMetrics, type MemberMetrics } from './metrics/member-metrics.js';
import type { DialPeer, OpenPeerSocket } from './peer-dialer.js';
import { Peer } from './peer.js';
import { RenewalBatcher } from './renewal-batcher.js';
import { SnapshotSender } from './snapshot-sender.js';

export interface TransportOptions {
  readonly selfId: NodeId;
  readonly clusterId: bigint;
  readonly dial: DialPeer;
  readonly openSocket: OpenPeerSocket;
  readonly db: StateDb;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: MemberMetrics;
  /** Runs it in a turn of its own, and sees to what it throws. */
  readonly soon: (fn: () => void) => void;
  readonly onUnreachable: (id: NodeId) => void;
  readonly onUnsent: (proposals: readonly Proposal[]) => void;
  readonly onRemoved: () => void;
  /** The log still continues a state of that index. */
  readonly continues: (index: number) => boolean;
  readonly holds: LogHolds;
  readonly onSnapshotSent: (to: NodeId, ok: boolean) => void;
}

export class Transport {
  readonly renewals: RenewalBatcher;
  private readonly peers = new Map<NodeId, Peer>();
  private readonly snapshots: SnapshotSender;
  private readonly notices: CommitNotices;

  constructor(private readonly options: TransportOptions) {
    this.snapshots = new SnapshotSender(options);
    this.renewals = new RenewalBatcher(options.clusterId, options.soon);
    this.notices = new CommitNotices(options.clock, (to, messages) => this.peers.get(to)?.send(messages));
  }

  /** Connects to the members of this list, and to no other. */
  setMembers(members: readonly { readonly id: NodeId; readonly peerUrls: readonly string[] }[]): void {
    const wanted = new Map(members.filter(({ id }) => id !== this.options.selfId).map((each) => [each.id, each]));
    this.options.metrics.setPeers(wanted.keys());
    for (const [id, peer] of this.peers) {
      const peerUrls = wanted.get(id)?.peerUrls ?? [];
      if (peerUrls.length === 0) {
        this.notices.endOf(id);
        peer.close();
        this.peers.delete(id);
      } else if (peerUrls.join() !== peer.urls.join()) peer.moveTo(peerUrls);
    }
    for (const { id, peerUrls } of wanted.values()) {
      if (this.peers.has(id) || peerUrls.length === 0) continue;
      const metrics = this.options.metrics.peer(id) ?? new PeerMetrics();
      this.peers.set(id, new Peer({ ...this.options, id, urls: peerUrls, metrics }));
    }
  }

  send(messages: readonly Message[]): void {
    const byPeer = new Map<NodeId, Message[]>();
    for (const message of messages) {
      if (message.type === 'snap') {
        this.sendSnapshot(message);
        continue;
      }
      const list = byPeer.get(message.to);
      if (list === undefined) byPeer.set(message.to, [message]);
      else list.push(message);
    }
    for (const [to, list] of byPeer) {
      const due = this.notices.dueOf(to, list);
      if (due.length > 0) this.peers.get(to)?.send(due);
    }
  }

  /** Proposals came from `from`, which hears at once that they are committed; the log ends at `lastIndex` with them. */
  awaitsCommit(from: NodeId, lastIndex: number): void {
    this.notices.awaits(from, lastIndex);
  }

  /** For calls to one member beside raft; undefined while it is out of reach. */
  callsTo(id: NodeId): raftpb.RaftTransportClient | undefined {
    return this.peers.get(id)?.calls;
  }

  /** It was heard of: whatever kept us from reaching it may be over. */
  retrySoon(id: NodeId): void {
    this.peers.get(id)?.retrySoon();
  }

  connectedForMs(id: NodeId): number | undefined {
    return this.peers.get(id)?.connectedForMs;
  }

  /** Who is led by this member hears at once that it does not lead any more, as when it dies. */
  resetStreams(reason: string): void {
    for (const [id, peer] of this.peers) {
      this.notices.endOf(id);
      peer.reset(reason);
    }
  }

  async close(): Promise<void> {
    for (const [id, peer] of this.peers) {
      this.notices.endOf(id);
      peer.close();
    }
    this.notices.close();
    this.peers.clear();
    await this.snapshots.close();
  }

  private sendSnapshot(message: SnapMessage): void {
    const { to } = message;
    const { holds, onSnapshotSent } = this.options;
    const startMs = this.options.clock.monotonic();
    const sent = this.snapshots.start(message, () => this.peers.get(to)?.connect());
    if (sent === undefined) return;
    holds.begin(to, message.snapshot.metadata.index);
    void sent.then((ok) => {
      holds.end(to, ok);
      this.options.metrics.peer(to)?.sentSnapshot(ok, this.options.clock.monotonic() - startMs);
      onSnapshotSent(to, ok);
    });
  }
}
