/**
 * That this member surely led a moment ago, so that what needs no more than that needs no round of its own. A proof is made by a
 * ReadIndex: a majority answered this leader, in its term, after it was asked. Whoever is elected later is elected after that.
 *
 * It is good for a short while on both clocks of the machine: the monotonic one stands still while a machine sleeps, the
 * other one may be set.
 */
import type { Clock } from '@kuorum/base';

export interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

export class LeadershipProof {
  private term: number | undefined;
  private asked: Moment = { monotonicMs: 0, wallMs: 0 };

  constructor(
    private readonly clock: Clock,
    private readonly goodForMs: number,
  ) {}

  /** To be taken before the round is asked for. */
  moment(): Moment {
    return { monotonicMs: this.clock.monotonic(), wallMs: this.clock.now() };
  }

  /** A round that was asked for at `asked` confirmed that this member leads in `term`. */
  record(term: number, asked: Moment): void {
    if (this.term === term && asked.monotonicMs < this.asked.monotonicMs) return;
    this.term = term;
    this.asked = asked;
  }

  /** Nobody was elected after `term` earlier than `goodForMs` ago. */
  holds(term: number): boolean {
    if (term !== this.term) return false;
    const { monotonicMs, wallMs } = this.asked;
    return (
      this.clock.monotonic() - monotonicMs < this.goodForMs && Math.abs(this.clock.now() - wallMs) < this.goodForMs
    );
  }
}
