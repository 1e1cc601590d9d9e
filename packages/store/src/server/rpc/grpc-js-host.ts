/**
 * Lets service packages that are written for a grpc-js server (reflection, health) put their methods on ours. It shows
 * them what they use of grpc-js' calls: the request or `data` and `end`, `write`, `end`, `cancelled`, an answer.
 */
import { EventEmitter } from 'node:events';
import type { Server } from '@grpc/grpc-js';
import type { MessageCodec, RpcServer, RpcStatus, StreamCall } from '@kuorum/rpc';
import { Code } from '@kuorum/rpc';

type AddService = Pick<Server, 'addService'>;
type Definition = Parameters<Server['addService']>[0];
type MethodDefinition = Definition[string];

interface Refusal {
  readonly code?: number;
  readonly details?: string;
}

type UnaryImplementation = (
  call: { readonly request: object },
  answer: (error: Refusal | null, response?: object | null) => void,
) => void;
type StreamImplementation = (call: EmittingCall) => void;

export function grpcJsHost(server: RpcServer): AddService {
  return {
    addService: (definition, implementation) => {
      for (const [name, method] of Object.entries(definition)) {
        const found = implementation[name] ?? implementation[method.originalName ?? name];
        if (found !== undefined) addMethod(server, method, found);
      }
    },
  };
}

function addMethod(server: RpcServer, method: MethodDefinition, implementation: unknown): void {
  const codec = codecOf(method);
  if (!method.requestStream && !method.responseStream) {
    const answerOne = implementation as UnaryImplementation;
    server.unary(method.path, codec, (request, done) =>
      answerOne({ request }, (error, response) =>
        error === null ? done(undefined, response ?? {}) : done(statusOf(error)),
      ),
    );
    return;
  }
  const serve = implementation as StreamImplementation;
  server.stream(method.path, codec, (call) => {
    const emitting = new EmittingCall(call);
    if (method.requestStream) {
      call.onMessage((message) => emitting.emit('data', message));
      call.onHalfClose(() => emitting.emit('end'));
      serve(emitting);
    } else {
      call.onMessage((message) => {
        emitting.request = message;
        serve(emitting);
      });
    }
    call.onCancel(() => emitting.emit('cancelled'));
  });
}

/** A call with a stream as such packages see it. */
class EmittingCall extends EventEmitter {
  request: object = {};

  constructor(private readonly call: StreamCall<object, object>) {
    super();
    this.on('error', (error: Refusal) => call.end(statusOf(error)));
  }

  write(message: object): boolean {
    return this.call.write(message);
  }

  end(): void {
    this.call.end();
  }
}

/** Messages as the method's own definition has them. */
export function codecOf(method: MethodDefinition): MessageCodec<object, object> {
  return {
    decode: (bytes) => method.requestDeserialize(bytes) as object,
    encode: (message) => method.responseSerialize(message),
  };
}

function statusOf(error: Refusal): RpcStatus {
  return { code: error.code ?? Code.UNKNOWN, message: error.details ?? '' };
}
