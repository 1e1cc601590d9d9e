/**
 * The state machine of a simulated member: the real MvccStore, Lessor and WatchableStore on records in memory, wired as
 * in store/src/server/state-machine.ts. What a run of log entries changed is collected and leaves as one write, together
 * with how far that is; a crash in between loses both or neither.
 */
import { assert, type Clock, type Slices, utf8 } from '@kuorum/base';
import {
  decodeLease,
  encodeLease,
  LEASE_PREFIX,
  type LeaseCheckpoint,
  LeaseError,
  leaseKey,
  Lessor,
  type LeaseRecord,
} from '@kuorum/store/lease';
import {
  applyRequest,
  applySlices,
  COMPACTED_KEY,
  crc32c,
  deleteSlices,
  fromByteString,
  type KvBackend,
  MVCC_PREFIX,
  MvccError,
  MvccStore,
  type RangeRequest,
  type StoreRequest,
  type StoreResult,
  toByteString,
  type TxnRequest,
  rangeSlices,
  readSlices,
  WatchableStore,
} from '@kuorum/store/mvcc';
import type { Term } from '@kuorum/store/raft';
import type { Command } from '@kuorum/store/server/simulated';
import type { PlantedBug } from './planted-bugs.js';
import type { Records } from './records.js';
import { readWithBug } from './slice-bugs.js';

export type Applying =
  | { readonly kind: 'store'; readonly result: StoreResult }
  | { readonly kind: 'granted'; readonly ttlSeconds: number }
  /** `revision` undefined = no key hung on it. */
  | {
      readonly kind: 'revoked';
      readonly lease: bigint;
      readonly expired: boolean;
      readonly revision: number | undefined;
    }
  /** An expiry that another leader had seen: void. */
  | { readonly kind: 'nothing' }
  /** Nobody has seen the result yet. */
  | { readonly kind: 'unseen' }
  /** The same on every member, without effect. */
  | { readonly kind: 'refused'; readonly reason: string };

export class SimState implements KvBackend {
  readonly lessor: Lessor;
  readonly mvcc: MvccStore;
  readonly watches: WatchableStore;
  readonly counts = { leasesRenewed: 0 };
  private changes = new Map<string, Uint8Array | undefined>();
  /** A command is applied in part. */
  private isApplying = false;

  constructor(
    readonly records: Records,
    private readonly clock: Clock,
    leaseCheckpointMs: number,
    onWatchSyncNeeded: () => void,
    private readonly bug: PlantedBug | undefined,
    sliceKeys?: number,
  ) {
    if (bug === 'forgotten-compaction') records.delete(toByteString(COMPACTED_KEY));
    this.lessor = new Lessor(leaseCheckpointMs);
    this.mvcc = new MvccStore(this, { leases: this.lessor, sliceKeys });
    this.lessor.restore(this.recordsOf(LEASE_PREFIX).map(([key, value]): LeaseRecord => decodeLease(key, value)));
    for (const [key, value] of this.recordsOf(MVCC_PREFIX)) this.mvcc.restoreRecord(key, value);
    this.mvcc.finishRestore();
    this.watches = new WatchableStore(this.mvcc, { onSyncNeeded: onWatchSyncNeeded });
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.records.get(toByteString(key));
  }

  put(key: Uint8Array, value: Uint8Array): void {
    const name = toByteString(key);
    this.records.set(name, value);
    this.changes.set(name, value);
  }

  delete(key: Uint8Array): void {
    const name = toByteString(key);
    this.records.delete(name);
    this.changes.set(name, undefined);
  }

  /** What changed since the last call. */
  takeChanges(): ReadonlyMap<string, Uint8Array | undefined> {
    const { changes } = this;
    this.changes = new Map();
    return changes;
  }

