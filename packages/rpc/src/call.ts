/**
 * What a handler sees of a call, whatever transport carries it. Unary handlers are plain functions that call back;
 * streaming handlers get a {@link StreamCall}. Neither knows HTTP/2 nor how messages are encoded.
 */

/** How a call ends; `code` is a gRPC status code (0 = OK). */
export interface RpcStatus {
  readonly code: number;
  readonly message: string;
}

/** What is known of a call beside its messages. */
export interface CallContext {
  /** First value of a request metadata key (lower case, text); undefined = not sent. */
  metadata(name: string): string | undefined;
  /** Common name of the client's certificate, when it sent one that was verified. */
  readonly peerCommonName: string | undefined;
  /** `host:port` of the other end. */
  readonly peerAddress: string;
  /**
   * Called once when the call ends under its handler, who may end its work: cancelled, deadline passed, connection gone,
   * refused for what the client sent; at once if that was before. Not when the handler itself has ended it.
   */
  onCancel(listener: () => void): void;
}

/** Called exactly once: an error, or a response. */
export type UnaryDone<O> = (error: RpcStatus | undefined, response?: O) => void;

export type UnaryHandler<I, O> = (request: I, done: UnaryDone<O>, call: CallContext) => void;

/** A call with a stream in at least one direction. Listeners are set before the handler returns. */
export interface StreamCall<I, O> extends CallContext {
  onMessage(listener: (message: I) => void): void;
  /** The client sends nothing more. */
  onHalfClose(listener: () => void): void;
  /** There is room again after `write` gave false. */
  onDrain(listener: () => void): void;
  /** False = the buffer is full: write nothing more until `onDrain`. After the end of the call nothing is sent. */
  write(message: O): boolean;
  /** Stops and resumes `onMessage`; what the client sends meanwhile is held back by flow control. */
  pause(): void;
  resume(): void;
  /** Ends the call, regularly without `status`. Idempotent. */
  end(status?: RpcStatus): void;
}

export type StreamHandler<I, O> = (call: StreamCall<I, O>) => void;
