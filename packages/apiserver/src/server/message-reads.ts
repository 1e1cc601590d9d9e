/**
 * Places for calls whose message is being read. Each may hold a message of the largest size, so there are a few for each
 * user and a few in all. Who finds none waits unread, which holds no more than HTTP/2's window; whoever waits longest of
 * the user that was last served longest ago comes next.
 */
import { tooManyRequests } from '@kuorum/api';

export interface ReadPlaces {
  readonly perUser: number;
  readonly inAll: number;
  /** Calls of one user that wait; more are refused. */
  readonly waitingPerUser: number;
}

interface Lane {
  underWay: number;
  readonly waiting: Set<() => void>;
}

export class MessageReads {
  private underWay = 0;
  private readonly lanes = new Map<string, Lane>();

  constructor(private readonly places: ReadPlaces) {}

  /** `begin` is called once there is a place, which may be at once. The answer gives the place back, or stops waiting. Throws TooManyRequests. */
  take(user: string, begin: () => void): () => void {
    const lane = this.lanes.get(user) ?? { underWay: 0, waiting: new Set() };
    const mayBegin = this.hasPlace(lane) && lane.waiting.size === 0;
    if (!mayBegin && lane.waiting.size >= this.places.waitingPerUser) {
      throw tooManyRequests('too many requests of this user are being read: try again');
    }
    this.lanes.set(user, lane);
    let state: 'waiting' | 'reading' | 'over' = 'waiting';
    const start = (): void => {
      state = 'reading';
      this.underWay++;
      lane.underWay++;
      begin();
    };
    if (mayBegin) start();
    else lane.waiting.add(start);
    return () => {
      const was = state;
      state = 'over';
      if (was === 'reading') {
        this.underWay--;
        lane.underWay--;
      }
      lane.waiting.delete(start);
      if (lane.underWay === 0 && lane.waiting.size === 0) this.lanes.delete(user);
      if (was === 'reading') this.startNext();
    };
  }

  private hasPlace(lane: Lane): boolean {
    return lane.underWay < this.places.perUser && this.underWay < this.places.inAll;
  }

  private startNext(): void {
    for (const [user, lane] of this.lanes) {
      const [start] = lane.waiting;
      if (start === undefined || !this.hasPlace(lane)) continue;
      lane.waiting.delete(start);
      // Behind the others from now on.
      this.lanes.delete(user);
      this.lanes.set(user, lane);
      start();
      return;
    }
  }
}
