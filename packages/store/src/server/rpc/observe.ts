/**
 * Election.Observe: who leads now, what it proclaims from then on, and who leads after it, until the client has enough.
 * A leader that came and went while the client did not read may be left out; what one leader proclaims is not.
 */
import { prefixEnd } from '@kuorum/base';
import type { StreamCall } from '@kuorum/rpc';
import type { v3electionpb } from '@kuorum/wire';
import type { KeyValue, WatchBatch } from '../../mvcc/index.js';
import { toEtcdError } from '../errors.js';
import type { Member } from '../member.js';
import { header } from './header.js';
import { encodeKeyValue } from './kv-codec.js';
import { queuePrefix, queueRange, type KeyQueues } from './key-queue.js';
import { cancelSignal } from './session.js';
import type { QueueOrder } from './queue-order.js';
import type { StoreClient } from './store-client.js';

export type ObserveCall = StreamCall<v3electionpb.LeaderRequest__Output, v3electionpb.LeaderResponse>;

export function observe(member: Member, store: StoreClient, queues: KeyQueues, call: ObserveCall): void {
  const gone = cancelSignal(call);
  let asked = false;
  call.onMessage(({ name }) => {
    // One question a call; what else a client sends has no meaning.
    if (asked) return;
    asked = true;
    const prefix = queuePrefix(name);
    const observing = (signal: AbortSignal): Promise<void> =>
      queues.inOrder(prefix, (order) => new Observer(member, queues, call, signal).run(store, prefix, order));
    queues
      .admit(name.length, () => queues.attend(gone, observing))
      .catch((error: unknown) => {
        const refusal = toEtcdError(error);
        if (refusal === undefined) throw error;
        call.end(refusal);
      });
  });
}

class Observer {
  private toldRevision = 0;
  /** The call has no room; only its own drain ends that. */
  private blocked = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly member: Member,
    private readonly queues: KeyQueues,
    private readonly call: ObserveCall,
    private readonly signal: AbortSignal,
  ) {
    call.onDrain(() => {
      this.blocked = false;
      this.wake();
    });
    signal.addEventListener('abort', () => this.wake(), { once: true });
  }

  async run(store: StoreClient, prefix: Uint8Array, order: QueueOrder): Promise<never> {
    await store.fresh(this.call);
    store.mustAllow(queueRange(prefix), this.call);
    for (;;) {
      await this.queues.untilReadable(this.signal);
      const { currentRevision } = this.member.machine.mvcc;
      const leader = order.first();
      if (leader === undefined) {
        await this.queues.untilTouched([{ key: prefix, rangeEnd: prefixEnd(prefix) }], this.signal);
        continue;
      }
      const batches = this.changesOf(leader.key, currentRevision + 1);
      await this.tell(leader);
      for await (const batch of batches) if (!(await this.follow(batch))) break;
    }
  }

  /** False = it leads no more, or the history is not there to know. */
  private async follow(batch: WatchBatch): Promise<boolean> {
    if (batch.kind === 'compacted') return false;
    for (const { type, kv } of batch.events) {
      if (type === 'delete') return false;
      await this.tell(kv);
    }
    return true;
  }

  private async *changesOf(key: Uint8Array, startRevision: number): AsyncGenerator<WatchBatch> {
    let replaced = false;
    const forget = this.member.installer.onInstall(() => {
      replaced = true;
      this.wake();
    });
    const watcher = this.member.machine.watches.watch({ key, startRevision, onReady: () => this.wake() });
    try {
      while (!replaced) {
        const batch = watcher.take();
        if (batch === undefined) await this.untilWoken();
        else yield batch;
      }
    } finally {
      forget();
      watcher.cancel();
    }
  }

  private async tell(kv: KeyValue): Promise<void> {
    this.signal.throwIfAborted();
    if (kv.modRevision <= this.toldRevision) return;
    this.toldRevision = kv.modRevision;
    this.blocked = !this.call.write({ header: header(this.member, kv.modRevision), kv: encodeKeyValue(kv) });
    while (this.blocked) await this.untilWoken();
  }

  private async untilWoken(): Promise<void> {
    this.signal.throwIfAborted();
    await new Promise<void>((resolve) => (this.wake = () => setImmediate(resolve)));
    this.signal.throwIfAborted();
  }
}
