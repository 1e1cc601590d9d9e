/** Puts every etcd service on a gRPC server. */
import type { handleUnaryCall, Server, UntypedServiceImplementation } from '@grpc/grpc-js';
import type { Logger } from '@kuorum/base/node';
import { enableHealth, enableReflection, serviceDefinition, type Health } from '@kuorum/wire';
import type { Member } from '../member.js';
import { authHandlers } from './auth.js';
import { clusterHandlers } from './cluster.js';
import type { ConcurrencyService } from './concurrency.js';
import { duplex, serverStream } from './grpc-js-adapter.js';
import { kvHandlers } from './kv.js';
import { handleKeepAlive, leaseHandlers, type KeepAliveCall } from './lease.js';
import { maintenanceHandlers } from './maintenance.js';
import { refuseStream } from './refuse-stream.js';
import { unary, type Handler } from './unary.js';
import type { WatchService } from './watch.js';
import type { WatchCall } from './watch-stream.js';

export const etcdServices = [
  'etcdserverpb.KV',
  'etcdserverpb.Watch',
  'etcdserverpb.Lease',
  'etcdserverpb.Cluster',
  'etcdserverpb.Maintenance',
  'etcdserverpb.Auth',
  'v3lockpb.Lock',
  'v3electionpb.Election',
] as const;

/** What has an end of its own beside the server's: its calls wait for others. */
export interface WaitingServices {
  readonly watches: WatchService;
  readonly concurrency: ConcurrencyService;
}

export function registerEtcd(
  server: Server,
  member: Member,
  { watches, concurrency }: WaitingServices,
  logger: Logger,
): Health {
  const add = (service: (typeof etcdServices)[number], implementation: UntypedServiceImplementation): void => {
    server.addService(serviceDefinition(service), implementation);
  };
  add('etcdserverpb.KV', unaries(kvHandlers(member), logger));
  add('etcdserverpb.Watch', { Watch: duplex((call: WatchCall) => watches.handle(call)) });
  add('etcdserverpb.Lease', {
    ...unaries(leaseHandlers(member), logger),
    LeaseKeepAlive: duplex((call: KeepAliveCall) => handleKeepAlive(member, call)),
  });
  add('etcdserverpb.Cluster', unaries(clusterHandlers(member), logger));
  add('etcdserverpb.Maintenance', {
    ...unaries(maintenanceHandlers(member), logger),
    Snapshot: serverStream(refuseStream('Snapshot')),
  });
  add('etcdserverpb.Auth', unaries(authHandlers(member), logger));
  add('v3lockpb.Lock', unaries(concurrency.lock, logger));
  add('v3electionpb.Election', {
    ...unaries(concurrency.election, logger),
    Observe: serverStream(concurrency.observe),
  });
  enableReflection(server, 'etcd', [...etcdServices]);
  return enableHealth(server, etcdServices);
}

function unaries(handlers: object, logger: Logger): Record<string, handleUnaryCall<unknown, unknown>> {
  const table = handlers as Record<string, Handler<unknown, unknown>>;
  return Object.fromEntries(Object.entries(table).map(([name, handler]) => [name, unary(handler, logger)]));
}
