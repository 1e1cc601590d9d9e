/**
 * One connection of a client: unary calls over HTTP/2 (RFC 9113), bytes in and bytes out, on TLS or without. A call costs a quarter
 * of what it costs on grpc-js, and leaves next to nothing behind for a full collection.
 *
 * What is sent waits for both windows of flow control (§5.2), what is received is bounded by `messageBytesMax`. A call ends with its
 * status, at its deadline, when its caller gives up, or with the connection; {@link RpcError.unsent} says that no server has seen it.
 */
import type { Socket } from 'node:net';
import { ClientCall, type UnaryOptions } from './client-call.js';
import { connectTo, RequestHeaders, type ServerLine } from './server-line.js';
import { HpackDecoder } from './hpack/decoder.js';
import {
  ConnectionError,
  DEFAULT_WINDOW_BYTES,
  ErrorCode,
  Flag,
  FrameType,
  PREFACE,
  protocolError,
  Setting,
  sized,
  STREAM_ID_MAX,
  unpadded,
} from './http2/constants.js';
import { FrameReader } from './http2/frame-reader.js';
import { HeaderBlocks } from './http2/header-blocks.js';
import { Output } from './http2/output.js';
import {
  CLIENT_CONNECTION_WINDOW_BYTES,
  CLIENT_STREAM_WINDOW_BYTES,
  HEADER_LIST_BYTES,
  HEADER_TABLE_BYTES,
} from './limits.js';
import { LineWatch, type Keepalive } from './line-watch.js';
import { Code, RpcError } from './status.js';

export interface ClientConnectionOptions extends ServerLine {
  /** While calls are under way: a server from which nothing has come for so long is asked for a sign of life. */
  readonly keepalive?: Keepalive | undefined;
  /** Of an answer. */
  readonly messageBytesMax?: number | undefined;
}

const PING = Buffer.from('kuorum/1', 'latin1');

export class ClientConnection {
  /** Resolves when the server has spoken HTTP/2; rejects with what kept it from that. */
  readonly ready: Promise<void>;
  private state: 'connecting' | 'open' | 'draining' | 'closed' = 'connecting';
  private readonly socket: Socket;
  private readonly out: Output;
  private readonly reader = new FrameReader(this);
  private readonly hpack = new HpackDecoder(HEADER_TABLE_BYTES, HEADER_LIST_BYTES);
  private readonly blocks = new HeaderBlocks((id, end, block) => this.onHeaders(id, end, block));
  private readonly calls = new Map<number, ClientCall>();
  private readonly headers: RequestHeaders;
  /** For the server to take more calls at once. */
  private waiting: ClientCall[] = [];
  /** For room in a window. */
  private blocked: ClientCall[] = [];
  private nextId = 1;
  private window = DEFAULT_WINDOW_BYTES;
  private callWindow = DEFAULT_WINDOW_BYTES;
  private callsMax = Infinity;
  private unacknowledged = 0;
  private readonly watch: LineWatch | undefined;
  /** What is written may reach the server. */
  private connected = false;
  private broken: Error | undefined;
  private readonly settle: { readonly resolve: () => void; readonly reject: (error: Error) => void };

  constructor(private readonly options: ClientConnectionOptions) {
    let settle = { resolve: (): void => undefined, reject: (_error: Error): void => undefined };
    this.ready = new Promise((resolve, reject) => (settle = { resolve, reject }));
    this.settle = settle;
    // Told to whoever waits for it, and to every call.
    this.ready.catch(() => undefined);
    this.out = new Output(() => setImmediate(() => this.flush()));
    this.out.bytesOf(PREFACE);
    this.out.settings([
      [Setting.ENABLE_PUSH, 0],
      [Setting.INITIAL_WINDOW_SIZE, CLIENT_STREAM_WINDOW_BYTES],
    ]);
    this.out.windowUpdate(0, CLIENT_CONNECTION_WINDOW_BYTES - DEFAULT_WINDOW_BYTES);
    this.headers = new RequestHeaders(options);
    this.socket = connectTo(options);
    this.socket.once(options.tls === undefined ? 'connect' : 'secureConnect', () => (this.connected = true));
    this.socket.on('data', (chunk) => this.receive(chunk));
    this.socket.on('error', (error) => (this.broken ??= error));
    this.socket.on('close', () => this.lost());
    const { keepalive } = options;
    if (keepalive === undefined) return;
    this.watch = new LineWatch(keepalive, {
      expects: () => this.calls.size > 0,
      ping: () => this.out.ping(PING, false),
      lost: (why) => this.socket.destroy(why),
    });
  }

