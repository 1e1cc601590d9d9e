/** HTTP/2 by hand (RFC 9113, RFC 7541): frames as a client would never send them. */
import { connect, type Socket } from 'node:net';

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

export const frameType = { data: 0, headers: 1, rstStream: 3, settings: 4, ping: 6, windowUpdate: 8, continuation: 9 };
export const END_STREAM = 1;
export const END_HEADERS = 4;

/** `length`: what the header claims, when it lies. */
export function frame(
  type: number,
  flags: number,
  stream: number,
  payload: Buffer = Buffer.alloc(0),
  length = payload.length,
): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
}

/** Literals without indexing, not compressed. */
export function headerBlock(headers: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat(headers.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));
}

export function grpcHeaders(path: string): Buffer {
  return headerBlock([
    [':method', 'POST'],
    [':scheme', 'http'],
    [':path', path],
    [':authority', 'localhost'],
    ['content-type', 'application/grpc'],
    ['te', 'trailers'],
  ]);
}

/** `length`: what the prefix claims, when it lies. */
export function grpcMessage(body: Buffer, length = body.length, compressed = 0): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(compressed, 0);
  prefix.writeUInt32BE(length, 1);
  return Buffer.concat([prefix, body]);
}

/** `depth` transactions in one another, as TxnRequest.success → RequestOp.request_txn. */
export function nestedTxn(depth: number): Buffer {
  const headers: Buffer[] = [];
  let length = 0;
  for (let i = 0; i < depth; i++) {
    // The operation around the transaction, and its place in the transaction around that.
    for (const tag of [0x22, 0x12]) {
      const header = Buffer.concat([Buffer.from([tag]), varint(length)]);
      headers.push(header);
      length += header.length;
    }
  }
  return Buffer.concat(headers.reverse());
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

function text(value: string): Buffer {
  return Buffer.concat([integer(value.length, 127), Buffer.from(value)]);
}

function integer(value: number, prefixMax: number): Buffer {
  if (value < prefixMax) return Buffer.from([value]);
  return Buffer.concat([Buffer.from([prefixMax]), varint(value - prefixMax)]);
}

/** A connection that reads and forgets whatever comes; it never throws. */
export class RawConnection {
  private readonly socket: Socket;
  private isOpen = true;
  private readonly closed: Promise<void>;
  /** True when the other side has said something, false when the connection ended before. */
  readonly answered: Promise<boolean>;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) =>
      this.socket.once('close', () => {
        this.isOpen = false;
        resolve();
      }),
    );
    const said = new Promise<boolean>((resolve) => this.socket.once('data', () => resolve(true)));
    this.answered = Promise.race([said, this.closed.then(() => false)]);
    this.socket.resume();
  }

  get open(): boolean {
    return this.isOpen;
  }

  /** Resolves when it is sent, or the connection is gone. */
  send(...bytes: readonly Buffer[]): Promise<void> {
    if (!this.isOpen) return Promise.resolve();
    const sent = new Promise<void>((resolve) => this.socket.write(Buffer.concat(bytes), () => resolve()));
    return Promise.race([sent, this.closed]);
  }

  /** What comes is not read: the other side's window and buffers fill. */
  stopReading(): void {
    this.socket.pause();
  }

  close(): void {
    this.socket.destroy();
  }
}
