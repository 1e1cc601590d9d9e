/**
 * A gRPC server on sockets of TCP or TLS. It serves any number of listeners; methods are added before the first one.
 * What one turn of the event loop answers on a connection goes out in one write at the end of the turn.
 */
import type { Server as HttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import {
  createServer as createTlsServer,
  Server as TlsServer,
  type SecureContextOptions,
  type TlsOptions,
} from 'node:tls';
import type { RpcStatus, StreamHandler, UnaryHandler } from './call.js';
import { MethodStats } from './grpc/method-stats.js';
import { streamMethod, unaryMethod, type MessageCodec, type Method } from './grpc/methods.js';
import type { ServerCall } from './grpc/server-call.js';
import { defaultMemoryLimits, ServerMemory, type Holder, type MemoryLimits } from './budget.js';
import { HttpSockets } from './http-sockets.js';
import {
  CONNECTIONS_CLOSED_AT_ONCE,
  HANDSHAKE_TIMEOUT_MS,
  REQUESTS_OWN_PART,
  SLOW_SWEEP_MS,
  STREAMS_PER_CONNECTION,
  SWEEP_MS,
} from './limits.js';
import { ServerSocket, type SocketOwner } from './server-socket.js';

export interface RpcServerOptions {
  /** A larger message is refused with RESOURCE_EXHAUSTED, unread. */
  readonly receiveBytesMax: number;
  /** A connection that is silent for `intervalMs` is pinged, and cut when it does not answer within `timeoutMs`. */
  readonly keepalive: { readonly intervalMs: number; readonly timeoutMs: number };
  /** Calls under way on one connection; at most, and by default, STREAMS_PER_CONNECTION. */
  readonly streamsMax?: number;
  /** Takes connections that speak HTTP/1.1, and loses them when this server closes. Without it they are closed. */
  readonly http?: HttpServer;
  /**
   * Takes connections that do not speak HTTP/2, in the place of `http`; their first bytes are put back after it returns. They no
   * longer count here.
   */
  readonly other?: (socket: Socket) => void;
  /** What a client is told of an error that a handler or a codec threw; undefined = a bug, which `onBug` is told. */
  readonly refusalOf: (error: unknown) => RpcStatus | undefined;
  readonly onBug: (error: unknown) => void;
  /** Other limits than those of `limits.ts`. */
  readonly memory?: Partial<MemoryLimits>;
  /** Another clock than the process's. */
  readonly nowMs?: () => number;
}

export class RpcServer implements SocketOwner {
  readonly methods = new Map<string, Method>();
  readonly deadlines = new Set<ServerCall>();
  private readonly statsByPath = new Map<string, MethodStats>();
  private readonly sockets = new Set<ServerSocket>();
  private readonly httpSockets: HttpSockets | undefined;
  /** In the middle of a TLS handshake, oldest first, by their place: nobody else holds or ends them. */
  private readonly handshakes = new Map<string, Socket>();
  private readonly memoryLimits: MemoryLimits;
  readonly memory: ServerMemory;
  private readonly listeners = new Set<NetServer>();
  private readonly sweeper: NodeJS.Timeout;
  private readonly slowSweeper: NodeJS.Timeout;
  /** Of all open connections that are ours, from their first byte on. */
  private readonly places = new Set<string>();
  private toFlush: ServerSocket[] = [];
  private closing = false;
  private onEmpty: (() => void) | undefined;

  constructor(private readonly options: RpcServerOptions) {
    this.memoryLimits = { ...defaultMemoryLimits, ...options.memory };
    this.memory = new ServerMemory(this.memoryLimits);
    this.httpSockets = options.http === undefined ? undefined : new HttpSockets(options.http, () => this.nowMs());
    this.sweeper = setInterval(() => this.sweep(), SWEEP_MS);
    this.slowSweeper = setInterval(() => this.sweepSlow(), SLOW_SWEEP_MS);
  }

  get receiveBytesMax(): number {
    return this.options.receiveBytesMax;
  }

  get streamsMax(): number {
    return Math.min(this.options.streamsMax ?? STREAMS_PER_CONNECTION, STREAMS_PER_CONNECTION);
  }

  get keepalive(): RpcServerOptions['keepalive'] {
    return this.options.keepalive;
  }

  /** Open connections, those of HTTP/1.1 not counted. */
  get connectionCount(): number {
    return this.sockets.size;
  }

  /** `path`: `/package.Service/Method`. */
  unary<I, O>(path: string, codec: MessageCodec<I, O>, handler: UnaryHandler<I, O>): void {
    this.methods.set(path, unaryMethod(codec, handler, this.options, this.statsOf(path, 'unary')));
  }

  /** A stream in at least one direction. A single request is one message and the half-close. */
  stream<I, O>(path: string, codec: MessageCodec<I, O>, handler: StreamHandler<I, O>): void {
    this.methods.set(path, streamMethod(codec, handler, this.options, this.statsOf(path, 'stream')));
  }

  /** What has come of the calls, by path. */
  get stats(): ReadonlyMap<string, MethodStats> {
    return this.statsByPath;
  }

  /**
   * Counts a connection that a listener of somebody else has just accepted, from its first byte on: one too many has the idlest
   * give up its place, or is closed itself. `secure`: it has yet to agree on TLS. Then {@link serve} it.
   */
  admit(socket: Socket, secure: boolean): void {
    const place = placeOf(socket);
    this.places.add(place);
    if (secure) this.handshakes.set(place, socket);
    socket.once('close', () => {
      if (this.handshakes.get(place) === socket) this.handshakes.delete(place);
      this.places.delete(place);
    });
    if (this.places.size > this.memoryLimits.connections && !this.closeIdlest(socket)) socket.destroy();
  }

  /** Serves a connection that was admitted, once it has agreed on TLS. */
  serve(socket: Socket): void {
    this.handshakes.delete(placeOf(socket));
    if (this.closing) socket.destroy();
    else if (!socket.destroyed) this.sockets.add(new ServerSocket(socket, this));
  }

  /** Gives the port that was bound. */
  listen(port: number, host: string, tls?: TlsOptions): Promise<number> {
    const accept = (socket: Socket): void => this.serve(socket);
    const listener = tls === undefined ? createServer(accept) : createTlsServer(withAlpn(tls), accept);
    listener.on('connection', (socket: Socket) => this.admit(socket, tls !== undefined));
    this.listeners.add(listener);
    return new Promise((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(port, host, () => {
        listener.off('error', reject);
        listener.on('error', this.options.onBug);
        resolve((listener.address() as AddressInfo).port);
      });
    });
  }

  /** Connections that come from now on are greeted with these certificates. */
  renewTls(context: SecureContextOptions): void {
    for (const listener of this.listeners) if (listener instanceof TlsServer) listener.setSecureContext(context);
  }

  /** Takes no new calls; those under way may end within `drainMs`, then they are cut. Idempotent. */
  async close(drainMs: number): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    const closed = [...this.listeners].map((listener) => new Promise((resolve) => listener.close(resolve)));
    const empty = new Promise<void>((resolve) => (this.onEmpty = resolve));
    for (const socket of [...this.sockets]) socket.drain();
    if (this.sockets.size === 0) this.onEmpty?.();
    const cut = setTimeout(() => {
      for (const socket of [...this.sockets]) socket.destroy();
    }, drainMs);
    await empty;
    clearTimeout(cut);
    clearInterval(this.sweeper);
    clearInterval(this.slowSweeper);
    this.httpSockets?.destroy();
    for (const socket of this.handshakes.values()) socket.destroy();
    await Promise.all(closed);
  }

  nowMs(): number {
    return this.options.nowMs?.() ?? performance.now();
  }

  flushSoon(socket: ServerSocket): void {
    this.toFlush.push(socket);
    if (this.toFlush.length === 1) setImmediate(() => this.flush());
  }

  forget(socket: ServerSocket): void {
    this.sockets.delete(socket);
    if (this.closing && this.sockets.size === 0) this.onEmpty?.();
  }

  toHttp(socket: Socket): boolean {
    const { other } = this.options;
    if (this.closing) return false;
    if (other === undefined) return this.httpSockets?.add(socket) === true;
    this.places.delete(placeOf(socket));
    other(socket);
    return true;
  }

  reclaimRequests(): boolean {
    const nowMs = this.nowMs();
    const holders = (): Holder[] => [...this.sockets].flatMap((socket) => [...socket.unfinished(nowMs)]);
    return this.memory.requests.reclaim(holders, nowMs);
  }

  requestBytesOwn(): number {
    return (this.memory.requests.bytesMax * REQUESTS_OWN_PART) / this.sockets.size;
  }

  reclaimOutput(): boolean {
    const nowMs = this.nowMs();
    return this.memory.output.reclaim(() => this.waitingOutput(nowMs), nowMs);
  }

  private statsOf(path: string, kind: MethodStats['kind']): MethodStats {
    const stats = new MethodStats(kind);
    this.statsByPath.set(path, stats);
    return stats;
  }

  private flush(): void {
    const { toFlush } = this;
    this.toFlush = [];
    for (const socket of toFlush) socket.flush();
  }

  /** False = all others are at work. */
  private closeIdlest(newcomer: Socket): boolean {
    const [handshake] = this.handshakes.values();
    const nowMs = this.nowMs();
    const idle: { readonly sinceMs: number; close(): void }[] = [...(this.httpSockets?.idle() ?? [])];
    if (handshake !== undefined && handshake !== newcomer) idle.push({ sinceMs: 0, close: () => handshake.destroy() });
    for (const socket of this.sockets) {
      const sinceMs = socket.idleSinceMs;
      if (sinceMs !== undefined && sinceMs < nowMs) idle.push({ sinceMs, close: () => socket.closeIdle() });
    }
    idle.sort((a, b) => a.sinceMs - b.sinceMs);
    const closed = Math.min(CONNECTIONS_CLOSED_AT_ONCE, Math.ceil(this.memoryLimits.connections / 100));
    for (const each of idle.slice(0, closed)) each.close();
    return idle.length > 0;
  }

  private sweep(): void {
    const nowMs = this.nowMs();
    for (const call of this.deadlines) if ((call.deadlineMs ?? Infinity) <= nowMs) call.expire();
    for (const socket of this.sockets) socket.sweep();
    this.reclaimOutput();
  }

  /** All but the youngest: one answer is not cut off for its size, while nothing else can be. */
  private waitingOutput(nowMs: number): Holder[] {
    const holders = [...this.sockets].flatMap((socket) => socket.output(nowMs) ?? []);
    return holders.sort((a, b) => a.sinceMs - b.sinceMs).slice(0, -1);
  }

  private sweepSlow(): void {
    for (const socket of this.sockets) socket.sweepSlow();
    this.httpSockets?.sweep();
  }
}

/**
 * Clients of gRPC offer `h2` alone, and refuse to speak without it. Whoever offers both (curl, Prometheus, a probe) has
 * come for what the HTTP server answers, which speaks HTTP/1.1.
 */
function withAlpn(tls: TlsOptions): TlsOptions {
  return { ALPNProtocols: ['http/1.1', 'h2'], handshakeTimeout: HANDSHAKE_TIMEOUT_MS, ...tls };
}

/** The same of a socket and of its TLS; no two open ones have the same. */
function placeOf({ remoteAddress = '', remotePort = 0, localAddress = '', localPort = 0 }: Socket): string {
  return `${remoteAddress}:${remotePort}>${localAddress}:${localPort}`;
}
