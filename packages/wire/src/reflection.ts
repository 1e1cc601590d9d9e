/**
 * Server reflection (v1 and v1alpha), so that `grpcurl list` and `buf curl` work. What answers is made at the first
 * question: it decodes every descriptor twice, 45 ms of a start that hardly any process will be asked about.
 */
import type {
  handleBidiStreamingCall,
  Server,
  ServerDuplexStream,
  ServiceDefinition,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { assert, mustGet } from '@kuorum/base';
import { descriptorSet } from './gen/descriptors.js';

type AddService = Pick<Server, 'addService'>;
type Call = ServerDuplexStream<object, object>;
type Answerer = handleBidiStreamingCall<object, object>;
type Part = readonly [definition: ServiceDefinition, implementation: UntypedServiceImplementation];

const METHOD = 'ServerReflectionInfo';
const versions = ['v1', 'v1alpha'] as const;

/** `services` are the full names that are listed. */
export function addReflection(server: AddService, services: readonly string[]): void {
  let parts: Map<string, Part> | undefined;
  for (const version of versions) {
    const path = `/grpc.reflection.${version}.ServerReflection/${METHOD}`;
    const part = (): Part => mustGet((parts ??= makeParts(services)).get(path), `the reflection service at ${path}`);
    const method = (): ServiceDefinition[string] => mustGet(part()[0][METHOD], `the method at ${path}`);
    server.addService(
      {
        [METHOD]: {
          path,
          requestStream: true,
          responseStream: true,
          requestSerialize: (value: unknown) => method().requestSerialize(value),
          requestDeserialize: (bytes) => method().requestDeserialize(bytes) as unknown,
          responseSerialize: (value: unknown) => method().responseSerialize(value),
          responseDeserialize: (bytes) => method().responseDeserialize(bytes) as unknown,
        },
      },
      { [METHOD]: (call: Call) => (mustGet(part()[1][METHOD], `what answers ${path}`) as Answerer)(call) },
    );
  }
}

/** By the path of their only method. */
function makeParts(services: readonly string[]): Map<string, Part> {
  const parts = new Map<string, Part>();
  new ReflectionService(compiledDescriptors(), { services: [...services] }).addToServer({
    addService: (definition, implementation) => {
      for (const { path } of Object.values(definition)) parts.set(path, [definition, implementation]);
    },
  });
  return parts;
}

/** The reflection service reads nothing of a package definition but the encoded files. */
function compiledDescriptors(): PackageDefinition {
  const fileDescriptorProtos = splitFiles(Buffer.from(descriptorSet, 'base64'));
  return {
    descriptors: { format: 'Protocol Buffer 3 DescriptorProto', type: {}, fileDescriptorProtos },
  } as unknown as PackageDefinition;
}

const FILE_TAG = 0x0a;

/** A FileDescriptorSet is nothing but field 1, repeated: tag, length as a varint, one encoded file. */
function splitFiles(set: Buffer): Buffer[] {
  const files: Buffer[] = [];
  let at = 0;
  while (at < set.length) {
    assert(set[at++] === FILE_TAG, 'a FileDescriptorSet consists of files');
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = set.readUInt8(at++);
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    files.push(set.subarray(at, at + length));
    at += length;
  }
  return files;
}
