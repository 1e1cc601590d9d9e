import { AssertionError, VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import {
  ExponentialRateLimiter,
  TerminalError,
  WorkQueue,
  controller$,
  type Reconcile,
  type ReconcileOutcome,
} from '@kuorum/controller-runtime';
import { expect } from 'chai';
import { NEVER, Subject, concat, from, of, type Observable } from 'rxjs';

/** Lets everything that waits for settled promises run. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Gate {
  readonly key: string;
  readonly open: (error?: Error) => void;
}

/** A controller whose reconciles wait until the test lets them go. */
function gated(enqueue$: Observable<string>, workers: number) {
  const clock = new VirtualClock();
  const queue = new WorkQueue<string>({ clock, rateLimiter: new ExponentialRateLimiter(10, 1000) });
  const gates: Gate[] = [];
  let running = 0;
  let runningMost = 0;
  const reconcile: Reconcile<string> = (key, signal) =>
    new Promise((resolve, reject) => {
      running++;
      runningMost = Math.max(running, runningMost);
      const end = (error?: Error): void => {
        running--;
        if (error === undefined) resolve();
        else reject(error);
      };
      signal.addEventListener('abort', () => end(new Error('aborted')), { once: true });
      gates.push({ key, open: end });
    });
  const outcomes: ReconcileOutcome<string>[] = [];
  const state = { completed: false, error: undefined as unknown };
  const subscription = controller$({
    name: 'test',
    queue,
    enqueue$,
    workers,
    reconcile,
    logger: silentLogger,
    clock,
  }).subscribe({
    next: (outcome) => outcomes.push(outcome),
    error: (error: unknown) => (state.error = error),
    complete: () => (state.completed = true),
  });
  return { clock, queue, gates, outcomes, state, subscription, most: () => runningMost, running: () => running };
}

describe('controller$', () => {
  it('works on as many keys at once as it has workers', async () => {
    const { gates, most, subscription } = gated(from(['a', 'b', 'c', 'd']), 2);
    await settle();
    expect(gates.map(({ key }) => key)).to.deep.equal(['a', 'b']);
    for (let i = 0; i < 4; i++) {
      gates[i]?.open();
      await settle();
    }
    expect(gates.map(({ key }) => key)).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(most()).to.equal(2);
    subscription.unsubscribe();
  });

  it('runs a key again that changed while it was worked on, and never twice at once', async () => {
    const keys = new Subject<string>();
    const { gates, most, subscription } = gated(keys, 4);
    keys.next('a');
    keys.next('a');
    await settle();
    keys.next('a');
    keys.next('a');
    await settle();
    expect(gates).to.have.length(1);
    gates[0]?.open();
    await settle();
    expect(gates).to.have.length(2);
    expect(most()).to.equal(1);
    gates[1]?.open();
    await settle();
    expect(gates).to.have.length(2);
    subscription.unsubscribe();
  });

  it('tries a failed key again, later each time, and forgets the failures after a success', async () => {
    const { clock, queue, gates, outcomes, subscription } = gated(concat(of('a'), NEVER), 1);
    await settle();
    gates[0]?.open(new Error('first'));
    await settle();
    expect(gates).to.have.length(1);
    clock.advance(10);
    await settle();
    gates[1]?.open(new Error('second'));
    await settle();
    clock.advance(19);
    await settle();
    expect(gates).to.have.length(2);
    clock.advance(1);
    await settle();
    expect(queue.failures('a')).to.equal(2);
    gates[2]?.open();
    await settle();
    expect(queue.failures('a')).to.equal(0);
    expect(outcomes.map((outcome) => ('error' in outcome ? String(outcome.error) : 'ok'))).to.deep.equal([
      'Error: first',
      'Error: second',
      'ok',
    ]);
    subscription.unsubscribe();
  });

  it('leaves a key with a terminal error alone until it changes', async () => {
    const keys = new Subject<string>();
    const { clock, gates, subscription } = gated(keys, 1);
    keys.next('a');
    await settle();
    gates[0]?.open(new TerminalError('no use'));
    await settle();
    clock.advance(1_000_000);
    await settle();
    expect(gates).to.have.length(1);
    keys.next('a');
    await settle();
    expect(gates).to.have.length(2);
    subscription.unsubscribe();
  });

  it('looks at a key again when the reconcile asked for it', async () => {
    const clock = new VirtualClock();
    let runs = 0;
    const subscription = controller$({
      name: 'test',
      enqueue$: of('a'),
      workers: 1,
      reconcile: () => Promise.resolve(++runs < 3 ? { requeueAfterMs: 500 } : undefined),
      logger: silentLogger,
      clock,
    }).subscribe();
    for (const [advanceMs, expected] of [
      [0, 1],
      [499, 1],
      [1, 2],
      [500, 3],
      [5000, 3],
    ] as const) {
      clock.advance(advanceMs);
      await settle();
      expect(runs).to.equal(expected);
    }
    subscription.unsubscribe();
    expect(clock.pending).to.equal(0);
  });

  it('a bug ends the controller', async () => {
    const { gates, state, subscription } = gated(concat(of('a'), NEVER), 1);
    await settle();
    gates[0]?.open(new AssertionError('broken'));
    await settle();
    expect(state.error).to.be.instanceOf(AssertionError);
    subscription.unsubscribe();
  });

  it('an error of the source ends the controller', async () => {
    const keys = new Subject<string>();
    const { state } = gated(keys, 1);
    keys.error(new Error('source'));
    await settle();
    expect(String(state.error)).to.equal('Error: source');
  });

  it('drains: after shutDown what was queued is finished, then it completes', async () => {
    const { queue, gates, state } = gated(concat(from(['a', 'b']), NEVER), 1);
    await settle();
    queue.shutDown();
    expect(state.completed).to.equal(false);
    gates[0]?.open();
    await settle();
    gates[1]?.open();
    await settle();
    expect(gates.map(({ key }) => key)).to.deep.equal(['a', 'b']);
    expect(state.completed).to.equal(true);
  });

  it('tells a running reconcile when it is stopped', async () => {
    const { running, subscription } = gated(concat(of('a'), NEVER), 1);
    await settle();
    expect(running()).to.equal(1);
    subscription.unsubscribe();
    expect(running()).to.equal(0);
  });
});
