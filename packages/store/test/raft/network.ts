/** A network in virtual time: one seed, one run. Reliable and in order unless told otherwise. */
import type { Prng } from '@kuorum/base';
import type { Message, NodeId } from '@kuorum/store/raft';

export interface NetworkFaults {
  readonly lossProbability: number;
  readonly duplicateProbability: number;
  /** Each message takes a random time up to this; more than 0 also reorders. */
  readonly delayTicksMax: number;
}

export const reliable: NetworkFaults = { lossProbability: 0, duplicateProbability: 0, delayTicksMax: 0 };

interface Packet {
  readonly at: number;
  readonly message: Message;
}

export class Network {
  now = 0;
  sent = 0;
  faults: NetworkFaults = reliable;
  /** Sees every message that is sent and may change it; undefined swallows it. */
  intercept: (message: Message) => Message | undefined = (message) => message;
  private packets: Packet[] = [];
  private readonly cutLinks = new Set<string>();

  /** `onLost` tells the sender's shell, as a broken connection would. */
  constructor(
    private readonly prng: Prng,
    private readonly onLost: (message: Message) => void,
  ) {}

  send(original: Message): void {
    this.sent++;
    const message = this.isCut(original.from, original.to) ? undefined : this.intercept(original);
    if (message === undefined || this.chance('lossProbability')) {
      this.onLost(original);
      return;
    }
    this.enqueue(message);
    if (this.chance('duplicateProbability')) this.enqueue(message);
  }

  /** The packets that are due, taken off the wire; those whose link was cut meanwhile are lost. */
  takeDue(): readonly Message[] {
    const due = this.packets.filter((packet) => packet.at <= this.now);
    this.packets = this.packets.filter((packet) => packet.at > this.now);
    const messages = due.map((packet) => packet.message);
    for (const message of messages) if (this.isCut(message.from, message.to)) this.onLost(message);
    return messages.filter((message) => !this.isCut(message.from, message.to));
  }

  /** One-way. */
  cut(from: NodeId, to: NodeId): void {
    this.cutLinks.add(`${from}>${to}`);
  }

  isolate(id: NodeId, others: readonly NodeId[]): void {
    for (const other of others) {
      this.cut(id, other);
      this.cut(other, id);
    }
  }

  reconnect(id: NodeId, others: readonly NodeId[]): void {
    for (const other of others) {
      this.cutLinks.delete(`${id}>${other}`);
      this.cutLinks.delete(`${other}>${id}`);
    }
  }

  heal(): void {
    this.cutLinks.clear();
  }

  isCut(from: NodeId, to: NodeId): boolean {
    return this.cutLinks.has(`${from}>${to}`);
  }

  private enqueue(message: Message): void {
    const { delayTicksMax } = this.faults;
    const delay = delayTicksMax === 0 ? 0 : this.prng.int(delayTicksMax + 1);
    this.packets.push({ at: this.now + delay, message });
  }

  private chance(fault: 'lossProbability' | 'duplicateProbability'): boolean {
    const probability = this.faults[fault];
    return probability > 0 && this.prng.next() < probability;
  }
}
