import { makeClientConstructor, type ServiceClientConstructor } from '@grpc/grpc-js';
import type { AnyDefinition, MessageTypeDefinition, ServiceDefinition } from '@grpc/proto-loader';
import { definitionOf } from './loader.js';

/** The definition of the service with this full name, such as `etcdserverpb.KV`: what `Server.addService` takes. */
export function serviceDefinition(fullName: string): ServiceDefinition {
  const definition = lookUp(fullName);
  if (!isService(definition)) throw new Error(`Cannot use ${fullName} as a service: it is a message or an enum`);
  return definition;
}

/**
 * A client class for the service with this full name; the caller names the generated client type:
 * `new (clientConstructor('etcdserverpb.KV'))(target, credentials) as unknown as etcdserverpb.KVClient` is what
 * {@link createClient} does.
 */
export function clientConstructor(fullName: string): ServiceClientConstructor {
  let constructor = constructors.get(fullName);
  if (constructor === undefined) {
    constructor = makeClientConstructor(serviceDefinition(fullName), fullName);
    constructors.set(fullName, constructor);
  }
  return constructor;
}

const constructors = new Map<string, ServiceClientConstructor>();

/** A client of type `C` (generated, such as `etcdserverpb.KVClient`); `parameters` are those of a grpc-js client. */
export function createClient<C>(fullName: string, ...parameters: ConstructorParameters<ServiceClientConstructor>): C {
  return new (clientConstructor(fullName))(...parameters) as unknown as C;
}

/** Encodes and decodes one message type by full name: what bytes on the wire would be. For tests and stored records. */
export function messageCodec<I extends object, O>(
  fullName: string,
): { encode(message: I): Buffer; decode(bytes: Buffer): O } {
  const found = lookUp(fullName);
  if (!('serialize' in found)) throw new Error(`Cannot encode ${fullName}: it is not a message`);
  const definition = found as unknown as MessageTypeDefinition<I, O>;
  return { encode: (message) => definition.serialize(message), decode: (bytes) => definition.deserialize(bytes) };
}

function lookUp(fullName: string): AnyDefinition {
  const definition = definitionOf(fullName);
  if (definition === undefined) throw new Error(`Cannot find ${fullName} in the .proto files`);
  return definition;
}

function isService(definition: AnyDefinition): definition is ServiceDefinition {
  return !('format' in definition);
}
