// Simulates the store under faults; see docs/internals/simulation.md.
//
// usage: node scripts/sim.mjs --seed N              one run, exactly as it always is, with all that it was made of
//        node scripts/sim.mjs --seeds N [--from N]  a batch of runs on all processors; a failure ends it
//        node scripts/sim.mjs --minutes N           as many as fit
//        node scripts/sim.mjs --bug NAME            plants a bug and searches for a seed that shows it
//        node scripts/sim.mjs --bugs                all bugs, and which check caught which
import { parseArgs } from 'node:util';
import { ensureBuilt } from './ensure-built.mjs';

ensureBuilt('packages/testing', 'dist/sim/index.js');
const { bugTexts, knownCatches, plantedBugs, runSimulation, SimulationFailure } =
  await import('../packages/testing/dist/sim/index.js');
const { JOBS_DEFAULT, runJobs } = await import('./sim-pool.mjs');

const SEEDS_DEFAULT = 100;
/** Of a search for a planted bug. */
const BUG_SEEDS_DEFAULT = 300;
const PROGRESS_EVERY_MS = 5000;

const usage = `usage: npm run sim -- --seed=N [--steps=N] [--bug=NAME]
       npm run sim -- --seeds=N | --minutes=N [--from=N] [--steps=N] [--jobs=N]
       npm run sim -- --bug=NAME [--from=N] [--seeds=N] [--steps=N]   searches for a seed that shows it
       npm run sim -- --bugs [--search]                               all of them; with --search not by the seeds noted
bugs to plant:
${plantedBugs.map((bug) => `  ${bug.padEnd(22)} ${bugTexts[bug]}`).join('\n')}`;

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string' },
        seeds: { type: 'string' },
        minutes: { type: 'string' },
        from: { type: 'string' },
        steps: { type: 'string' },
        jobs: { type: 'string' },
        bug: { type: 'string' },
        bugs: { type: 'boolean' },
        search: { type: 'boolean' },
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
    const { bug, bugs = false, search = false } = values;
    if (bug !== undefined && !plantedBugs.includes(bug))
      throw new Error(`--bug must be one of ${plantedBugs.join(', ')}: got ${JSON.stringify(bug)}`);
    const [seed, seeds, minutes] = [number('seed', 0), number('seeds'), number('minutes', 0)];
    if ([seed, seeds, minutes].filter((value) => value !== undefined).length > 1)
      throw new Error('--seed, --seeds and --minutes exclude one another');
    if (bug !== undefined && minutes !== undefined) throw new Error('--bug goes with --seed or --seeds, not --minutes');
    if (bugs && (bug ?? seed ?? minutes) !== undefined) throw new Error('--bugs goes with --seeds and --search alone');
    const [from = 1, steps, jobs = JOBS_DEFAULT] = [number('from', 0), number('steps'), number('jobs')];
    return { seed, seeds, minutes, from, steps, jobs, bug, bugs, search };
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

function reportFailure(failure, flags, withTrace) {
  console.log(`\nFAILED: ${failure.message}`);
  console.log(`options: ${JSON.stringify(failure.options)}`);
  if (withTrace) console.log(`what came before:\n  ${failure.trace.join('\n  ')}`);
  console.log(`replay: ${replayCommand(failure.options.seed, flags)}`);
}

function undecidedText(parts) {
  return parts === 0 ? '' : ` except ${parts} parts of the history that were too wide to judge`;
}

function runOne(flags) {
  const began = performance.now();
  try {
    const report = runSimulation(flags);
    const counts = Object.entries({ ...report.faults, ...report.network, diskWritesLost: report.diskWritesLost });
    const met = counts.filter(([, count]) => count > 0);
    console.log(`options      ${JSON.stringify(report.options)}`);
    console.log(`steps        ${report.steps} (${(report.virtualMs / 1000).toFixed(1)} s of virtual time)`);
    console.log(`faults       ${met.map(([name, count]) => `${name} ${count}`).join(', ')}`);
    console.log(
      `raft         ${report.terms} terms, ${report.entriesApplied} entries applied (${report.furtherTurns} turns beyond their first), ${report.snapshotsInstalled} states restored, ${report.startsRefused} starts refused`,
    );
    console.log(
      `operations   ${report.operations.answered} answered, ${report.operations.unknown} unknown, linearizable${undecidedText(report.undecided)}`,
    );
    console.log(
      `watches      ${report.watches}, with ${report.eventsWatched} events; ${report.leasesExpired} leases expired`,
    );
    console.log(`state hash   ${report.stateHash}`);
    console.log(`trace hash   ${report.traceHash}`);
    console.error(`took ${((performance.now() - began) / 1000).toFixed(2)} s`);
  } catch (error) {
    if (!(error instanceof SimulationFailure)) throw error;
    reportFailure(error, flags, true);
    process.exit(1);
  }
}

