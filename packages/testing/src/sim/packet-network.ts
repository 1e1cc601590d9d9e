/**
 * The network between the members, on the virtual clock: loss, duplication, delay that reorders, links cut in one
 * direction or both.
 *
 * Forwarded proposals are never duplicated: a proposal that arrives twice is executed twice, so the protocol leans on
 * a transport that does not repeat (one gRPC stream a peer). The planted bug `duplicated-proposal` shows what follows.
 */
import type { Clock, Prng } from '@kuorum/base';
import type { Message, NodeId } from '@kuorum/store/raft';

/** The second copy of a message comes up to this much after the first: late enough to be from another time. */
const DUPLICATE_LATE_MS_MAX = 150;

export interface NetworkFaults {
  readonly lossProbability: number;
  readonly duplicateProbability: number;
  readonly delayMsMin: number;
  readonly delayMsMax: number;
}

export interface NetworkHandlers {
  deliver(message: Message): void;
  /** The sender's shell notices, as it would a broken connection. `cut` = there is no way to that member at present. */
  lost(message: Message, cut: boolean): void;
}

export class PacketNetwork {
  faults: NetworkFaults;
  /** What may come twice; see the module head. */
  duplicates: (message: Message) => boolean = (message) => message.type !== 'prop' && message.type !== 'snap';
  readonly counts = { sent: 0, lost: 0, duplicated: 0 };
  private readonly cutLinks = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly prng: Prng,
    faults: NetworkFaults,
    private readonly handlers: NetworkHandlers,
  ) {
    this.faults = faults;
  }

  send(message: Message): void {
    this.counts.sent++;
    if (this.isCut(message) || this.chance(this.faults.lossProbability)) {
      this.lose(message);
      return;
    }
    this.enqueue(message);
    if (this.duplicates(message) && this.chance(this.faults.duplicateProbability)) {
      this.counts.duplicated++;
      this.enqueue(message, this.prng.next() * DUPLICATE_LATE_MS_MAX);
    }
  }

  /** One-way. */
  cut(from: NodeId, to: NodeId): void {
    if (from !== to) this.cutLinks.add(`${from}>${to}`);
  }

  /** Both ways, between every member of `side` and every one of `others`. */
  partition(side: readonly NodeId[], others: readonly NodeId[]): void {
    for (const a of side) {
      for (const b of others) {
        this.cut(a, b);
        this.cut(b, a);
      }
    }
  }

  /** What is cut at present; each can be given to {@link mend}. */
  get cuts(): readonly string[] {
    return [...this.cutLinks];
  }

  mend(link: string): void {
    this.cutLinks.delete(link);
  }

  heal(): void {
    this.cutLinks.clear();
  }

  private isCut({ from, to }: Message): boolean {
    return this.cutLinks.has(`${from}>${to}`);
  }

  private enqueue(message: Message, extraMs = 0): void {
    const { delayMsMin, delayMsMax } = this.faults;
    const delayMs = delayMsMin + this.prng.next() * (delayMsMax - delayMsMin) + extraMs;
    this.clock.setTimeout(() => {
      if (this.isCut(message)) this.lose(message);
      else this.handlers.deliver(message);
    }, delayMs);
  }

  private lose(message: Message): void {
    this.counts.lost++;
    this.handlers.lost(message, this.isCut(message));
  }

  private chance(probability: number): boolean {
    return probability > 0 && this.prng.next() < probability;
  }
}
