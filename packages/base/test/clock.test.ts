import { expect } from 'chai';
import { useFakeTimers } from 'sinon';
import { VirtualClock, delay, systemClock } from '@kuorum/base';

describe('systemClock', () => {
  const dayMs = 86_400_000;
  // Node's own timers take at most 2^31 - 1 ms, which is between 24 and 25 days.
  for (const days of [1, 24, 25, 60]) {
    it(`waits ${days} days, and not when canceled on the way`, () => {
      const timers = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      try {
        let fired = 0;
        systemClock.setTimeout(() => fired++, days * dayMs);
        const canceled = systemClock.setTimeout(() => fired++, days * dayMs);
        timers.tick(days * dayMs - 1);
        expect(fired).to.equal(0);
        canceled.cancel();
        timers.tick(1);
        expect(fired).to.equal(1);
        expect(timers.countTimers()).to.equal(0);
      } finally {
        timers.restore();
      }
    });
  }
});

describe('VirtualClock', () => {
  it('fires timers in order of deadline, ties in order of creation, timers set by timers included', () => {
    const clock = new VirtualClock(1000);
    const fired: string[] = [];
    clock.setTimeout(() => fired.push('b'), 20);
    clock.setTimeout(() => {
      fired.push('a');
      clock.setTimeout(() => fired.push(`nested at ${clock.now()}`), 5);
    }, 10);
    clock.setTimeout(() => fired.push('c'), 20);
    clock.setTimeout(() => fired.push('never'), 15).cancel();
    clock.advance(30);
    expect(fired).to.deep.equal(['a', 'nested at 1015', 'b', 'c']);
    expect(clock.now()).to.equal(1030);
    expect(clock.pending).to.equal(0);
  });

  it('delay resolves on the clock', async () => {
    const clock = new VirtualClock();
    let done = false;
    const waiting = delay(clock, 100).then(() => (done = true));
    clock.advance(99);
    await Promise.resolve();
    expect(done).to.equal(false);
    clock.advance(1);
    await waiting;
  });

  it('delay rejects when aborted and leaves no timer', async () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    const waiting = delay(clock, 100, controller.signal).catch((error: unknown) => error);
    controller.abort(new Error('enough'));
    expect(await waiting).to.have.property('message', 'enough');
    expect(clock.pending).to.equal(0);
    expect(await delay(clock, 1, controller.signal).catch((error: unknown) => error)).to.have.property(
      'message',
      'enough',
    );
  });
});
