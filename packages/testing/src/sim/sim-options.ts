/** What a run is made of, all drawn from its seed. */
import { type Prng, Xoshiro128 } from '@kuorum/base';
import type { NetworkFaults } from './packet-network.js';

/**
 * Bugs that can be planted, to show that the simulation finds them:
 * - `lying-disk`: sync of the raft log returns before anything is durable (`--unsafe-no-fsync` and a power cut);
 * - `ack-before-disk`: votes and acknowledgements leave before the write that they promise;
 * - `vote-not-persisted`: a restarted member has forgotten whom it voted for;
 * - `stale-read`: reads are served from the member's own state without ReadIndex;
 * - `early-ack`: a write is acknowledged when it is proposed, not when it is applied;
 * - `duplicated-proposal`: the transport may deliver a forwarded proposal twice;
 * - `partial-snapshot`: one record is missing in every snapshot;
 * - `local-apply`: one member executes a command in its own way.
 */
export const plantedBugs = [
  'lying-disk',
  'ack-before-disk',
  'vote-not-persisted',
  'stale-read',
  'early-ack',
  'duplicated-proposal',
  'partial-snapshot',
  'local-apply',
] as const;
export type PlantedBug = (typeof plantedBugs)[number];

export interface SimOptions {
  readonly seed: number;
  /** Steps of phase 1, the phase with faults. */
  readonly steps: number;
  readonly members: number;
  /** Members that run from the start and are only added by a change of membership. */
  readonly spares: number;
  /** PreVote and CheckQuorum. Without them anybody disturbs anybody: many terms, short reigns, Figure 8. */
  readonly guarded: boolean;
  /** Elections out of turn all the time. */
  readonly storm: boolean;
  readonly clients: number;
  readonly thinkMsMax: number;
  readonly clientTimeoutMs: number;
  /** A key gets this many operations, then clients go on to the next ones: the histories of keys stay small. */
  readonly operationsPerEra: number;
  readonly keysPerEra: number;
  /** Snapshot after so many applied entries, keeping so many in the log; 0 = never. */
  readonly snapshotEvery: number;
  readonly snapshotKeep: number;
  readonly maxInflightMsgs: number;
  readonly maxSizePerMsgBytes: number;
  readonly tickMs: number;
  /** A member's ticks last between 1/x and x of what they should. */
  readonly clockDriftMax: number;
  readonly diskMsMax: number;
  readonly network: NetworkFaults;
  /** Time between two faults is drawn up to this. */
  readonly faultEveryMsMax: number;
}

export const SIM_STEPS_DEFAULT = 8000;

export function drawOptions(seed: number, steps = SIM_STEPS_DEFAULT): SimOptions {
  const prng = new Xoshiro128(seed);
  const chance = (probability: number): boolean => prng.next() < probability;
  const guarded = chance(0.75);
  const reconfigures = guarded && chance(0.4);
  return {
    seed,
    steps,
    guarded,
    storm: !guarded && chance(0.5),
    members: reconfigures || chance(0.5) ? 3 : 5,
    spares: reconfigures ? 2 : 0,
    clients: oneOf(prng, [1, 3, 6]),
    thinkMsMax: oneOf(prng, [2, 10, 60]),
    clientTimeoutMs: oneOf(prng, [150, 300, 800]),
    operationsPerEra: 20 + prng.int(40),
    keysPerEra: 1 + prng.int(3),
    snapshotEvery: chance(0.7) ? 3 + prng.int(30) : 0,
    snapshotKeep: prng.int(8),
    maxInflightMsgs: oneOf(prng, [1, 2, 8]),
    maxSizePerMsgBytes: oneOf(prng, [1, 200, 2000, 100_000]),
    tickMs: 10,
    clockDriftMax: chance(0.5) ? 1 : 1 + prng.next() * 0.5,
    diskMsMax: oneOf(prng, [0, 2, 10, 60]),
    network: drawNetwork(prng),
    faultEveryMsMax: 40 + prng.int(800),
  };
}

function drawNetwork(prng: Prng): NetworkFaults {
  const delayMsMin = prng.next() * 2;
  return {
    lossProbability: prng.next() < 0.5 ? 0 : prng.next() * 0.3,
    duplicateProbability: prng.next() < 0.5 ? 0 : prng.next() * 0.3,
    delayMsMin,
    delayMsMax: delayMsMin + oneOf(prng, [0, 1, 10, 40]),
  };
}

function oneOf(prng: Prng, choices: readonly number[]): number {
  return choices[prng.int(choices.length)] as number;
}
