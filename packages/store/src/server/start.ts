/**
 * Starts a member as a whole: directory, core, listeners for peers, clients and metrics; publishes its name and client
 * URLs to the cluster once there is a leader; stops in the opposite order.
 */
import { createLogger, Lifecycle, type Logger } from '@kuorum/base/node';
import type { Health } from '@kuorum/wire/server';
import { openStore } from './bootstrap.js';
import { createClientServer } from './client-server.js';
import { CorruptionCheck } from './corruption-check.js';
import { Housekeeping } from './housekeeping.js';
import { startHttp } from './http/server.js';
import { resignLeadership } from './leadership.js';
import { PUBLISH_RETRY_MS, STOP_TRANSFER_MS } from './limits.js';
import { Member } from './member.js';
import type { StoreDependencies, StoreOptions } from './options.js';
import { openTls } from './open-tls.js';
import { peerDialer, peerSockets } from './peer-dialer.js';
import { PeerPorts } from './peer-ports.js';
import type { PeerServerOptions } from './peer-server.js';
import type { RaftReceiverOptions } from './raft-stream/raft-sockets.js';
import { ConcurrencyService } from './rpc/concurrency.js';
import { LeaderRequired } from './rpc/leader-required.js';
import { etcdServices, registerEtcd } from './rpc/register.js';
import { SnapshotFiles } from './snapshot-files.js';
import { SnapshotReceiver } from './snapshot-receiver.js';
import { WatchService } from './rpc/watch.js';

export interface RunningStore {
  /** Where clients reach the member, with real ports. */
  readonly clientUrls: readonly string[];
  readonly peerUrls: readonly string[];
  readonly metricsUrls: readonly string[];
  readonly memberId: bigint;
  readonly clusterId: bigint;
  /** Resolves when the member has stopped. */
  readonly closed: Promise<void>;
  /** For tests and views: the member itself. */
  readonly member: Member;
  /** Hands the leadership on, ends the watches, lets calls end, closes the databases. Idempotent. */
  stop(): Promise<void>;
}

/** To be read by who set it long ago, too. */
const UNSAFE_NO_FSYNC =
  'UNSAFE: --unsafe-no-fsync is set, writes are acknowledged before they are on the disk. A power cut loses them, and may lose what all members have agreed on. Use it only where the data may be lost';

