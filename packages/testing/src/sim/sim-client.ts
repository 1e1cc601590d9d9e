/** A client: one operation after the other at any member, and what it saw of them in the common history. */
import { mustGet, type Prng } from '@kuorum/base';
import type { ClientHistory } from './register.js';
import type { SimCluster } from './sim-cluster.js';
import type { SimMember } from './sim-member.js';
import type { Operation, Outcome } from './sim-state.js';

/** What all clients of a run share. */
export class Workload {
  private commands = 0;
  private operations = 0;

  constructor(
    readonly history: ClientHistory,
    private readonly cluster: SimCluster,
  ) {}

  nextId(): number {
    return ++this.commands;
  }

  draw(prng: Prng): Operation {
    const { operationsPerEra, keysPerEra } = this.cluster.options;
    const era = Math.floor(this.operations++ / (operationsPerEra * keysPerEra));
    const key = `era-${era}/key-${prng.int(keysPerEra)}`;
    const value = `v${this.nextId()}`;
    const choice = prng.next();
    if (choice < 0.4) return { kind: 'get', key };
    if (choice < 0.75) return { kind: 'put', key, value };
    if (choice < 0.85) return { kind: 'delete', key };
    if (choice < 0.97) return { kind: 'swap', key, expected: this.anyValue(prng), value };
    return { kind: 'compact', keepRevisions: prng.int(20) };
  }

  /** A recent one, so that a swap succeeds now and then; sometimes "absent". */
  private anyValue(prng: Prng): string | undefined {
    const back = prng.int(6);
    return back === 0 ? undefined : `v${Math.max(1, this.commands - back)}`;
  }
}

export class SimClient {
  answered = 0;
  private stopped = false;
  /** What it read or wrote last, for swaps that have a chance. */
  private readonly lastSeen = new Map<string, string | undefined>();

  constructor(
    readonly id: number,
    private readonly cluster: SimCluster,
    private readonly workload: Workload,
  ) {}

  start(): void {
    const { clock, prng, options } = this.cluster;
    clock.setTimeout(() => {
      if (!this.stopped) this.perform(this.adjust(this.workload.draw(prng)), () => this.start());
    }, prng.next() * options.thinkMsMax);
  }

  /** What is under way ends; nothing new begins. */
  stop(): void {
    this.stopped = true;
  }

  /** Reads until somebody answers. */
  readSurely(key: string, done: () => void): void {
    this.perform({ kind: 'get', key }, (outcome) => {
      if (outcome !== undefined) done();
      else this.cluster.clock.setTimeout(() => this.readSurely(key, done), this.cluster.options.tickMs);
    });
  }

  private adjust(operation: Operation): Operation {
    if (operation.kind !== 'swap' || this.cluster.prng.next() < 0.3) return operation;
    return { ...operation, expected: this.lastSeen.get(operation.key) };
  }

  private perform(operation: Operation, done: (outcome: Outcome | undefined) => void): void {
    const { clock, prng, options, ids } = this.cluster;
    const member = this.cluster.member(mustGet(ids[prng.int(ids.length)], 'a member'));
    const call = operation.kind === 'compact' ? undefined : this.workload.history.call(this.id, operation);
    let open = true;
    const end = (outcome: Outcome | 'refused' | undefined): void => {
      if (!open) return;
      open = false;
      timeout.cancel();
      if (outcome === 'refused' || (outcome === undefined && operation.kind === 'get')) call?.withdraw();
      else if (outcome !== undefined) {
        call?.returned(outcome);
        this.answered++;
        this.remember(operation, outcome);
      }
      done(outcome === 'refused' ? undefined : outcome);
    };
    const timeout = clock.setTimeout(() => end(undefined), options.clientTimeoutMs);
    this.send(member, operation, end);
  }

  private send(member: SimMember, operation: Operation, end: (outcome: Outcome | 'refused') => void): void {
    if (member.node === undefined) end('refused');
    else if (operation.kind === 'get') member.read(operation.key, end);
    else member.write({ id: this.workload.nextId(), operation }, end);
  }

  private remember(operation: Operation, outcome: Outcome): void {
    if (operation.kind === 'put') this.lastSeen.set(operation.key, operation.value);
    if (operation.kind === 'get' && outcome.kind === 'value') this.lastSeen.set(operation.key, outcome.value);
  }
}
