/**
 * Maintenance.Snapshot: the state as an etcd database in chunks, and a SHA-256 of it as the last one. Each response says
 * how many bytes of the database follow. No faster than the client takes them.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { status } from '@grpc/grpc-js';
import type { Logger } from '@kuorum/base/node';
import type { StreamCall } from '@kuorum/rpc';
import { toInt64, type etcdserverpb } from '@kuorum/wire';
import { etcdError, toEtcdError } from '../errors.js';
import { SNAPSHOT_SEND_BYTES, SNAPSHOT_STALL_MS } from '../limits.js';
import type { Member } from '../member.js';
import { timed } from '../metrics/histogram.js';
import type { SnapshotFile, SnapshotFiles } from '../snapshot-files.js';
import { ETCD_VERSION } from '../version.js';
import { header } from './header.js';

type SnapshotCall = StreamCall<etcdserverpb.SnapshotRequest__Output, etcdserverpb.SnapshotResponse>;

export function snapshotHandler(member: Member, files: SnapshotFiles, logger: Logger): (call: SnapshotCall) => void {
  return (call) => {
    if (member.unavailable !== undefined) return call.end(member.unavailable);
    const aborted = new AbortController();
    call.onCancel(() => aborted.abort());
    timed(member.metrics.snapshotSeconds, send(member, files, call, aborted.signal)).then(
      () => call.end(),
      (error: unknown) => {
        const refusal = toEtcdError(error);
        if (refusal === undefined && !aborted.signal.aborted) logger.warn({ err: String(error) }, 'a snapshot failed');
        call.end(refusal ?? { code: status.UNAVAILABLE, message: 'etcdserver: the snapshot failed' });
      },
    );
  };
}

async function send(member: Member, files: SnapshotFiles, call: SnapshotCall, signal: AbortSignal): Promise<void> {
  const file = await files.take(signal);
  try {
    await sendFile(member, file, call, signal);
  } finally {
    await file.close();
  }
}

async function sendFile(
  member: Member,
  { path, sizeBytes }: SnapshotFile,
  call: SnapshotCall,
  signal: AbortSignal,
): Promise<void> {
  const hash = createHash('sha256');
  const room = roomIn(call, member, signal);
  const handle = await open(path);
  const head = { header: header(member), version: ETCD_VERSION };
  try {
    for (let sent = 0; sent < sizeBytes;) {
      const { bytesRead, buffer } = await handle.read(
        Buffer.allocUnsafe(SNAPSHOT_SEND_BYTES),
        0,
        SNAPSHOT_SEND_BYTES,
        sent,
      );
      if (bytesRead === 0) throw new Error(`${path} ends at ${sent} of ${sizeBytes} bytes`);
      if (signal.aborted) throw etcdError('stopped');
      const blob = buffer.subarray(0, bytesRead);
      hash.update(blob);
      sent += bytesRead;
      if (!call.write({ ...head, remaining_bytes: toInt64(sizeBytes - sent), blob })) await room();
    }
    call.write({ ...head, remaining_bytes: 0, blob: hash.digest() });
  } finally {
    await handle.close();
  }
}

/** Waits until the call takes more; gives up when the client is gone, or takes nothing for long. */
function roomIn(call: SnapshotCall, member: Member, signal: AbortSignal): () => Promise<void> {
  let waiting: (() => void) | undefined;
  call.onDrain(() => waiting?.());
  return () =>
    new Promise((resolve, reject) => {
      const fail = (): void => {
        stall.cancel();
        reject(etcdError('stopped'));
      };
      const stall = member.clock.setTimeout(fail, SNAPSHOT_STALL_MS);
      signal.addEventListener('abort', fail, { once: true });
      waiting = () => {
        stall.cancel();
        signal.removeEventListener('abort', fail);
        resolve();
      };
    });
}
