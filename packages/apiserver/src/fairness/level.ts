/**
 * One priority level: who runs, who waits in which queue, and whose turn it is.
 *
 * Fair queueing by virtual time, as kube-apiserver does it: virtual time goes on by what each queue that is in use would
 * have been given if all were given alike, in seat-milliseconds; a queue's `start` goes on by what it was given, and the
 * one whose next call would be through first goes next. A queue that was idle begins between the first of those that wait and the virtual time, so
 * that nobody saves up and nobody pays for what he used while nobody else wanted it. What a call takes is guessed
 * when it starts, from those before it, and corrected when it ends.
 *
 * Invariants ({@link Level.check}): every ticket waits in its queue or runs, not both; seats in use are the widths of
 * those that run; no queue is longer than allowed.
 */
import { assert, mustGet } from '@kuorum/base';
import { serviceGuessMs } from './limits.js';
import type { LevelConfig, LevelName } from './levels.js';
import { dealHand } from './shuffle-shard.js';

export type TicketState = 'waiting' | 'running' | 'gone';

/** A call, from its arrival to its end. Only its {@link Level} changes it. */
export class Ticket {
  state: TicketState = 'waiting';
  startedMs = 0;
  guessMs = 0;

  constructor(
    readonly level: LevelName,
    readonly width: number,
    readonly queue: number,
    readonly arrivedMs: number,
  ) {}
}

interface Queue {
  readonly waiting: Ticket[];
  /** Widths of those of it that run and wait: how full it is. */
  load: number;
  /** Virtual time at which its next call starts. */
  start: number;
  /** How long its calls have lasted of late: what the next one is taken to last. */
  guessMs: number;
}

export class Level {
  private readonly queues: Queue[];
  /** Those with somebody waiting. */
  private readonly busy = new Set<Queue>();
  /** Queues with anybody waiting or running. */
  private inUse = 0;
  private virtualMs = 0;
  private lastMs = 0;
  /** Seats in use. */
  occupied = 0;
  running = 0;
  waiting = 0;
  dispatched = 0;

  /** `nominal` seats are its own; of those it never lends `guaranteed`. */
  constructor(
    readonly config: LevelConfig,
    readonly nominal: number,
    readonly guaranteed: number,
  ) {
    const count = config.queuing?.queues ?? 1;
    this.queues = Array.from({ length: count }, () => ({ waiting: [], load: 0, start: 0, guessMs: serviceGuessMs }));
  }

  get name(): LevelName {
    return this.config.name;
  }

  /** Puts a call into the emptiest queue of its hand; undefined when that one is full. */
  enqueue(flow: string, width: number, nowMs: number): Ticket | undefined {
    const { queuing } = this.config;
    const hand = queuing === undefined ? [0] : dealHand(flow, queuing.queues, queuing.handSize);
    const index = hand.reduce((best, card) => (this.queueAt(card).load < this.queueAt(best).load ? card : best));
    const queue = this.queueAt(index);
    if (queue.waiting.length >= (queuing?.queueLengthMax ?? 1)) return undefined;
    this.goOn(nowMs);
    const ticket = new Ticket(this.name, Math.min(width, this.nominal), index, nowMs);
    if (queue.waiting.length === 0) this.join(queue);
    queue.waiting.push(ticket);
    this.addLoad(queue, ticket.width);
    this.busy.add(queue);
    this.waiting++;
    return ticket;
  }

  /** Who is next. */
  head(): Ticket | undefined {
    return this.fairest()?.waiting[0];
  }

  /** Gives seats to {@link head}. */
  startHead(nowMs: number): Ticket {
    this.goOn(nowMs);
    const queue = mustGet(this.fairest(), 'queue with a call that waits');
    const ticket = mustGet(queue.waiting.shift(), 'call that waits');
    if (queue.waiting.length === 0) this.busy.delete(queue);
    queue.start += ticket.width * queue.guessMs;
    ticket.guessMs = queue.guessMs;
    ticket.state = 'running';
    ticket.startedMs = nowMs;
    this.waiting--;
    this.running++;
    this.dispatched++;
    this.occupied += ticket.width;
    return ticket;
  }

