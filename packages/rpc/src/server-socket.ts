/** One socket of a server: first found out what it speaks, then an HTTP/2 connection or Node's own HTTP server. */
import type { Socket } from 'node:net';
import type { Holder } from './budget.js';
import { requestHeaders } from './grpc/request-headers.js';
import type { Method } from './grpc/methods.js';
import { peerOf, type Peer, type PeerServer } from './grpc/peer.js';
import { ServerCall } from './grpc/server-call.js';
import type { HeaderField } from './hpack/tables.js';
import { Connection, type ConnectionHost } from './http2/connection.js';
import { ErrorCode, PREFACE } from './http2/constants.js';
import { giveBack } from './http2/output.js';
import type { Stream } from './http2/stream.js';
import {
  CONNECTION_OUTPUT_BYTES_MAX,
  PREFACE_TIMEOUT_MS,
  OUTPUT_BYTES_PER_SECOND_MIN,
  STALLED_OUTPUT_TIMEOUT_MS,
  UNFINISHED_BYTES_MIN,
  UNFINISHED_TIMEOUT_MS,
} from './limits.js';
import { Code, TOO_MANY_REQUESTS } from './status.js';

export interface SocketOwner extends PeerServer {
  readonly methods: ReadonlyMap<string, Method>;
  readonly streamsMax: number;
  readonly keepalive: { readonly intervalMs: number; readonly timeoutMs: number };
  /** `flush` of this socket is to be called at the end of this turn. */
  flushSoon(socket: ServerSocket): void;
  forget(socket: ServerSocket): void;
  /** Gives a connection away that does not speak HTTP/2; false = nobody takes it. */
  toHttp(socket: Socket): boolean;
}

/** A connection that has ended on our side is cut after this, whatever its client has not read. */
const LINGER_MS = 1_000;

const NOTHING = Buffer.alloc(0);

export class ServerSocket implements ConnectionHost {
  private connection: Connection | undefined;
  private readonly peer: Peer;
  private first: Buffer = Buffer.alloc(0);
  private readonly openedMs: number;
  private overMs: number | undefined;
  /** Kept of an unfinished frame, and when the last one ended. */
  private partialBytes = 0;
  private partialFrames = 0;
  private partialSinceMs: number;
  /** Something has waited to be sent since then; the client has taken nothing of it since then. */
  private outputSinceMs: number | undefined;
  private stalledSinceMs = 0;
  private bytesWritten = 0;
  private readonly listeners = {
    data: (chunk: Buffer) => this.receive(chunk),
    drain: () => this.drained(),
    // Said by `close` as well, which follows.
    error: () => undefined,
    end: () => this.socket.destroySoon(),
    close: () => this.closed(),
  };

  constructor(
    private readonly socket: Socket,
    private readonly owner: SocketOwner,
  ) {
    this.openedMs = owner.nowMs();
    this.partialSinceMs = this.openedMs;
    this.peer = peerOf(socket, owner);
    socket.setNoDelay(true);
    for (const [event, listener] of Object.entries(this.listeners)) socket.on(event, listener);
  }

  get streamsMax(): number {
    return this.owner.streamsMax;
  }

  nowMs(): number {
    return this.owner.nowMs();
  }

  onOutput(): void {
    this.owner.flushSoon(this);
  }

  backlogBytes(): number {
    return this.socket.writableLength;
  }

  open(connection: Connection, id: number, fields: readonly HeaderField[]): Stream | undefined {
    const headers = requestHeaders(fields);
    if (headers.kind === 'malformed') connection.out.reset(id, ErrorCode.PROTOCOL_ERROR);
    if (headers.kind === 'http')
      connection.out.headers(id, connection.sender.encoder.httpError(headers.httpStatus), true);
    if (headers.kind !== 'grpc') return undefined;
    const call = new ServerCall(id, connection, fields, this.peer, headers.bytes);
    connection.streams.set(id, call);
    if (call.excessive) {
      call.finish(Code.RESOURCE_EXHAUSTED, TOO_MANY_REQUESTS);
      return undefined;
    }
    const method = this.owner.methods.get(headers.path);
    if (method === undefined) {
      call.finish(Code.UNIMPLEMENTED, `unknown method ${headers.path}`);
      return undefined;
    }
    if (headers.timeoutMs !== undefined) {
      call.deadlineMs = this.nowMs() + headers.timeoutMs;
      this.owner.deadlines.add(call);
    }
    call.method = method(call);
    return call;
  }

  onOver(): void {
    this.overMs = this.nowMs();
    this.flush();
    this.socket.destroySoon();
  }

  /** One write for all that was answered in this turn. */
  flush(): void {
    const chunks = this.connection?.out.take() ?? [];
    const { socket } = this;
    if (chunks.length === 0 || socket.destroyed || !socket.writable) return;
    if (chunks.length > 1) socket.cork();
    const last = chunks.pop();
    for (const chunk of chunks) socket.write(chunk);
    const lent = this.connection?.out.lentBlocks ?? [];
    if (lent.length === 0) socket.write(last ?? NOTHING);
    else socket.write(last ?? NOTHING, (error) => (error ? undefined : giveBack(lent)));
    if (chunks.length > 0) socket.uncork();
    // A client that reads nothing is read no further either.
    if (socket.writableLength > CONNECTION_OUTPUT_BYTES_MAX) socket.pause();
    this.countOutput();
  }

  /** Since when there has been no call; undefined = there is one. */
  get idleSinceMs(): number | undefined {
    if (this.connection === undefined) return this.openedMs;
    return this.connection.streams.size + this.connection.ghosts > 0 ? undefined : this.connection.lastReceivedMs;
  }

