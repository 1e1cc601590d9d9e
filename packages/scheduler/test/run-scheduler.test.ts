import { setImmediate } from 'node:timers/promises';
import { VirtualClock, Xoshiro128 } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { conflict, findCondition, unavailable, type Pod } from '@kuorum/api';
import { createFakeApi, type FakeApi } from '@kuorum/testing';
import { resyncPeriodMs, runScheduler$, type SchedulerOptions } from '@kuorum/scheduler';
import { expect } from 'chai';
import type { Subscription } from 'rxjs';
import { node, pod } from './objects.js';

describe('runScheduler$', () => {
  let clock: VirtualClock;
  let api: FakeApi;
  let running: Subscription[];

  beforeEach(() => {
    clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'));
    api = createFakeApi({ clock });
    running = [];
  });

  afterEach(() => {
    for (const subscription of running) subscription.unsubscribe();
  });

  function start(options: Partial<SchedulerOptions> = {}): Subscription {
    const subscription = runScheduler$({
      client: api.client,
      logger: silentLogger,
      identity: 'scheduler-1',
      leaderElect: false,
      clock,
      prng: new Xoshiro128(1),
      ...options,
    }).subscribe();
    running.push(subscription);
    return subscription;
  }

  /** Lets everything happen that needs no time, then moves time on, step by step. */
  async function pass(ms = 0): Promise<void> {
    for (let i = 0; i < 5; i++) await setImmediate();
    for (let left = ms; left > 0; left -= 50) {
      clock.advance(Math.min(50, left));
      for (let i = 0; i < 3; i++) await setImmediate();
    }
  }

  const nodeNames = (): Record<string, string> =>
    Object.fromEntries(api.all('Pod').map((each) => [each.metadata.name, each.spec.nodeName]));
  const scheduledCondition = (name: string) => {
    const found = api.all('Pod').find((each) => each.metadata.name === name);
    return findCondition(found?.status.conditions ?? [], 'PodScheduled');
  };
  const events = (): string[] => api.all('Event').map((event) => `${event.type} ${event.reason}: ${event.message}`);
  const calls = (verb: string): number => api.calls.filter((call) => call.verb === verb && call.kind === 'Pod').length;

  it('binds what waits when it starts and what comes later, over all nodes', async () => {
    for (const name of ['a', 'b', 'c']) api.seed('Node', node(name));
    for (let i = 0; i < 4; i++) api.seed('Pod', pod(`web-${i}`, { owner: 'web' }));
    start();
    await pass();
    for (let i = 4; i < 6; i++) await api.client.pods.create({ ...pod(`web-${i}`, { owner: 'web' }) });
    await pass();
    const counts = new Map<string, number>();
    for (const name of Object.values(nodeNames())) counts.set(name, (counts.get(name) ?? 0) + 1);
    expect(Object.fromEntries(counts)).to.deep.equal({ a: 2, b: 2, c: 2 });
    expect(scheduledCondition('web-0')?.status).to.equal('True');
    expect(events()).to.include('Normal Scheduled: Successfully assigned default/web-0 to ' + nodeNames()['web-0']);
  });

  it('never gives one room to two pods, though their binds are on the way together', async () => {
    api.seed('Node', node('a', { cpu: '1' }));
    for (let i = 0; i < 5; i++) api.seed('Pod', pod(`p${i}`, { cpu: '400m' }));
    start();
    await pass();
    expect(Object.values(nodeNames()).filter((name) => name === 'a')).to.have.length(2);
  });

  it('serves first who came first', async () => {
    api.seed('Node', node('a', { pods: '1' }));
    api.seed('Pod', pod('late', { created: '2026-01-01T00:00:02Z' }));
    api.seed('Pod', pod('early', { created: '2026-01-01T00:00:01Z' }));
    start();
    await pass();
    expect(nodeNames()).to.deep.equal({ early: 'a', late: '' });
  });

  it('says why a pod waits, once, and binds it as soon as room is free', async () => {
    api.seed('Node', node('a', { cpu: '1' }));
    api.seed('Pod', pod('old', { cpu: '1', node: 'a', phase: 'Running' }));
    api.seed('Pod', pod('new', { cpu: '1' }));
    start();
    await pass(1000);
    const message = '0/1 nodes are available: 1 Insufficient cpu.';
    expect(scheduledCondition('new')).to.include({ status: 'False', reason: 'Unschedulable', message });
    expect(events()).to.deep.equal([`Warning FailedScheduling: ${message}`]);

    const written = calls('updateStatus');
    await pass(2 * resyncPeriodMs);
    expect(calls('updateStatus'), 'nothing new to say').to.equal(written);

    await api.client.pods.delete('default', 'old', { gracePeriodSeconds: 0 });
    await pass(100);
    expect(nodeNames()).to.deep.equal({ new: 'a' });
    expect(scheduledCondition('new')?.status).to.equal('True');
  });

  const openings: { title: string; change: () => Promise<unknown> }[] = [
    {
      title: 'a node comes',
      change: async () => api.seed('Node', node('b')),
    },
    {
      title: 'a node becomes ready',
      change: async () => {
        const found = await api.client.resource('Node').get('', 'a');
        const status = { ...found.status, conditions: node('a').status.conditions };
        return api.client.resource('Node').updateStatus({ ...found, status });
      },
    },
  ];
  for (const { title, change } of openings) {
    it(`looks again at pods that wait when ${title}`, async () => {
      api.seed('Node', node('a', { ready: 'False' }));
      api.seed('Pod', pod('p'));
      start();
      await pass(1000);
      expect(nodeNames()).to.deep.equal({ p: '' });
      await change();
      await pass(100);
      expect(nodeNames()['p']).to.not.equal('');
    });
  }

  it('does not look at waiting pods for a heartbeat', async () => {
    api.seed('Node', node('a', { cpu: '1' }));
    api.seed('Pod', pod('p', { cpu: '2' }));
    start();
    await pass(100);
    const found = await api.client.resource('Node').get('', 'a');
    const conditions = found.status.conditions.map((each) => ({ ...each, lastHeartbeatTime: '2026-01-01T00:00:09Z' }));
    const before = api.calls.length;
    await api.client.resource('Node').updateStatus({ ...found, status: { ...found.status, conditions } });
    await pass(100);
    expect(api.calls.length).to.equal(before + 1);
  });

  it('gives the room back when a bind fails, and tries again', async () => {
    api.seed('Node', node('a', { cpu: '1' }));
    api.seed('Pod', pod('p', { cpu: '1' }));
    let failures = 3;
    api.onCall(({ verb }) => (verb === 'bind' && failures-- > 0 ? unavailable('down') : undefined));
    start();
    await pass(500);
    expect(nodeNames()).to.deep.equal({ p: 'a' });
    expect(calls('bind')).to.equal(4);
  });

  it('lets a pod go that another scheduler bound first', async () => {
    api.seed('Node', node('a'));
    api.seed('Node', node('b', { cordoned: true }));
    api.seed('Pod', pod('p'));
    api.onCall(async ({ verb }) => {
      if (verb !== 'bind') return undefined;
      api.onCall(undefined);
      await api.client.pods.bind('default', 'p', 'b');
      return conflict('Pod', 'p');
    });
    start();
    await pass(5000);
    expect(nodeNames()).to.deep.equal({ p: 'b' });
    expect(calls('bind'), 'its own try and the other one').to.equal(2);
    expect(events()).to.deep.equal([]);
  });

  it('goes on after its watches broke, and after the past was compacted away', async () => {
    api.seed('Node', node('a'));
    start();
    await pass(100);
    api.compact();
    api.dropWatches();
    api.seed('Pod', pod('p'));
    await pass(5000);
    expect(nodeNames()).to.deep.equal({ p: 'a' });
  });

  it('leaves alone what is not its own: bound, ending, ended, or of another scheduler', async () => {
    api.seed('Node', node('a'));
    const foreign: Pod = pod('foreign');
    foreign.spec.schedulerName = 'other';
    api.seed('Pod', foreign);
    api.seed('Pod', pod('bound', { node: 'elsewhere' }));
    api.seed('Pod', pod('ending', { deleting: true }));
    api.seed('Pod', pod('ended', { phase: 'Failed' }));
    start();
    await pass(1000);
    expect(calls('bind')).to.equal(0);
    expect(calls('updateStatus')).to.equal(0);
  });

  it('works one at a time when elected, and another takes over when it stops', async () => {
    api.seed('Node', node('a'));
    const ready: string[] = [];
    const elected = (identity: string): Subscription =>
      start({ identity, leaderElect: true, onReady: () => ready.push(identity) });
    const first = elected('one');
    await pass();
    elected('two');
    await pass(2000);
    expect(ready, 'one standing by is ready, too').to.deep.equal(['one', 'two']);
    const holder = (): string | undefined =>
      api.all('Lease').find(({ metadata }) => metadata.name === 'kuorum-scheduler')?.spec.holderIdentity;
    expect(holder()).to.equal('one');
    first.unsubscribe();
    api.seed('Pod', pod('p'));
    await pass(3000);
    expect(holder()).to.equal('two');
    expect(nodeNames()).to.deep.equal({ p: 'a' });
  });
});
