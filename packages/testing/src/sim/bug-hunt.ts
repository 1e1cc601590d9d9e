/** Does a planted bug get caught, and by what? */
import type { PlantedBug } from './planted-bugs.js';
import { runSimulation, SimulationFailure } from './simulation.js';

export interface CaughtBug {
  readonly bug: PlantedBug;
  readonly seed: number;
  readonly step: number;
  /** Name of the check. */
  readonly check: string;
  readonly failure: SimulationFailure;
}

/** Undefined = this run does not show it. */
function catchBug(bug: PlantedBug, seed: number, steps?: number): CaughtBug | undefined {
  try {
    runSimulation({ seed, steps, bug });
    return undefined;
  } catch (failure) {
    if (!(failure instanceof SimulationFailure)) throw failure;
    return { bug, seed, step: failure.step, check: checkOf(failure), failure };
  }
}

export interface Hunt {
  /** Where the search begins, and how many seeds it may take. */
  readonly from: number;
  readonly seeds: number;
  readonly steps?: number | undefined;
  /** Is tried first. */
  readonly known?: number | undefined;
}

export function huntBug(bug: PlantedBug, { from, seeds, steps, known }: Hunt): CaughtBug | undefined {
  const caught = known === undefined ? undefined : catchBug(bug, known, steps);
  if (caught !== undefined) return caught;
  for (let seed = from; seed < from + seeds; seed++) {
    const found = catchBug(bug, seed, steps);
    if (found !== undefined) return found;
  }
  return undefined;
}

const checks: readonly (readonly [name: string, sign: RegExp])[] = [
  ['election safety', /election safety/],
  ['log matching', /log matching/],
  ['leader completeness', /leader completeness/],
  ['state machine safety', /state machine safety/],
  ['equal state', /equal state/],
  ['revision never decreases', /revision: /],
  ['stale read', /stale read at|stale read: /],
  ['linearizability', /linearizability/],
  ['serializable reads', /serializable read/],
  ['leases', /leases: /],
  ['liveness', /liveness/],
  ['restore at start', /does not continue|is missing|ends too early/],
];

/** By the words of its message; what the core itself asserts has no name of its own. */
function checkOf({ message }: SimulationFailure): string {
  const watch = /: (\w+) watch: /.exec(message)?.[1];
  if (watch !== undefined) return `watch: ${watch}`;
  return checks.find(([, sign]) => sign.test(message))?.[0] ?? 'invariant of the core';
}
