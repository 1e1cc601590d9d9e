/** All peers of a member: routes the core's messages, streams snapshots, reports what could not be delivered. */
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import type { raftpb } from '@kuorum/wire';
import type { Message, NodeId, SnapMessage } from '../raft/index.js';
import type { StateDb } from '../storage/index.js';
import { Peer } from './peer.js';
import { sendSnapshot } from './snapshot-sender.js';

export interface TransportOptions {
  readonly selfId: NodeId;
  readonly clusterId: bigint;
  readonly resolve: (url: string) => string;
  readonly db: StateDb;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onUnreachable: (id: NodeId) => void;
  readonly onRemoved: () => void;
  readonly onSnapshotSent: (to: NodeId, ok: boolean) => void;
}

export class Transport {
  private readonly peers = new Map<NodeId, Peer>();
  private readonly stopping = new AbortController();
  private readonly transfers = new Set<Promise<void>>();

  constructor(private readonly options: TransportOptions) {}

  /** Connects to the members of this list, and to no other. The first URL of each is used. */
  setMembers(members: readonly { readonly id: NodeId; readonly peerUrls: readonly string[] }[]): void {
    const wanted = new Map(members.filter(({ id }) => id !== this.options.selfId).map((each) => [each.id, each]));
    for (const [id, peer] of this.peers) {
      // A peer that has moved is connected to anew.
      if (wanted.get(id)?.peerUrls[0] === peer.url) continue;
      peer.close();
      this.peers.delete(id);
    }
    for (const { id, peerUrls } of wanted.values()) {
      const url = peerUrls[0];
      if (this.peers.has(id) || url === undefined) continue;
      this.peers.set(id, new Peer({ ...this.options, id, url }));
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
    for (const [to, list] of byPeer) this.peers.get(to)?.send(list);
  }

  /** For calls to one member beside raft; undefined while it is out of reach. */
  callsTo(id: NodeId): raftpb.RaftTransportClient | undefined {
    return this.peers.get(id)?.calls;
  }

  connectedForMs(id: NodeId): number | undefined {
    return this.peers.get(id)?.connectedForMs;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    for (const peer of this.peers.values()) peer.close();
    this.peers.clear();
    await Promise.all(this.transfers);
  }

  private sendSnapshot(message: SnapMessage): void {
    const peer = this.peers.get(message.to);
    if (peer === undefined || this.stopping.signal.aborted) {
      this.options.onSnapshotSent(message.to, false);
      return;
    }
    const transfer = this.transfer(message, peer).finally(() => this.transfers.delete(transfer));
    this.transfers.add(transfer);
  }

  private async transfer(message: SnapMessage, peer: Peer): Promise<void> {
    const { logger, clusterId, db, clock, onSnapshotSent } = this.options;
    const peerId = message.to.toString(16);
    try {
      const { signal } = this.stopping;
      await sendSnapshot({ message, clusterId, db, clock, address: peer.address, signal });
      logger.info({ peer: peerId, index: message.snapshot.metadata.index }, 'sent a snapshot');
      onSnapshotSent(message.to, true);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ peer: peerId, reason }, 'could not send a snapshot');
      onSnapshotSent(message.to, false);
    }
  }
}
