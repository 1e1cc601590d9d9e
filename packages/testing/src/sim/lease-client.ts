/**
 * Holds a lease: takes one, hangs keys on it, renews it for a while at any member, and then lets it go, by request or by
 * saying nothing more. What it is told of the time is what {@link LeaseCheck} holds the group to.
 */
import { mustGet } from '@kuorum/base';
import { answerFrom, type SimClient } from './sim-client.js';
import type { SimCluster } from './sim-cluster.js';
import type { SimMember } from './sim-member.js';
import type { Workload } from './workload.js';

const TTL_SECONDS_MAX = 12;
const RENEWALS_MAX = 40;
const BACKOFF_MS_MAX = 1000;

export class LeaseClient {
  private stopped = false;
  private servedBy: SimMember | undefined;

  constructor(
    private readonly cluster: SimCluster,
    private readonly workload: Workload,
    private readonly client: SimClient,
  ) {}

  /** A lease whose grant is never heard of ends some time, too. */
  start(): void {
    if (this.stopped) return;
    const { clock, prng } = this.cluster;
    const lease = this.workload.nextLease();
    const ttlSeconds = 2 + prng.int(TTL_SECONDS_MAX - 1);
    const askedAtMs = clock.now();
    const again = this.once(() => clock.setTimeout(() => this.start(), prng.next() * BACKOFF_MS_MAX));
    this.someMember().serve((server) =>
      server.propose({ kind: 'leaseGrant', id: lease, ttlSeconds }, (applying) => {
        if (applying === 'refused' || applying === 'unknown' || applying.kind !== 'granted') return;
        this.cluster.witness.leases.promised(lease, applying.ttlSeconds, askedAtMs);
        // An answer after the client's patience: it has begun anew, and would be two from here on, four, eight…
        if (!again.cancel()) return;
        clock.setTimeout(() => this.hold(lease, prng.int(RENEWALS_MAX)), 0);
      }),
    );
  }

  stop(): void {
    this.stopped = true;
  }

  private hold(lease: bigint, renewals: number): void {
    const { clock, prng } = this.cluster;
    if (prng.next() < 0.7) this.client.perform(this.workload.put(prng, lease), () => undefined);
    if (renewals === 0 || this.stopped) {
      this.letGo(lease);
      return;
    }
    clock.setTimeout(() => this.renew(lease, renewals - 1), 5 + prng.next() * 70);
  }

  private renew(lease: bigint, renewals: number): void {
    const askedAtMs = this.cluster.clock.now();
    // A stream of renewals stays where it is as long as it is served, be that still the leader or not.
    const member = this.servedBy ?? (this.cluster.prng.next() < 0.7 ? this.cluster.leader : this.someMember());
    this.servedBy = undefined;
    const next = this.once(() => this.hold(lease, renewals));
    member?.serve((server) =>
      server.keepAlive(lease, (ttlSeconds) => {
        if (ttlSeconds === 'refused' || ttlSeconds === 'unknown' || ttlSeconds === 0) return;
        this.cluster.witness.leases.promised(lease, ttlSeconds, askedAtMs);
        this.servedBy = member;
        next.hurry();
      }),
    );
  }

  private letGo(lease: bigint): void {
    const { prng } = this.cluster;
    const again = this.once(() => this.start());
    if (prng.next() < 0.6 || this.stopped) return;
    const call = this.cluster.witness.history.call('holder', { kind: 'revoke', lease });
    const member = this.someMember();
    if (!member.isRunning) call.withdraw();
    member.serve((server) =>
      server.propose({ kind: 'leaseRevoke', id: lease }, (applying) => {
        const answer = answerFrom(applying);
        if (answer === 'refused') call.withdraw();
        else if (answer !== 'unknown') call.answered(answer);
        again.hurry();
      }),
    );
  }

  /** Runs `task` once: when hurried, or after the time that a client waits. `cancel` gives false when it has run. */
  private once(task: () => void): { readonly hurry: () => void; readonly cancel: () => boolean } {
    let open = true;
    const run = (): void => {
      if (!open) return;
      open = false;
      task();
    };
    const { clock, options } = this.cluster;
    const timer = clock.setTimeout(run, options.clientTimeoutMs);
    const cancel = (): boolean => {
      const wasOpen = open;
      open = false;
      timer.cancel();
      return wasOpen;
    };
    // Not in the middle of what the member does that has answered.
    return { hurry: () => clock.setTimeout(run, 0), cancel };
  }

  private someMember(): SimMember {
    const { ids, prng } = this.cluster;
    return this.cluster.member(mustGet(ids[prng.int(ids.length)], 'a member'));
  }
}
