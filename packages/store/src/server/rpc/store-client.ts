/**
 * The store as the services that are built on keys and leases see it (Lock, Election): what a client would do over the
 * wire, without the wire, on behalf of the user whose call it is.
 */
import { randomBytes } from 'node:crypto';
import { assert } from '@kuorum/base';
import type { CallContext } from '@kuorum/rpc';
import { ttlToGrant } from '../../lease/index.js';
import {
  checkRequest,
  range,
  type DeleteRangeRequest,
  type RangeRequest,
  type RangeResult,
  type ResultOf,
  type TxnRequest,
} from '../../mvcc/index.js';
import type { Command } from '../command.js';
import type { Member } from '../member.js';
import type { CommandResult } from '../state-machine.js';
import type { Done } from '../waiters.js';

export class StoreClient {
  constructor(private readonly member: Member) {}

  /** Atomic, through the log; applied on this member when it resolves. Rejects with an EtcdError or a core's error. */
  async write<R extends TxnRequest | DeleteRangeRequest>(request: R, call: CallContext): Promise<ResultOf<R>> {
    checkRequest(request, { maxTxnOps: this.member.options.maxTxnOps });
    const outcome = await this.propose({ kind: 'store', request }, call);
    assert(outcome.kind === 'store', 'a store request must have a store result');
    assert(outcome.result.kind === request.kind, `a ${request.kind} must not have a result of ${outcome.result.kind}`);
    return outcome.result as ResultOf<R>;
  }

  /** Linearizable. */
  async read(request: RangeRequest, call: CallContext): Promise<RangeResult> {
    await this.fresh(call);
    this.mustAllow(request, call);
    return range(this.member.machine.mvcc, request);
  }

  /** Resolves when a read of this member's state, and of whose `call` it is, is linearizable; it must then read at once. */
  fresh(call?: CallContext): Promise<void> {
    return new Promise((resolve, reject) => {
      const ask = (): void => this.member.linearizable((error) => (error === undefined ? resolve() : reject(error)));
      if (call === undefined) ask();
      else this.member.auth.prepare(call, ask);
    });
  }

  async grant(ttlSeconds: number, call: CallContext): Promise<bigint> {
    const id = randomLeaseId();
    const granted = ttlToGrant(ttlSeconds, this.member.options.electionTimeoutMs);
    await this.propose({ kind: 'leaseGrant', id, ttlSeconds: granted }, call);
    return id;
  }

  async revoke(id: bigint, call: CallContext): Promise<void> {
    await this.propose({ kind: 'leaseRevoke', id }, call);
  }

  /** Throws unless whose call it is may read the range by now. To be called when a read is {@link fresh}. */
  mustAllow(request: RangeRequest, call: CallContext): void {
    this.member.auth.allow(call, request);
  }

  private propose(command: Command, call: CallContext): Promise<CommandResult> {
    return new Promise((resolve, reject) => {
      const applied: Done<CommandResult> = (error, outcome) => {
        if (outcome === undefined) reject(error ?? new Error('an outcome without a result'));
        else resolve(outcome);
      };
      this.member.auth.enter(call, reject, (caller) => this.member.propose(command, applied, caller));
    });
  }
}

/** 63 bits, never 0: ids are positive, as etcd's are. */
export function randomLeaseId(): bigint {
  const id = randomBytes(8).readBigUInt64BE() >> 1n;
  return id === 0n ? 1n : id;
}
