/** Puts every etcd service on a gRPC server. */
import type { Logger } from '@kuorum/base/node';
import type { RpcServer, StreamHandler } from '@kuorum/rpc';
import { enableHealth, enableReflection, type Health } from '@kuorum/wire/server';
import type { Member } from '../member.js';
import { authHandlers } from './auth.js';
import { clusterHandlers } from './cluster.js';
import type { ConcurrencyService } from './concurrency.js';
import { grpcJsHost } from './grpc-js-host.js';
import { guarded, guardedStream } from './guard.js';
import { kvHandlers } from './kv.js';
import type { LeaderRequired } from './leader-required.js';
import { handleKeepAlive, leaseHandlers, type KeepAliveCall } from './lease.js';
import { streamForVoters, unariesForVoters } from './learner.js';
import { maintenanceHandlers } from './maintenance.js';
import { addService } from './service-table.js';
import { snapshotHandler } from './snapshot.js';
import type { SnapshotFiles } from '../snapshot-files.js';
import type { Handler } from './unary.js';
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
  readonly leaderRequired: LeaderRequired;
}

export function registerEtcd(
  server: RpcServer,
  member: Member,
  { watches, concurrency, snapshots, leaderRequired }: WaitingServices,
  logger: Logger,
): Health {
  const unaries = (
    service: (typeof etcdServices)[number],
    handlers: object,
  ): Record<string, Handler<unknown, unknown>> =>
    unariesForVoters(member, service, leaderRequired.unaries(handlers as Record<string, Handler<unknown, unknown>>));
  const stream = <I, O>(handler: StreamHandler<I, O>): StreamHandler<I, O> =>
    streamForVoters(member, leaderRequired.stream(handler));
  addService(server, 'etcdserverpb.KV', { unary: unaries('etcdserverpb.KV', kvHandlers(member)) });
  addService(server, 'etcdserverpb.Watch', {
    stream: { Watch: stream((call: WatchCall) => watches.handle(call)) },
  });
  addService(server, 'etcdserverpb.Lease', {
    unary: unaries('etcdserverpb.Lease', leaseHandlers(member)),
    stream: { LeaseKeepAlive: stream((call: KeepAliveCall) => handleKeepAlive(member, call)) },
  });
  addService(server, 'etcdserverpb.Cluster', {
    unary: unaries('etcdserverpb.Cluster', guarded(member, 'etcdserverpb.Cluster', clusterHandlers(member))),
  });
  addService(server, 'etcdserverpb.Maintenance', {
    unary: unaries(
      'etcdserverpb.Maintenance',
      guarded(member, 'etcdserverpb.Maintenance', maintenanceHandlers(member)),
    ),
    stream: { Snapshot: leaderRequired.stream(guardedStream(member, snapshotHandler(member, snapshots, logger))) },
  });
  addService(server, 'etcdserverpb.Auth', { unary: unaries('etcdserverpb.Auth', authHandlers(member)) });
  addService(server, 'v3lockpb.Lock', { unary: unaries('v3lockpb.Lock', concurrency.lock) });
  addService(server, 'v3electionpb.Election', {
    unary: unaries('v3electionpb.Election', concurrency.election),
    stream: { Observe: stream(concurrency.observe) },
  });
  const host = grpcJsHost(server);
  enableReflection(host, 'etcd', [...etcdServices]);
  return enableHealth(host, etcdServices);
}
