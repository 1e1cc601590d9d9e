import { VirtualClock } from '@kuorum/base';
import { BucketRateLimiter, ExponentialRateLimiter, MaxRateLimiter, WorkQueue } from '@kuorum/controller-runtime';
import { expect } from 'chai';

function taker(queue: WorkQueue<string>): { keys: string[]; ended: boolean } {
  const seen = { keys: [] as string[], ended: false };
  queue.next$().subscribe({ next: (key) => seen.keys.push(key), complete: () => (seen.ended = true) });
  return seen;
}

describe('WorkQueue', () => {
  it('hands a key that was added several times out once, in order of the first addition', () => {
    const queue = new WorkQueue<string>();
    for (const key of ['a', 'b', 'a', 'c', 'b']) queue.add(key);
    expect(queue.length).to.equal(3);
    expect([taker(queue), taker(queue), taker(queue)].flatMap(({ keys }) => keys)).to.deep.equal(['a', 'b', 'c']);
  });

  it('never gives one key to two workers, and runs a key dirtied meanwhile again', () => {
    const queue = new WorkQueue<string>();
    queue.add('a');
    expect(taker(queue).keys).to.deep.equal(['a']);
    queue.add('a');
    queue.add('a');
    const second = taker(queue);
    expect(second.keys).to.deep.equal([]);
    queue.done('a');
    expect(second.keys).to.deep.equal(['a']);
    queue.done('a');
    expect(taker(queue).keys).to.deep.equal([]);
  });

  it('does not give a key to a worker that went away', () => {
    const queue = new WorkQueue<string>();
    const gone: string[] = [];
    queue
      .next$()
      .subscribe((key) => gone.push(key))
      .unsubscribe();
    queue.add('a');
    expect(gone).to.deep.equal([]);
    expect(taker(queue).keys).to.deep.equal(['a']);
  });

  it('adds a delayed key when its time comes, the shortest of several delays', () => {
    const clock = new VirtualClock();
    const queue = new WorkQueue<string>({ clock });
    queue.addAfter('a', 100);
    queue.addAfter('a', 50);
    queue.addAfter('a', 70);
    queue.addAfter('b', 20);
    expect(queue.delayed).to.equal(2);
    clock.advance(49);
    expect(queue.length).to.equal(1);
    clock.advance(1);
    expect(queue.length).to.equal(2);
    clock.advance(1000);
    expect(queue.length).to.equal(2);
    expect(clock.pending).to.equal(0);
  });

  it('waits longer after each failure and starts over once the key is forgotten', () => {
    const clock = new VirtualClock();
    const queue = new WorkQueue<string>({ clock, rateLimiter: new ExponentialRateLimiter(10, 35) });
    const delays = [10, 20, 35, 35];
    for (const delayMs of delays) {
      queue.addRateLimited('a');
      clock.advance(delayMs - 1);
      expect(queue.length).to.equal(0);
      clock.advance(1);
      expect(taker(queue).keys).to.deep.equal(['a']);
      queue.done('a');
    }
    expect(queue.failures('a')).to.equal(delays.length);
    queue.forget('a');
    queue.addRateLimited('a');
    clock.advance(10);
    expect(queue.length).to.equal(1);
  });

  it('shut down: gives out what is ready, drops what is delayed, takes nothing new, ends waiting workers', () => {
    const clock = new VirtualClock();
    const queue = new WorkQueue<string>({ clock });
    queue.add('a');
    queue.addAfter('b', 10);
    let told = 0;
    queue.shutDown$.subscribe(() => told++);
    queue.shutDown();
    queue.shutDown();
    queue.shutDown$.subscribe(() => told++);
    queue.add('c');
    expect(told).to.equal(2);
    expect(clock.pending).to.equal(0);
    expect(queue.drained).to.equal(false);
    expect(taker(queue).keys).to.deep.equal(['a']);
    expect(queue.drained).to.equal(true);
    expect(taker(queue).ended).to.equal(true);

    const idle = new WorkQueue<string>();
    const waiting = taker(idle);
    idle.shutDown();
    expect(waiting).to.deep.equal({ keys: [], ended: true });
  });

  it('keeps at most the distinct keys, however many events arrive', () => {
    const clock = new VirtualClock();
    const queue = new WorkQueue<number>({ clock });
    for (let i = 0; i < 10_000; i++) {
      queue.add(i % 7);
      queue.addAfter(i % 5, 1000 + (i % 3));
    }
    expect(queue.length).to.equal(7);
    expect(queue.delayed).to.equal(5);
  });
});

describe('rate limiters', () => {
  it('a bucket lets a burst through and then so many a second', () => {
    const clock = new VirtualClock();
    const bucket = new BucketRateLimiter<string>(10, 2, clock);
    expect([1, 2, 3, 4].map(() => bucket.whenMs('a'))).to.deep.equal([0, 0, 100, 200]);
    clock.advance(1000);
    expect(bucket.whenMs('b')).to.equal(0);
  });

  it('the longest of several counts', () => {
    const clock = new VirtualClock();
    const both = new MaxRateLimiter<string>([new ExponentialRateLimiter(5, 1000), new BucketRateLimiter(10, 1, clock)]);
    expect(both.whenMs('a')).to.equal(5);
    expect(both.whenMs('a')).to.equal(100);
    expect(both.failures('a')).to.equal(2);
    both.forget('a');
    expect(both.failures('a')).to.equal(0);
  });
});
