/**
 * A client for load generators: unary calls, bytes in and bytes out, several connections. It costs a fraction of a
 * general one, so that the server is what is measured. No TLS, no deadlines, no retries; a request fits one frame.
 */
import { connect, type Socket } from 'node:net';
import { HpackDecoder } from './hpack/decoder.js';
import { literal } from './hpack/literals.js';
import {
  ConnectionError,
  DEFAULT_WINDOW_BYTES,
  ErrorCode,
  Flag,
  FrameType,
  PREFACE,
  Setting,
  STREAM_ID_MAX,
} from './http2/constants.js';
import { FrameReader } from './http2/frame-reader.js';
import { GRPC_PREFIX_BYTES, Output } from './http2/output.js';
import { FRAME_BYTES_MAX, HEADER_LIST_BYTES, HEADER_TABLE_BYTES } from './limits.js';
import { Code, percentDecode, RpcError } from './status.js';

const STREAM_WINDOW_BYTES = 64 * 1024 * 1024;
const CONNECTION_WINDOW_BYTES = 256 * 1024 * 1024;

interface Pending {
  readonly resolve: (reply: Buffer) => void;
  readonly reject: (error: RpcError) => void;
  readonly parts: Buffer[];
}

export class RpcClient {
  private readonly connections: (ClientConnection | undefined)[];
  private next = 0;

  /** `url`: http://host:port. Connections are opened by the first calls on them, and again when they broke. */
  constructor(
    private readonly url: string,
    connectionCount = 1,
  ) {
    this.connections = new Array<ClientConnection | undefined>(connectionCount);
  }

  /** `path`: `/package.Service/Method`. Rejects with {@link RpcError}; UNAVAILABLE when the connection breaks. */
  unary(path: string, message: Uint8Array): Promise<Buffer> {
    const at = this.next++ % this.connections.length;
    let connection = this.connections[at];
    if (connection === undefined || connection.closed) {
      connection = new ClientConnection(this.url);
      this.connections[at] = connection;
    }
    return connection.unary(path, message);
  }

  close(): void {
    for (const connection of this.connections) connection?.close();
  }
}

