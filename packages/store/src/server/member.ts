/**
 * One member of the store: the core, its loop, the state machine and the peers, put together. What the RPC handlers
 * ask of it is {@link MemberApi}: it knows nothing of gRPC's calls.
 */
import { systemClock, type Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { CommitBeyondLogError, NO_NODE, RawNode, type Message, type NodeId, type SnapMessage } from '../raft/index.js';
import type { SnapshotInstall } from '../storage/index.js';
import { Applier, eventLoop, slowApply } from './applier.js';
import type { OpenedStore } from './bootstrap.js';
import type { Command } from './command.js';
import type { Caller } from '../auth/index.js';
import { AuthGate } from './auth/gate.js';
import { etcdError, type EtcdError } from './errors.js';
import { HistoryKeeper } from './history-keeper.js';
import { LeaseKeeper } from './lease-keeper.js';
import { DEADLINE_SWEEP_MS, LEASE_SWEEP_MS, REQUEST_TIMEOUT_BASE_MS, WATCH_SYNC_MS } from './limits.js';
import { LogHolds } from './log-holds.js';
import { LongReads } from './long-reads.js';
import { isPromise, logLost } from './lost-disk.js';
import { transportOf } from './member-transport.js';
import { MemberMetrics, type MemberTallies } from './metrics/member-metrics.js';
import type { MemberDependencies, StoreOptions } from './options.js';
import { Quota, quotaBytes } from './quota.js';
import { measureSpace } from './space.js';
import { Proposer } from './proposer.js';
import { raftConfig } from './raft-config.js';
import { ReadIndexQueue } from './read-index.js';
import { ReadyLoop } from './ready-loop.js';
import { homeOf, Reconfigurer } from './reconfigurer.js';
import { Removal } from './removal.js';
import { RoleView } from './role-view.js';
import { roundHandlers, type RoundParts } from './round-handlers.js';
import { SnapshotInstaller } from './snapshot-installer.js';
import { Snapshotter } from './snapshotter.js';
import type { CommandResult, StateMachine } from './state-machine.js';
import { timeoutCause, timeoutView } from './timeout-cause.js';
import type { Transport } from './transport.js';
import { Turns } from './turns.js';
import type { Done } from './waiters.js';

export class Member {
  readonly id: NodeId;
  readonly clusterId: bigint;
  readonly machine: StateMachine;
  readonly metrics: MemberMetrics;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly transport: Transport;
  readonly node: RawNode;
  private readonly loop: ReadyLoop;
  private readonly proposer: Proposer;
  private readonly reads: ReadIndexQueue;
  private readonly applier: Applier;
  readonly leases: LeaseKeeper;
  readonly auth: AuthGate;
  readonly reconfigurer: Reconfigurer;
  readonly removal: Removal;
  private readonly snapshotter: Snapshotter;
  readonly installer: SnapshotInstaller;
  readonly history: HistoryKeeper;
  readonly quota: Quota;
  private readonly logger: Logger;
  private readonly turns: Turns;
  private readonly role: RoleView;
  /** Members that have sent a promise in this run. */
  private readonly promisers = new Set<NodeId>();
  readonly longReads = new LongReads(this);
  readonly poke = (): void => this.loop.poke();

  constructor(
    readonly options: StoreOptions,
    private readonly store: OpenedStore,
    readonly dependencies: MemberDependencies,
  ) {
    this.metrics = new MemberMetrics(options.heartbeatIntervalMs);
    this.id = store.identities.memberId;
    this.clusterId = store.identities.clusterId;
    this.machine = store.machine;
    this.logger = dependencies.logger;
    this.clock = dependencies.clock ?? systemClock;
    this.timeoutMs = REQUEST_TIMEOUT_BASE_MS + 2 * options.electionTimeoutMs;
    const { onFatal } = dependencies;
    const halt = (): void => void this.loop.stop().then(() => store.db.giveUp());
    this.turns = new Turns({ logger: this.logger, onFatal, halt });
    const holds = new LogHolds(this.clock, this.logger);
    this.snapshotter = new Snapshotter(
      store.log,
      store.db,
      {
        count: options.snapshotCount,
        catchUpEntries: options.snapshotCatchUpEntries,
        holds,
        loop: () => this.loop,
        failed: (error) => this.turns.fatal(error),
      },
      this.logger,
    );
    this.node = new RawNode(raftConfig(options, store, dependencies));
    this.role = new RoleView(this.node.status().term, this.clock, this.logger, {
      roleChanged: (role) => this.leases.roleChanged(role),
      leaderChanged: (leader) => this.leaderChanged(leader),
    });
    this.loop = new ReadyLoop(
      this.node,
      store.log,
      roundHandlers(this, () => this.parts),
    );
    const loop = (): ReadyLoop => this.loop;
    this.installer = new SnapshotInstaller(store, this.node, loop, this.logger);
    const paused = (): boolean => this.turns.stopped || this.installer.active;
    this.history = new HistoryKeeper(
      store.machine,
      loop,
      paused,
      (fn) => this.soon(fn),
      this.metrics,
      options.compactionBatchLimit,
    );
    this.quota = new Quota(this, quotaBytes(options.quotaBackendBytes), () => measureSpace(options, store.db));
    const { poke, clock, timeoutMs } = this;
    this.proposer = new Proposer(this.node, poke, { clock, timeoutMs, maxRequestBytes: options.maxRequestBytes });
    const readPrefix = `${this.id.toString(16)}-${Date.now().toString(36)}-${process.pid}`;
    this.reads = new ReadIndexQueue(this.node, poke, readPrefix, clock, timeoutMs);
    this.applier = new Applier(
      store.machine,
      (outcome) => this.proposer.settle(outcome),
      (data) => this.reconfigurer.applyEntry(data),
      (error) => this.turns.fatal(error),
      (durationMs) => this.metrics.stateWriteSeconds.observe(durationMs / 1000),
      slowApply(options.warningApplyMs, this.logger),
      eventLoop(() => this.node.applies()),
    );
    this.auth = new AuthGate(this, options.auth);
    this.leases = new LeaseKeeper(this, this.proposer, options.electionTimeoutMs);
    this.removal = new Removal(clock, this.logger);
    this.reconfigurer = new Reconfigurer(homeOf(this));
    this.transport = transportOf(this, { store, proposer: this.proposer, holds, logger: this.logger });
  }

  start(): void {
    this.machine.onWatchSyncNeeded = () => this.soon(() => this.history.syncWatches());
    this.machine.members.onChange = () => this.transport.setMembers(this.machine.members.list());
    const members = this.machine.members.list();
    // Who joins knows nobody yet, and must be able to answer.
    this.transport.setMembers(members.length > 0 ? members : this.store.identities.members);
    this.turns.every(this.options.heartbeatIntervalMs, () => {
      this.metrics.ticked(this.isLeader);
      this.node.tick();
      this.proposer.retryHeld();
      this.loop.poke();
    });
    this.turns.every(DEADLINE_SWEEP_MS, () => {
      this.proposer.sweep((startedMs) => timeoutCause(timeoutView(this, this.role.leaderSinceMs), startedMs));
      this.reconfigurer.sweep();
      this.reads.sweep();
    });
    this.turns.every(LEASE_SWEEP_MS, () => this.leases.sweep());
    this.turns.every(WATCH_SYNC_MS, () => this.history.syncWatches());
    if (members.length === 1 && this.options.electAtOnceAlone !== false) this.node.campaign();
    this.history.startCompaction();
    this.loop.poke();
  }

  get term(): number {
    return this.role.term;
  }

  get leader(): NodeId {
    return this.role.leader;
  }

  get isLeader(): boolean {
    return this.role.isLeader;
  }

  /** Before it has caught up with its own record: as its peers said when it joined. */
  get isLearner(): boolean {
    const told = this.machine.members.get(this.id) ?? this.store.identities.members.find(({ id }) => id === this.id);
    return told?.isLearner === true;
  }

  /** As the core has it now; {@link isLeader} is as of the last round, which a slow disk may hold up. */
  get leadingTerm(): number | undefined {
    const { role, term } = this.node.raft;
    return role.name === 'leader' ? term : undefined;
  }

  get appliedIndex(): number {
    return this.applier.applied.index;
  }

  get appliedTerm(): number {
    return this.applier.applied.term;
  }

  /** While a snapshot replaces the state nothing can be read. */
  get unavailable(): EtcdError | undefined {
    if (this.turns.stopped) return etcdError('stopped');
    return this.installer.active ? etcdError('restoring') : undefined;
  }

  propose(command: Command, done: Done<CommandResult>, caller?: Caller): void {
    const refusal = this.turns.stopped || this.removal.hasHappened ? etcdError('stopped') : this.quota.refusal(command);
    if (refusal !== undefined) done(refusal);
    else this.proposer.propose(command, done, caller);
  }

  /** Calls `done` when a read of `machine` is linearizable; it must then read at once. */
  linearizable(done: Done<void>): void {
    if (this.turns.stopped || this.removal.hasHappened) done(etcdError('stopped'));
    else this.reads.request((error) => done(error ?? this.unavailable));
  }

  step(message: Message): void {
    if (this.turns.over) return;
    if (isPromise(message) && this.machine.members.get(message.from) !== undefined) this.promisers.add(message.from);
    try {
      this.node.step(message);
      if (message.type === 'prop') this.transport.awaitsCommit(message.from, this.node.raft.log.lastIndex());
      this.loop.poke();
    } catch (error) {
      this.turns.fatal(error instanceof CommitBeyondLogError ? logLost(error.message) : error);
    }
  }

  /** It told the cluster its name, or it has promised something to this member. */
  hasStarted(id: NodeId): boolean {
    const name = this.machine.members.get(id)?.name ?? '';
    return name !== '' || this.promisers.has(id);
  }

  async stepSnapshot(message: SnapMessage, install: SnapshotInstall): Promise<void> {
    if (!this.turns.stopped) return this.installer.receive(message, install);
    await install.abort();
    throw new Error('Cannot install the snapshot: the member is stopping');
  }

  /** Beside the Ready loop: its own writes end it as well. */
  writeFailed(error: Error): void {
    this.turns.fatal(error);
  }

  streamLost(from: NodeId): void {
    if (this.turns.stopped || from !== this.leader || this.isLeader) return;
    this.node.reportLeaderConnectionLost();
    this.loop.poke();
  }

  /** What others of its parts count, for metrics. */
  get tallies(): MemberTallies {
    const { proposer, reads, applier, store } = this;
    return {
      proposalsPending: proposer.pendingCount,
      proposalsFailed: proposer.failedCount,
      readsFailed: reads.failedCount,
      readsSlow: reads.slowCount,
      appliesSlow: applier.slowCount,
      logBytes: store.log.writtenBytes,
    };
  }

  /** Calls back whenever the leader changes, until the returned function is called. */
  onLeader(listener: (leader: NodeId) => void): () => void {
    return this.role.onLeader(listener);
  }

  async stop(): Promise<void> {
    this.turns.stop();
    this.removal.cancel();
    this.proposer.stop();
    this.reconfigurer.stop();
    this.reads.stop();
    this.longReads.stop();
    await this.auth.close();
    await this.loop.stop();
    this.applier.stop();
    await this.snapshotter.stop();
    await this.transport.close();
    await this.installer.abort();
  }

  /** Runs `fn` in a turn of its own, unless the member has stopped by then. What it throws is a bug, and ends the member. */
  soon(fn: () => void): void {
    this.turns.soon(fn);
  }

  private get parts(): RoundParts {
    const { proposer, reads, applier, role, turns, snapshotter } = this;
    return { proposer, reads, applier, role, turns, snapshotter };
  }

  private leaderChanged(leader: NodeId): void {
    if (leader !== NO_NODE) this.metrics.leaderChanges++;
    this.soon(() => {
      this.proposer.retryHeld();
      this.reads.leaderChanged();
    });
  }
}
