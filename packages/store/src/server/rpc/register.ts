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
import { streamForVoters, unariesForVoters } from './learner.js';
import { maintenanceHandlers } from './maintenance.js';
import { snapshotHandler } from './snapshot.js';
import type { SnapshotFiles } from '../snapshot-files.js';
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
  readonly snapshots: SnapshotFiles;
}

export function registerEtcd(
  server: Server,
  member: Member,
  { watches, concurrency, snapshots }: WaitingServices,
  logger: Logger,
): Health {
  const add = (service: (typeof etcdServices)[number], implementation: UntypedServiceImplementation): void => {
    server.addService(serviceDefinition(service), implementation);
  };
  const unaries = (service: (typeof etcdServices)[number], handlers: object): UntypedServiceImplementation =>
    transported(unariesForVoters(member, service, handlers), logger);
  add('etcdserverpb.KV', unaries('etcdserverpb.KV', kvHandlers(member)));
  add('etcdserverpb.Watch', { Watch: duplex(streamForVoters(member, (call: WatchCall) => watches.handle(call))) });
  add('etcdserverpb.Lease', {
    ...unaries('etcdserverpb.Lease', leaseHandlers(member)),
    LeaseKeepAlive: duplex(streamForVoters(member, (call: KeepAliveCall) => handleKeepAlive(member, call))),
  });
  add('etcdserverpb.Cluster', unaries('etcdserverpb.Cluster', clusterHandlers(member)));
  add('etcdserverpb.Maintenance', {
    ...unaries('etcdserverpb.Maintenance', maintenanceHandlers(member)),
    Snapshot: serverStream(snapshotHandler(member, snapshots, logger)),
  });
  add('etcdserverpb.Auth', unaries('etcdserverpb.Auth', authHandlers(member)));
  add('v3lockpb.Lock', unaries('v3lockpb.Lock', concurrency.lock));
  add('v3electionpb.Election', {
    ...unaries('v3electionpb.Election', concurrency.election),
    Observe: serverStream(streamForVoters(member, concurrency.observe)),
  });
  enableReflection(server, 'etcd', [...etcdServices]);
  return enableHealth(server, etcdServices);
}

function transported(
  table: Record<string, Handler<unknown, unknown>>,
  logger: Logger,
): Record<string, handleUnaryCall<unknown, unknown>> {
  return Object.fromEntries(Object.entries(table).map(([name, handler]) => [name, unary(handler, logger)]));
}
