// Simulates the store under faults; see docs/internals/simulation.md.
//
// usage: node scripts/sim.mjs --seed N [--steps N] [--bug NAME]            one run, exactly as it always is
//        node scripts/sim.mjs --seeds N [--from N] [--steps N] [--bug NAME]  a batch of runs; the first failure ends it
//        node scripts/sim.mjs --minutes N [--from N] …                     as many runs as fit
import { parseArgs } from 'node:util';
import { plantedBugs, runSimulation, SimulationFailure } from '../packages/testing/dist/sim/index.js';

const SEEDS_DEFAULT = 100;
const PROGRESS_EVERY_MS = 2000;

const usage = `usage: npm run sim -- --seed=N [--steps=N] [--bug=NAME]
       npm run sim -- --seeds=N | --minutes=N [--from=N] [--steps=N] [--bug=NAME]
bugs to plant: ${plantedBugs.join(', ')}`;

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string' },
        seeds: { type: 'string' },
        minutes: { type: 'string' },
        from: { type: 'string' },
        steps: { type: 'string' },
        bug: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const number = (name, least = 1) => {
      if (values[name] === undefined) return undefined;
      const value = Number(values[name]);
      if (!(value >= least) || (name !== 'minutes' && !Number.isSafeInteger(value)))
        throw new Error(`--${name} must be a number from ${least} on: got ${JSON.stringify(values[name])}`);
      return value;
    };
    if (values.bug !== undefined && !plantedBugs.includes(values.bug))
      throw new Error(`--bug must be one of ${plantedBugs.join(', ')}: got ${JSON.stringify(values.bug)}`);
    const [seed, seeds, minutes] = [number('seed', 0), number('seeds'), number('minutes', 0)];
    if ([seed, seeds, minutes].filter((value) => value !== undefined).length > 1)
      throw new Error('--seed, --seeds and --minutes exclude one another');
    return { seed, seeds, minutes, from: number('from', 0) ?? 1, steps: number('steps'), bug: values.bug };
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
}

function replayCommand(seed, { steps, bug }) {
  return [
    `npm run sim -- --seed=${seed}`,
    ...(steps === undefined ? [] : [`--steps=${steps}`]),
    ...(bug === undefined ? [] : [`--bug=${bug}`]),
  ].join(' ');
}

function reportFailure(error, seed, flags, withTrace) {
  if (!(error instanceof SimulationFailure)) throw error;
  console.log(`\nFAILED: ${error.message}`);
  console.log(`options: ${JSON.stringify(error.options)}`);
  if (withTrace) console.log(`what came before:\n  ${error.trace.join('\n  ')}`);
  console.log(`replay: ${replayCommand(seed, flags)}`);
}

function undecidedText(keys) {
  return keys === 0 ? '' : ` except ${keys} keys that were too wide to judge`;
}

function runOne(flags) {
  const began = performance.now();
  try {
    const report = runSimulation(flags);
    const nonZero = Object.entries({ ...report.faults, ...report.network, diskWritesLost: report.diskWritesLost });
    console.log(`options      ${JSON.stringify(report.options)}`);
    console.log(`steps        ${report.steps} (${(report.virtualMs / 1000).toFixed(1)} s of virtual time)`);
    console.log(`faults       ${nonZero.map(([name, count]) => `${name} ${count}`).join(', ')}`);
    console.log(
      `raft         ${report.terms} terms, ${report.entriesApplied} entries applied, ${report.snapshotsInstalled} states restored`,
    );
    console.log(
      `operations   ${report.operations.answered} answered, ${report.operations.unknown} unknown, linearizable${undecidedText(report.undecidedKeys)}`,
    );
    console.log(`state hash   ${report.stateHash}`);
    console.log(`trace hash   ${report.traceHash}`);
    console.error(`took ${((performance.now() - began) / 1000).toFixed(2)} s`);
  } catch (error) {
    reportFailure(error, flags.seed, flags, true);
    process.exit(1);
  }
}

function runBatch(flags) {
  const { from, minutes, seeds = minutes === undefined ? SEEDS_DEFAULT : Infinity } = flags;
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  const total = { steps: 0, entries: 0, answered: 0, faults: 0, undecided: 0 };
  let done = 0;
  let saidAt = began;
  const say = () => {
    const goal = seeds === Infinity ? `${(elapsed() / 60).toFixed(1)} of ${minutes} min` : `of ${seeds}`;
    console.log(
      `${done} seeds ${goal}, ${(done / elapsed()).toFixed(1)} seeds/s: ${total.steps} steps, ${total.faults} faults, ` +
        `${total.entries} entries, ${total.answered} operations`,
    );
  };
  for (let seed = from; done < seeds && (minutes === undefined || elapsed() < minutes * 60); seed++) {
    try {
      const report = runSimulation({ ...flags, seed });
      total.steps += report.steps;
      total.entries += report.entriesApplied;
      total.undecided += report.undecidedKeys;
      total.answered += report.operations.answered;
      total.faults += Object.values(report.faults).reduce((sum, count) => sum + count, 0);
    } catch (error) {
      say();
      reportFailure(error, seed, flags, false);
      process.exit(1);
    }
    done++;
    if (performance.now() - saidAt < PROGRESS_EVERY_MS) continue;
    saidAt = performance.now();
    say();
  }
  say();
  console.log(`all safe, all live, all linearizable${undecidedText(total.undecided)}`);
}

const flags = readFlags();
if (flags.seed !== undefined) runOne(flags);
else runBatch(flags);
