/**
 * The simulation runs clean on fixed seeds, is one run for one seed, and is able to fail: every planted bug is found.
 * More seeds: `npm run sim -- --seeds=1000`.
 */
import { assert } from '@kuorum/base';
import {
  drawOptions,
  isLinearizable,
  type Call,
  type Observation,
  type Outcome,
  type PlantedBug,
  plantedBugs,
  registerModel,
  runSimulation,
  SimulationFailure,
} from '@kuorum/testing/sim';
import { expect } from 'chai';

const STEPS = 4000;
const SEEDS = 8;
/** A planted bug must be found within so many runs. */
const BUG_SEEDS_MAX = 100;

function failureOf(seed: number, bug: PlantedBug): SimulationFailure | undefined {
  try {
    runSimulation({ seed, steps: STEPS, bug });
    return undefined;
  } catch (error) {
    assert(error instanceof SimulationFailure, 'the simulation fails with SimulationFailure');
    return error;
  }
}

describe('simulation', function () {
  this.timeout(60_000);

  it(`is safe, live and linearizable for seeds 1 to ${SEEDS}`, () => {
    const reports = Array.from({ length: SEEDS }, (_, i) => runSimulation({ seed: i + 1, steps: STEPS }));
    const sum = (of: (report: (typeof reports)[number]) => number): number =>
      reports.reduce((total, report) => total + of(report), 0);
    // The runs must have got somewhere and met something, or they prove nothing.
    expect(sum(({ entriesApplied }) => entriesApplied)).to.be.greaterThan(SEEDS * 10);
    expect(sum(({ operations }) => operations.answered)).to.be.greaterThan(SEEDS * 20);
    expect(sum(({ faults }) => Object.values(faults).reduce((a, b) => a + b, 0))).to.be.greaterThan(SEEDS * 5);
    expect(sum(({ diskWritesLost }) => diskWritesLost)).to.be.greaterThan(0);
    expect(sum(({ network }) => network.lost)).to.be.greaterThan(0);
  });

  it('one seed is one run, to the byte', () => {
    const [first, second] = [runSimulation({ seed: 3, steps: STEPS }), runSimulation({ seed: 3, steps: STEPS })];
    expect(second).to.deep.equal(first);
    expect(runSimulation({ seed: 4, steps: STEPS }).traceHash).to.not.equal(first.traceHash);
  });

  it('draws groups of both sizes, with and without changes of membership, guarded and not', () => {
    const drawn = Array.from({ length: 40 }, (_, seed) => drawOptions(seed));
    expect(new Set(drawn.map(({ members }) => members))).to.deep.equal(new Set([3, 5]));
    expect(new Set(drawn.map(({ spares }) => spares))).to.deep.equal(new Set([0, 2]));
    expect(new Set(drawn.map(({ guarded }) => guarded))).to.deep.equal(new Set([true, false]));
  });

  /** What gives each bug away. */
  const signs: Readonly<Record<PlantedBug, RegExp>> = {
    'lying-disk': /was it truncated or lost|does not continue|safety|completeness|linearizability/,
    'ack-before-disk': /was it truncated or lost|safety|completeness|linearizability/,
    'vote-not-persisted': /election safety/,
    'stale-read': /linearizability/,
    'early-ack': /linearizability/,
    'duplicated-proposal': /linearizability/,
    'partial-snapshot': /equal state|is missing|must be present/,
    'local-apply': /equal state/,
  };

  for (const bug of plantedBugs) {
    it(`finds the planted bug ${bug}`, () => {
      for (let seed = 1; seed <= BUG_SEEDS_MAX; seed++) {
        const failure = failureOf(seed, bug);
        if (failure === undefined) continue;
        expect(failure.message).to.match(signs[bug]);
        expect(failureOf(seed, bug)?.message, 'the replay').to.equal(failure.message);
        return;
      }
      expect.fail(`${BUG_SEEDS_MAX} seeds did not find it`);
    });
  }
});

describe('linearizability', () => {
  const put = (value: string): Observation => ({
    operation: { kind: 'put', key: 'k', value },
    outcome: { kind: 'written' },
  });
  const get = (value: string | undefined): Observation => ({
    operation: { kind: 'get', key: 'k' },
    outcome: { kind: 'value', value },
  });
  const swap = (expected: string, value: string, succeeded: boolean | undefined): Observation => {
    const outcome: Outcome | undefined = succeeded === undefined ? undefined : { kind: 'swapped', succeeded };
    return { operation: { kind: 'swap', key: 'k', expected, value }, outcome };
  };
  const call = (operation: Observation, calledAt: number, returnedAt?: number): Call<Observation> => ({
    operation,
    calledAt,
    returnedAt,
  });

  const table: readonly (readonly [what: string, legal: boolean, calls: readonly Call<Observation>[]])[] = [
    ['nothing', true, []],
    ['a read of what was written', true, [call(put('a'), 1, 2), call(get('a'), 3, 4)]],
    ['a read that misses a finished write', false, [call(put('a'), 1, 2), call(get(undefined), 3, 4)]],
    ['a read during a write, before it', true, [call(put('a'), 1, 4), call(get(undefined), 2, 3)]],
    ['a read during a write, after it', true, [call(put('a'), 1, 4), call(get('a'), 2, 3)]],
    ['new, then old again', false, [call(put('a'), 1, 6), call(get('a'), 2, 3), call(get(undefined), 4, 5)]],
    ['an unknown write seen late', true, [call(put('a'), 1), call(get(undefined), 2, 3), call(get('a'), 4, 5)]],
    ['an unknown write never seen', true, [call(put('a'), 1), call(get(undefined), 2, 3)]],
    ['an unknown write seen, then gone', false, [call(put('a'), 1), call(get('a'), 2, 3), call(get(undefined), 4, 5)]],
    ['a read before its write', false, [call(get('a'), 1, 2), call(put('a'), 3, 4)]],
    [
      'two orders for two readers',
      false,
      [call(put('a'), 1, 10), call(put('b'), 2, 11), call(get('a'), 3, 4), call(get('b'), 5, 6), call(get('a'), 7, 8)],
    ],
    ['a swap that took place', true, [call(put('a'), 1, 2), call(swap('a', 'b', true), 3, 4), call(get('b'), 5, 6)]],
    ['a swap that should have failed', false, [call(put('a'), 1, 2), call(swap('x', 'b', true), 3, 4)]],
    [
      'a swap with unknown outcome',
      true,
      [call(put('a'), 1, 2), call(swap('a', 'b', undefined), 3), call(get('b'), 4, 5)],
    ],
  ];

  for (const [what, legal, calls] of table) {
    it(`${legal ? 'accepts' : 'refuses'} ${what}`, () => {
      expect(isLinearizable(registerModel, calls)).to.equal(legal);
    });
  }
});
