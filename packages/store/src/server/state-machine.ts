/**
 * The replicated state machine: keys and history, leases, members, all on one StateDb, so that one batch holds what a
 * run of log entries changed and how far that is. `apply` is deterministic: the same commands in the same order give
 * the same state on every member.
 *
 * A snapshot replaces the contents of the database, and with them the in-memory parts: `generation` then grows, and
 * whoever holds on to `watches` or `mvcc` must let go.
 */
import { assertNever, inOneGo, type Clock, type Slices } from '@kuorum/base';
import { AUTH_PREFIX, AuthStore, type AuthCommand, type Caller } from '../auth/index.js';
import {
  decodeLease,
  encodeLease,
  LEASE_PREFIX,
  leaseKey,
  Lessor,
  type LeaseCheckpoint,
  type LeaseRecord,
} from '../lease/index.js';
import {
  applyRequest,
  applySlices,
  deleteSlices,
  MVCC_PREFIX,
  MvccStore,
  WatchableStore,
  type RestoredHistory,
  type StoreRequest,
  type StoreResult,
} from '../mvcc/index.js';
import type { Term } from '../raft/index.js';
import type { SnapshotInstall, StateDb } from '../storage/index.js';
import { authorizeCommand } from './auth/authorize.js';
import { SIMPLE_TOKEN_TTL_MS } from './auth/options.js';
import { SimpleTokens } from './auth/simple-tokens.js';
import { ALARM_PREFIX, Alarms, decodeAlarm, type Alarm } from './alarms.js';
import { ClusterVersion } from './cluster-version.js';
import type { Command } from './command.js';
import { IncomingHistory } from './incoming-history.js';
import { loadMembership, Membership } from './membership.js';
import { StateCounts } from './metrics/member-metrics.js';

export type CommandResult =
  | { readonly kind: 'store'; readonly result: StoreResult }
  | { readonly kind: 'leaseGrant'; readonly ttlSeconds: number }
  | { readonly kind: 'leaseRevoke' }
  | { readonly kind: 'leaseExpire'; readonly revoked: boolean }
  | { readonly kind: 'leaseCheckpoint' }
  /** What the command changed. */
  | { readonly kind: 'alarm'; readonly alarms: readonly Alarm[] }
  | { readonly kind: 'clusterVersion' | 'downgrade' }
  /** `token`: of who authenticated. */
  | { readonly kind: 'auth'; readonly token?: string }
  | { readonly kind: 'memberAttributes' };

export function isSlices(begun: CommandResult | Slices<CommandResult>): begun is Slices<CommandResult> {
  return 'next' in begun;
}

export interface StateMachineOptions {
  readonly clock: Clock;
  /** How long a token of no use stays valid. */
  readonly simpleTokenTtlMs?: number;
  /** Not given: none are made. */
  readonly leaseCheckpointIntervalMs?: number | undefined;
}

export class StateMachine {
  mvcc: MvccStore;
  watches: WatchableStore;
  lessor: Lessor;
  auth: AuthStore;
  /** Not part of the state: each member counts their time for itself. */
  readonly tokens: SimpleTokens;
  readonly members: Membership;
  readonly alarms: Alarms;
  readonly clusterVersion: ClusterVersion;
  readonly counts = new StateCounts();
  /** Of snapshots on their way. */
  private readonly incoming = new WeakMap<SnapshotInstall, IncomingHistory>();
  /** Counts installs of a snapshot. */
  generation = 0;
  /** A watcher has history to catch up with: `watches.syncSlice` is to be called soon. */
  onWatchSyncNeeded: () => void = () => undefined;

  private constructor(
    readonly db: StateDb,
    private readonly options: StateMachineOptions,
  ) {
    this.members = new Membership(db);
    this.alarms = new Alarms(db);
    this.clusterVersion = new ClusterVersion(db);
    this.auth = new AuthStore(db);
    this.tokens = new SimpleTokens(options.clock, options.simpleTokenTtlMs ?? SIMPLE_TOKEN_TTL_MS);
    this.lessor = new Lessor(options.leaseCheckpointIntervalMs);
    this.mvcc = new MvccStore(db, { leases: this.lessor, counts: this.counts.mvcc });
    this.watches = this.newWatches();
  }

  static async open(db: StateDb, options: StateMachineOptions): Promise<StateMachine> {
    const machine = new StateMachine(db, options);
    await machine.load();
    return machine;
  }

  /** As {@link StateDb.beginInstall}; its history is read as it comes, so that {@link reload} need not read it again. */
  beginInstall(): SnapshotInstall {
    const history = new IncomingHistory();
    const install = this.db.beginInstall((key, value) => history.add(key, value));
    this.incoming.set(install, history);
    return install;
  }

  /** After a snapshot was installed into the database, by `install` if it was begun here. */
  async reload(install?: SnapshotInstall): Promise<void> {
    // What became of them meanwhile is not in a snapshot.
    this.tokens.void('everyone');
    this.lessor = new Lessor(this.options.leaseCheckpointIntervalMs);
    this.mvcc = new MvccStore(this.db, { leases: this.lessor, counts: this.counts.mvcc });
    this.watches = this.newWatches();
    await this.load(install === undefined ? undefined : this.incoming.get(install)?.whole);
    this.generation++;
  }

