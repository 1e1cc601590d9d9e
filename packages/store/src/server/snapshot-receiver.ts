/**
 * The receiving side of a snapshot's transfer. Chunks are written beside the state in use as they come; nothing of it
 * is in memory but the chunk at hand. When the stream breaks, what came is kept for a while, and a sender that still has
 * the same frozen view goes on from there (`chunksOf`). Any other snapshot takes its place.
 *
 * Invariant: at most one snapshot is under way. Of two streams the one of the later term, or else the later one, wins:
 * a sender notices that a connection broke before its receiver does.
 */
import type { Clock, Timer } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { uint64ToBigint, type raftpb } from '@kuorum/wire';
import type { NodeId, SnapMessage } from '../raft/index.js';
import { StorageError, type SnapshotInstall, type StateDb } from '../storage/index.js';
import { SNAPSHOT_KEPT_MS, SNAPSHOT_STALL_MS } from './limits.js';
import { decodeMessage } from './raft-codec.js';

export interface SnapshotReceiverOptions {
  readonly selfId: NodeId;
  readonly clusterId: bigint;
  readonly db: Pick<StateDb, 'beginInstall'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The database cannot be written, now and for good: nothing can go on. */
  readonly writeFailed: (error: StorageError) => void;
  /** The state of the message is complete on disk, not yet in use. The callee owns `install` from here on. */
  readonly stepSnapshot: (message: SnapMessage, install: SnapshotInstall) => Promise<void>;
}

/** What it needs of a call. */
export interface ChunkStream extends AsyncIterable<raftpb.SnapshotChunk__Output> {
  destroy(error: Error): unknown;
}

interface Transfer {
  readonly id: string;
  readonly term: number;
  readonly install: SnapshotInstall;
  chunks: number;
  /** Undefined between two streams. */
  stream: { cut(): void; readonly ended: Promise<void> } | undefined;
  /** Gives it up when nobody goes on with it. */
  expiry: Timer | undefined;
}

