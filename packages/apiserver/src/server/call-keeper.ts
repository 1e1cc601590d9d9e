/** What a running server does for its calls: seats, time limits, listeners, and the end of taking any. */
import type { KindName } from '@kuorum/api';
import type { Clock } from '@kuorum/base';
import type { Attributes } from '../auth/attributes.js';
import { seatsDefault } from '../fairness/limits.js';
import { requestTimeoutMs, seatWaitPart } from '../limits.js';
import { seatFor, type CallLife, type CallListener } from './call-listener.js';
import { NotBegunError } from './grpc-status.js';
import { SeatKeeper, type Seat } from './seat-keeper.js';

export interface CallKeeperOptions {
  readonly clock: Clock;
  readonly objectsOf: (kind: KindName) => number;
  readonly requestTimeoutMs?: number | undefined;
  readonly maxRequestsInflight?: number | undefined;
}

export class CallKeeper implements CallLife {
  readonly clock: Clock;
  readonly requestTimeoutMs: number;
  readonly listeners: CallListener[] = [];
  readonly seats: SeatKeeper;
  private open = true;

  constructor(private readonly options: CallKeeperOptions) {
    this.clock = options.clock;
    this.requestTimeoutMs = options.requestTimeoutMs ?? requestTimeoutMs;
    const seats = options.maxRequestsInflight ?? seatsDefault;
    if (!Number.isSafeInteger(seats) || seats < 1) {
      throw new Error(
        `Cannot share out ${seats} calls at a time: --max-requests-inflight must be a whole number above 0`,
      );
    }
    this.seats = new SeatKeeper(seats, this.requestTimeoutMs / seatWaitPart, this.clock);
  }

  seat(attributes: Attributes, request: unknown, signal: AbortSignal): Seat | Promise<Seat> | undefined {
    return seatFor(this.seats, attributes, request, signal, this.options.objectsOf);
  }

  checkOpen(): void {
    if (!this.open) throw new NotBegunError();
  }

  /** New calls are refused, so that clients go elsewhere; those under way go on. */
  close(): void {
    this.open = false;
  }
}