  /**
   * `term` and `index` are those of the entry. Throws MvccError, LeaseError, AuthError or EtcdError when the command is
   * refused: then nothing was changed, on any member.
   */
  apply(command: Command, term: Term, index = 0, caller?: Caller): CommandResult {
    const begun = this.begin(command, term, index, caller);
    return isSlices(begun) ? inOneGo(begun) : begun;
  }

  /**
   * As {@link apply}; what may have many keys to do with comes in slices, all of which are to be taken before the next
   * command. It is refused by the first of them, if at all, and nothing of it is visible before the last; but what it puts
   * into `db` must not be written before ({@link StateDb.hold}).
   */
  begin(command: Command, term: Term, index = 0, caller?: Caller): CommandResult | Slices<CommandResult> {
    authorizeCommand(this, command, caller);
    this.alarms.mustAllow(command);
    switch (command.kind) {
      case 'store': {
        const { request } = command;
        if (request.kind === 'deleteRange' || request.kind === 'txn') return this.storeSlices(request);
        return { kind: 'store', result: applyRequest(this.mvcc, request) };
      }
      case 'leaseGrant': {
        const record = this.lessor.grant(command.id, command.ttlSeconds, this.options.clock.monotonic());
        this.db.put(leaseKey(record.id), encodeLease(record));
        this.counts.leasesGranted++;
        this.counts.leaseTtlSeconds.observe(record.ttlSeconds);
        return { kind: 'leaseGrant', ttlSeconds: record.ttlSeconds };
      }
      case 'leaseRevoke':
        return this.revokeSlices(command.id, { kind: 'leaseRevoke' });
      case 'leaseExpire': {
        if (command.term !== term) return { kind: 'leaseExpire', revoked: false };
        return this.revokeSlices(command.id, { kind: 'leaseExpire', revoked: true });
      }
      case 'leaseCheckpoint':
        if (command.term === term) for (const each of command.checkpoints) this.checkpointLease(each, term);
        return { kind: 'leaseCheckpoint' };
      case 'memberAttributes': {
        const { memberId, name, clientUrls } = command;
        const member = this.members.get(memberId);
        if (member !== undefined) this.members.put({ ...member, name, clientUrls });
        return { kind: 'memberAttributes' };
      }
      case 'alarm': {
        const changed = command.action === 'activate' ? this.alarms.activate(command) : this.alarms.deactivate(command);
        return { kind: 'alarm', alarms: changed === undefined ? [] : [changed] };
      }
      case 'clusterVersion':
        this.clusterVersion.set(command.version);
        return { kind: 'clusterVersion' };
      case 'downgrade':
        this.clusterVersion.announce(command.targetVersion);
        return { kind: 'downgrade' };
      case 'auth':
        return this.applyAuth(command.command, index);
      default:
        return assertNever(command);
    }
  }

  private applyAuth(command: AuthCommand, index: number): CommandResult {
    this.tokens.void(this.auth.apply(command));
    if (command.kind !== 'authenticate') return { kind: 'auth' };
    const token = `${command.token}.${index}`;
    this.tokens.assign(token, command.user);
    return { kind: 'auth', token };
  }

  private checkpointLease(checkpoint: LeaseCheckpoint, term: Term): void {
    const record = this.lessor.checkpoint(checkpoint, { nowMs: this.options.clock.monotonic(), term });
    if (record !== undefined) this.db.put(leaseKey(record.id), encodeLease(record));
  }

  private *storeSlices(request: StoreRequest): Slices<CommandResult> {
    return { kind: 'store', result: yield* applySlices(this.mvcc, request) };
  }

  private *revokeSlices(id: bigint, result: CommandResult): Slices<CommandResult> {
    const names = yield* this.lessor.namesOf(id);
    if (names.length > 0) yield* deleteSlices(this.mvcc, names, true);
    this.lessor.remove(id);
    this.db.delete(leaseKey(id));
    this.counts.leasesRevoked++;
    if (result.kind === 'leaseExpire') this.counts.leasesExpired++;
    return result;
  }

  /** Leases come first: the keys that belong to them are attached while the history is read. */
  private async load(history?: RestoredHistory): Promise<void> {
    const leases: LeaseRecord[] = [];
    for await (const batch of this.db.scan(LEASE_PREFIX)) for (const [k, v] of batch) leases.push(decodeLease(k, v));
    this.lessor.restore(leases);
    if (history !== undefined) this.mvcc.restoreFrom(history);
    else for await (const batch of this.db.scan(MVCC_PREFIX)) for (const [k, v] of batch) this.mvcc.restoreRecord(k, v);
    this.mvcc.finishRestore();
    await loadMembership(this.db, this.members);
    const alarms: Alarm[] = [];
    for await (const batch of this.db.scan(ALARM_PREFIX)) for (const [k] of batch) alarms.push(decodeAlarm(k));
    this.alarms.restore(alarms);
    this.clusterVersion.load();
    // Until all is known of them the users are those of before: none at all would mean that everybody may do everything.
    const auth = new AuthStore(this.db);
    for await (const batch of this.db.scan(AUTH_PREFIX)) for (const [k, v] of batch) auth.restoreRecord(k, v);
    this.auth = auth;
  }

  private newWatches(): WatchableStore {
    return new WatchableStore(this.mvcc, { onSyncNeeded: () => this.onWatchSyncNeeded() });
  }
}
