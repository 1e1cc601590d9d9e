/** Breaks a store at random, one or two things at a time, and mends each after a while. One seed, one sequence. */
import { delay, systemClock, type Prng } from '@kuorum/base';
import type { etcdserverpb } from '@kuorum/wire';
import { crashPoints, crashTimes } from './member-orders.js';
import { namesOf, type StoreCluster } from './store-cluster.js';
import { call, type StoreMember } from './store-member.js';

const HOLD_MIN_MS = 200;
const HOLD_MAX_MS = 4_000;
const REST_MAX_MS = 1_500;
const CLOCK_JUMP_MAX_MS = 86_400_000;
const LEASES = 20;

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
    private readonly compact: () => Promise<void>,
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
    return [...this.failures(), ...this.chores()];
  }

  private failures(): Fault[] {
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
        name: 'worsen the lines of',
        inject: (targets) => {
          const line = { delayMs: this.prng.int(60), jitterMs: this.prng.int(150), lostPercent: this.prng.int(31) };
          for (const one of targets)
            for (const other of this.cluster.others(one)) links.worsen(one.name, other.name, line);
          return Promise.resolve(heal);
        },
      },
      { name: 'crash at a point of', inject: (targets) => this.crash(targets) },
      {
        name: 'change the clock of',
        inject: async ([target]) => {
          const clockJumpMs = (this.prng.int(2) === 0 ? -1 : 1) * this.prng.int(CLOCK_JUMP_MAX_MS);
          if (target?.pid !== undefined && (await target.status()) !== undefined) await target.order({ clockJumpMs });
          return noop;
        },
      },
    ];
  }

  /** What operators do, and clients. None of it needs to succeed. */
  private chores(): Fault[] {
    const ask = (target: StoreMember | undefined, client: 'maintenance' | 'lease', method: string, request: object) =>
      target === undefined
        ? Promise.resolve()
        : call<object, object>(target[client], method, request, 3_000).catch(noop);
    return [
      { name: 'compact', inject: () => this.compact().then(() => noop) },
      {
        name: 'defragment',
        inject: ([target]) => ask(target, 'maintenance', 'Defragment', {}).then(() => noop),
      },
      {
        name: 'take a snapshot of',
        inject: ([target]) => {
          const stream = target?.maintenance.Snapshot({});
          stream?.on('error', noop);
          stream?.resume();
          return Promise.resolve(() => stream?.cancel());
        },
      },
      {
        name: 'grant and revoke leases through',
        inject: async ([target]) => {
          const ids = Array.from({ length: LEASES }, () => String(1 + this.prng.int(2 ** 31)));
          await Promise.all(ids.map((ID) => ask(target, 'lease', 'LeaseGrant', { ID, TTL: '2' })));
          // The others end by themselves.
          await Promise.all(ids.slice(LEASES / 2).map((ID) => ask(target, 'lease', 'LeaseRevoke', { ID })));
          return noop;
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

  /** Where they come to it before they are mended; the order is forgotten then. */
  private async crash(targets: readonly StoreMember[]): Promise<() => void> {
    const order = { point: this.pick(crashPoints), when: this.pick(crashTimes), nth: 1 + this.prng.int(20) };
    this.done.push(`  ${order.when} ${order.point} ${order.nth}`);
    const serving: StoreMember[] = [];
    for (const member of targets) if ((await member.status()) !== undefined) serving.push(member);
    for (const member of serving) await member.order({ crash: order });
    return () => {
      for (const member of serving) {
        if (member.pid === undefined) member.start();
        else void member.order({});
      }
    };
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
