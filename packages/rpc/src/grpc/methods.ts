/** The two kinds of methods: between a call's bytes and a handler's messages. */
import type { RpcStatus, StreamCall, StreamHandler, UnaryHandler } from '../call.js';
import { Code } from '../status.js';
import type { MethodStats } from './method-stats.js';
import type { MethodEnd } from './peer.js';
import type { ServerCall } from './server-call.js';

/** How the messages of one method are encoded. Both may throw; see {@link Refusals}. */
export interface MessageCodec<I, O> {
  /** `bytes` may be a view of what was read from the socket. */
  decode(bytes: Buffer): I;
  /** The result is not changed afterwards by anyone, unless it is shorter than 2 KiB: then it is copied at once. */
  encode(message: O): Uint8Array;
}

/** What becomes of an error that a codec or a handler throws. */
export interface Refusals {
  /** What the client is told; undefined = a bug. */
  refusalOf(error: unknown): RpcStatus | undefined;
  onBug(error: unknown): void;
}

export type Method = (call: ServerCall) => MethodEnd;

export function unaryMethod<I, O>(
  codec: MessageCodec<I, O>,
  handler: UnaryHandler<I, O>,
  refusals: Refusals,
  stats: MethodStats,
): Method {
  return (call) => {
    call.countIn(stats);
    return new UnaryEnd(call, codec, handler, refusals);
  };
}

export function streamMethod<I, O>(
  codec: MessageCodec<I, O>,
  handler: StreamHandler<I, O>,
  refusals: Refusals,
  stats: MethodStats,
): Method {
  return (call) => {
    call.countIn(stats);
    const stream = new TypedStreamCall(call, codec, refusals);
    guarded(call, refusals, () => handler(stream));
    return {
      patient: true,
      onMessage: (bytes) => {
        const message = decoded(call, codec, bytes, refusals);
        if (message !== undefined) guarded(call, refusals, () => stream.message?.(message.value));
      },
      onHalfClose: () => guarded(call, refusals, () => stream.halfClose?.()),
    };
  };
}

class UnaryEnd<I, O> implements MethodEnd {
  readonly patient = false;
  private request: Buffer | undefined;

  constructor(
    private readonly call: ServerCall,
    private readonly codec: MessageCodec<I, O>,
    private readonly handler: UnaryHandler<I, O>,
    private readonly refusals: Refusals,
  ) {}

  onMessage(message: Buffer): void {
    if (this.request !== undefined)
      return this.call.finish(Code.INTERNAL, 'grpc: more than one message for a unary call');
    this.request = message;
    this.call.keep(message.length);
  }

  onHalfClose(): void {
    const { call, request } = this;
    if (request === undefined) return call.finish(Code.INTERNAL, 'grpc: no message for a unary call');
    const message = decoded(call, this.codec, request, this.refusals);
    if (message === undefined) return;
    call.busy = true;
    guarded(call, this.refusals, () =>
      this.handler(message.value, (error, response) => this.answer(error, response), call),
    );
  }

  private answer(error: RpcStatus | undefined, response: O | undefined): void {
    const { call } = this;
    if (error !== undefined) return call.finish(error.code, error.message);
    if (response === undefined) return call.finish(Code.INTERNAL, 'grpc: no response');
    guarded(call, this.refusals, () => {
      if (call.ended) call.finish(Code.OK, '');
      else call.answer(this.codec.encode(response));
    });
  }
}

class TypedStreamCall<I, O> implements StreamCall<I, O> {
  message: ((message: I) => void) | undefined;
  halfClose: (() => void) | undefined;

  constructor(
    private readonly call: ServerCall,
    private readonly codec: MessageCodec<I, O>,
    private readonly refusals: Refusals,
  ) {}

  get peerCommonName(): string | undefined {
    return this.call.peerCommonName;
  }

  get peerAddress(): string {
    return this.call.peerAddress;
  }

  metadata(name: string): string | undefined {
    return this.call.metadata(name);
  }

  onCancel(listener: () => void): void {
    this.call.onCancel(listener);
  }

  onMessage(listener: (message: I) => void): void {
    this.message = listener;
  }

  onHalfClose(listener: () => void): void {
    this.halfClose = listener;
  }

  onDrain(listener: () => void): void {
    this.call.onRoomAgain = () => guarded(this.call, this.refusals, listener);
  }

  write(message: O): boolean {
    return !this.call.ended && this.call.send(this.codec.encode(message));
  }

  pause(): void {
    this.call.pause();
  }

  resume(): void {
    this.call.resume();
  }

  end(status?: RpcStatus): void {
    this.call.finish(status?.code ?? Code.OK, status?.message ?? '');
  }
}

function decoded<I, O>(
  call: ServerCall,
  codec: MessageCodec<I, O>,
  bytes: Buffer,
  refusals: Refusals,
): { readonly value: I } | undefined {
  try {
    return { value: codec.decode(bytes) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    call.refuse(
      refusals.refusalOf(error) ?? { code: Code.INTERNAL, message: `grpc: error unmarshalling request: ${text}` },
    );
    return undefined;
  }
}

/** A handler's error ends its own call and nothing else. */
function guarded(call: ServerCall, refusals: Refusals, run: () => void): void {
  try {
    run();
  } catch (error) {
    const refusal = refusals.refusalOf(error);
    if (refusal === undefined) refusals.onBug(error);
    call.answered();
    call.refuse(refusal ?? { code: Code.INTERNAL, message: 'grpc: internal error' });
  }
}
