/**
 * A week of events on a virtual clock: what is stored, the leases, and the history behind it stay as large as after the
 * first hours. The leases of the store run out by the same clock.
 */
import { expect } from 'chai';
import { make } from '@kuorum/api';
import { VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { Compactor } from '../dist/server/compactor.js';
import { compactionIntervalMs } from '../dist/limits.js';
import { registryOn, SmallStore } from './small-store.js';

const minuteMs = 60_000;
describe('a week of events', () => {
  it('keeps as much as its first two hours', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 0, 1));
    const store = new SmallStore(clock);
    const registry = registryOn(store, clock);
    const compactor = new Compactor(store, clock, silentLogger, compactionIntervalMs);
    await registry.create('Namespace', make('Namespace', { metadata: { name: 'default' } }), { dryRun: false });
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const kept: { readonly keys: number; readonly leases: number; readonly history: number }[] = [];
    compactor.start();
    for (let minute = 0; minute < 7 * 24 * 60; minute++) {
      for (let n = 0; n < 2; n++) {
        const event = make('Event', {
          metadata: { name: `event-${minute}-${n}`, namespace: 'default' },
          involvedObject: { kind: 'Pod', name: 'web', namespace: 'default' },
          reason: 'Test',
        });
        await registry.create('Event', event, { dryRun: false });
      }
      clock.advance(minuteMs);
      await turn();
      const { keys, leases, history } = store;
      kept.push({ keys: keys.size, leases: leases.size, history: history.length });
    }
    compactor.stop();
    const most = (from: number, to: number, what: 'keys' | 'leases' | 'history'): number =>
      Math.max(...kept.slice(from, to).map((each) => each[what]));
    for (const what of ['keys', 'leases', 'history'] as const) {
      expect(most(120, kept.length, what), what).to.be.at.most(most(60, 120, what));
    }
    // Two a minute for an hour, counted when a lease has just run out; a namespace; the compactor's key.
    expect(most(0, kept.length, 'keys')).to.equal(2 * 60 + 2);
    expect(most(0, kept.length, 'leases')).to.equal(60);
  }).timeout(60_000);
});