  /**
   * In slices, of which nothing is visible before the last. What is refused is refused by the first. `member`: where this
   * happens, which must not make a difference.
   */
  *apply(command: Command, term: Term, member: string): Slices<Applying> {
    const slices = this.execute(this.bug === 'local-apply' && member === '2' ? oddly(command) : command, term);
    let isFirst = true;
    for (;;) {
      try {
        const step = slices.next();
        this.isApplying = step.done !== true;
        if (step.done === true) return step.value;
      } catch (error) {
        if (!(error instanceof MvccError || error instanceof LeaseError)) throw error;
        assert(isFirst, `equal state: a command was refused when a part of it was done: ${error.message}`);
        return { kind: 'refused', reason: error.message };
      }
      isFirst = false;
      yield;
    }
  }

  /** What a member answers by itself, as in store/src/server/rpc/kv.ts. */
  read(request: RangeRequest | TxnRequest): Slices<StoreResult> {
    const { mvcc, isApplying } = this;
    const withBug = readWithBug(mvcc, request, isApplying, this.bug);
    if (withBug !== undefined) return withBug;
    return request.kind === 'txn' ? readSlices(mvcc, request) : rangeSlices(mvcc, request, mvcc.currentRevision);
  }

  /** Equal at equal applied index. */
  hash(): number {
    let { hash } = this.mvcc.hash(0);
    for (const [key, lease] of this.recordsOf(LEASE_PREFIX)) hash = crc32c(lease, crc32c(key, hash));
    return hash;
  }

  checkInvariants(): void {
    // Half a command stands ahead of the current revision.
    if (this.isApplying) return;
    this.mvcc.checkInvariants();
    this.lessor.checkInvariants();
  }

  private *execute(command: Command, term: Term): Slices<Applying> {
    switch (command.kind) {
      case 'store':
        if (this.bug === 'torn-transaction') return this.tear(command.request);
        return { kind: 'store', result: yield* applySlices(this.mvcc, command.request) };
      case 'leaseGrant': {
        const record = this.lessor.grant(command.id, command.ttlSeconds, this.clock.monotonic());
        this.put(leaseKey(record.id), encodeLease(record));
        return { kind: 'granted', ttlSeconds: record.ttlSeconds };
      }
      case 'leaseRevoke':
        return yield* this.revoke(command.id, false);
      case 'leaseExpire':
        return command.term === term ? yield* this.revoke(command.id, true) : { kind: 'nothing' };
      case 'leaseCheckpoint':
        if (command.term === term) for (const each of command.checkpoints) this.checkpoint(each, term);
        return { kind: 'nothing' };
      default:
        return { kind: 'nothing' };
    }
  }

  private checkpoint(checkpoint: LeaseCheckpoint, term: Term): void {
    const record = this.lessor.checkpoint(checkpoint, { nowMs: this.clock.monotonic(), term });
    if (record !== undefined) this.put(leaseKey(record.id), encodeLease(record));
  }

  private *revoke(lease: bigint, expired: boolean): Slices<Applying> {
    const names = yield* this.lessor.namesOf(lease);
    const revision = names.length > 0 ? yield* deleteSlices(this.mvcc, names, true) : undefined;
    this.lessor.remove(lease);
    this.delete(leaseKey(lease));
    return { kind: 'revoked', lease, expired, revision };
  }

  /** The first operation has a revision of its own. */
  private tear(request: StoreRequest): Applying {
    if (request.kind !== 'txn') return { kind: 'store', result: applyRequest(this.mvcc, request) };
    const first = applyRequest(this.mvcc, { ...request, success: request.success.slice(0, 1) });
    if (!first.succeeded || request.success.length < 2) return { kind: 'store', result: first };
    const rest = applyRequest(this.mvcc, { ...request, compare: [], success: request.success.slice(1) });
    return { kind: 'store', result: { ...rest, responses: [...first.responses, ...rest.responses] } };
  }

  private recordsOf(prefix: Uint8Array): (readonly [Uint8Array, Uint8Array])[] {
    const start = toByteString(prefix);
    return [...this.records]
      .filter(([name]) => name.startsWith(start))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [fromByteString(name), value]);
  }
}

function oddly(command: Command): Command {
  if (command.kind !== 'store' || command.request.kind !== 'put') return command;
  return { ...command, request: { ...command.request, value: utf8('odd') } };
}