  /** The call has ended, or its client no longer waits for it. */
  remove(ticket: Ticket, nowMs: number): void {
    assert(ticket.state !== 'gone', 'a call ends once');
    this.goOn(nowMs);
    const queue = this.queueAt(ticket.queue);
    this.addLoad(queue, -ticket.width);
    if (ticket.state === 'waiting') {
      const at = queue.waiting.indexOf(ticket);
      assert(at >= 0, 'who waits is in its queue');
      queue.waiting.splice(at, 1);
      if (queue.waiting.length === 0) this.busy.delete(queue);
      this.waiting--;
    } else {
      const tookMs = nowMs - ticket.startedMs;
      queue.start += ticket.width * (tookMs - ticket.guessMs);
      queue.guessMs += (tookMs - queue.guessMs) / 2;
      this.running--;
      this.occupied -= ticket.width;
    }
    ticket.state = 'gone';
  }

  check(): void {
    const { queuing, name } = this.config;
    let waiting = 0;
    for (const queue of this.queues) {
      waiting += queue.waiting.length;
      assert(queue.waiting.length <= (queuing?.queueLengthMax ?? 1), `${name}: a queue is within its limit`);
      assert(
        this.busy.has(queue) === queue.waiting.length > 0,
        `${name}: queues with somebody waiting are known as such`,
      );
      assert(
        queue.waiting.every(({ state }) => state === 'waiting'),
        `${name}: who is in a queue waits`,
      );
    }
    const load = this.queues.reduce((sum, queue) => sum + queue.load, 0);
    const ahead = this.queues.flatMap((queue) => queue.waiting).reduce((sum, { width }) => sum + width, 0);
    const inUse = this.queues.filter((queue) => queue.load > 0).length;
    assert(inUse === this.inUse, `${name}: queues in use are counted`);
    assert(waiting === this.waiting, `${name}: who waits is counted`);
    assert(load === ahead + this.occupied, `${name}: every seat in use belongs to a call of a queue`);
    assert(this.occupied >= this.running, `${name}: every call that runs has a seat`);
    assert(this.running > 0 || this.occupied === 0, `${name}: no seat is in use when nobody runs`);
  }

  /** Not before those that wait, so that nobody saves up; a queue that was idle not far behind them either. */
  private join(queue: Queue): void {
    let first = this.virtualMs;
    for (const { start } of this.busy) first = Math.min(first, start);
    queue.start = Math.max(queue.start, first);
    if (queue.load === 0) queue.start = Math.min(queue.start, this.virtualMs);
  }

  private goOn(nowMs: number): void {
    if (this.inUse > 0) this.virtualMs += ((nowMs - this.lastMs) * this.occupied) / this.inUse;
    this.lastMs = nowMs;
  }

  private addLoad(queue: Queue, width: number): void {
    const before = queue.load;
    queue.load += width;
    if (before === 0) this.inUse++;
    else if (queue.load === 0) this.inUse--;
  }

  /** Whose next call would be through first; of equal ones the one that asks for least, then who came first. */
  private fairest(): Queue | undefined {
    let best: Queue | undefined;
    for (const queue of this.busy) if (best === undefined || isBefore(queue, best)) best = queue;
    return best;
  }

  private queueAt(index: number): Queue {
    return mustGet(this.queues[index], 'queue');
  }
}

function isBefore(a: Queue, b: Queue): boolean {
  const [endA, endB] = [endOf(a), endOf(b)];
  if (endA !== endB) return endA < endB;
  if (a.load !== b.load) return a.load < b.load;
  return (a.waiting[0]?.arrivedMs ?? 0) < (b.waiting[0]?.arrivedMs ?? 0);
}

function endOf({ start, guessMs, waiting }: Queue): number {
  return start + guessMs * (waiting[0]?.width ?? 0);
}
