/**
 * All priority levels and the seats they share. Synchronous: calls arrive and end, and whoever gets a seat by that is
 * handed back.
 *
 * Lending, without a timer: a level may use seats of others that those lend and do not need. Kubernetes moves limits
 * every 10 s; here the rule holds at every moment:
 *
 *   Σ over levels of max(in use, guaranteed) ≤ all seats
 *
 * so that what a level never lends is free for it at once. Who stays within its own seats goes before who borrows, and
 * nobody borrows while such a one waits: a borrowed seat comes back as soon as the call on it ends.
 */
import { assert, mustGet } from '@kuorum/base';
import { Level, type Ticket } from './level.js';
import { defaultLevels, type LevelConfig, type LevelName } from './levels.js';

export interface Arrival {
  readonly level: Exclude<LevelName, 'exempt'>;
  readonly flow: string;
  readonly width: number;
}

/** A ticket that waits or runs already; or why there is none. */
export type Admission = { readonly ticket: Ticket } | { readonly refused: 'queue-full' | 'concurrency-limit' };

export class Dispatcher {
  readonly levels: readonly Level[];
  /** All seats. A little more than asked for, because every level's part is rounded up. */
  readonly capacity: number;
  private readonly byName: ReadonlyMap<string, Level>;

  constructor(seats: number, configs: readonly LevelConfig[] = defaultLevels) {
    const shares = configs.reduce((sum, config) => sum + config.shares, 0);
    this.levels = configs.map((config) => {
      const nominal = Math.ceil((seats * config.shares) / shares);
      return new Level(config, nominal, nominal - Math.floor((nominal * config.lendablePercent) / 100));
    });
    this.capacity = this.levels.reduce((sum, { nominal }) => sum + nominal, 0);
    this.byName = new Map(this.levels.map((level) => [level.name, level]));
  }

  /** Those that got seats are pushed to `started`, the arrival among them when it need not wait. */
  arrive({ level: name, flow, width }: Arrival, nowMs: number, started: Ticket[]): Admission {
    const level = this.levelOf(name);
    const ticket = level.enqueue(flow, width, nowMs);
    if (ticket === undefined) return { refused: 'queue-full' };
    this.dispatch(nowMs, started);
    if (ticket.state === 'running' || level.config.queuing !== undefined) return { ticket };
    level.remove(ticket, nowMs);
    return { refused: 'concurrency-limit' };
  }

  /** A call ended, or no longer waits. */
  leave(ticket: Ticket, nowMs: number, started: Ticket[]): void {
    this.levelOf(ticket.level).remove(ticket, nowMs);
    this.dispatch(nowMs, started);
  }

  /** Asserts what must always hold; for tests. */
  check(): void {
    for (const level of this.levels) level.check();
    assert(this.committed() <= this.capacity, 'what levels never lend is free for them');
    assert(this.nextLevel() === undefined, 'nobody waits who could run');
  }

  private dispatch(nowMs: number, started: Ticket[]): void {
    for (let level = this.nextLevel(); level !== undefined; level = this.nextLevel()) {
      started.push(level.startHead(nowMs));
    }
  }

  /** The level that gets the next seat: of those within their own the one that uses the least part of it. */
  private nextLevel(): Level | undefined {
    let best: Level | undefined;
    let bestOwn = false;
    let ownWaits = false;
    for (const level of this.levels) {
      if (level.waiting === 0) continue;
      const { width } = mustGet(level.head(), 'call that waits');
      const own = level.occupied + width <= level.nominal;
      ownWaits ||= own;
      if (!this.fits(level, width)) continue;
      const better = best === undefined || (own !== bestOwn ? own : usageOf(level) < usageOf(best));
      if (better) [best, bestOwn] = [level, own];
    }
    return ownWaits && !bestOwn ? undefined : best;
  }

  private fits(level: Level, width: number): boolean {
    const before = Math.max(level.occupied, level.guaranteed);
    const after = Math.max(level.occupied + width, level.guaranteed);
    return this.committed() - before + after <= this.capacity;
  }

  private committed(): number {
    let sum = 0;
    for (const { occupied, guaranteed } of this.levels) sum += Math.max(occupied, guaranteed);
    return sum;
  }

  private levelOf(name: string): Level {
    return mustGet(this.byName.get(name), `level ${name}`);
  }
}

function usageOf({ occupied, nominal }: Level): number {
  return occupied / nominal;
}
