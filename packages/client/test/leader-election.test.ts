import { isNotFound, make, unavailable, type Lease } from '@kuorum/api';
import { VirtualClock } from '@kuorum/base';
import { leaderElected$ } from '@kuorum/client';
import { Cleanup, createFakeApi, type FakeApi } from '@kuorum/testing';
import { expect } from 'chai';
import { NEVER, Observable, of, throwError } from 'rxjs';

/** Lets everything that waits for settled promises run. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('leader election', () => {
  const cleanup = new Cleanup();
  let api: FakeApi;
  let clock: VirtualClock;
  /** Who works now; more than one is what must never be. */
  let leaders: Set<string>;
  let mostLeaders: number;

  beforeEach(() => {
    clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'));
    api = createFakeApi({ clock });
    leaders = new Set();
    mostLeaders = 0;
  });
  afterEach(() => cleanup.run());

  function candidate(identity: string, run?: () => Observable<unknown>) {
    const work = new Observable<unknown>(() => {
      leaders.add(identity);
      mostLeaders = Math.max(mostLeaders, leaders.size);
      return () => leaders.delete(identity);
    });
    const state = { completed: false, error: undefined as unknown };
    const subscription = leaderElected$({
      client: api.client,
      name: 'test',
      identity,
      clock,
      run: run ?? (() => work),
    }).subscribe({
      error: (error: unknown) => (state.error = error),
      complete: () => (state.completed = true),
    });
    cleanup.add(() => subscription.unsubscribe());
    return { state, stop: () => subscription.unsubscribe() };
  }

  async function pass(seconds: number): Promise<void> {
    for (let i = 0; i < seconds * 4; i++) {
      clock.advance(250);
      await settle();
    }
  }

  const lease = (): Promise<Lease> => api.client.resource('Lease').get('kube-system', 'test');
  const down = (): void => api.onCall(({ kind }) => (kind === 'Lease' ? unavailable('down') : undefined));

  it('one of several leads, and stays', async () => {
    candidate('a');
    await pass(1);
    candidate('b');
    candidate('c');
    await pass(60);
    expect([...leaders]).to.deep.equal(['a']);
    expect(mostLeaders).to.equal(1);
    const { spec } = await lease();
    expect(spec).to.include({ holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 0 });
    expect(Date.parse(spec.renewTime)).to.be.greaterThan(Date.parse(spec.acquireTime));
  });

  it('gives the lease back when it is stopped, so that the next one need not wait', async () => {
    const first = candidate('a');
    await pass(1);
    candidate('b');
    await pass(1);
    first.stop();
    expect([...leaders]).to.deep.equal([]);
    await pass(3);
    expect([...leaders]).to.deep.equal(['b']);
    expect((await lease()).spec.leaseTransitions).to.equal(1);
  });

  it('a leader that cannot renew stops before another starts', async () => {
    candidate('a');
    await pass(1);
    const renewedAt = clock.monotonic();
    down();
    await pass(9);
    expect(clock.monotonic() - renewedAt).to.equal(9000);
    await pass(2);
    expect([...leaders]).to.deep.equal([]);
    candidate('b');
    await pass(2);
    expect([...leaders]).to.deep.equal([]);
    api.onCall(undefined);
    await pass(20);
    expect(leaders.size).to.equal(1);
    expect(mostLeaders).to.equal(1);
  });

  it('takes over a lease that is not renewed, after its duration and not before', async () => {
    await api.client.resource('Lease').create(makeLease('dead'));
    candidate('b');
    await pass(14);
    expect([...leaders]).to.deep.equal([]);
    await pass(4);
    expect([...leaders]).to.deep.equal(['b']);
    expect((await lease()).spec.leaseTransitions).to.equal(1);
  });

  it('the same identity is leader again at once', async () => {
    await api.client.resource('Lease').create(makeLease('a'));
    candidate('a');
    await pass(1);
    expect([...leaders]).to.deep.equal(['a']);
    expect((await lease()).spec.leaseTransitions).to.equal(0);
  });

  it('stops when another holds the lease after all', async () => {
    candidate('a');
    await pass(1);
    await api.client.resource('Lease').patch('kube-system', 'test', { spec: { holderIdentity: 'thief' } });
    await pass(3);
    expect([...leaders]).to.deep.equal([]);
  });

  it('ends with what it runs, and gives the lease back', async () => {
    const done = candidate('a', () => of(1));
    await pass(1);
    expect(done.state.completed).to.equal(true);
    expect((await lease()).spec.holderIdentity).to.equal('');
    const failed = candidate('b', () => throwError(() => new Error('broken')));
    await pass(3);
    expect(String(failed.state.error)).to.equal('Error: broken');
    expect((await lease()).spec.holderIdentity).to.equal('');
    expect(clock.pending).to.equal(0);
  });

  it('stopped before it ever led, it leaves no trace', async () => {
    down();
    const waiting = candidate('a', () => NEVER);
    await pass(3);
    waiting.stop();
    api.onCall(undefined);
    await pass(5);
    const error = await lease().catch((reason: unknown) => reason);
    expect(isNotFound(error)).to.equal(true);
    expect(clock.pending).to.equal(0);
  });

  function makeLease(holderIdentity: string): Lease {
    const renewTime = new Date(clock.now()).toISOString();
    return make('Lease', {
      metadata: { namespace: 'kube-system', name: 'test' },
      spec: { holderIdentity, leaseDurationSeconds: 15, renewTime, acquireTime: renewTime },
    });
  }
});
