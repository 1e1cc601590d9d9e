/** Puts services of the .proto files on the client listener: each method by its name, with the codec of its definition. */
import type { CallContext, RpcServer, StreamHandler } from '@kuorum/rpc';
import { serviceDefinition } from '@kuorum/wire';
import { codecOf } from './grpc-js-host.js';
import type { Handler } from './unary.js';
import { hotCodecs } from './wire/hot-codecs.js';

/** Handlers as the table keeps them: what they take and give is what the method's definition says. */
export interface MethodTable {
  readonly unary?: Readonly<Record<string, Handler<never, unknown>>>;
  readonly stream?: Readonly<Record<string, StreamHandler<never, never>>>;
}

type AnyUnary = (request: object, done: Parameters<Handler<object, object>>[1], call: CallContext) => void;

/** Throws when the definition has a method that the table has not: clients would be told that it is unknown. */
export function addService(server: RpcServer, service: string, { unary = {}, stream = {} }: MethodTable): void {
  for (const [name, method] of Object.entries(serviceDefinition(service))) {
    const codec = { ...codecOf(method), ...hotCodecs[method.path] } as ReturnType<typeof codecOf>;
    const [handler, streamHandler] = [unary[name], stream[name]];
    if (handler !== undefined) server.unary(method.path, codec, handler as AnyUnary);
    else if (streamHandler !== undefined)
      server.stream(method.path, codec, streamHandler as StreamHandler<object, object>);
    else throw new Error(`Cannot serve ${service}: nothing answers ${name}`);
  }
}
