/**
 * A client that changes keys of its own, one request after the other through any member, and knows what they must hold.
 * A request without an answer may take effect at any later time, so its keys are not used again: they may hold what they
 * held before or what the request wrote, all of it or nothing.
 */
import { status, type ServiceError } from '@grpc/grpc-js';
import type { Prng } from '@kuorum/base';
import type { etcdserverpb } from '@kuorum/wire';
import { call, type Clients } from './cluster.js';

/** Undefined = the key does not exist. */
type Value = string | undefined;
type Contents = ReadonlyMap<string, Value>;

const SLOTS = 8;
const DEADLINE_MS = 8_000;
/** What a kill may cause. Anything else is a fault of the store. */
const lostAnswer: readonly number[] = [
  status.UNAVAILABLE,
  status.DEADLINE_EXCEEDED,
  status.CANCELLED,
  status.UNKNOWN,
  status.INTERNAL,
];

/** What all clients see together. */
export class Ledger {
  /** The highest revision of any answer. */
  revision = 0;
  acknowledged = 0;
  unanswered = 0;
  readonly violations: string[] = [];
}

export class SoakClient {
  /** Keys in use, and what they hold for certain. */
  private readonly slots: string[] = [];
  private readonly held = new Map<string, Value>();
  /** Keys whose request had no answer: what was before, what was asked for. */
  private readonly open: { readonly before: Contents; readonly after: Contents }[] = [];
  private keysUsed = 0;
  private writes = 0;

  constructor(
    private readonly name: string,
    private readonly prng: Prng,
    private readonly ledger: Ledger,
    /** Any member that is up. */
    private readonly pick: () => Clients,
  ) {
    for (let slot = 0; slot < SLOTS; slot++) this.replace(slot);
  }

  async run(until: () => boolean): Promise<void> {
    while (!until()) await this.step();
  }

  /** What `contents`, read after the end, gets wrong. */
  mistakesIn(contents: Contents): string[] {
    const differs = (expected: Contents): string[] =>
      [...expected]
        .filter(([key, value]) => contents.get(key) !== value)
        .map(([key, value]) => `${key} holds ${contents.get(key)} instead of ${value}`);
    const unfinished = this.open
      .filter(({ before, after }) => differs(before).length > 0 && differs(after).length > 0)
      .map(({ before, after }) => `${[...differs(before), ...differs(after)].join(' and ')}, which nobody wrote`);
    return [...differs(this.held), ...unfinished];
  }

  private async step(): Promise<void> {
    const [first, second] = this.twoSlots();
    const value = `${this.name}.${this.writes++}`;
    switch (this.prng.int(6)) {
      case 0:
        return this.read(first);
      case 1:
        return this.write([first], new Map([[this.key(first), undefined]]), 'DeleteRange', {
          key: Buffer.from(this.key(first)),
        });
      case 2:
      case 3: {
        const after = new Map([
          [this.key(first), value],
          [this.key(second), value],
        ]);
        return this.write([first, second], after, 'Txn', this.swap(after));
      }
      default:
        return this.write([first], new Map([[this.key(first), value]]), 'Put', {
          key: Buffer.from(this.key(first)),
          value: Buffer.from(value),
        });
    }
  }

  /** Both keys are written when both are as they must be; anything else is a lost or a doubled write. */
  private swap(after: Contents): etcdserverpb.TxnRequest {
    const compare = [...after.keys()].map((name): etcdserverpb.Compare => {
      const [key, before] = [Buffer.from(name), this.held.get(name)];
      return before === undefined
        ? { key, target: 'VERSION', result: 'EQUAL', version: '0' }
        : { key, target: 'VALUE', result: 'EQUAL', value: Buffer.from(before) };
    });
    const success = [...after].map(([key, value]) => ({
      request_put: { key: Buffer.from(key), value: Buffer.from(value ?? '') },
    }));
    return { compare, success };
  }

  private async read(slot: number): Promise<void> {
    const key = this.key(slot);
    const answer = await this.ask<etcdserverpb.RangeResponse__Output>('Range', { key: Buffer.from(key) });
    const seen = answer?.kvs[0]?.value.toString();
    if (answer !== undefined && seen !== this.held.get(key)) {
      this.violation(`${key} was read as ${seen} instead of ${this.held.get(key)}`);
    }
  }

  private async write(slots: readonly number[], after: Contents, method: string, request: object): Promise<void> {
    const floor = this.ledger.revision;
    const answer = await this.ask<{ header: etcdserverpb.ResponseHeader__Output | null; succeeded?: boolean }>(
      method,
      request,
    );
    if (answer === undefined) {
      const before = new Map([...after.keys()].map((key) => [key, this.held.get(key)]));
      this.open.push({ before, after });
      for (const slot of slots) {
        this.held.delete(this.key(slot));
        this.replace(slot);
      }
      return;
    }
    if (answer.succeeded === false) this.violation(`${[...after.keys()].join()} were not as acknowledged`);
    const revision = Number(answer.header?.revision);
    // Deleting what is not there makes no revision.
    if (method !== 'DeleteRange' && revision <= floor) this.violation(`${method} got ${revision} after ${floor}`);
    this.ledger.acknowledged++;
    for (const [key, value] of after) this.held.set(key, value);
  }

  /** Undefined = no answer. */
  private async ask<O extends { readonly header: etcdserverpb.ResponseHeader__Output | null }>(
    method: string,
    request: object,
  ): Promise<O | undefined> {
    const floor = this.ledger.revision;
    try {
      const answer = await call<object, O>(this.pick().kv, method, request, DEADLINE_MS);
      const revision = Number(answer.header?.revision);
      if (revision < floor) this.violation(`${method} saw revision ${revision} after ${floor}`);
      this.ledger.revision = Math.max(this.ledger.revision, revision);
      return answer;
    } catch (error) {
      const { code, details } = error as ServiceError;
      this.ledger.unanswered++;
      if (!lostAnswer.includes(code) || details.startsWith('etcdserver: internal')) {
        this.violation(`${method} was refused: ${code} ${details}`);
      }
      return undefined;
    }
  }

  private violation(text: string): void {
    this.ledger.violations.push(`${this.name}: ${text}`);
  }

  private twoSlots(): [number, number] {
    const first = this.prng.int(SLOTS);
    return [first, (first + 1 + this.prng.int(SLOTS - 1)) % SLOTS];
  }

  private key(slot: number): string {
    return this.slots[slot] as string;
  }

  private replace(slot: number): void {
    const key = `soak/${this.name}/${this.keysUsed++}`;
    this.slots[slot] = key;
    this.held.set(key, undefined);
  }
}
