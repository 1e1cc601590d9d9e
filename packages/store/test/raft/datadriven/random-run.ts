/**
 * `run seed=7 ticks=300 loss=0.2 duplicate=0.1 delay=0.5 propose=0.5 crash=0.02 cut=0.02`: random faults, the same for the
 * same seed, for scenarios whose point is that many things go wrong. `settle` heals everything, waits until all have
 * applied the same, and tells whether every acknowledged command is there.
 */
import { assert, utf8, Xoshiro128 } from '@kuorum/base';
import type { NodeId, Term } from '@kuorum/store/raft';
import type { ScriptArgs } from '@kuorum/testing/datadriven';
import type { CommandFn } from './command.js';
import type { Environment } from './environment.js';
import type { ScriptNode } from './script-node.js';

const SETTLE_TICKS_MAX = 500;
/** A member that is down comes back with this probability a tick. */
const RESTART_PROBABILITY = 0.2;

interface Faults {
  readonly loss: number;
  readonly duplicate: number;
  /** That a message stays on the wire for another round; reorders. */
  readonly delay: number;
  readonly crash: number;
  /** That a member is cut off; then, with the same probability as a restart, everything is healed. */
  readonly cut: number;
  readonly propose: number;
  /** That a member takes a snapshot and forgets its log up to there. */
  readonly compact: number;
}

const harmless: Faults = { loss: 0, duplicate: 0, delay: 0, crash: 0, cut: 0, propose: 0, compact: 0 };

interface Proposed {
  readonly command: string;
  readonly by: NodeId;
  readonly term: Term;
}

/** What clients were told, over all runs of one script. */
class Clients {
  proposed: Proposed[] = [];
  readonly acknowledged = new Set<string>();
  private next = 1;

  propose(env: Environment, node: ScriptNode): void {
    const command = `c${this.next++}`;
    if (node.running.propose(utf8(command)) === 'ok') {
      this.proposed.push({ command, by: node.id, term: node.running.raft.term });
    }
    env.observe(node);
  }

  /** A leader acknowledges what it applied in the term in which it took it. */
  collect(env: Environment): void {
    this.proposed = this.proposed.filter(({ command, by, term }) => {
      const { node, commands } = env.node(by);
      if (node === undefined || node.raft.term !== term) return false;
      if (!commands.includes(command)) return true;
      this.acknowledged.add(command);
      return false;
    });
  }
}

class RandomRun {
  private readonly prng: Xoshiro128;

  constructor(
    private readonly env: Environment,
    private readonly clients: Clients,
    seed: number,
    private readonly faults: Faults,
  ) {
    this.prng = new Xoshiro128(seed);
  }

  tick(): void {
    const { env, faults } = this;
    this.breakThings();
    for (const node of env.running) {
      node.running.tick();
      env.observe(node);
    }
    const leaders = env.running.filter(({ running }) => running.raft.role.name === 'leader');
    for (const leader of leaders) if (this.happens(faults.propose)) this.clients.propose(env, leader);
    for (let round = 0; round < 4; round++) this.move();
    for (const node of env.running) if (this.happens(faults.compact)) node.compact(node.applied);
    this.clients.collect(env);
  }

  private happens(probability: number): boolean {
    return this.prng.next() < probability;
  }

  private breakThings(): void {
    const { env, faults } = this;
    for (const node of env.nodes.values()) {
      if (node.node === undefined) {
        if (this.happens(RESTART_PROBABILITY)) env.restart(node);
      } else if (this.happens(faults.crash)) {
        env.crash(node);
      }
    }
    if (this.happens(faults.cut)) {
      const ids = [...env.nodes.keys()];
      const id = ids[this.prng.int(ids.length)] ?? 1n;
      for (const other of ids) if (other !== id) [env.cut(id, other), env.cut(other, id)];
    } else if (this.happens(faults.cut)) {
      env.heal();
    }
  }

  private move(): void {
    const { env, faults } = this;
    for (const node of env.running) {
      if (node.outstanding !== undefined || node.running.hasReady()) env.processReady(node);
    }
    for (const message of env.takeFromWire(() => true)) {
      if (this.happens(faults.delay)) env.wire.push(message);
      else if (this.happens(faults.loss)) env.lost(message);
      else {
        if (this.happens(faults.duplicate) && message.type !== 'snap') env.wire.push(message);
        env.deliver(message);
      }
    }
  }
}

const clientsOf = new WeakMap<Environment, Clients>();

function clients(env: Environment): Clients {
  const known = clientsOf.get(env) ?? new Clients();
  clientsOf.set(env, known);
  return known;
}

function faultsArg(args: ScriptArgs): Faults {
  const probability = (key: keyof Faults): number => args.maybeNumber(key) ?? harmless[key];
  return {
    loss: probability('loss'),
    duplicate: probability('duplicate'),
    delay: probability('delay'),
    crash: probability('crash'),
    cut: probability('cut'),
    propose: probability('propose'),
    compact: probability('compact'),
  };
}

/** Quiet, and with real randomness in the election timeouts. */
function withRandomness<T>(env: Environment, seed: number, fn: () => T): T {
  const { level, randomness } = env;
  env.level = 'none';
  env.randomness = new Xoshiro128(seed + 1);
  for (const { running } of env.running) running.raft.randomizedElectionTicks += env.randomness.int(3);
  try {
    return fn();
  } finally {
    env.level = level;
    env.randomness = randomness;
  }
}

function snapshotsText(env: Environment): string {
  const count = [...env.nodes.values()].reduce((sum, { installed }) => sum + installed, 0);
  return `${count} snapshots installed`;
}

function highestTerm(env: Environment): number {
  return Math.max(...[...env.nodes.values()].map(({ storage }) => storage.initialState().hardState.term));
}

function settled(env: Environment): boolean {
  const [first, ...others] = [...env.nodes.values()];
  const leaders = env.running.filter(({ running }) => running.raft.role.name === 'leader');
  const { applied } = first ?? { applied: 0 };
  const last = leaders[0]?.running.raft.log.lastIndex();
  return leaders.length === 1 && applied === last && others.every((node) => node.applied === applied);
}

export const randomCommands: Readonly<Record<string, CommandFn>> = {
  run: (env, { args }) => {
    const seed = args.maybeNumber('seed') ?? 1;
    const ticks = args.maybeNumber('ticks') ?? 100;
    const run = new RandomRun(env, clients(env), seed, faultsArg(args));
    withRandomness(env, seed, () => {
      for (let i = 0; i < ticks; i++) run.tick();
    });
    const { size } = clients(env).acknowledged;
    env.print(`${size} commands acknowledged, ${snapshotsText(env)}, highest term ${highestTerm(env)}`);
  },
  settle: (env, { args }) => {
    const seed = args.maybeNumber('seed') ?? 1;
    const told = clients(env);
    const run = new RandomRun(env, told, seed, harmless);
    withRandomness(env, seed, () => {
      env.heal();
      for (const node of env.nodes.values()) if (node.node === undefined) env.restart(node);
      for (let i = 0; i < SETTLE_TICKS_MAX && !settled(env); i++) run.tick();
      assert(settled(env), 'the healed group agrees');
    });
    const logs = [...env.nodes.values()].map(({ commands }) => commands.join(' '));
    assert(new Set(logs).size === 1, 'all members applied the same commands');
    const kept = new Set(logs[0]?.split(' '));
    const lost = [...told.acknowledged].filter((command) => !kept.has(command));
    assert(lost.length === 0, `acknowledged and lost: ${lost.join(' ')}`);
    env.print(`all applied the same, with all of the ${told.acknowledged.size} commands that were acknowledged`);
  },
};
