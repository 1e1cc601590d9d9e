/**
 * Faults at random, for a few seconds here and for as long as one likes by `make chaos MINUTES=10`. What is done follows
 * from the seed, what comes of it from the machine too: a seed that failed is worth trying again more than once.
 */
import { randomInt } from 'node:crypto';
import { Xoshiro128 } from '@kuorum/base';
import { Cleanup } from '@kuorum/testing';
import { Nemesis } from '../../support/store/nemesis.js';
import { runTrial } from '../../support/store/store-trial.js';

const SHORT_MS = 10_000;
const LONG_MS = 30_000;
const TRIAL_DEADLINE_MS = 300_000;
const SEED_MAX = 1_000_000;

const minutes = Number(process.env['KUORUM_CHAOS_MINUTES'] ?? 0);
const firstSeed = Number(process.env['KUORUM_CHAOS_SEED'] ?? randomInt(SEED_MAX));

describe('a store under load and random faults', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const trial = async (seed: number, durationMs: number): Promise<string> => {
    const prng = new Xoshiro128(seed);
    const size = prng.int(2) === 0 ? 3 : 5;
    const flags = ['--snapshot-count=500', '--experimental-snapshot-catchup-entries=100'];
    let nemesis: Nemesis | undefined;
    try {
      const { load } = await runTrial(cleanup, { seed, size, flags }, async ({ cluster, compact }) => {
        nemesis = new Nemesis(cluster, prng, compact);
        await nemesis.run(durationMs);
      });
      return `seed ${seed}: ${size} members, ${nemesis?.done.length} faults, ${load.acknowledged} writes, ${load.refused} requests without an answer`;
    } catch (error) {
      const told = error instanceof Error ? error.message : String(error);
      throw new Error(`KUORUM_CHAOS_SEED=${seed} (${nemesis?.done.join('; ')})\n${told}`, { cause: error });
    }
  };

  it(`holds what it promised (seed ${firstSeed}${minutes > 0 ? ` and on, for ${minutes} minutes` : ''})`, async () => {
    const end = performance.now() + minutes * 60_000;
    let seed = firstSeed;
    do {
      const told = await trial(seed++, minutes > 0 ? LONG_MS : SHORT_MS);
      process.stdout.write(`      ${told}\n`);
      await cleanup.run();
    } while (performance.now() < end);
  }).timeout(minutes * 60_000 + TRIAL_DEADLINE_MS);
});
