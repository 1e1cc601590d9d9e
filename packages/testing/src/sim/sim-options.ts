/** What a run is made of, all drawn from its seed. */
import { mustGet, type Prng, Xoshiro128 } from '@kuorum/base';
import type { NetworkFaults } from './packet-network.js';

/** A member without a leader campaigns after so many ticks, up to twice as many. */
export const ELECTION_TICKS = 10;

export const TICK_MS = 10;

const focuses = ['none', 'votes', 'figure8', 'joint', 'disks', 'leases'] as const;
const unguardedFocuses: readonly string[] = ['votes', 'figure8', 'leases'];
export type Focus = (typeof focuses)[number];

export interface SimOptions {
  readonly seed: number;
  /** Steps of phase 1, the phase with faults. */
  readonly steps: number;
  readonly members: number;
  /** Members that run from the start and are only added by a change of membership. */
  readonly spares: number;
  /** What the nemesis comes back to again and again. */
  readonly focus: Focus;
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
  /** Disks are damaged and wiped, and their members replaced. */
  readonly replaces: boolean;
  readonly watchers: number;
  /** Time until a watcher that is behind gets its history, and until one takes what there is, up to these. */
  readonly watchMsMax: number;
  readonly progressMsMax: number;
  /** What a lease has left is noted in the log when it was not renewed for so long; in the time of leases. */
  readonly leaseCheckpointMs: number;
  /** Clients that hold leases. */
  readonly leaseHolders: number;
  readonly network: NetworkFaults;
  /** What commands and reads of several keys are cut into; undefined = each is done in one go. */
  readonly slices: SliceOptions | undefined;
  /** Time between two faults is drawn up to this. */
  readonly faultEveryMsMax: number;
}

export interface SliceOptions {
  readonly keys: number;
  /** So probable is it that others have their turn after one. */
  readonly pauses: number;
  /** For up to so long. */
  readonly pauseMsMax: number;
}

export const SIM_STEPS_DEFAULT = 8000;

export function drawOptions(seed: number, steps = SIM_STEPS_DEFAULT): SimOptions {
  const prng = new Xoshiro128(seed);
  const chance = (probability: number): boolean => prng.next() < probability;
  const focus = chance(0.5) ? 'none' : mustGet(focuses[prng.int(focuses.length)], 'a focus');
  const drawnGuarded = focus === 'disks' || chance(unguardedFocuses.includes(focus) ? 0.3 : 0.75);
  // Members that were removed would disturb the others for ever.
  const guarded = drawnGuarded || focus === 'joint';
  const reconfigures = focus === 'joint' || (focus === 'none' && guarded && chance(0.4));
  const slices = chance(0.7) ? drawSlices(prng) : undefined;
  const replaces = focus === 'disks' || (focus === 'none' && guarded && !reconfigures && chance(0.5));
  return {
    seed,
    steps,
    guarded,
    focus,
    storm: !guarded && focus === 'none' && chance(0.5),
    members: focus !== 'figure8' && (reconfigures || chance(0.5)) ? 3 : 5,
    spares: focus === 'joint' ? 3 : reconfigures ? 2 : 0,
    clients: oneOf(prng, [1, 3, 6]),
    thinkMsMax: oneOf(prng, [2, 10, 60]),
    clientTimeoutMs: oneOf(prng, [150, 300, 800]),
    operationsPerEra: 20 + prng.int(40),
    keysPerEra: (slices === undefined ? 1 : 2) + prng.int(3),
    snapshotEvery: chance(0.7) ? 3 + prng.int(30) : 0,
    snapshotKeep: prng.int(8),
    maxInflightMsgs: oneOf(prng, [1, 2, 8]),
    maxSizePerMsgBytes: oneOf(prng, [1, 200, 2000, 100_000]),
    tickMs: TICK_MS,
    clockDriftMax: chance(0.3) ? 1 : 1 + prng.next() * 0.5,
    diskMsMax: oneOf(prng, [0, 2, 10, 60]),
    replaces,
    watchers: oneOf(prng, [0, 1, 3]),
    watchMsMax: oneOf(prng, [1, 10, 100]),
    progressMsMax: oneOf(prng, [30, 200]),
    leaseCheckpointMs: oneOf(prng, [1000, 2500, 300_000]),
    leaseHolders: focus === 'leases' ? 6 : oneOf(prng, [0, 1, 4]),
    network: drawNetwork(prng),
    slices,
    faultEveryMsMax: oneOf(prng, [60, 150, 400, 800]),
  };
}

function drawSlices(prng: Prng): SliceOptions {
  return { keys: 1 + prng.int(2), pauses: 0.2 + prng.next() * 0.8, pauseMsMax: oneOf(prng, [2, 10, 40]) };
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
