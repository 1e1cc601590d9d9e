/** v3lockpb.Lock and v3electionpb.Election together: they share their queues and their end. */
import type { StreamHandler } from '@kuorum/rpc';
import type { v3electionpb } from '@kuorum/wire';
import type { Member } from '../member.js';
import { electionHandlers, type ElectionHandlers } from './election.js';
import { KeyQueues } from './key-queue.js';
import { lockHandlers, type LockHandlers } from './lock.js';
import { observe } from './observe.js';
import { StoreClient } from './store-client.js';

export class ConcurrencyService {
  readonly lock: LockHandlers;
  readonly election: ElectionHandlers;
  readonly observe: StreamHandler<v3electionpb.LeaderRequest__Output, v3electionpb.LeaderResponse>;
  private readonly queues: KeyQueues;

  constructor(member: Member) {
    const store = new StoreClient(member);
    this.queues = new KeyQueues(member, store);
    this.lock = lockHandlers(member, store, this.queues);
    this.election = electionHandlers(member, store, this.queues);
    this.observe = (call) => observe(member, store, this.queues, call);
  }

  /** Ends the calls that wait. */
  close(): void {
    this.queues.close();
  }
}
