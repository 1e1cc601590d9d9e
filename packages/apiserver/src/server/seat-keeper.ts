/**
 * Seats for calls: the shell around fairness/. Who gets none waits, at most so long, and is then told to come again
 * (429, with the seconds to wait), as kube-apiserver does it.
 */
import { statusError, tooManyRequests } from '@kuorum/api';
import { Histogram, type Clock, type Timer } from '@kuorum/base';
import { Dispatcher } from '../fairness/dispatcher.js';
import type { Ticket } from '../fairness/level.js';
import type { Flow } from '../fairness/levels.js';
import { retryAfterSeconds } from '../fairness/limits.js';

/** To be given back once; more than once does nothing. */
export interface Seat {
  readonly waitedMs: number;
  release(): void;
}

export type SeatRefusal = 'queue-full' | 'concurrency-limit' | 'time-out' | 'cancelled';

/** What became of the calls of one row of the table of levels. */
export interface FlowCounts {
  readonly schema: string;
  readonly level: string;
  dispatched: number;
  /** In use by calls of no level: those that are exempt. */
  executing: number;
  readonly refused: Map<SeatRefusal, number>;
  readonly waitSeconds: Histogram;
}

/** Upper bounds, in seconds, as kube-apiserver has them. */
const waitBounds = [0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30];

interface Waiting {
  readonly resolve: () => void;
  readonly end: () => void;
}

export class SeatKeeper {
  readonly dispatcher: Dispatcher;
  readonly flows = new Map<string, FlowCounts>();
  private readonly waiting = new Map<Ticket, Waiting>();

  constructor(
    seats: number,
    private readonly waitMaxMs: number,
    private readonly clock: Clock,
  ) {
    this.dispatcher = new Dispatcher(seats);
  }

  /** Throws TooManyRequests, or Canceled when `signal` aborts first. Without a promise when there is a seat now. */
  take(flow: Flow, width: number, signal: AbortSignal): Seat | Promise<Seat> {
    const counts = this.countsOf(flow);
    const { level, key } = flow;
    if (level === 'exempt') return this.exempt(counts);
    const nowMs = this.clock.monotonic();
    const started: Ticket[] = [];
    const admission = this.dispatcher.arrive({ level, flow: key, width }, nowMs, started);
    this.hand(started);
    if ('refused' in admission) throw this.refuse(counts, admission.refused);
    const { ticket } = admission;
    if (ticket.state === 'running') return this.seatOf(ticket, counts);
    return this.wait(ticket, counts, signal);
  }

  private exempt(counts: FlowCounts): Seat {
    counts.dispatched++;
    counts.executing++;
    counts.waitSeconds.observe(0);
    let given = true;
    const release = (): void => {
      if (given) counts.executing--;
      given = false;
    };
    return { waitedMs: 0, release };
  }

  private wait(ticket: Ticket, counts: FlowCounts, signal: AbortSignal): Promise<Seat> {
    return new Promise((resolve, reject) => {
      const giveUp = (refusal: SeatRefusal): void => {
        end();
        this.leave(ticket);
        reject(this.refuse(counts, refusal));
      };
      const onAbort = (): void => giveUp('cancelled');
      const timer: Timer = this.clock.setTimeout(() => giveUp('time-out'), this.waitMaxMs);
      const end = (): void => {
        timer.cancel();
        signal.removeEventListener('abort', onAbort);
        this.waiting.delete(ticket);
      };
      this.waiting.set(ticket, { resolve: () => resolve(this.seatOf(ticket, counts)), end });
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  private seatOf(ticket: Ticket, counts: FlowCounts): Seat {
    const waitedMs = ticket.startedMs - ticket.arrivedMs;
    counts.dispatched++;
    counts.waitSeconds.observe(waitedMs / 1000);
    const release = (): void => {
      if (ticket.state === 'running') this.leave(ticket);
    };
    return { waitedMs, release };
  }

  private leave(ticket: Ticket): void {
    const started: Ticket[] = [];
    this.dispatcher.leave(ticket, this.clock.monotonic(), started);
    this.hand(started);
  }

  /** Tells those who waited that they have a seat. */
  private hand(started: readonly Ticket[]): void {
    for (const ticket of started) {
      const waiting = this.waiting.get(ticket);
      waiting?.end();
      waiting?.resolve();
    }
  }

  private refuse(counts: FlowCounts, refusal: SeatRefusal): Error {
    counts.refused.set(refusal, (counts.refused.get(refusal) ?? 0) + 1);
    return refusal === 'cancelled'
      ? statusError('Canceled', 'the client gave up while the call waited for its turn')
      : tooManyRequests(tooManyText(counts.level, refusal), retryAfterSeconds);
  }

  private countsOf({ schema, level }: Flow): FlowCounts {
    let counts = this.flows.get(schema);
    if (counts === undefined) {
      const waitSeconds = new Histogram(waitBounds);
      counts = { schema, level, dispatched: 0, executing: 0, refused: new Map(), waitSeconds };
      this.flows.set(schema, counts);
    }
    return counts;
  }
}

function tooManyText(level: string, refusal: Exclude<SeatRefusal, 'cancelled'>): string {
  const why = {
    'queue-full': 'too many calls of this client wait already',
    'concurrency-limit': 'all its seats are taken',
    'time-out': 'the call waited for its turn too long',
  };
  return `too many requests, please try again later: ${why[refusal]} (priority level ${level})`;
}
