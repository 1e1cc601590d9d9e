/**
 * The way to one other member: raft messages over one long-lived stream, on a connection of its own so that large reads
 * of clients never delay a heartbeat. The queue is bounded and drops: Raft is built to resend, and a message that has
 * waited long is worth nothing.
 */
import { Backoff, type Clock, type Timer } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { toInt64, type raftpb } from '@kuorum/wire';
import type { Message, NodeId, Proposal } from '../raft/index.js';
import {
  PEER_BACKOFF_INITIAL_MS,
  PEER_BACKOFF_MAX_MS,
  PEER_PROBE_MS,
  PEER_QUEUE_BYTES,
  PEER_QUEUE_MESSAGES,
  PEER_SOCKET_BYTES,
} from './limits.js';
import type { PeerMetrics } from './metrics/member-metrics.js';
import type { DialPeer, OpenPeerSocket } from './peer-dialer.js';
import { proposalsOf, writeMessage } from './raft-codec.js';
import { framed, FRAME_PREFIX_BYTES } from './raft-stream/frames.js';
import { REMOVED_TEXT } from './raft-stream/raft-receiver.js';
import { RaftStream } from './raft-stream/raft-stream.js';

export interface PeerOptions {
  readonly id: NodeId;
  readonly selfId: NodeId;
  readonly clusterId: bigint;
  /** At least one; the next is tried when one does not work. */
  readonly urls: readonly string[];
  readonly dial: DialPeer;
  readonly openSocket: OpenPeerSocket;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: PeerMetrics;
  /** Messages were dropped. */
  readonly onUnreachable: (id: NodeId) => void;
  /** Proposals that surely did not go out: they may be offered again. */
  readonly onUnsent: (proposals: readonly Proposal[]) => void;
  /** The peer says that this member was removed from the cluster. */
  readonly onRemoved: () => void;
}

/** As Node and OpenSSL word it. */
const TLS_TROUBLE = /certificate|altname|self.signed|ssl|tls|alert/i;

export class Peer {
  readonly id: NodeId;
  private client: raftpb.RaftTransportClient | undefined;
  private stream: RaftStream | undefined;
  private knownUrls: readonly string[];
  private urlAt = 0;
  private queue: Buffer[] = [];
  private queueBytes = 0;
  private closed = false;
  /** Waits for its time; undefined while there is a stream, accepted or not. */
  private reopen: Timer | undefined;
  /** On the monotonic clock, when there was a stream last. */
  private lostMs = 0;
  private toldReason = '';
  private nextProbe: Timer | undefined;
  /** On the monotonic clock; undefined while there is no connection. */
  private connectedSinceMs: number | undefined;
  private readonly backoff = new Backoff({ initialMs: PEER_BACKOFF_INITIAL_MS, maxMs: PEER_BACKOFF_MAX_MS });

  constructor(private readonly options: PeerOptions) {
    this.id = options.id;
    this.knownUrls = options.urls;
    this.open();
  }

  get urls(): readonly string[] {
    return this.knownUrls;
  }

  /**
   * A connection that stands is kept until it breaks, as etcd keeps it: the peer is where it was until it starts anew, and it
   * has to hear that its new addresses are agreed upon.
   */
  moveTo(urls: readonly string[]): void {
    this.knownUrls = urls;
    this.urlAt = 0;
    if (this.connectedSinceMs !== undefined) return;
    this.dropStream();
    this.reopen?.cancel();
    this.open();
  }

  /**
   * It was heard of, so it is there: a member that comes back is not waited for as long as one that is gone. Whoever says so,
   * and however often, it is not tried more often than a stream that breaks at once.
   */
  retrySoon(): void {
    if (this.reopen === undefined || this.closed) return;
    this.backoff.reset();
    this.reopen.cancel();
    this.reopenIn(this.lostMs + PEER_BACKOFF_INITIAL_MS - this.options.clock.monotonic());
  }

  /** A connection of one's own to where the peer is reached now; throws where that is nowhere. */
  connect(): raftpb.RaftTransportClient {
    return this.options.dial(this.url);
  }

  /** How long the connection has held; undefined while there is none. */
  get connectedForMs(): number | undefined {
    const { connectedSinceMs } = this;
    return connectedSinceMs === undefined ? undefined : this.options.clock.monotonic() - connectedSinceMs;
  }

  /** For calls beside the stream; undefined while there is no connection. */
  get calls(): raftpb.RaftTransportClient | undefined {
    return this.client;
  }

  send(messages: readonly Message[]): void {
    if (this.stream === undefined) {
      this.unsent(messages);
      return;
    }
    for (const [i, message] of messages.entries()) {
      const frame = framed((w) => writeMessage(w, message));
      if (this.queue.length >= PEER_QUEUE_MESSAGES || this.queueBytes + frame.length > PEER_QUEUE_BYTES) {
        this.unsent(messages.slice(i));
        break;
      }
      this.queue.push(frame);
      this.queueBytes += frame.length;
    }
    this.flush();
  }

