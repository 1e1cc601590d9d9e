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
    return { turns, answers, taken, home, reads, counting, done };
  };

  it('of few are answered at once', () => {
    const { turns, answers, reads, counting, done } = start();
    reads.serve(() => counting('few', 1), done);
    expect([answers, turns.length]).to.deep.equal([['few'], 0]);
  });

  it('leave a turn to others, and go on one after the other', () => {
    const { turns, answers, taken, reads, counting, done } = start();
    reads.serve(() => counting('a', 8), done);
    reads.serve(() => counting('b', 8), done);
    expect([answers.length, turns.length]).to.deep.equal([0, 1]);
    const first = taken.splice(0).join('');
    reads.serve(() => counting('few', 1), done);
    let rounds = 0;
    for (let turn = turns.shift(); turn !== undefined; turn = turns.shift(), rounds++) turn();
    expect(answers).to.deep.equal(['few', 'a', 'b']);
    expect(first).to.match(/^a{2,4}b{2,4}$/);
    expect(taken.join('')).to.match(/^fewa+b+$/);
    expect(rounds).to.be.greaterThan(3);
  });

  it('start again, in one go, when their history was compacted under them', () => {
    const { turns, answers, reads, done } = start();
    let begun = 0;
    reads.serve(function* () {
      const attempt = ++begun;
      for (let i = 0; i < 8; i++) yield;
      if (attempt === 1) throw new MvccError('compacted');
      return `attempt ${attempt}`;
    }, done);
    for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) turn();
    expect([answers, begun]).to.deep.equal([['attempt 2'], 2]);
  });

  it('are refused when a snapshot took the place of what they read', () => {
    const { turns, answers, home, reads, counting, done } = start();
    reads.serve(() => counting('a', 8), done);
    home.machine.generation++;
    turns.shift()?.();
    expect(answers).to.deep.equal([etcdError('restoring').message]);
  });
});
