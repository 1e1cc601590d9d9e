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
import { streamMethod, unaryMethod, type MessageCodec, type Method } from './grpc/methods.js';
import type { ServerCall } from './grpc/server-call.js';
import { CONNECTIONS_MAX, PREFACE_TIMEOUT_MS, SWEEP_MS } from './limits.js';
import { ServerSocket, type SocketOwner } from './server-socket.js';

export interface RpcServerOptions {
  /** A larger message is refused with RESOURCE_EXHAUSTED, unread. */
  readonly receiveBytesMax: number;
  /** A connection that is silent for `intervalMs` is pinged, and cut when it does not answer within `timeoutMs`. */
  readonly keepalive: { readonly intervalMs: number; readonly timeoutMs: number };
  /** Takes connections that speak HTTP/1.1, and loses them when this server closes. Without it they are closed. */
  readonly http?: HttpServer;
  /** What a client is told of an error that a handler or a codec threw; undefined = a bug, which `onBug` is told. */
  readonly refusalOf: (error: unknown) => RpcStatus | undefined;
  readonly onBug: (error: unknown) => void;
}

export class RpcServer implements SocketOwner {
  readonly methods = new Map<string, Method>();
  readonly deadlines = new Set<ServerCall>();
  private readonly sockets = new Set<ServerSocket>();
  private readonly httpSockets = new Set<Socket>();
  /** Below those of TLS. */
  private readonly tlsSockets = new Set<Socket>();
  private readonly listeners = new Set<NetServer>();
  private readonly sweeper: NodeJS.Timeout;
  private toFlush: ServerSocket[] = [];
  private closing = false;
  private onEmpty: (() => void) | undefined;

  constructor(private readonly options: RpcServerOptions) {
    this.sweeper = setInterval(() => this.sweep(), SWEEP_MS);
  }

  get receiveBytesMax(): number {
    return this.options.receiveBytesMax;
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
    this.methods.set(path, unaryMethod(codec, handler, this.options));
  }

  /** A stream in at least one direction. A single request is one message and the half-close. */
  stream<I, O>(path: string, codec: MessageCodec<I, O>, handler: StreamHandler<I, O>): void {
    this.methods.set(path, streamMethod(codec, handler, this.options));
  }

  /** Gives the port that was bound. */
  listen(port: number, host: string, tls?: TlsOptions): Promise<number> {
    const accept = (socket: Socket): void => this.accept(socket);
    const listener = tls === undefined ? createServer(accept) : createTlsServer(withAlpn(tls), accept);
    if (tls !== undefined) listener.on('connection', (socket: Socket) => this.agreesSoon(socket));
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
    for (const socket of [...this.httpSockets, ...this.tlsSockets]) socket.destroy();
    await Promise.all(closed);
  }

  nowMs(): number {
    return performance.now();
  }

  flushSoon(socket: ServerSocket): void {
    this.toFlush.push(socket);
    if (this.toFlush.length === 1) setImmediate(() => this.flush());
  }

  forget(socket: ServerSocket): void {
    this.sockets.delete(socket);
    if (this.closing && this.sockets.size === 0) this.onEmpty?.();
  }

  /** It speaks HTTP/1.1. Node's server keeps no list of what it did not accept itself, so that is done here. */
  toHttp(socket: Socket): boolean {
    if (this.closing || this.options.http === undefined) return false;
    this.httpSockets.add(socket);
    socket.once('close', () => this.httpSockets.delete(socket));
    return this.options.http.emit('connection', socket);
  }

  private flush(): void {
    const { toFlush } = this;
    this.toFlush = [];
    for (const socket of toFlush) socket.flush();
  }

  /** Whoever has not yet agreed on TLS is nobody's: it must not hold up the end. */
  private agreesSoon(socket: Socket): void {
    this.tlsSockets.add(socket);
    socket.once('close', () => this.tlsSockets.delete(socket));
  }

  private accept(socket: Socket): void {
    if (this.closing || this.sockets.size >= CONNECTIONS_MAX) {
      socket.destroy();
      return;
    }
    this.sockets.add(new ServerSocket(socket, this));
  }

  private sweep(): void {
    const nowMs = this.nowMs();
    for (const call of this.deadlines) if ((call.deadlineMs ?? Infinity) <= nowMs) call.expire();
    for (const socket of this.sockets) socket.sweep();
  }
}

/** Without the agreement on `h2` clients of gRPC refuse to speak. */
function withAlpn(tls: TlsOptions): TlsOptions {
  return { ALPNProtocols: ['h2', 'http/1.1'], handshakeTimeout: PREFACE_TIMEOUT_MS, ...tls };
}
