/** Disks that are slow, full, failing, damaged or empty; and clocks that are set. */
import type { Nemesis } from '../nemesis.js';
import { Replacement } from '../replacement.js';
import type { SimDisk } from '../sim-disk.js';
import type { Fault } from './fault.js';

const SLOW_DISK_MS_MAX = 1000;
const DISK_FAULT_MS_MAX = 600;
const CLOCK_JUMP_MS_MAX = 20_000;

export const diskFaults = [
  { name: 'slowDisk', weight: 4, inject: slowDisk },
  { name: 'fullDisk', weight: 3, inject: fullDisk },
  { name: 'ioError', weight: 4, inject: ioError },
  { name: 'flipBitInLog', weight: 2, inject: (nemesis) => spoil(nemesis, (disk) => disk.damageLog()) },
  { name: 'flipBitInState', weight: 2, inject: (nemesis) => spoil(nemesis, (disk) => disk.damageState()) },
  { name: 'truncateLog', weight: 2, inject: (nemesis) => spoil(nemesis, (disk) => disk.truncateLog()) },
  { name: 'wipeDisk', weight: 4, inject: (nemesis) => spoil(nemesis, wiped) },
  { name: 'setClock', weight: 6, inject: setClock },
] as const satisfies readonly Fault[];

/** After these a member has to be replaced. */
export const spoilingFaults: ReadonlySet<string> = new Set([
  'flipBitInLog',
  'flipBitInState',
  'truncateLog',
  'wipeDisk',
]);

function slowDisk(nemesis: Nemesis): boolean {
  const member = nemesis.anyRunning();
  if (member === undefined) return false;
  member.slowDiskMsMax = SLOW_DISK_MS_MAX;
  nemesis.afterUpTo(DISK_FAULT_MS_MAX, () => {
    member.slowDiskMsMax = undefined;
  });
  return true;
}

/** Whoever writes to it dies, also after a restart, until there is room again. */
function fullDisk(nemesis: Nemesis): boolean {
  const member = nemesis.anyRunning();
  if (member === undefined) return false;
  member.diskFails = 'always';
  nemesis.afterUpTo(DISK_FAULT_MS_MAX, () => {
    member.diskFails = undefined;
  });
  return true;
}

function ioError(nemesis: Nemesis): boolean {
  const member = nemesis.anyRunning();
  if (member === undefined) return false;
  member.diskFails = 'once';
  return true;
}

function wiped(disk: SimDisk): boolean {
  disk.wipe();
  return true;
}

/** Never more than one at a time: the others are a majority, and put another member in its place. */
function spoil(nemesis: Nemesis, damage: (disk: SimDisk) => boolean): boolean {
  const { cluster } = nemesis;
  const member = nemesis.anyRunning();
  if (!cluster.options.replaces || nemesis.replacement !== undefined || member === undefined) return false;
  nemesis.crash(member);
  const isDamaged = damage(member.disk);
  if (cluster.start(member)) return isDamaged;
  nemesis.replacement = new Replacement(cluster, member, () => {
    nemesis.replacement = undefined;
  });
  return true;
}

/** Every other time that of the leader, who counts the time of the leases. */
function setClock(nemesis: Nemesis): boolean {
  const { prng, leader } = nemesis.cluster;
  const member = prng.next() < 0.5 ? leader : nemesis.anyRunning();
  member?.clock.jump((2 * prng.next() - 1) * CLOCK_JUMP_MS_MAX);
  return member !== undefined;
}
