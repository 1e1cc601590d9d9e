/** What goes wrong, when and where: a fault at random times until it is told to stop. The faults are in faults/. */
import { mustGet } from '@kuorum/base';
import type { NodeId } from '@kuorum/store/raft';
import { administrationFaults } from './faults/administration.js';
import { diskFaults, spoilingFaults } from './faults/disk.js';
import type { Fault } from './faults/fault.js';
import { networkFaults } from './faults/network.js';
import { figure8Fault } from './faults/figure8.js';
import { processFaults } from './faults/process.js';
import type { Replacement } from './replacement.js';
import type { SimCluster } from './sim-cluster.js';
import type { SimMember } from './sim-member.js';
import type { Focus } from './sim-options.js';

const calmFault = { name: 'calm', weight: 30, inject: (nemesis) => nemesis.calm() } as const satisfies Fault;
const faults = [calmFault, ...processFaults, ...networkFaults, ...administrationFaults, ...diskFaults, figure8Fault];

export type FaultName = (typeof faults)[number]['name'];
export type FaultCounts = Record<FaultName, number>;

/** In a storm elections out of turn are so many times more frequent. */
const STORM_ELECTIONS = 8;
/** Where the membership changes, it does so as many times more often; where disks are spoilt, too. */
const RECONFIGURATIONS = 5;
const SPOILT_DISKS = 5;
const CALM_MS_MAX = 800;
/** What a run is focused on comes so many times more often. */
const FOCUS = 15;
const focusedFaults: Readonly<Record<Focus, readonly string[]>> = {
  none: [],
  votes: ['doubleVote'],
  figure8: ['figure8'],
  joint: ['reconfigure', 'splitJoint'],
  disks: [...spoilingFaults],
  leases: ['oldLeader', 'setClock', 'pauseLeader'],
};

export class Nemesis {
  readonly counts: FaultCounts = Object.fromEntries(faults.map(({ name }) => [name, 0])) as FaultCounts;
  /** A member lost its disk, and another one is on its way into its place. */
  replacement: Replacement | undefined;
  /** Before the next fault. */
  private calmMs = 0;

  constructor(readonly cluster: SimCluster) {}

  start(): void {
    const { clock, prng, options } = this.cluster;
    clock.setTimeout(
      () => {
        if (this.cluster.isHealed) return;
        this.injectOne();
        this.start();
      },
      prng.next() * options.faultEveryMsMax + this.takeCalm(),
    );
  }

  /** All that is broken is mended, and for a while nothing else is broken: the group gets somewhere. */
  calm(): boolean {
    const { cluster } = this;
    this.mendAll();
    this.calmMs = cluster.prng.next() * CALM_MS_MAX;
    return true;
  }

  /** Everything works again; who lost its disk is still replaced. */
  stopAndHeal(): void {
    const { cluster } = this;
    cluster.isHealed = true;
    this.mendAll();
    cluster.network.faults = { lossProbability: 0, duplicateProbability: 0, delayMsMin: 0.1, delayMsMax: 1 };
    cluster.note('all is well');
  }

  /** For a story that is told in several acts: everybody is on stage, and nothing else happens meanwhile. */
  setStage(holdMs: number): void {
    this.mendAll();
    this.calmMs = holdMs;
  }

  private takeCalm(): number {
    const { calmMs } = this;
    this.calmMs = 0;
    return calmMs;
  }

  private mendAll(): void {
    const { cluster } = this;
    cluster.network.heal();
    cluster.whenSent.clear();
    cluster.whenConfChanged = undefined;
    cluster.whenMoved = undefined;
    for (const member of [...cluster.members.values()]) {
      member.crashAt = undefined;
      member.diskFails = undefined;
      member.slowDiskMsMax = undefined;
      if (member.paused) member.resume();
      if (!member.isRunning && !this.isLost(member)) cluster.start(member);
    }
  }

  /** Runs `task` in up to so many milliseconds, if faults are still the order of the day. */
  afterUpTo(delayMs: number, task: () => void): void {
    const { clock, prng } = this.cluster;
    clock.setTimeout(() => {
      if (!this.cluster.isHealed) task();
    }, prng.next() * delayMs);
  }

  /** Runs `task` after what goes on now, if faults are still the order of the day then. */
  soon(task: () => void): void {
    this.cluster.clock.setTimeout(() => {
      if (!this.cluster.isHealed) task();
    }, 0);
  }

  /** It never starts again. */
  isLost(member: SimMember): boolean {
    return this.replacement?.lost === member;
  }

  /** What a message and the disk write before it take at most. */
  get journeyMs(): number {
    const { network, diskMsMax } = this.cluster.options;
    return network.delayMsMax + diskMsMax;
  }

  anyId(): NodeId {
    const { ids, prng } = this.cluster;
    return mustGet(ids[prng.int(ids.length)], 'an id');
  }

  anySide(): NodeId[] {
    return this.cluster.ids.filter(() => this.cluster.prng.next() < 0.5);
  }

  anyRunning(): SimMember | undefined {
    const { running, prng } = this.cluster;
    return running[prng.int(Math.max(1, running.length))];
  }

  crash(member: SimMember | undefined): boolean {
    if (member?.isRunning !== true) return false;
    const { cluster } = this;
    const wasLeader = member === cluster.leader;
    cluster.crash(member);
    // Its connections are reset; some of the others notice.
    if (wasLeader) {
      for (const other of cluster.running) {
        if (cluster.prng.next() < 0.5) other.act((node) => node.reportLeaderConnectionLost());
      }
    }
    return true;
  }

  /** Down and up again so soon that its answers of before are still on their way. */
  bounce(member = this.anyRunning()): boolean {
    if (member?.isRunning !== true) return false;
    const { clock, prng } = this.cluster;
    this.crash(member);
    clock.setTimeout(
      () => {
        if (!member.isRunning && !this.isLost(member)) this.cluster.start(member);
      },
      prng.next() ** 2 * this.journeyMs,
    );
    return true;
  }

  partition(side: readonly NodeId[]): boolean {
    const { ids, network } = this.cluster;
    const others = ids.filter((id) => !side.includes(id));
    network.partition(side, others);
    return side.length > 0 && others.length > 0;
  }

  healNetwork(): boolean {
    this.cluster.network.heal();
    return true;
  }

  campaign(member: SimMember | undefined): boolean {
    member?.act((node) => node.campaign());
    return member !== undefined;
  }

  private injectOne(): void {
    let draw = this.cluster.prng.int(faults.reduce((sum, fault) => sum + this.weightOf(fault), 0));
    for (const fault of faults) {
      draw -= this.weightOf(fault);
      if (draw >= 0) continue;
      this.cluster.note(fault.name);
      if (fault.inject(this)) this.counts[fault.name]++;
      return;
    }
  }

  private weightOf({ name, weight }: Fault): number {
    const { storm, spares, members, replaces, focus } = this.cluster.options;
    if ((name === 'reconfigure' || name === 'splitJoint') && spares === 0) return 0;
    if (spoilingFaults.has(name) && !replaces) return 0;
    if (name === 'figure8' && members < 5) return 0;
    if (focusedFaults[focus].includes(name)) return weight * FOCUS;
    if (name === 'reconfigure') return weight * RECONFIGURATIONS;
    if (spoilingFaults.has(name)) return weight * SPOILT_DISKS;
    return storm && name === 'campaign' ? weight * STORM_ELECTIONS : weight;
  }
}
