/**
 * Who holds a lease and renews it through one member after the other. A renewal that was answered promises that the lease
 * lives for its TTL from the moment it was sent at least; to be told sooner that there is none is a lease that ended early.
 * The lease has no keys, so that it makes no revision that the history does not know of.
 */
import { delay, systemClock } from '@kuorum/base';
import type { etcdserverpb } from '@kuorum/wire';
import { eventually } from '@kuorum/testing';
import { PATIENCE_MS } from './store-cluster.js';
import { call, type StoreMember } from './store-member.js';

const TTL_SECONDS = 2;
const RENEW_MS = 250;
const CALL_MS = 1_500;

export class LeaseHolder {
  readonly violations: string[] = [];
  renewed = 0;
  private id: string | undefined;
  private aliveUntil = 0;
  private over = false;
  private running: Promise<void> = Promise.resolve();
  private turn = 0;

  constructor(private readonly members: readonly StoreMember[]) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.over = true;
    await this.running;
  }

  /** After the last renewal: it ends, and not before its time. */
  async expires(): Promise<void> {
    await this.stop();
    const { id } = this;
    if (id === undefined) return;
    await eventually(
      async () => {
        const { lease } = this.nextMember();
        const { TTL } = await call<object, etcdserverpb.LeaseTimeToLiveResponse__Output>(lease, 'LeaseTimeToLive', {
          ID: id,
        });
        if (Number(TTL) !== -1) return false;
        this.noteGone('LeaseTimeToLive');
        return true;
      },
      'the lease that nobody renews ends',
      PATIENCE_MS,
    );
  }

  private async run(): Promise<void> {
    while (!this.over) {
      await (this.id === undefined ? this.grant() : this.renew(this.id)).catch(() => undefined);
      await delay(systemClock, RENEW_MS);
    }
  }

  private async grant(): Promise<void> {
    const sentAt = performance.now();
    const { ID, TTL } = await call<object, etcdserverpb.LeaseGrantResponse__Output>(
      this.nextMember().lease,
      'LeaseGrant',
      { TTL: String(TTL_SECONDS) },
      CALL_MS,
    );
    this.id = ID;
    this.aliveUntil = sentAt + Number(TTL) * 1000;
  }

  private async renew(id: string): Promise<void> {
    const sentAt = performance.now();
    const { TTL } = await keepAliveOnce(this.nextMember(), id);
    if (Number(TTL) <= 0) {
      this.noteGone('a renewal');
      this.id = undefined;
      return;
    }
    this.renewed++;
    this.aliveUntil = Math.max(this.aliveUntil, sentAt + Number(TTL) * 1000);
  }

  private noteGone(told: string): void {
    const early = this.aliveUntil - performance.now();
    if (early > 0) this.violations.push(`${told} found no lease ${Math.round(early)} ms before its end`);
  }

  private nextMember(): StoreMember {
    return this.members[this.turn++ % this.members.length] as StoreMember;
  }
}

function keepAliveOnce(member: StoreMember, id: string): Promise<etcdserverpb.LeaseKeepAliveResponse__Output> {
  return new Promise((resolve, reject) => {
    const stream = member.lease.LeaseKeepAlive({ deadline: Date.now() + CALL_MS });
    stream.on('data', (response: etcdserverpb.LeaseKeepAliveResponse__Output) => {
      resolve(response);
      stream.cancel();
    });
    stream.on('error', reject);
    stream.on('end', () => reject(new Error('the stream ended')));
    stream.write({ ID: id });
  });
}
