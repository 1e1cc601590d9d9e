/** Both ends of raft streams, on real sockets. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { systemClock, type Clock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { asLogIndex, asTerm, type Message, type NodeId } from '@kuorum/store/raft';
import { raftStream, writeMessage } from '@kuorum/store/server/internals';
import type { Cleanup } from '@kuorum/testing';

const { framed, RaftSockets, RaftStream } = raftStream;

export const CLUSTER = 7n;
export const [OURS, THEIRS, REMOVED]: readonly [NodeId, NodeId, NodeId] = [1n, 2n, 3n];

export const frameOf = (message: Message): Buffer => framed((w) => writeMessage(w, message));

export const heartbeat = (readSeq: number): Message => ({
  type: 'heartbeat',
  from: THEIRS,
  to: OURS,
  term: asTerm(1),
  commit: asLogIndex(0),
  readSeq,
});

export const largeMessage = (bytes: number): Message => ({
  ...{ type: 'prop', from: THEIRS, to: OURS, term: asTerm(0) },
  proposals: [{ type: 'normal', data: Buffer.alloc(bytes, 'x') }],
});

/** So many of its seconds are one of ours. */
export const quickClock = (times: number): Clock => ({
  ...systemClock,
  monotonic: () => systemClock.monotonic() * times,
  setTimeout: (fn, delayMs) => systemClock.setTimeout(fn, delayMs / times),
});

export interface Receiver {
  readonly stepped: Message[];
  readonly opened: NodeId[];
  readonly lost: NodeId[];
  readonly warned: string[];
  readonly sockets: Socket[];
  /** Members that it knows to be removed. */
  readonly removed: Set<NodeId>;
  readonly port: number;
}

/** A receiving member: what it was told. */
export async function startReceiver(
  cleanup: Cleanup,
  { clock = systemClock, limits }: { clock?: Clock; limits?: raftStream.RaftSocketsLimits } = {},
): Promise<Receiver> {
  const stepped: Message[] = [];
  const opened: NodeId[] = [];
  const lost: NodeId[] = [];
  const warned: string[] = [];
  const sockets: Socket[] = [];
  const removed = new Set([REMOVED]);
  const warn = (fields: object): void => void warned.push(JSON.stringify(fields));
  const raft = new RaftSockets(
    {
      ...{ selfId: OURS, clusterId: CLUSTER, clock, logger: { ...silentLogger, warn } },
      metrics: { peer: () => undefined },
      members: { wasRemoved: (id) => removed.has(id) },
      step: (message) => stepped.push(message),
      streamOpened: (from) => opened.push(from),
      streamLost: (from) => lost.push(from),
    },
    limits,
  );
  const server = createServer({ allowHalfOpen: false }, (socket) => {
    sockets.push(socket);
    cleanup.add(() => socket.destroy());
    raft.add(socket);
  });
  cleanup.add(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { stepped, opened, lost, warned, sockets, removed, port: (server.address() as AddressInfo).port };
}

export interface OpenOptions {
  readonly clusterId?: bigint;
  readonly from?: NodeId;
  readonly clock?: Clock;
}

/** A sending one. */
export function openStream(
  cleanup: Cleanup,
  port: number,
  { clusterId = CLUSTER, from = THEIRS, clock = systemClock }: OpenOptions = {},
): { events: string[]; stream: raftStream.RaftStream } {
  const events: string[] = [];
  const stream = new RaftStream(connect(port, '127.0.0.1'), { clusterId, from }, clock, {
    onAccepted: () => events.push('accepted'),
    onRoom: () => events.push('room'),
    onLost: ({ message }) => events.push(`lost: ${message}`),
  });
  cleanup.add(() => stream.close());
  return { events, stream };
}

/** A way to `port` that takes so many bytes a second, and brings back what comes as fast as it comes. */
export async function slowLink(cleanup: Cleanup, port: number, bytesPerSecond: number): Promise<number> {
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    cleanup.add(() => near.destroy());
    cleanup.add(() => far.destroy());
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    far.pipe(near);
    near.on('data', (chunk: Buffer) => {
      far.write(chunk);
      near.pause();
      systemClock.setTimeout(() => near.resume(), (1000 * chunk.length) / bytesPerSecond);
    });
  });
  cleanup.add(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