  /** Calls can be begun on it. */
  get usable(): boolean {
    return this.state === 'connecting' || this.state === 'open';
  }

  get open(): boolean {
    return this.state === 'open';
  }

  /** `path`: `/package.Service/Method`. Rejects with {@link RpcError}. */
  unary(path: string, message: Uint8Array, options: UnaryOptions = {}): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const call = new ClientCall({ path, message, ...options }, resolve, reject, (ended) => this.forget(ended));
      if (call.ended) return;
      if (!this.usable) call.fail(new RpcError(Code.UNAVAILABLE, 'the connection is closed', true));
      else if (this.calls.size >= this.callsMax) this.waiting.push(call);
      else this.begin(call);
    });
  }

  /** Takes no more calls, and ends when those under way have ended. */
  drain(): void {
    if (this.state === 'closed') return;
    this.state = 'draining';
    for (const call of this.waiting.splice(0))
      call.fail(new RpcError(Code.UNAVAILABLE, 'the connection is closed', true));
    if (this.calls.size === 0) this.close();
  }

  /** Calls under way fail. */
  close(): void {
    this.socket.destroy();
    this.lost();
  }

  onFrame(type: number, flags: number, streamId: number, payload: Buffer): void {
    if (this.blocks.unfinished && type !== FrameType.CONTINUATION) throw protocolError('a header block is cut in two');
    switch (type) {
      case FrameType.DATA:
        return this.onData(flags, streamId, payload);
      case FrameType.HEADERS:
        return this.blocks.headers(flags, streamId, payload);
      case FrameType.CONTINUATION:
        return this.blocks.continuation(flags, streamId, payload);
      case FrameType.RST_STREAM:
        sized(payload.length === 4);
        return this.onReset(streamId, payload.readUInt32BE(0));
      case FrameType.SETTINGS:
        return this.onSettings(flags, payload);
      case FrameType.PING:
        if ((flags & Flag.ACK) === 0) this.out.ping(payload, true);
        return;
      case FrameType.WINDOW_UPDATE:
        sized(payload.length === 4);
        return this.onWindowUpdate(streamId, payload.readUInt32BE(0) & STREAM_ID_MAX);
      case FrameType.GOAWAY:
        sized(payload.length >= 8);
        return this.onGoAway(payload.readUInt32BE(0) & STREAM_ID_MAX);
      case FrameType.PUSH_PROMISE:
        throw protocolError('pushes were refused');
      default:
    }
  }

  private begin(call: ClientCall): void {
    if (this.nextId > STREAM_ID_MAX) {
      call.fail(new RpcError(Code.UNAVAILABLE, 'the connection has no numbers left for calls', true));
      return this.drain();
    }
    call.id = this.nextId;
    this.nextId += 2;
    call.window = this.callWindow;
    this.calls.set(call.id, call);
    const block = this.headers.of(call.path);
    const timeout = call.timeoutHeader();
    this.out.frameHeader(block.length + timeout.length, FrameType.HEADERS, Flag.END_HEADERS, call.id);
    this.out.bytesOf(block);
    this.out.bytesOf(timeout);
    this.pump(call);
  }

  private pump(call: ClientCall): void {
    this.window -= call.send(this.out, this.window);
    if (!call.allSent) this.blocked.push(call);
  }

  private pumpBlocked(): void {
    const { blocked } = this;
    this.blocked = [];
    for (const call of blocked) if (!call.ended) this.pump(call);
  }

  private onData(flags: number, streamId: number, frame: Buffer): void {
    this.unacknowledged += frame.length;
    if (this.unacknowledged > CLIENT_CONNECTION_WINDOW_BYTES / 2) {
      this.out.windowUpdate(0, this.unacknowledged);
      this.unacknowledged = 0;
    }
    const call = this.calls.get(streamId);
    if (call === undefined) return;
    const end = (flags & Flag.END_STREAM) !== 0;
    call.take((flags & Flag.PADDED) === 0 ? frame : unpadded(frame), this.options.messageBytesMax ?? Infinity);
    if (call.ended) return;
    if (end) return call.fail(new RpcError(Code.INTERNAL, 'the server ended the call without a status'));
    call.unacknowledged += frame.length;
    if (call.unacknowledged <= CLIENT_STREAM_WINDOW_BYTES / 2) return;
    this.out.windowUpdate(streamId, call.unacknowledged);
    call.unacknowledged = 0;
  }

  private onHeaders(streamId: number, end: boolean, block: Buffer): void {
    // Of calls that nobody waits for as well: blocks build on one another.
    const fields = this.hpack.decode(block);
    if (end) this.calls.get(streamId)?.finish(fields);
  }

  private onReset(streamId: number, code: number): void {
    const refused = code === ErrorCode.REFUSED_STREAM;
    this.calls
      .get(streamId)
      ?.fail(new RpcError(Code.UNAVAILABLE, `the server reset the call (${code})`, refused), true);
  }

  private onSettings(flags: number, payload: Buffer): void {
    if ((flags & Flag.ACK) !== 0) return;
    sized(payload.length % 6 === 0);
    for (let at = 0; at < payload.length; at += 6) {
      const value = payload.readUInt32BE(at + 2);
      const id = payload.readUInt16BE(at);
      if (id === Setting.MAX_CONCURRENT_STREAMS) this.callsMax = value;
      if (id !== Setting.INITIAL_WINDOW_SIZE) continue;
      for (const call of this.calls.values()) call.window += value - this.callWindow;
      this.callWindow = value;
    }
    this.out.settingsAck();
    if (this.state === 'connecting') {
      this.state = 'open';
      this.settle.resolve();
    }
    this.pumpBlocked();
    this.beginWaiting();
  }

  private onWindowUpdate(streamId: number, bytes: number): void {
    const call = this.calls.get(streamId);
    if (streamId === 0) this.window += bytes;
    else if (call !== undefined) call.window += bytes;
    if (this.blocked.length > 0) this.pumpBlocked();
  }

  private onGoAway(last: number): void {
    this.drain();
    const unseen = new RpcError(Code.UNAVAILABLE, 'the server is shutting down', true);
    for (const call of [...this.calls.values()]) if (call.id > last) call.fail(unseen, true);
  }

  /** A call has its end; the server is told when it has not ended its side. */
  private forget(call: ClientCall): void {
    if (call.id === 0 || !this.calls.delete(call.id)) return;
    if (!call.endedByServer || !call.allSent) this.out.reset(call.id, ErrorCode.CANCEL);
    if (this.state === 'draining' && this.calls.size === 0) setImmediate(() => this.close());
    else this.beginWaiting();
  }

  private beginWaiting(): void {
    while (this.usable && this.waiting.length > 0 && this.calls.size < this.callsMax) {
      const call = this.waiting.shift();
      if (call?.ended === false) this.begin(call);
    }
  }

  private receive(chunk: Buffer): void {
    this.watch?.heard();
    try {
      this.reader.receive(chunk);
    } catch (error) {
      // Whatever it is: this connection cannot be read any further.
      if (this.state === 'connecting') return void this.socket.destroy(new Error('the server does not speak HTTP/2'));
      const code = error instanceof ConnectionError ? error.code : ErrorCode.COMPRESSION_ERROR;
      this.out.goAway(0, code);
      this.flush();
      this.socket.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private flush(): void {
    const chunks = this.out.take();
    if (this.state === 'closed' || chunks.length === 0) return;
    this.socket.cork();
    for (const chunk of chunks) this.socket.write(chunk);
    this.socket.uncork();
  }

  private lost(): void {
    if (this.state === 'closed') return;
    const unsent = !this.connected;
    this.state = 'closed';
    this.watch?.stop();
    const why = this.broken?.message;
    this.settle.reject(this.broken ?? new Error('the server ended the connection'));
    const broke = `the connection broke${why === undefined ? '' : `: ${why}`}`;
    for (const call of [...this.calls.values()]) call.fail(new RpcError(Code.UNAVAILABLE, broke, unsent), true);
    for (const call of this.waiting.splice(0)) call.fail(new RpcError(Code.UNAVAILABLE, broke, true));
  }
}
