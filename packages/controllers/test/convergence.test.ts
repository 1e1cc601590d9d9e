import { setImmediate } from 'node:timers/promises';
import { VirtualClock, Xoshiro128 } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { conflict, isPodReady, isTerminating, make, unavailable, type Pod } from '@kuorum/api';
import type { ApiClient, PodClient } from '@kuorum/client';
import { expectationTimeoutMs } from '@kuorum/controller-runtime';
import { runControllers$ } from '@kuorum/controllers';
import { createFakeApi, type FakeApi } from '@kuorum/testing';
import { expect } from 'chai';
import type { Subscription } from 'rxjs';
import { pod, replicationController, service } from './objects.js';

/**
 * Inject, heal, wait, look: whatever fails on the way, in the end there are exactly the pods that are wanted and the
 * Endpoints lead to all of them. One seed is one run, except for the jitter of reconnecting.
 */
describe('controllers converge', () => {
  for (const seed of [1, 2, 3, 4]) {
    it(`after failing calls, lost answers, broken watches, restarts and people who interfere (seed ${seed})`, async () => {
      const chaos = new Chaos(seed);
      try {
        for (let step = 0; step < 60; step++) await chaos.step();
        await chaos.heal();
        chaos.check();
      } finally {
        chaos.stop();
      }
    });
  }
});

class Chaos {
  private readonly prng: Xoshiro128;
  private readonly clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'));
  private readonly api: FakeApi;
  private failing = 0.15;
  private wanted = 3;
  private address = 1;
  private running: Subscription;

  constructor(seed: number) {
    this.prng = new Xoshiro128(seed);
    this.api = createFakeApi({ clock: this.clock });
    this.api.seed('ReplicationController', replicationController('web', this.wanted));
    this.api.seed('Service', service('web'));
    this.api.onCall(({ verb }) => {
      if (verb === 'list' || this.prng.next() >= this.failing) return undefined;
      return verb === 'update' || verb === 'updateStatus' ? conflict('Pod', 'x') : unavailable('down');
    });
    this.running = this.start();
  }

  stop(): void {
    this.running.unsubscribe();
  }

  async step(): Promise<void> {
    const active = this.active();
    const any = active[this.prng.int(Math.max(1, active.length))];
    switch (this.prng.int(8)) {
      case 0:
        this.wanted = this.prng.int(9);
        await this.calmly(() => this.api.client.replicationControllers.scale('default', 'web', this.wanted));
        break;
      case 1:
        this.running.unsubscribe();
        this.running = this.start();
        break;
      case 2:
        this.api.compact();
        this.api.dropWatches();
        break;
      case 3:
        this.api.dropWatches();
        break;
      case 4:
        if (any !== undefined) this.api.seed('Pod', { ...any, status: { ...any.status, phase: 'Failed' } });
        break;
      case 5:
        if (any !== undefined) await this.calmly(() => this.api.client.pods.delete('default', any.metadata.name));
        break;
      case 6:
        this.api.seed('Pod', pod(`stray-${this.clock.now()}`, { labels: { app: 'web' }, uid: '' }));
        break;
      default:
        if (any !== undefined) {
          const metadata = { ...any.metadata, labels: { app: 'taken-out' } };
          this.api.seed('Pod', { ...any, metadata });
        }
    }
    await this.pass(this.prng.int(700));
  }

  /** A pod that came and went while the watch was broken is never seen, and is expected for that long, as in Kubernetes. */
  async heal(): Promise<void> {
    this.failing = 0;
    await this.pass(expectationTimeoutMs + 90_000);
  }

  check(): void {
    const own = this.active().filter(({ metadata }) => metadata.labels['app'] === 'web');
    expect(own, 'as many pods as wanted').to.have.length(this.wanted);
    const uid = this.api.all('ReplicationController')[0]?.metadata.uid;
    for (const { metadata } of own) expect(metadata.ownerReferences.map((owner) => owner.uid)).to.deep.equal([uid]);
    const [endpoints] = this.api.all('Endpoints');
    const addresses = endpoints?.subsets.flatMap((subset) => subset.addresses.map(({ ip }) => ip)) ?? [];
    expect([...addresses].sort()).to.deep.equal(own.map(({ status }) => status.podIP).sort());
    const status = this.api.all('ReplicationController')[0]?.status;
    expect(status).to.include({ replicas: this.wanted, readyReplicas: this.wanted });
    expect(status?.conditions).to.deep.equal([]);
  }

  private active(): Pod[] {
    return this.api.all('Pod').filter((each) => !isTerminating(each) && each.status.phase !== 'Failed');
  }

  /** What a person does is not what fails here. */
  private async calmly(act: () => Promise<unknown>): Promise<void> {
    const { failing } = this;
    this.failing = 0;
    await act();
    this.failing = failing;
  }

  private start(): Subscription {
    return runControllers$({
      client: this.clientThatLosesAnswers(),
      logger: silentLogger,
      identity: 'controllers',
      leaderElect: false,
      clock: this.clock,
    }).subscribe();
  }

  /** Now and then a pod is created, or deleted, and nobody learns of it from the answer. */
  private clientThatLosesAnswers(): ApiClient {
    const { client } = this.api;
    const lose = async <T>(answer: Promise<T>): Promise<T> => {
      const given = await answer;
      if (this.prng.next() < this.failing) throw unavailable('the answer was lost');
      return given;
    };
    const pods: PodClient = Object.create(client.pods, {
      create: { value: (...args: Parameters<PodClient['create']>) => lose(client.pods.create(...args)) },
      delete: { value: (...args: Parameters<PodClient['delete']>) => lose(client.pods.delete(...args)) },
    }) as PodClient;
    return { ...client, pods };
  }

  /** Time goes on; pods get a node and become ready, and end when they are to. */
  private async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 250) {
      this.clock.advance(Math.min(250, left));
      await setImmediate();
      await setImmediate();
      for (const each of this.api.all('Pod')) this.kubelet(each);
    }
    for (let i = 0; i < 5; i++) await setImmediate();
  }

  private kubelet(each: Pod): void {
    if (isTerminating(each) || isPodReady(each) || each.status.phase === 'Failed') return;
    const podIP = `10.0.0.${this.address++}`;
    const conditions = [{ type: 'Ready', status: 'True' as const }];
    const status = make('PodStatus', { phase: 'Running', podIP, conditions });
    // Nowhere: so that a deleted pod is gone at once.
    this.api.seed('Pod', { ...each, status });
  }
}