  /** Breaks the stream, and opens it again soon. */
  reset(reason: string): void {
    if (this.stream !== undefined) this.lost(new Error(reason));
  }

  close(): void {
    this.closed = true;
    this.reopen?.cancel();
    this.dropStream();
  }

  private get url(): string {
    return this.knownUrls[this.urlAt] ?? '';
  }

  private flush(): void {
    const { stream, queue } = this;
    while (stream?.hasRoom === true && queue.length > 0) {
      let [count, bytes] = [0, 0];
      while (count < queue.length && bytes < PEER_SOCKET_BYTES) bytes += queue[count++]?.length ?? 0;
      this.queueBytes -= bytes;
      this.options.metrics.sentBytes += bytes;
      stream.write(queue.splice(0, count));
    }
  }

  private reopenIn(delayMs: number): void {
    this.reopen = this.options.clock.setTimeout(() => this.open(), Math.max(0, delayMs));
  }

  private open(): void {
    this.reopen = undefined;
    if (this.closed) return;
    const { clusterId, selfId, clock, openSocket } = this.options;
    try {
      const client = this.connect();
      this.client = client;
      const stream: RaftStream = new RaftStream(openSocket(this.url), { clusterId, from: selfId }, clock, {
        onAccepted: () => this.accepted(stream, client),
        onRoom: () => this.flush(),
        onLost: (error) => {
          if (this.stream === stream) this.lost(error);
        },
      });
      this.stream = stream;
    } catch (error) {
      this.lost(error);
    }
  }

  private accepted(stream: RaftStream, client: raftpb.RaftTransportClient): void {
    this.backoff.reset();
    this.connectedSinceMs = this.options.clock.monotonic();
    this.options.metrics.connected = true;
    this.probe(stream, client);
    this.flush();
  }

  private unsent(messages: readonly Message[]): void {
    for (const message of messages) if (message.type === 'prop') this.options.onUnsent(message.proposals);
    this.options.metrics.sendFailures++;
    this.options.onUnreachable(this.id);
  }

  /** Measures the way there and back, now and as long as the connection holds. */
  private probe(stream: RaftStream, client: raftpb.RaftTransportClient): void {
    if (this.stream !== stream) return;
    const { clock, clusterId, selfId, metrics } = this.options;
    const startMs = clock.monotonic();
    const request = { cluster_id: toInt64(clusterId), member_id: toInt64(selfId) };
    client.MemberStarted(request, { deadline: Date.now() + PEER_PROBE_MS }, (error) => {
      if (error === null) metrics.roundTripSeconds.observe((clock.monotonic() - startMs) / 1000);
    });
    this.nextProbe = clock.setTimeout(() => this.probe(stream, client), PEER_PROBE_MS);
  }

  private lost(error: unknown): void {
    this.dropStream();
    if (this.closed) return;
    this.urlAt = (this.urlAt + 1) % this.knownUrls.length;
    const delayMs = this.backoff.nextMs();
    const reason = error instanceof Error ? error.message : String(error);
    this.options.logger.debug({ peer: this.id.toString(16), delayMs, reason }, 'lost the stream to a peer');
    this.tellOfTls(reason);
    this.options.onUnreachable(this.id);
    if (reason.includes(REMOVED_TEXT)) this.options.onRemoved();
    this.lostMs = this.options.clock.monotonic();
    this.reopenIn(delayMs);
  }

  /** What does not mend itself; each reason once until there is another. */
  private tellOfTls(reason: string): void {
    const { logger } = this.options;
    const urls = this.knownUrls;
    if (!TLS_TROUBLE.test(reason) || reason === this.toldReason) return;
    this.toldReason = reason;
    logger.warn({ peer: this.id.toString(16), urls, reason }, 'cannot agree on TLS with a peer: look at --peer-*-file');
  }

  private dropStream(): void {
    const { stream, client, queue } = this;
    const { metrics } = this.options;
    if (metrics.connected) metrics.disconnects++;
    metrics.connected = false;
    this.nextProbe?.cancel();
    this.stream = undefined;
    this.client = undefined;
    this.connectedSinceMs = undefined;
    this.queue = [];
    this.queueBytes = 0;
    stream?.close();
    client?.close();
    // Frames wait here until the stream is accepted and has room, so these never left.
    for (const frame of queue) {
      const proposals = proposalsOf(frame.subarray(FRAME_PREFIX_BYTES));
      if (proposals.length > 0) this.options.onUnsent(proposals);
    }
  }
}