export async function startStoreMember(
  options: StoreOptions,
  dependencies: StoreDependencies = {},
): Promise<RunningStore> {
  const logger = dependencies.logger ?? createLogger('store', options.logLevel).child({ member: options.name });
  const lifecycle = new Lifecycle();
  try {
    return await startOwned(options, { ...dependencies, logger }, lifecycle);
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}

async function startOwned(
  options: StoreOptions,
  dependencies: StoreDependencies & { readonly logger: Logger },
  lifecycle: Lifecycle,
): Promise<RunningStore> {
  const { logger } = dependencies;
  for (const note of options.notes ?? []) logger.warn({}, note);
  if (options.unsafeNoFsync === true) logger.warn({}, UNSAFE_NO_FSYNC);
  const tls = openTls(options, logger, lifecycle);
  const dial = peerDialer(dependencies.resolvePeer, tls.peer);
  const store = await openStore(options, { ...dependencies, dial });
  lifecycle.own('databases', () => store.close());
  const openSocket = peerSockets(dependencies.resolvePeer, tls.peer);
  const member = new Member(options, store, { ...dependencies, dial, openSocket });
  lifecycle.own('member', () => member.stop());
  lifecycle.own('checksums', () => member.history.hashes.close());

  const snapshots = new SnapshotReceiver({
    selfId: member.id,
    clusterId: member.clusterId,
    db: store.machine,
    clock: member.clock,
    logger,
    writeFailed: (error) => member.writeFailed(error),
    stepSnapshot: (message, install) => member.stepSnapshot(message, install),
  });
  lifecycle.own('a snapshot on its way', () => snapshots.close());
  const peers = new PeerPorts(peerOptions(member, logger), receiverOptions(member, logger), snapshots, logger);
  lifecycle.own('peer server', () => peers.close());
  const peerUrls = await peers.listen(options.listenPeerUrls, tls.peer);

  // Peers may ask already; no client is served what may be wrong.
  const corruption = new CorruptionCheck(member, dial, logger);
  if (options.initialCorruptCheck === true) await corruption.beforeServing();

  const watches = new WatchService(member);
  const concurrency = new ConcurrencyService(member);
  const snapshotFiles = new SnapshotFiles(options.dataDir, member.history);
  await snapshotFiles.start();
  lifecycle.own('snapshot files', () => snapshotFiles.close());
  const clientServer = createClientServer(member, logger, tls.client);
  const leaderRequired = new LeaderRequired(member);
  lifecycle.own('calls that ask for a leader', () => leaderRequired.close());
  const services = { watches, concurrency, snapshots: snapshotFiles, leaderRequired };
  const health = registerEtcd(clientServer.rpc, member, services, logger);
  lifecycle.own('client server', () => clientServer.close());
  const clientUrls = await clientServer.listen(options.listenClientUrls);
  lifecycle.own('watches', () => watches.close());
  lifecycle.own('locks and elections', () => concurrency.close());

  const http = await startHttp({ member, stats: () => clientServer.rpc.stats }, options.listenMetricsUrls, tls.client);
  lifecycle.own('metrics server', () => http.close());
  lifecycle.own('leadership', () => resignLeadership(member, STOP_TRANSFER_MS));

  followHealth(member, health);
  member.start();
  const housekeeping = new Housekeeping(member, corruption, logger);
  housekeeping.start();
  lifecycle.own('housekeeping', () => housekeeping.stop());
  publish(member, options.name, options.advertiseClientUrls ?? clientUrls);
  let resolveClosed: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (resolveClosed = resolve));
  const stop = (): Promise<void> => lifecycle.close().finally(resolveClosed);
  member.removal.onLeave = () => void stop();
  logger.info({ id: member.id.toString(16), cluster: member.clusterId.toString(16), clientUrls, peerUrls }, 'started');
  return {
    clientUrls,
    peerUrls,
    metricsUrls: http.urls,
    memberId: member.id,
    clusterId: member.clusterId,
    closed,
    member,
    stop,
  };
}

function receiverOptions(member: Member, logger: Logger): RaftReceiverOptions {
  return {
    selfId: member.id,
    clusterId: member.clusterId,
    clock: member.clock,
    logger,
    members: member.machine.members,
    metrics: member.metrics,
    step: (message) => member.step(message),
    streamOpened: (from) => member.transport.retrySoon(from),
    streamLost: (from) => member.streamLost(from),
  };
}

function peerOptions(member: Member, logger: Logger): PeerServerOptions {
  return {
    selfId: member.id,
    clusterId: member.clusterId,
    logger,
    members: member.machine.members,
    decideChange: (record) => member.reconfigurer.decideRecord(record),
    hasStarted: (id) => member.hasStarted(id),
    renewLease: (id, done) => member.leases.renew(id, done),
    hash: (revision) => member.history.hashes.of(revision),
    leaseTimeToLive: (id, done) => member.leases.timeToLive(id, done),
  };
}

/** grpc.health.v1: serving while there is a leader. */
function followHealth(member: Member, health: Health): void {
  const tell = (leader: bigint): void => {
    for (const service of ['', ...etcdServices]) health.setServing(service, leader !== 0n);
  };
  member.onLeader(tell);
}

/** Tells the cluster this member's name and client URLs; again until it is heard. */
function publish(member: Member, name: string, clientUrls: readonly string[]): void {
  const record = member.machine.members.get(member.id);
  if (record?.name === name && record.clientUrls.join() === clientUrls.join()) return;
  member.propose({ kind: 'memberAttributes', memberId: member.id, name, clientUrls }, (error) => {
    if (error === undefined || member.unavailable !== undefined) return;
    member.clock.setTimeout(() => publish(member, name, clientUrls), PUBLISH_RETRY_MS);
  });
}
