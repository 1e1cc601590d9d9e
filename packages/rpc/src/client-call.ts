/** A unary call of a client, from its request to its one end. */
import { literal } from './hpack/literals.js';
import type { HeaderField } from './hpack/tables.js';
import { Flag, FrameType } from './http2/constants.js';
import { GRPC_PREFIX_BYTES, type Output } from './http2/output.js';
import { FRAME_BYTES_MAX } from './limits.js';
import { Code, percentDecode, RpcError } from './status.js';

export interface UnaryOptions {
  /** Not given: none. The server is told. */
  readonly timeoutMs?: number | undefined;
  /** The call is CANCELLED when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

export interface CallRequest extends UnaryOptions {
  readonly path: string;
  /** Must not be changed before the call has its end. */
  readonly message: Uint8Array;
}

const NOTHING = Buffer.alloc(0);
/** What the header can say: eight digits of milliseconds. */
const TIMEOUT_MS_MAX = 99_999_999;

export class ClientCall {
  /** Of its stream; 0: it has none. */
  id = 0;
  /** Of the prefix and the message. */
  private sent = 0;
  window = 0;
  /** Received, and not told to the server as room. */
  unacknowledged = 0;
  ended = false;
  endedByServer = false;
  private parts: Buffer[] = [];
  private bytes = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly request: CallRequest,
    private readonly resolve: (reply: Buffer) => void,
    private readonly reject: (error: RpcError) => void,
    private readonly onEnd: (call: ClientCall) => void,
  ) {
    const { timeoutMs, signal } = request;
    if (timeoutMs !== undefined) {
      const late = (): void =>
        this.fail(new RpcError(Code.DEADLINE_EXCEEDED, `no answer within ${Math.ceil(timeoutMs)} ms`, this.id === 0));
      this.timer = setTimeout(late, Math.max(0, Math.ceil(timeoutMs)));
    }
    signal?.addEventListener('abort', this.abort, { once: true });
    if (signal?.aborted === true) this.abort();
  }

  get path(): string {
    return this.request.path;
  }

  get allSent(): boolean {
    return this.sent === GRPC_PREFIX_BYTES + this.request.message.length;
  }

  /** As much of the message as its window and `roomBytes` of its connection's allow; gives how much that was. */
  send(out: Output, roomBytes: number): number {
    const { message } = this.request;
    const before = this.sent;
    const total = GRPC_PREFIX_BYTES + message.length;
    for (let left = roomBytes; this.sent < total;) {
      const size = Math.min(FRAME_BYTES_MAX, left, this.window, total - this.sent);
      // The prefix is not cut in two.
      if (size < (this.sent === 0 ? GRPC_PREFIX_BYTES : 1)) break;
      out.frameHeader(size, FrameType.DATA, this.sent + size === total ? Flag.END_STREAM : 0, this.id);
      if (this.sent === 0) out.grpcPrefix(message.length);
      const from = Math.max(0, this.sent - GRPC_PREFIX_BYTES);
      this.sent += size;
      out.bytesOf(message.subarray(from, this.sent - GRPC_PREFIX_BYTES));
      left -= size;
      this.window -= size;
    }
    return this.sent - before;
  }

  /** As a header field; empty for a call without. */
  timeoutHeader(): Buffer {
    const { timeoutMs } = this.request;
    if (timeoutMs === undefined) return NOTHING;
    return literal('grpc-timeout', `${Math.min(TIMEOUT_MS_MAX, Math.max(1, Math.ceil(timeoutMs)))}m`);
  }

  /** A piece of the answer. */
  take(piece: Buffer, bytesMax: number): void {
    this.bytes += piece.length;
    if (this.bytes > bytesMax + GRPC_PREFIX_BYTES) {
      this.fail(new RpcError(Code.RESOURCE_EXHAUSTED, `the answer is larger than ${bytesMax} bytes`));
    } else if (piece.length > 0) this.parts.push(piece);
  }

  /** The server has ended its side. */
  finish(trailers: readonly HeaderField[]): void {
    this.endedByServer = true;
    const valueOf = (name: string): string | undefined => trailers.find((field) => field.name === name)?.value;
    const status = valueOf('grpc-status');
    if (status !== '0') {
      const text = valueOf('grpc-message') ?? `the server answered with status ${valueOf(':status') ?? 'unknown'}`;
      return this.fail(new RpcError(Number(status ?? Code.UNKNOWN), percentDecode(text)), true);
    }
    const [first = NOTHING] = this.parts;
    const whole = this.parts.length > 1 ? Buffer.concat(this.parts) : first;
    const length = whole.length < GRPC_PREFIX_BYTES ? -1 : whole.readUInt32BE(1);
    if (whole[0] !== 0 || length !== whole.length - GRPC_PREFIX_BYTES) {
      return this.fail(new RpcError(Code.INTERNAL, 'the answer is not one message without compression'), true);
    }
    if (this.end()) this.resolve(whole.subarray(GRPC_PREFIX_BYTES));
  }

  fail(error: RpcError, byServer = false): void {
    if (byServer) this.endedByServer = true;
    if (this.end()) this.reject(error);
  }

  private readonly abort = (): void => {
    this.fail(new RpcError(Code.CANCELLED, 'the caller gave up', this.id === 0));
  };

  /** False: it has had its end. */
  private end(): boolean {
    if (this.ended) return false;
    this.ended = true;
    clearTimeout(this.timer);
    this.request.signal?.removeEventListener('abort', this.abort);
    this.parts = [];
    this.onEnd(this);
    return true;
  }
}
