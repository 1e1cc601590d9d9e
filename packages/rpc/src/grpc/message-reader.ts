/** DATA of one call → its length-prefixed messages (gRPC over HTTP/2, "Length-Prefixed-Message"). */
import { GRPC_PREFIX_BYTES } from '../http2/output.js';
import { FRAME_BYTES_MAX } from '../limits.js';
import { Code, RpcError } from '../status.js';

/** What a message gets at first, if it says that it is larger: a promise alone costs little. */
const FIRST_BYTES = 64 * 1024;
/** Then so many times what it has, as often as that is full. */
const GROWTH = 2;
const OWN_FACTOR = 2;

export class MessageReader {
  private prefix: Buffer | undefined;
  private prefixBytes = 0;
  private body: Buffer | undefined;
  private bodyBytes = 0;
  private length = 0;

  constructor(
    private readonly bytesMax: number,
    private readonly onMessage: (message: Buffer) => void,
  ) {}

  /** Bytes that are kept until their message is whole. */
  get keptBytes(): number {
    return this.body?.length ?? 0;
  }

  /** The client ended in the middle of a message. */
  get unfinished(): boolean {
    return this.prefixBytes > 0;
  }

  /** Throws {@link RpcError}, with which the call is to end. A whole message in one payload is a view of it. */
  receive(payload: Buffer): void {
    let at = 0;
    while (at < payload.length) {
      if (this.prefixBytes === 0 && payload.length - at >= GRPC_PREFIX_BYTES) {
        const length = this.lengthOf(payload, at);
        const end = at + GRPC_PREFIX_BYTES + length;
        if (end <= payload.length) {
          this.onMessage(payload.subarray(at + GRPC_PREFIX_BYTES, end));
          at = end;
          continue;
        }
      }
      at += this.prefixBytes < GRPC_PREFIX_BYTES ? this.takePrefix(payload, at) : this.takeBody(payload, at);
    }
  }

  private takePrefix(payload: Buffer, at: number): number {
    this.prefix ??= Buffer.allocUnsafe(GRPC_PREFIX_BYTES);
    const taken = payload.copy(this.prefix, this.prefixBytes, at, at + GRPC_PREFIX_BYTES - this.prefixBytes);
    this.prefixBytes += taken;
    if (this.prefixBytes < GRPC_PREFIX_BYTES) return taken;
    this.length = this.lengthOf(this.prefix, 0);
    this.body = Buffer.allocUnsafe(Math.min(this.length, FIRST_BYTES));
    if (this.length === 0) this.finish(this.body);
    return taken;
  }

  private takeBody(payload: Buffer, at: number): number {
    const taken = Math.min(this.length - this.bodyBytes, payload.length - at);
    let body = this.body ?? Buffer.alloc(0);
    if (this.bodyBytes + taken > body.length) {
      // By what has come, twice as much at a time: the announced length alone is not worth its memory.
      const larger = Buffer.allocUnsafe(Math.min(this.length, Math.max(GROWTH * body.length, this.bodyBytes + taken)));
      body.copy(larger, 0, 0, this.bodyBytes);
      body = larger;
      this.body = larger;
    }
    payload.copy(body, this.bodyBytes, at, at + taken);
    this.bodyBytes += taken;
    if (this.bodyBytes === this.length) this.finish(body);
    return taken;
  }

  private finish(body: Buffer): void {
    this.prefixBytes = 0;
    this.bodyBytes = 0;
    this.body = undefined;
    this.onMessage(body);
  }

  private lengthOf(prefix: Buffer, at: number): number {
    const flag = prefix[at] ?? 0;
    if (flag !== 0) {
      throw flag === 1
        ? new RpcError(Code.UNIMPLEMENTED, 'grpc: compressed messages are not supported by this server')
        : new RpcError(Code.INTERNAL, `grpc: received unexpected payload format ${flag}`);
    }
    const length = prefix.readUInt32BE(at + 1);
    if (length > this.bytesMax) {
      const text = `grpc: received message larger than max (${length} vs. ${this.bytesMax})`;
      throw new RpcError(Code.RESOURCE_EXHAUSTED, text);
    }
    return length;
  }
}

export function isWhole(payload: Buffer, bytesMax: number): boolean {
  const length = payload.length - GRPC_PREFIX_BYTES;
  return length >= 0 && length <= bytesMax && payload[0] === 0 && payload.readUInt32BE(1) === length;
}

/** Much of what was read is not to be kept alive by a small message in it, for as long as its call may take. */
export function ownBytes(view: Buffer): Buffer {
  return view.buffer.byteLength > OWN_FACTOR * view.length + GRPC_PREFIX_BYTES + FRAME_BYTES_MAX
    ? Buffer.from(view)
    : view;
}