class ClientConnection {
  closed = false;
  private readonly socket: Socket;
  private readonly out: Output;
  private readonly reader = new FrameReader(this);
  private readonly hpack = new HpackDecoder(HEADER_TABLE_BYTES, HEADER_LIST_BYTES);
  private readonly calls = new Map<number, Pending>();
  private readonly headersOf = new Map<string, Buffer>();
  private waiting: { readonly path: string; readonly message: Uint8Array; readonly pending: Pending }[] = [];
  private nextId = 1;
  private window = DEFAULT_WINDOW_BYTES;
  private unacknowledged = 0;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.out = new Output(() => setImmediate(() => this.flush()));
    this.out.bytesOf(PREFACE);
    this.out.settings([
      [Setting.ENABLE_PUSH, 0],
      [Setting.INITIAL_WINDOW_SIZE, STREAM_WINDOW_BYTES],
    ]);
    this.out.windowUpdate(0, CONNECTION_WINDOW_BYTES - DEFAULT_WINDOW_BYTES);
    this.socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.socket.on('data', (chunk) => this.receive(chunk));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => this.lost());
  }

  unary(path: string, message: Uint8Array): Promise<Buffer> {
    if (message.length + GRPC_PREFIX_BYTES > FRAME_BYTES_MAX)
      return Promise.reject(new RpcError(Code.INVALID_ARGUMENT, `Cannot send ${message.length} bytes in one frame`));
    return new Promise((resolve, reject) => {
      const pending: Pending = { resolve, reject, parts: [] };
      if (this.closed) reject(new RpcError(Code.UNAVAILABLE, 'the connection broke'));
      else if (message.length + GRPC_PREFIX_BYTES <= this.window) this.send(path, message, pending);
      else this.waiting.push({ path, message, pending });
    });
  }

  close(): void {
    this.socket.destroy();
    this.lost();
  }

  onFrame(type: number, flags: number, streamId: number, payload: Buffer): void {
    const end = (flags & Flag.END_STREAM) !== 0;
    switch (type) {
      case FrameType.DATA:
        return this.onData(streamId, payload);
      case FrameType.HEADERS:
        return this.onHeaders(streamId, payload, end);
      case FrameType.RST_STREAM:
        return this.finish(streamId, Code.UNAVAILABLE, `reset with ${payload.readUInt32BE(0)}`);
      case FrameType.SETTINGS:
        if ((flags & Flag.ACK) === 0) this.out.settingsAck();
        return;
      case FrameType.PING:
        if ((flags & Flag.ACK) === 0) this.out.ping(payload, true);
        return;
      case FrameType.WINDOW_UPDATE:
        if (streamId === 0) this.addRoom(payload.readUInt32BE(0) & STREAM_ID_MAX);
        return;
      case FrameType.GOAWAY:
        return void this.socket.end();
      case FrameType.CONTINUATION:
        throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, 'continuations are not for this client');
      default:
    }
  }

  private send(path: string, message: Uint8Array, pending: Pending): void {
    const id = this.nextId;
    this.nextId += 2;
    this.calls.set(id, pending);
    let block = this.headersOf.get(path);
    if (block === undefined) {
      const fields = [
        [':method', 'POST'],
        [':scheme', 'http'],
        [':path', path],
        [':authority', 'localhost'],
      ] as const;
      const more = [
        ['content-type', 'application/grpc'],
        ['te', 'trailers'],
      ] as const;
      block = Buffer.concat([...fields, ...more].map(([name, value]) => literal(name, value)));
      this.headersOf.set(path, block);
    }
    this.window -= GRPC_PREFIX_BYTES + message.length;
    this.out.headers(id, block, false);
    this.out.messageFrame(id, message, Flag.END_STREAM);
  }

  private addRoom(bytes: number): void {
    this.window += bytes;
    const { waiting } = this;
    this.waiting = [];
    for (const call of waiting) {
      if (call.message.length + GRPC_PREFIX_BYTES <= this.window) this.send(call.path, call.message, call.pending);
      else this.waiting.push(call);
    }
  }

  private onData(streamId: number, payload: Buffer): void {
    this.unacknowledged += payload.length;
    if (this.unacknowledged > CONNECTION_WINDOW_BYTES / 2) {
      this.out.windowUpdate(0, this.unacknowledged);
      this.unacknowledged = 0;
    }
    this.calls.get(streamId)?.parts.push(payload);
  }

  private onHeaders(streamId: number, block: Buffer, end: boolean): void {
    const fields = this.hpack.decode(block);
    if (!end) return;
    const valueOf = (name: string): string | undefined => fields.find((field) => field.name === name)?.value;
    this.finish(streamId, Number(valueOf('grpc-status') ?? Code.UNKNOWN), percentDecode(valueOf('grpc-message') ?? ''));
  }

  private finish(streamId: number, code: number, text: string): void {
    const call = this.calls.get(streamId);
    if (call === undefined) return;
    this.calls.delete(streamId);
    const [first] = call.parts;
    if (code !== Code.OK) call.reject(new RpcError(code, text));
    else if (first === undefined) call.reject(new RpcError(Code.INTERNAL, 'no reply'));
    else call.resolve((call.parts.length === 1 ? first : Buffer.concat(call.parts)).subarray(GRPC_PREFIX_BYTES));
  }

  private receive(chunk: Buffer): void {
    try {
      this.reader.receive(chunk);
    } catch {
      // Whatever it is: this connection cannot be read any further.
      this.close();
    }
  }

  private flush(): void {
    const chunks = this.out.take();
    if (this.closed || chunks.length === 0) return;
    this.socket.cork();
    for (const chunk of chunks) this.socket.write(chunk);
    this.socket.uncork();
  }

  private lost(): void {
    if (this.closed) return;
    this.closed = true;
    const broke = new RpcError(Code.UNAVAILABLE, 'the connection broke');
    for (const call of this.calls.values()) call.reject(broke);
    for (const { pending } of this.waiting) pending.reject(broke);
    this.calls.clear();
    this.waiting = [];
  }
}