  /** What could be given up of what is kept of requests, the oldest first. What is small is not worth a refusal. */
  *unfinished(nowMs: number): Iterable<Holder> {
    // What the last sweep saw may have become whole since: the whole connection is not to end for that.
    this.countInput(nowMs);
    const costOf = (bytes: number, sinceMs: number): number => (bytes < UNFINISHED_BYTES_MIN ? 0 : nowMs - sinceMs);
    const partialCost = costOf(this.partialBytes, this.partialSinceMs);
    if (partialCost > 0) yield { cost: partialCost, giveUp: () => this.destroy() };
    for (const call of this.connection?.streams.values() ?? []) {
      if (!(call instanceof ServerCall)) continue;
      const kept = call.unfinished;
      if (kept === undefined) continue;
      const giveUp = (): void => call.refuse({ code: Code.RESOURCE_EXHAUSTED, message: TOO_MANY_REQUESTS });
      yield { cost: costOf(kept.bytes, kept.sinceMs), giveUp };
    }
  }

  /** Since when something has waited to be sent, if anything has; who is busy and fast has a little all the time. */
  output(nowMs: number): (Holder & { readonly sinceMs: number }) | undefined {
    const sinceMs = this.outputSinceMs;
    if (sinceMs === undefined) return undefined;
    return { cost: this.peer.outputBytes * (nowMs - sinceMs), sinceMs, giveUp: () => this.destroy() };
  }

  /** Looks after what takes too long. */
  sweep(): void {
    const nowMs = this.nowMs();
    const { intervalMs, timeoutMs } = this.owner.keepalive;
    const silent = this.connection?.keepAlive(intervalMs, timeoutMs) === false;
    const undecided = this.connection === undefined && nowMs - this.openedMs > PREFACE_TIMEOUT_MS;
    const lingers = this.overMs !== undefined && nowMs - this.overMs > LINGER_MS;
    this.countInput(nowMs);
    this.countOutput();
    if (silent || undecided || lingers) this.destroy();
  }

  /** Looks after what takes far too long. */
  sweepSlow(): void {
    const nowMs = this.nowMs();
    for (const call of this.connection?.streams.values() ?? [])
      if (call instanceof ServerCall) call.refuseIfSlow(nowMs);
    const partial = this.connection?.composed === false && nowMs - this.partialSinceMs > UNFINISHED_TIMEOUT_MS;
    // How much of one large write has gone nobody says before its end.
    const { writableLength } = this.socket;
    const patienceMs = STALLED_OUTPUT_TIMEOUT_MS + (1000 * writableLength) / OUTPUT_BYTES_PER_SECOND_MIN;
    const stalled = writableLength > 0 && nowMs - this.stalledSinceMs > patienceMs;
    if (partial || stalled) this.destroy();
  }

  /** Makes room for another connection; a client that comes again later is told that nothing was lost. */
  closeIdle(): void {
    this.drain();
    this.destroy();
  }

  drain(): void {
    if (this.connection === undefined) this.destroy();
    else this.connection.drain();
  }

  /** What it kept is free at once, whenever the socket says that it is closed. */
  destroy(): void {
    this.socket.destroy();
    this.release();
  }

  private countInput(nowMs: number): void {
    const { connection } = this;
    if (connection === undefined) return;
    this.owner.memory.requests.used += connection.keptBytes - this.partialBytes;
    this.partialBytes = connection.keptBytes;
    if (connection.composed || connection.frames !== this.partialFrames) this.partialSinceMs = nowMs;
    this.partialFrames = connection.frames;
  }

  private countOutput(): void {
    const { connection, socket, peer } = this;
    if (connection === undefined || socket.destroyed) return;
    const bytes = socket.writableLength + connection.out.bytes + connection.sender.blockedBytes;
    this.owner.memory.output.used += bytes - peer.outputBytes;
    peer.outputBytes = bytes;
    if (bytes === 0) this.outputSinceMs = undefined;
    else this.outputSinceMs ??= this.nowMs();
    const written = socket.writableLength === 0 ? 0 : socket.bytesWritten - socket.writableLength;
    if (written === this.bytesWritten && written > 0) return;
    this.bytesWritten = written;
    this.stalledSinceMs = this.nowMs();
  }

  private release(): void {
    const { memory } = this.owner;
    memory.requests.used -= this.partialBytes;
    this.partialBytes = 0;
    memory.output.used -= this.peer.outputBytes;
    this.peer.outputBytes = 0;
    this.owner.forget(this);
    const { connection } = this;
    this.connection = undefined;
    connection?.lost();
  }

  private receive(chunk: Buffer): void {
    if (this.connection !== undefined) {
      this.connection.receive(chunk);
      return;
    }
    this.first = this.first.length === 0 ? chunk : Buffer.concat([this.first, chunk]);
    const compared = Math.min(this.first.length, PREFACE.length);
    if (this.first.compare(PREFACE, 0, compared, 0, compared) !== 0) return this.handOver();
    if (compared < PREFACE.length) return;
    this.connection = new Connection(this);
    this.connection.receive(this.first);
    this.first = Buffer.alloc(0);
  }

  /** To Node's HTTP server, with what was read so far. */
  private handOver(): void {
    const { socket } = this;
    for (const [event, listener] of Object.entries(this.listeners)) socket.off(event, listener);
    this.owner.forget(this);
    if (this.owner.toHttp(socket)) socket.unshift(this.first);
    else this.destroy();
  }

  private drained(): void {
    this.socket.resume();
    this.connection?.sender.socketDrained();
  }

  private closed(): void {
    this.release();
  }
}
