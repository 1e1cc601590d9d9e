/** A dispatcher on a virtual clock: callers that come, take a seat for as long as they are told, and go. */
import { VirtualClock } from '@kuorum/base';
import type { Dispatcher, Arrival } from '../../dist/fairness/dispatcher.js';
import type { Ticket } from '../../dist/fairness/level.js';

export interface Call {
  readonly name: string;
  readonly arrival: Arrival;
  readonly workMs: number;
  readonly cameMs: number;
  waitedMs?: number;
  endedMs?: number;
  refused?: string;
  ticket?: Ticket;
}

export class VirtualServer {
  readonly clock = new VirtualClock();
  readonly calls: Call[] = [];
  private readonly byTicket = new Map<Ticket, Call>();
  onEnd: (call: Call) => void = () => undefined;

  constructor(
    readonly dispatcher: Dispatcher,
    /** Looks at the invariants after every step. */
    private readonly checked = false,
  ) {}

  call(name: string, arrival: Arrival, workMs: number): Call {
    const call: Call = { name, arrival, workMs, cameMs: this.clock.monotonic() };
    this.calls.push(call);
    const started: Ticket[] = [];
    const admission = this.dispatcher.arrive(arrival, this.clock.monotonic(), started);
    if ('refused' in admission) call.refused = admission.refused;
    else {
      call.ticket = admission.ticket;
      this.byTicket.set(admission.ticket, call);
    }
    this.run(started);
    return call;
  }

  /** The caller gives up, waiting or not. */
  cancel(call: Call): void {
    if (call.ticket !== undefined && call.ticket.state !== 'gone') this.leave(call.ticket);
  }

  private run(started: Ticket[]): void {
    for (const ticket of started) {
      const call = this.byTicket.get(ticket);
      if (call === undefined) throw new Error('a ticket of nobody got a seat');
      call.waitedMs = this.clock.monotonic() - call.cameMs;
      this.clock.setTimeout(() => {
        if (ticket.state !== 'running') return;
        call.endedMs = this.clock.monotonic();
        this.leave(ticket);
        this.onEnd(call);
      }, call.workMs);
    }
    if (this.checked) this.dispatcher.check();
  }

  private leave(ticket: Ticket): void {
    const started: Ticket[] = [];
    this.dispatcher.leave(ticket, this.clock.monotonic(), started);
    this.run(started);
  }
}
