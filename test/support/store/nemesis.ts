/** Breaks a store at random, one or two things at a time, and mends each after a while. One seed, one sequence. */
import { delay, systemClock, type Prng } from '@kuorum/base';
import type { etcdserverpb } from '@kuorum/wire';
import { namesOf, type StoreCluster } from './store-cluster.js';
import { call, type StoreMember } from './store-member.js';

const HOLD_MIN_MS = 200;
const HOLD_MAX_MS = 4_000;
const REST_MAX_MS = 1_500;

interface Fault {
  readonly name: string;
  /** Gives what mends it. */
  readonly inject: (members: readonly StoreMember[]) => Promise<() => void>;
}

export class Nemesis {
  /** What was done, for the report of a failure. */
  readonly done: string[] = [];

  constructor(
    private readonly cluster: StoreCluster,
    private readonly prng: Prng,
  ) {}

  /** Until so much time has passed; then everything is mended. */
  async run(durationMs: number): Promise<void> {
    const end = performance.now() + durationMs;
    while (performance.now() < end) {
      const mend = await this.breakOne();
      // A second thing may break while the first is broken.
      const mendToo = this.prng.int(4) === 0 ? await this.breakOne() : undefined;
      await delay(systemClock, HOLD_MIN_MS + this.prng.int(HOLD_MAX_MS - HOLD_MIN_MS));
      mend();
      mendToo?.();
      await delay(systemClock, this.prng.int(REST_MAX_MS));
    }
  }

  private async breakOne(): Promise<() => void> {
    const fault = this.pick(this.faults());
    const targets = await this.targets();
    this.done.push(`${fault.name} ${namesOf(targets).join(',')}`);
    return fault.inject(targets);
  }

  /** One, the leader, a majority or all. */
  private async targets(): Promise<StoreMember[]> {
    const { members } = this.cluster;
    const shuffled = this.shuffle(members);
    switch (this.prng.int(6)) {
      case 0:
        return shuffled.slice(0, (members.length >> 1) + 1);
      case 1:
        return shuffled;
      case 2:
      case 3: {
        const leader = await this.maybeLeader();
        return leader === undefined ? shuffled.slice(0, 1) : [leader];
      }
      default:
        return shuffled.slice(0, 1);
    }
  }

  private faults(): Fault[] {
    const { links } = this.cluster;
    const heal = (): void => links.heal();
    return [
      { name: 'kill', inject: (targets) => this.end(targets, 'SIGKILL') },
      {
        name: 'kill and start at once',
        inject: async (targets) => {
          const start = await this.end(targets, 'SIGKILL');
          start();
          return noop;
        },
      },
      { name: 'stop', inject: (targets) => this.end(targets.slice(0, 1), 'SIGTERM') },
      {
        name: 'pause',
        inject: async (targets) => {
          for (const member of targets) await member.pause();
          return () => targets.forEach((member) => member.resume());
        },
      },
      {
        name: 'cut off',
        inject: (targets) => {
          links.partition(namesOf(targets), namesOf(this.cluster.others(...targets)));
          return Promise.resolve(heal);
        },
      },
      {
        name: 'cut at random, one way',
        inject: () => {
          for (const from of this.cluster.members) {
            for (const to of this.cluster.others(from)) if (this.prng.int(3) === 0) links.cutOneWay(from.name, to.name);
          }
          return Promise.resolve(heal);
        },
      },
      {
        name: 'reset the connections of',
        inject: (targets) => {
          for (const one of targets) for (const other of this.cluster.others(one)) links.reset(one.name, other.name);
          return Promise.resolve(noop);
        },
      },
      {
        name: 'hand the leadership to',
        inject: async ([target]) => {
          const leader = await this.maybeLeader();
          const header = (await target?.status())?.header;
          if (leader === undefined || header === undefined || header === null) return noop;
          const request: etcdserverpb.MoveLeaderRequest = { targetID: header.member_id };
          // Refused when it leads already, or no longer.
          await call<object, object>(leader.maintenance, 'MoveLeader', request).catch(noop);
          return noop;
        },
      },
    ];
  }

  private async end(targets: readonly StoreMember[], signal: 'SIGKILL' | 'SIGTERM'): Promise<() => void> {
    const ended = targets.filter(({ pid }) => pid !== undefined);
    // One that stands still hears no SIGTERM.
    for (const member of ended) member.resume();
    await Promise.all(ended.map((member) => member.end(signal)));
    return () => {
      for (const member of ended) if (member.pid === undefined) member.start();
    };
  }

  private async maybeLeader(): Promise<StoreMember | undefined> {
    for (const member of this.cluster.members) {
      const status = await member.status();
      if (status !== undefined && status.leader === status.header?.member_id) return member;
    }
    return undefined;
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.prng.int(list.length)] as T;
  }

  private shuffle<T>(list: readonly T[]): T[] {
    const left = [...list];
    return list.map(() => left.splice(this.prng.int(left.length), 1)[0] as T);
  }
}

const noop = (): void => undefined;
