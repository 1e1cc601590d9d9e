/**
 * Streams the state to a member that is too far behind for the log, on a channel of its own, a chunk at a time. What is
 * sent is a frozen view of the state of now, which may be newer than the `snap` message that asked for it: the message's
 * metadata is replaced by that of the view.
 *
 * When a transfer breaks, the view is kept for a while, and the next one to the same member goes on after the chunks
 * that it has. The same view gives the same chunks, so those are read again and not sent.
 *
 * One transfer a member is under way at a time.
 */
import { randomUUID } from 'node:crypto';
import type { ClientWritableStream } from '@grpc/grpc-js';
import type { Clock, Timer } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { toInt64, type raftpb } from '@kuorum/wire';
import type { NodeId, SnapMessage } from '../raft/index.js';
import type { SnapshotExport, StateDb } from '../storage/index.js';
import { PEER_CALL_TIMEOUT_MS, SNAPSHOT_KEPT_MS, SNAPSHOT_PROGRESS_LOG_MS, SNAPSHOT_STALL_MS } from './limits.js';
import { encodeMessage } from './raft-codec.js';

export interface SnapshotSenderOptions {
  readonly clusterId: bigint;
  readonly db: Pick<StateDb, 'exportSnapshot'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The log still continues a state of that index: else a view of it is of no use to anybody. */
  readonly continues: (index: number) => boolean;
}

interface KeptView {
  readonly id: string;
  readonly view: SnapshotExport;
  expiry: Timer | undefined;
}

/** Undefined, or throws, when the member is out of reach. */
type Connect = () => raftpb.RaftTransportClient | undefined;

type ChunkStream = ClientWritableStream<raftpb.SnapshotChunk>;

export class SnapshotSender {
  private readonly kept = new Map<NodeId, KeptView>();
  private readonly running = new Map<NodeId, Promise<unknown>>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: SnapshotSenderOptions) {}

  /** Undefined when one is under way to the same member: its end is the answer to both. */
  start(message: SnapMessage, connect: Connect): Promise<boolean> | undefined {
    const { to } = message;
    if (this.running.has(to)) return undefined;
    const transfer = this.transfer(message, connect).finally(() => this.running.delete(to));
    this.running.set(to, transfer);
    return transfer;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running.values());
    for (const to of [...this.kept.keys()]) await this.drop(to);
  }

  /** True when the receiver has everything on its disk beside its own state. */
  private async transfer(message: SnapMessage, connect: Connect): Promise<boolean> {
    const { logger, clock } = this.options;
    const peer = message.to.toString(16);
    let client: raftpb.RaftTransportClient | undefined;
    try {
      client = connect();
      if (client === undefined) throw new Error('Cannot send the snapshot: it is not known where to');
      const [kept, firstChunk] = await this.viewFor(message.to, client);
      await this.send(message, kept, firstChunk, client);
      logger.info({ peer, index: kept.view.applied.index, firstChunk }, 'sent a snapshot');
      await this.drop(message.to);
      return true;
    } catch (error) {
      logger.warn({ peer, reason: asError(error).message }, 'could not send a snapshot');
      const kept = this.kept.get(message.to);
      if (kept !== undefined) {
        kept.expiry = clock.setTimeout(() => void this.drop(message.to).catch(() => undefined), SNAPSHOT_KEPT_MS);
      }
      return false;
    } finally {
      client?.close();
    }
  }

  /** The view of the last attempt, if the receiver has a part of it, and how many chunks; else a new one. */
  private async viewFor(to: NodeId, client: raftpb.RaftTransportClient): Promise<[KeptView, number]> {
    const kept = this.kept.get(to);
    if (kept !== undefined) {
      kept.expiry?.cancel();
      const chunks = this.options.continues(kept.view.applied.index) ? await this.askProgress(kept.id, client) : 0;
      if (chunks > 0) return [kept, chunks];
      await this.drop(to);
    }
    const fresh = { id: randomUUID(), view: this.options.db.exportSnapshot(), expiry: undefined };
    this.kept.set(to, fresh);
    return [fresh, 0];
  }

  private askProgress(id: string, client: raftpb.RaftTransportClient): Promise<number> {
    const request = { cluster_id: toInt64(this.options.clusterId), snapshot_id: id };
    return new Promise((resolve, reject) => {
      client.SnapshotProgress(request, { deadline: Date.now() + PEER_CALL_TIMEOUT_MS }, (error, response) =>
        error === null && response !== undefined ? resolve(Number(response.chunks)) : reject(asError(error)),
      );
    });
  }

  private async send(
    message: SnapMessage,
    { id, view }: KeptView,
    firstChunk: number,
    client: raftpb.RaftTransportClient,
  ): Promise<void> {
    const { clusterId, clock, logger } = this.options;
    const { signal } = this.stopping;
    let ended: (error: unknown) => void = () => undefined;
    const answer = new Promise<void>((resolve, reject) => {
      ended = (error) => (error === null || error === undefined ? resolve() : reject(asError(error)));
    });
    // The answer is awaited at the end; without this an early rejection would count as unhandled.
    answer.catch(() => undefined);
    const stream = client.InstallSnapshot((error) => ended(error));
    stream.on('error', ended);
    const onAbort = (): void => stream.cancel();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const put = (chunk: raftpb.SnapshotChunk): Promise<void> => write(stream, chunk, clock, signal, answer);
      const { index, term, confState } = view.applied;
      const sent = { ...message, snapshot: { ...message.snapshot, metadata: { index, term, confState } } };
      const header = { cluster_id: toInt64(clusterId), message: encodeMessage(sent), snapshot_id: id };
      await put({ header: { ...header, first_chunk: toInt64(firstChunk) } });
      let count = 0;
      let loggedMs = clock.monotonic();
      for await (const chunk of view) {
        if (count++ < firstChunk) continue;
        await put({ data: Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) });
        if (clock.monotonic() - loggedMs < SNAPSHOT_PROGRESS_LOG_MS) continue;
        loggedMs = clock.monotonic();
        logger.info({ peer: message.to.toString(16), index, chunks: count }, 'is sending a snapshot');
      }
      await put({ end: { chunk_count: toInt64(count) } });
      stream.end();
      await answer;
    } finally {
      signal.removeEventListener('abort', onAbort);
      stream.cancel();
    }
  }

  private async drop(to: NodeId): Promise<void> {
    const kept = this.kept.get(to);
    if (kept === undefined) return;
    this.kept.delete(to);
    kept.expiry?.cancel();
    await kept.view.close();
  }
}

/** Waits while the stream is full; gives up when it stays full or the receiver has ended the call. */
function write(
  stream: ChunkStream,
  chunk: raftpb.SnapshotChunk,
  clock: Clock,
  signal: AbortSignal,
  answer: Promise<void>,
): Promise<void> {
  if (signal.aborted) return Promise.reject(new Error('Cannot send the snapshot: the member is stopping'));
  if (stream.write(chunk)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stall = clock.setTimeout(
      () => reject(new Error('Cannot send the snapshot: the receiver takes nothing')),
      SNAPSHOT_STALL_MS,
    );
    stream.once('drain', () => {
      stall.cancel();
      resolve();
    });
    answer.then(
      () => {
        stall.cancel();
        reject(new Error('Cannot send the snapshot: the receiver ended the call'));
      },
      (error: unknown) => {
        stall.cancel();
        reject(asError(error));
      },
    );
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
