/**
 * A streaming call of grpc-js as the {@link StreamCall} that handlers are written against, until (and wherever) the
 * transport of @kuorum/rpc serves them. Its own errors (a reset, a broken connection) count as cancelled.
 */
import type { ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js';
import type { CallContext, RpcStatus, StreamCall, StreamHandler } from '@kuorum/rpc';

type DuplexCall<I, O> = ServerDuplexStream<I, O>;
type AnyCall<I, O> = DuplexCall<I, O> | ServerWritableStream<I, O>;

/** Both directions are streams. */
export function duplex<I, O>(handler: StreamHandler<I, O>): (call: DuplexCall<I, O>) => void {
  return (call) => {
    const base = common(call);
    handler({
      ...base,
      onMessage: (listener) => void call.on('data', listener),
      onHalfClose: (listener) => void call.on('end', listener),
      pause: () => void call.pause(),
      resume: () => void call.resume(),
    });
  };
}

/** One request, a stream of responses: the request is the only message, and the half-close follows it. */
export function serverStream<I, O>(handler: StreamHandler<I, O>): (call: ServerWritableStream<I, O>) => void {
  return (call) => {
    let onMessage: (message: I) => void = () => undefined;
    let onHalfClose = (): void => undefined;
    handler({
      ...common(call),
      onMessage: (listener) => (onMessage = listener),
      onHalfClose: (listener) => (onHalfClose = listener),
      pause: () => undefined,
      resume: () => undefined,
    });
    onMessage(call.request);
    onHalfClose();
  };
}

type Common<I, O> = Omit<StreamCall<I, O>, 'onMessage' | 'onHalfClose' | 'pause' | 'resume'>;

function common<I, O>(call: AnyCall<I, O>): Common<I, O> {
  const cancelled: (() => void)[] = [];
  let over = false;
  const cancel = (): void => {
    if (over) return;
    over = true;
    for (const listener of cancelled) listener();
  };
  call.on('cancelled', cancel);
  call.on('error', cancel);
  return {
    ...contextOf(call),
    onCancel: (listener) => void cancelled.push(listener),
    onDrain: (listener) => void call.on('drain', listener),
    write: (message) => !over && call.write(message),
    end: (status?: RpcStatus) => {
      if (over) return;
      over = true;
      if (status === undefined) call.end();
      else call.emit('error', { code: status.code, details: status.message });
    },
  };
}

type GrpcCall = Pick<AnyCall<unknown, unknown>, 'metadata' | 'getAuthContext' | 'getPeer'> & {
  once(event: 'cancelled', listener: () => void): unknown;
};

export function contextOf(call: GrpcCall): CallContext {
  return {
    metadata: (name) => call.metadata.get(name)[0]?.toString(),
    peerCommonName: call.getAuthContext().sslPeerCertificate?.subject.CN,
    peerAddress: call.getPeer(),
    onCancel: (listener) => void call.once('cancelled', listener),
  };
}
