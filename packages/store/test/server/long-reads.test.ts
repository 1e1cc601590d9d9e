/** Reads in slices, by a clock that is told and turns that are taken by hand. */
import { MvccError } from '@kuorum/store/mvcc';
import { etcdError, LongReads, type EtcdError } from '@kuorum/store/server/internals';
import { expect } from 'chai';

describe('reads of many keys', () => {
  const start = () => {
    const turns: (() => void)[] = [];
    const answers: string[] = [];
    const home = {
      machine: { generation: 0, alarms: { mustTrust: () => undefined } },
      unavailable: undefined as EtcdError | undefined,
      soon: (fn: () => void) => void turns.push(fn),
    };
    let nowMs = 0;
    // Every look at the clock takes 4 ms: three slices fill a turn.
    const reads = new LongReads(home, () => (nowMs += 4));
    const cancels: (() => void)[] = [];
    const reader = { onCancel: (listener: () => void) => void cancels.push(listener) };
    function* counting(name: string, slices: number): Generator<void, string, void> {
      for (let i = 0; i < slices; i++) {
        taken.push(name);
        yield;
      }
      return name;
    }
    const taken: string[] = [];
    const done = (error: EtcdError | undefined, answer?: string): void =>
      void answers.push(error?.message ?? String(answer));
    return { turns, answers, taken, home, reads, counting, done, reader, cancels };
  };

  it('of few are answered at once', () => {
    const { turns, answers, reads, counting, done, reader } = start();
    reads.serve(() => counting('few', 1), done, reader);
    expect([answers, turns.length]).to.deep.equal([['few'], 0]);
  });

  it('leave a turn to others, and go on one after the other', () => {
    const { turns, answers, taken, reads, counting, done, reader } = start();
    reads.serve(() => counting('a', 8), done, reader);
    reads.serve(() => counting('b', 8), done, reader);
    expect([answers.length, turns.length]).to.deep.equal([0, 1]);
    const first = taken.splice(0).join('');
    reads.serve(() => counting('few', 1), done, reader);
    let rounds = 0;
    for (let turn = turns.shift(); turn !== undefined; turn = turns.shift(), rounds++) turn();
    expect(answers).to.deep.equal(['few', 'a', 'b']);
    expect(first).to.match(/^a{2,4}b{2,4}$/);
    expect(taken.join('')).to.match(/^fewa+b+$/);
    expect(rounds).to.be.greaterThan(3);
  });

  it('start again, in one go, when their history was compacted under them', () => {
    const { turns, answers, reads, done, reader } = start();
    let begun = 0;
    reads.serve(
      function* () {
        const attempt = ++begun;
        for (let i = 0; i < 8; i++) yield;
        if (attempt === 1) throw new MvccError('compacted');
        return `attempt ${attempt}`;
      },
      done,
      reader,
    );
    for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) turn();
    expect([answers, begun]).to.deep.equal([['attempt 2'], 2]);
  });

  it('are refused when a snapshot took the place of what they read', () => {
    const { turns, answers, home, reads, counting, done, reader } = start();
    reads.serve(() => counting('a', 8), done, reader);
    home.machine.generation++;
    turns.shift()?.();
    expect(answers).to.deep.equal([etcdError('restoring').message]);
  });

  it('whose callers have gone away are read no further, and hold up nobody', () => {
    const { turns, answers, taken, reads, counting, done, reader, cancels } = start();
    reads.serve(() => counting('a', 1000), done, reader);
    reads.serve(() => counting('b', 1000), done, reader);
    reads.serve(() => counting('c', 8), done, reader);
    turns.shift()?.();
    taken.length = 0;
    cancels[0]?.();
    cancels[1]?.();
    let rounds = 0;
    for (let turn = turns.shift(); turn !== undefined; turn = turns.shift(), rounds++) turn();
    const cancelled = etcdError('callCancelled').message;
    expect(answers).to.deep.equal([cancelled, cancelled, 'c']);
    expect(taken.join('')).to.match(/^c+$/);
    expect(rounds).to.be.lessThan(10);
  });

  it('are all answered at the stop, each once', () => {
    const { turns, answers, home, reads, counting, done, reader, cancels } = start();
    for (const name of ['a', 'b', 'c']) reads.serve(() => counting(name, 8), done, reader);
    cancels[1]?.();
    home.unavailable = etcdError('stopped');
    reads.stop();
    const stopped = 'etcdserver: server stopped';
    const ends = [stopped, etcdError('callCancelled').message, stopped];
    expect(answers).to.deep.equal(ends);
    for (const turn of turns) turn();
    expect(answers).to.deep.equal(ends);
  });
});
