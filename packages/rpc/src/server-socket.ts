/** One socket of a server: first found out what it speaks, then an HTTP/2 connection or Node's own HTTP server. */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { requestHeaders } from './grpc/request-headers.js';
import type { Method } from './grpc/methods.js';
import { ServerCall, type Peer } from './grpc/server-call.js';
import type { HeaderField } from './hpack/tables.js';
import { Connection, type ConnectionHost } from './http2/connection.js';
import { ErrorCode, PREFACE } from './http2/constants.js';
import type { Stream } from './http2/stream.js';
import { CONNECTION_OUTPUT_BYTES_MAX, PREFACE_TIMEOUT_MS } from './limits.js';
import { Code } from './status.js';

export interface SocketOwner {
  readonly methods: ReadonlyMap<string, Method>;
  readonly receiveBytesMax: number;
  readonly keepalive: { readonly intervalMs: number; readonly timeoutMs: number };
  readonly deadlines: Set<ServerCall>;
  nowMs(): number;
  /** `flush` of this socket is to be called at the end of this turn. */
  flushSoon(socket: ServerSocket): void;
  forget(socket: ServerSocket): void;
  /** Gives a connection away that does not speak HTTP/2; false = nobody takes it. */
  toHttp(socket: Socket): boolean;
}

/** A connection that has ended on our side is cut after this, whatever its client has not read. */
const LINGER_MS = 1_000;

export class ServerSocket implements ConnectionHost {
  private connection: Connection | undefined;
  private readonly peer: Peer;
  private first: Buffer = Buffer.alloc(0);
  private readonly openedMs: number;
  private overMs: number | undefined;
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
    this.peer = peerOf(socket, owner);
    socket.setNoDelay(true);
    for (const [event, listener] of Object.entries(this.listeners)) socket.on(event, listener);
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
    const call = new ServerCall(id, connection, fields, this.peer);
    connection.streams.set(id, call);
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
    for (const chunk of chunks) socket.write(chunk);
    if (chunks.length > 1) socket.uncork();
    // A client that reads nothing is read no further either.
    if (socket.writableLength > CONNECTION_OUTPUT_BYTES_MAX) socket.pause();
  }

  /** Looks after what takes too long. */
  sweep(): void {
    const nowMs = this.nowMs();
    const { intervalMs, timeoutMs } = this.owner.keepalive;
    const silent = this.connection?.keepAlive(intervalMs, timeoutMs) === false;
    const undecided = this.connection === undefined && nowMs - this.openedMs > PREFACE_TIMEOUT_MS;
    const lingers = this.overMs !== undefined && nowMs - this.overMs > LINGER_MS;
    if (silent || undecided || lingers) this.destroy();
  }

  drain(): void {
    if (this.connection === undefined) this.destroy();
    else this.connection.drain();
  }

  destroy(): void {
    this.socket.destroy();
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
    this.owner.forget(this);
    this.connection?.lost();
  }
}

function peerOf(socket: Socket, owner: SocketOwner): Peer {
  const certificate = socket instanceof TLSSocket && socket.authorized ? socket.getPeerCertificate() : undefined;
  // A list when there are more than one; the last counts, as in Go. Node gives an empty object when there is no certificate.
  const names: string | string[] | undefined = certificate?.subject?.CN;
  return {
    address: `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`,
    commonName: [names ?? []].flat().at(-1),
    receiveBytesMax: owner.receiveBytesMax,
    requestBytes: 0,
    deadlines: owner.deadlines,
  };
}
