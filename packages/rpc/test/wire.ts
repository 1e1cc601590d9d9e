/** A client made of single frames against a connection without a socket. */
import {
  Connection,
  defaultMemoryLimits,
  FrameReader,
  FrameType,
  HpackDecoder,
  literals,
  Output,
  PREFACE,
  requestHeaders,
  ServerCall,
  ServerMemory,
  type ConnectionHost,
  type Peer,
} from '@kuorum/rpc/internals';

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  readonly payload: Buffer;
}

/** One server connection, driven by hand; calls of any path are kept in `calls`. */
export class Wire implements ConnectionHost {
  readonly connection: Connection;
  readonly calls: ServerCall[] = [];
  readonly messages: string[] = [];
  over: string | undefined;
  ms = 0;
  backlog = 0;
  readonly peer: Peer = {
    address: 'test:1',
    commonName: undefined,
    receiveBytesMax: 1_000_000,
    deadlines: new Set(),
    memory: new ServerMemory(defaultMemoryLimits),
    nowMs: () => this.ms,
    reclaimRequests: () => false,
    requestBytesOwn: () => 0,
    reclaimOutput: () => false,
    callBytes: 0,
    requestBytes: 0,
    outputBytes: 0,
  };
  private readonly hpack = new HpackDecoder(4096, 1_000_000);
  private readonly received: Frame[] = [];
  private readonly reader = new FrameReader({
    onFrame: (type, flags, streamId, payload) => this.received.push({ type, flags, streamId, payload }),
  });

  constructor({ preface = true } = {}) {
    this.connection = new Connection(this);
    if (!preface) return;
    this.send(
      PREFACE,
      frame((out) => out.settings([])),
    );
    this.take();
  }

  nowMs(): number {
    return this.ms;
  }

  onOutput(): void {
    // Taken by hand.
  }

  backlogBytes(): number {
    return this.backlog;
  }

  onOver(reason: string): void {
    this.over = reason;
  }

  open(connection: Connection, id: number, fields: Parameters<ConnectionHost['open']>[2]): ServerCall | undefined {
    const request = requestHeaders(fields);
    if (request.kind !== 'grpc') return undefined;
    const call = new ServerCall(id, connection, fields, this.peer, request.bytes);
    connection.streams.set(id, call);
    this.calls.push(call);
    call.method = {
      patient: true,
      onMessage: (message) => this.messages.push(message.toString('latin1')),
      onHalfClose: () => this.messages.push('end'),
    };
    return call;
  }

  send(...chunks: Uint8Array[]): void {
    this.connection.receive(Buffer.concat(chunks));
  }

  /** What the server has sent since the last time. */
  take(): Frame[] {
    for (const chunk of this.connection.out.take()) this.reader.receive(Buffer.from(chunk));
    return this.received.splice(0);
  }

  /** The same in words; header blocks are decoded. */
  said(): string[] {
    return this.take().map(({ type, flags, streamId, payload }) => {
      const name = Object.entries(FrameType).find(([, number]) => number === type)?.[0] ?? String(type);
      if (type === FrameType.HEADERS) {
        const fields = this.hpack.decode(payload).map((field) => `${field.name}=${field.value}`);
        return `HEADERS ${streamId} ${fields.join(' ')}${(flags & 1) !== 0 ? ' end' : ''}`;
      }
      if (type === FrameType.DATA) return `DATA ${streamId} ${payload.length}`;
      if (type === FrameType.GOAWAY)
        return `GOAWAY ${payload.readUInt32BE(4)} ${payload.subarray(8).toString('latin1')}`;
      if (type === FrameType.RST_STREAM || type === FrameType.WINDOW_UPDATE)
        return `${name} ${streamId} ${payload.readUInt32BE(0)}`;
      return `${name}${(flags & 1) !== 0 ? ' ack' : ''}`;
    });
  }
}

export function frame(write: (out: Output) => void): Buffer {
  const out = new Output(() => undefined);
  write(out);
  return Buffer.concat(out.take());
}

export function raw(type: number, flags: number, streamId: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  return frame((out) => {
    out.frameHeader(payload.length, type, flags, streamId);
    out.bytesOf(payload);
  });
}

export const callHeaders = Buffer.concat([
  literals.literal(':method', 'POST'),
  literals.literal(':scheme', 'http'),
  literals.literal(':path', '/test.Echo/Unary'),
  literals.literal('content-type', 'application/grpc'),
]);

export function headers(streamId: number, block: Uint8Array = callHeaders, end = false): Buffer {
  return frame((out) => out.headers(streamId, block, end));
}

export function message(text: string): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(text.length, 1);
  return Buffer.concat([prefix, Buffer.from(text, 'latin1')]);
}

export function data(streamId: number, payload: Uint8Array, end = false): Buffer {
  return raw(FrameType.DATA, end ? 1 : 0, streamId, payload);
}
