/** The fake API behind a real gRPC server: what the client is tested against without an apiserver. */
import { Metadata, Server, ServerCredentials, status, type ServiceError } from '@grpc/grpc-js';
import type { ServerUnaryCall, ServerWritableStream, UntypedServiceImplementation, sendUnaryData } from '@grpc/grpc-js';
import {
  ApiStatusError,
  encodeStatusTrailer,
  fromWire,
  kindNames,
  kinds,
  make,
  statusDetailsKey,
  toWire,
  type KindName,
  type Kinds,
  type MessageName,
  type MessageTypes,
} from '@kuorum/api';
import type { ApiClient, WatchOptions } from '@kuorum/client';
import { serviceDefinition } from '@kuorum/wire';

export interface ServedApi {
  readonly address: string;
  readonly port: number;
  /** Ends every call and the server. */
  stop(): void;
}

type Wire = Record<string, unknown>;

export async function serveApi(
  api: ApiClient,
  port = 0,
  credentials = ServerCredentials.createInsecure(),
  server = new Server(),
): Promise<ServedApi> {
  for (const kind of kindNames) server.addService(serviceDefinition(kinds[kind].service), handlersOf(api, kind));
  server.addService(serviceDefinition('kuorum.v1.VersionService'), {
    Get: unary(async () => toWire('VersionInfo', await api.version())),
  });
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, actual) =>
      error === null ? resolve(actual) : reject(error),
    );
  });
  return { address: `127.0.0.1:${bound}`, port: bound, stop: () => server.forceShutdown() };
}

function handlersOf<K extends KindName>(api: ApiClient, kind: K): UntypedServiceImplementation {
  const resource = api.resource(kind);
  const answer = (object: Kinds[K]): Wire => toWire(kind, object as unknown as MessageTypes[K]);
  const objectOf = (request: Wire): Kinds[K] => fromWire<KindName>(kind, request['object']) as Kinds[K];
  const dryRunOf = (request: Wire): { dryRun: boolean } => ({ dryRun: request['dryRun'] === true });
  const decoded = <M extends MessageName>(message: M, request: Wire): MessageTypes[M] => fromWire(message, request);
  return {
    Create: unary(async (request) => answer(await resource.create(objectOf(request), dryRunOf(request)))),
    Get: unary(async (request) => {
      const { namespace, name } = decoded('GetRequest', request);
      return answer(await resource.get(namespace, name));
    }),
    List: unary(async (request) => {
      const {
        items,
        resourceVersion,
        continue: next,
      } = await resource.list(withoutEmpty(decoded('ListRequest', request)));
      return { items: items.map(answer), metadata: { resourceVersion, continue: next } };
    }),
    Update: unary(async (request) => answer(await resource.update(objectOf(request), dryRunOf(request)))),
    UpdateStatus: unary(async (request) => answer(await resource.updateStatus(objectOf(request), dryRunOf(request)))),
    Patch: unary(async (request) => {
      const { namespace, name, type, patch, subresource, dryRun } = decoded('PatchRequest', request);
      const options = {
        dryRun,
        ...(type === '' ? {} : { type }),
        ...(subresource === 'status' ? { subresource } : {}),
      };
      return answer(await resource.patch(namespace, name, JSON.parse(patch) as object, options));
    }),
    Delete: unary(async (request) => {
      const { namespace, name, ...options } = decoded('DeleteRequest', request);
      return answer(await resource.delete(namespace, name, withoutEmpty(options)));
    }),
    DeleteCollection: unary(async (request) => {
      const options = withoutEmpty(decoded('DeleteCollectionRequest', request));
      const { items, resourceVersion } = await resource.deleteCollection(options);
      return { items: items.map(answer), metadata: { resourceVersion } };
    }),
    GetScale: unary(async (request) => {
      const { namespace, name } = decoded('GetRequest', request);
      return toWire('Scale', await resource.getScale(namespace, name));
    }),
    UpdateScale: unary(async (request) => {
      const { object, dryRun } = decoded('ScaleUpdateRequest', request);
      return toWire('Scale', await resource.updateScale(object, { dryRun }));
    }),
    Evict: unary(async (request) => {
      const { namespace, name, ...options } = decoded('EvictRequest', request);
      await api.pods.evict(namespace, name, withoutEmpty(options));
      return toWire('Status', make('Status', { status: 'Success' }));
    }),
    Bind: unary(async (request) => {
      const { namespace, name, nodeName, uid } = decoded('BindRequest', request);
      await api.pods.bind(namespace, name, nodeName, uid);
      return toWire('Status', make('Status', { status: 'Success' }));
    }),
    Scale: unary(async (request) => {
      const { namespace, name, replicas, ...options } = decoded('ScaleRequest', request);
      return toWire('Scale', await api.replicationControllers.scale(namespace, name, replicas, options));
    }),
    Logs: (call: ServerWritableStream<Wire, Wire>): void => {
      const subscription = api.pods.logs(decoded('LogsRequest', call.request)).subscribe({
        next: (data) => call.write(toWire('LogsChunk', { data })),
        error: (error: unknown) => call.emit('error', toServiceError(error)),
        complete: () => call.end(),
      });
      call.on('cancelled', () => subscription.unsubscribe());
    },
    Watch: (call: ServerWritableStream<Wire, Wire>): void => {
      const options: WatchOptions = withoutEmpty(decoded('WatchRequest', call.request));
      const subscription = resource.watch(options).subscribe({
        next: ({ type, object }) => call.write({ type, object: answer(object) }),
        error: (error: unknown) => call.emit('error', toServiceError(error)),
        complete: () => call.end(),
      });
      call.on('cancelled', () => subscription.unsubscribe());
    },
  };
}

/** On the wire a word that is not given is empty. */
function withoutEmpty<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], ''> } {
  const given = Object.entries(options).filter(([, value]) => value !== '');
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], ''> };
}

function unary(handle: (request: Wire) => Promise<Wire>) {
  return (call: ServerUnaryCall<Wire, Wire>, callback: sendUnaryData<Wire>): void => {
    handle(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => callback(toServiceError(error)),
    );
  };
}

function toServiceError(error: unknown): ServiceError {
  const metadata = new Metadata();
  const known = error instanceof ApiStatusError;
  if (known) metadata.set(statusDetailsKey, Buffer.from(encodeStatusTrailer(error.status)));
  const details = error instanceof Error ? error.message : String(error);
  return Object.assign(new Error(details), { code: known ? error.grpcCode : status.UNKNOWN, details, metadata });
}