export class SnapshotReceiver {
  private transfer: Transfer | undefined;
  /** The last stream that was let in, or refused. */
  private lastBegun: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: SnapshotReceiverOptions) {}

  /** How much of that snapshot need not be sent again. */
  chunksOf(snapshotId: string): number {
    return this.transfer?.id === snapshotId ? this.transfer.chunks : 0;
  }

  /** Resolves when the snapshot is complete and handed on. */
  async receive(stream: ChunkStream): Promise<void> {
    let ended: () => void = () => undefined;
    const whenEnded = new Promise<void>((resolve) => (ended = resolve));
    const cut = (): void => void stream.destroy(new Error('Cannot install the snapshot: another stream took over'));
    let received: { message: SnapMessage; transfer: Transfer } | undefined;
    try {
      const chunks = this.inTime(stream);
      const header = (await chunks.next()).value?.header;
      if (!header) throw new Error('Cannot install the snapshot: the stream does not begin with a header');
      received = await this.begin(header, { cut, ended: whenEnded });
      await this.takeChunks(chunks, received.transfer, Number(header.first_chunk));
    } catch (error) {
      if (received !== undefined) await this.interrupted(received.transfer, error);
      throw error;
    } finally {
      ended();
    }
    this.transfer = undefined;
    await this.options.stepSnapshot(received.message, received.transfer.install);
  }

  /** Takes nothing more, and gives up what was kept. */
  async close(): Promise<void> {
    this.closed = true;
    this.transfer?.stream?.cut();
    await this.transfer?.stream?.ended;
    await this.drop(this.transfer);
  }

  /** The chunks as they come. A sender that falls silent must not keep the next one out. */
  private async *inTime(stream: ChunkStream): AsyncGenerator<raftpb.SnapshotChunk__Output, undefined> {
    let stall: Timer | undefined;
    const expectChunk = (): void => {
      stall = this.options.clock.setTimeout(
        () => stream.destroy(new Error('Cannot install the snapshot: the sender has fallen silent')),
        SNAPSHOT_STALL_MS,
      );
    };
    try {
      expectChunk();
      for await (const chunk of stream) {
        // The time that the own disk takes is not the sender's.
        stall?.cancel();
        yield chunk;
        expectChunk();
      }
      return undefined;
    } finally {
      stall?.cancel();
    }
  }

  /** One stream after the other, as letting go of what was there takes time. */
  private begin(
    header: raftpb.SnapshotHeader__Output,
    stream: { cut(): void; readonly ended: Promise<void> },
  ): Promise<{ message: SnapMessage; transfer: Transfer }> {
    const begun = this.lastBegun.then(() => this.takeOver(header, stream));
    this.lastBegun = begun.catch(() => undefined);
    return begun;
  }

  private async takeOver(
    header: raftpb.SnapshotHeader__Output,
    stream: { cut(): void; readonly ended: Promise<void> },
  ): Promise<{ message: SnapMessage; transfer: Transfer }> {
    const message = readHeader(this.options, header);
    const before = this.transfer;
    if (before !== undefined && message.term < before.term) {
      throw new Error('Cannot install the snapshot: a later leader is sending one');
    }
    before?.stream?.cut();
    await before?.stream?.ended;
    if (this.transfer !== undefined && this.transfer.id === header.snapshot_id) {
      if (Number(header.first_chunk) > this.transfer.chunks) {
        throw new Error(`Cannot install the snapshot: chunks are missing after ${this.transfer.chunks}`);
      }
    } else {
      await this.drop(this.transfer);
      if (Number(header.first_chunk) !== 0) throw new Error('Cannot install the snapshot: its beginning is not here');
    }
    if (this.closed) throw new Error('Cannot install the snapshot: the member is stopping');
    const { term } = message;
    const transfer = this.transfer ?? {
      id: header.snapshot_id,
      term,
      install: this.options.db.beginInstall(),
      chunks: 0,
      stream,
      expiry: undefined,
    };
    transfer.stream = stream;
    transfer.expiry?.cancel();
    this.transfer = transfer;
    return { message, transfer };
  }

  private async takeChunks(
    chunks: AsyncIterable<raftpb.SnapshotChunk__Output>,
    transfer: Transfer,
    firstChunk: number,
  ): Promise<void> {
    // The stream before had brought more by the time it ended than when its sender asked.
    let toSkip = transfer.chunks - firstChunk;
    let count: number | undefined;
    for await (const chunk of chunks) {
      if (chunk.end) count = Number(chunk.end.chunk_count);
      if (!chunk.data || toSkip-- > 0) continue;
      await transfer.install.write(chunk.data);
      transfer.chunks++;
    }
    if (count === undefined) throw new Error('Cannot install the snapshot: the stream was cut');
    if (count === transfer.chunks) return;
    throw new StorageError('badSnapshot', `Cannot install the snapshot: ${transfer.chunks} of ${count} chunks came`);
  }

  /** Keeps what came, unless it is of no use. */
  private async interrupted(transfer: Transfer, error: unknown): Promise<void> {
    transfer.stream = undefined;
    if (error instanceof StorageError) {
      if (error.code === 'writeFailed') this.options.writeFailed(error);
      else await this.drop(transfer);
      return;
    }
    const { clock, logger } = this.options;
    logger.info({ chunks: transfer.chunks }, 'a snapshot was cut off: what came is kept for its sender to go on');
    transfer.expiry = clock.setTimeout(() => void this.drop(transfer).catch(() => undefined), SNAPSHOT_KEPT_MS);
  }

  private async drop(transfer: Transfer | undefined): Promise<void> {
    if (transfer === undefined || transfer !== this.transfer) return;
    transfer.expiry?.cancel();
    this.transfer = undefined;
    try {
      await transfer.install.abort();
    } catch (error) {
      if (error instanceof StorageError && error.code === 'writeFailed') this.options.writeFailed(error);
      throw error;
    }
  }
}

function readHeader(
  options: Pick<SnapshotReceiverOptions, 'clusterId' | 'selfId'>,
  header: raftpb.SnapshotHeader__Output,
): SnapMessage {
  if (uint64ToBigint(header.cluster_id) !== options.clusterId) throw new Error('cluster ID mismatch');
  const message = decodeMessage(header.message);
  if (message.type !== 'snap') throw new Error(`Cannot install a snapshot from a message of type ${message.type}`);
  if (message.to !== options.selfId) throw new Error('Cannot install a snapshot meant for another member');
  return message;
}
