/**
 * Streams the state to a member that is too far behind for the log, on a channel of its own. What is sent is the state
 * of now, which may be newer than the `snap` message that asked for it: the message's metadata is replaced by that of
 * the exported view.
 */
import type { ClientWritableStream } from '@grpc/grpc-js';
import type { Clock } from '@kuorum/base';
import { toInt64, type raftpb } from '@kuorum/wire';
import type { SnapMessage } from '../raft/index.js';
import type { StateDb } from '../storage/index.js';
import { SNAPSHOT_STALL_MS } from './limits.js';
import { connectPeer } from './peer.js';
import { encodeMessage } from './raft-codec.js';

export interface SnapshotTransfer {
  readonly message: SnapMessage;
  readonly clusterId: bigint;
  readonly address: string;
  readonly db: Pick<StateDb, 'exportSnapshot'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

type ChunkStream = ClientWritableStream<raftpb.SnapshotChunk>;

/** Resolves when the receiver has everything on its disk beside its own state; rejects when the transfer failed. */
export async function sendSnapshot(transfer: SnapshotTransfer): Promise<void> {
  const { message, clusterId, signal } = transfer;
  const view = transfer.db.exportSnapshot();
  const client = connectPeer(transfer.address);
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
    const { index, term, confState } = view.applied;
    const sent = { ...message, snapshot: { ...message.snapshot, metadata: { index, term, confState } } };
    await write(stream, { header: { cluster_id: toInt64(clusterId), message: encodeMessage(sent) } }, transfer, answer);
    let count = 0;
    for await (const chunk of view) {
      await write(stream, { data: Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) }, transfer, answer);
      count++;
    }
    await write(stream, { end: { chunk_count: toInt64(count) } }, transfer, answer);
    stream.end();
    await answer;
  } finally {
    signal.removeEventListener('abort', onAbort);
    stream.cancel();
    client.close();
    await view.close();
  }
}

/** Waits while the stream is full; gives up when it stays full or the receiver has ended the call. */
function write(
  stream: ChunkStream,
  chunk: raftpb.SnapshotChunk,
  { clock, signal }: SnapshotTransfer,
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
      () => stall.cancel(),
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