async function runBatch(flags) {
  const { from, steps, minutes, jobs, seeds = minutes === undefined ? SEEDS_DEFAULT : Infinity } = flags;
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  const total = { steps: 0, entries: 0, answered: 0, events: 0, faults: 0, undecided: 0 };
  let done = 0;
  let saidAt = began;
  const failures = [];
  const say = () => {
    const goal = seeds === Infinity ? `${(elapsed() / 60).toFixed(1)} of ${minutes} min` : `of ${seeds}`;
    console.log(
      `${done} seeds ${goal}, ${(done / elapsed()).toFixed(1)} seeds/s: ${total.steps} steps, ${total.faults} faults, ` +
        `${total.entries} entries, ${total.answered} operations, ${total.events} events watched`,
    );
  };
  const runs = function* () {
    for (let i = 0; i < seeds && (minutes === undefined || elapsed() < minutes * 60); i++)
      yield { kind: 'run', seed: from + i, steps };
  };
  await runJobs(runs(), Math.min(jobs, seeds), ({ report, failure }) => {
    if (failure !== undefined) {
      failures.push(failure);
      return false;
    }
    total.steps += report.steps;
    total.entries += report.entriesApplied;
    total.undecided += report.undecided;
    total.answered += report.operations.answered;
    total.events += report.eventsWatched;
    total.faults += Object.values(report.faults).reduce((sum, count) => sum + count, 0);
    done++;
    if (performance.now() - saidAt >= PROGRESS_EVERY_MS) {
      saidAt = performance.now();
      say();
    }
    return true;
  });
  say();
  const [first] = failures.sort((a, b) => a.options.seed - b.options.seed);
  if (first !== undefined) {
    reportFailure(first, flags, false);
    process.exit(1);
  }
  console.log(`all safe, all live, all linearizable${undecidedText(total.undecided)}`);
}

/** A bug that is not found says that the simulation is too weak. */
async function huntBugs(flags, bugs, byKnownSeed) {
  const { from, steps, seeds = BUG_SEEDS_DEFAULT, jobs } = flags;
  const line = (cells) => cells.map((cell, i) => String(cell).padEnd([22, 28, 5, 6][i] ?? 0)).join('  ');
  const missed = [];
  console.log(line(['bug', 'caught by', 'seed', 'step', 'what it says']));
  const hunts = bugs.map((bug) => {
    const known = byKnownSeed ? knownCatches[bug]?.seed : undefined;
    return { kind: 'hunt', bug, from, seeds, steps, known };
  });
  await runJobs(hunts, Math.min(jobs, hunts.length), ({ caught }, { bug }) => {
    if (caught === undefined) missed.push(bug);
    const [what = ''] = caught?.failure.message.replace(/^seed \d+, step \d+: /, '').split('\n') ?? [];
    console.log(
      caught === undefined
        ? line([bug, 'NOT CAUGHT', '-', '-', `within ${seeds} seeds`])
        : line([bug, caught.check, caught.seed, caught.step, what.slice(0, 90)]),
    );
  });
  console.log(`${bugs.length - missed.length} of ${bugs.length} planted bugs caught`);
  if (bugs.length === 1 && missed.length === 0 && flags.bug !== undefined)
    console.log(`what it is: ${bugTexts[flags.bug]}`);
  if (missed.length > 0) process.exit(1);
}

const flags = readFlags();
if (flags.seed !== undefined) runOne(flags);
else if (flags.bugs) await huntBugs(flags, plantedBugs, !flags.search);
else if (flags.bug !== undefined) await huntBugs(flags, [flags.bug], false);
else await runBatch(flags);
