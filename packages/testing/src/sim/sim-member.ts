/**
 * One member in virtual time: its disk, its clock, and its life while it runs. A pause stops everything as SIGSTOP does,
 * and what arrived meanwhile is handled when it ends.
 */
import { assert, type Clock, mustGet, type Prng } from '@kuorum/base';
import type { Entry, Message, NodeId, RawNode } from '@kuorum/store/raft';
import { stepWithBug } from './core-bugs.js';
import { MemberClock } from './member-clock.js';
import { type CrashPoint, ProcessDied } from './crash-points.js';
import { MemberLife } from './member-life.js';
import type { PlantedBug } from './planted-bugs.js';
import { SimDisk } from './sim-disk.js';
import type { SimOptions } from './sim-options.js';
import type { SimServer } from './sim-server.js';
import type { Applying } from './sim-state.js';

export interface MemberContext {
  readonly clock: Clock;
  readonly prng: Prng;
  readonly options: SimOptions;
  readonly bug: PlantedBug | undefined;
  /** The last index that anybody has applied. */
  highestApplied(): number;
  nextOrigin(): number;
  send(message: Message): void;
  /** The member's core has moved. */
  moved(member: SimMember): void;
  /** `applying` undefined = not a command. */
  applied(member: SimMember, entry: Entry, applying: Applying | undefined): void;
  /** A command has more to come. */
  appliedInPart(member: SimMember): void;
  /** It has another state than a moment ago: after a start, and after a snapshot. */
  installed(member: SimMember): void;
  died(member: SimMember, why: string): void;
}

export class SimMember {
  readonly disk: SimDisk;
  readonly clock: MemberClock;
  life: MemberLife | undefined;
  paused = false;
  /** Where it is to die. */
  crashAt: CrashPoint | undefined;
  /** Every write fails, as on a full disk, or the next one, as with EIO. */
  diskFails: 'always' | 'once' | undefined;
  /** Time that a synced write takes, up to this; undefined = as in the options. */
  slowDiskMsMax: number | undefined;
  private postponed: (() => void)[] = [];

  constructor(
    readonly id: NodeId,
    voters: readonly NodeId[],
    private readonly context: MemberContext,
  ) {
    const { prng, bug, options } = context;
    const confState = { voters, votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };
    this.disk = new SimDisk(confState, { prng, bug });
    const speed = options.clockDriftMax ** (2 * prng.next() - 1);
    this.clock = new MemberClock(context.clock, speed, bug === 'lease-by-wall-clock');
  }

  get isRunning(): boolean {
    return this.life !== undefined;
  }

  get alive(): MemberLife {
    return mustGet(this.life, `the life of member ${this.id}`);
  }

  get running(): RawNode {
    return this.alive.running;
  }

  /** Throws BadDiskError when it must not. */
  start(): void {
    assert(this.life === undefined, `member ${this.id} runs already`);
    const life = new MemberLife(this, this.context);
    this.life = life;
    this.run(() => {
      this.context.installed(this);
      life.begin();
      this.scheduleTick(life, this.context.options.tickMs / this.clock.speed);
    });
  }

  crash(): void {
    const { life } = this;
    this.life = undefined;
    life?.server.stop();
    this.paused = false;
    this.postponed = [];
    this.crashAt = undefined;
    this.disk.crash();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    const { postponed } = this;
    this.postponed = [];
    postponed.forEach((task) => this.whenAwake(task));
  }

  receive(message: Message): void {
    if (message.type === 'snap') this.whenAwake(() => this.alive.receiveSnapshot(message));
    else this.act((node) => stepWithBug(node, message, this.context.bug));
  }

  /** Whatever is done to the core. */
  act(action: (node: RawNode) => void): void {
    this.whenAwake(() => {
      action(this.running);
      this.alive.moved();
    });
  }

  /** Whatever a client does. Nothing happens while it does not run. */
  serve(task: (server: SimServer) => void): void {
    this.whenAwake(() => task(this.alive.server));
  }

  /** For its life: as soon as it is not paused. */
  whenAwake(task: () => void): void {
    if (this.life === undefined) return;
    if (this.paused) this.postponed.push(task);
    else this.run(task);
  }

  /** A death in the middle of anything ends just that. */
  private run(task: () => void): void {
    try {
      task();
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
      this.context.died(this, error.message);
    }
  }

  private scheduleTick(life: MemberLife, tickMs: number): void {
    this.context.clock.setTimeout(() => {
      if (this.life !== life) return;
      // Ticks of a stopped process are not made up for.
      if (!this.paused) this.act(() => life.tick());
      this.scheduleTick(life, tickMs);
    }, tickMs);
  }
}
