/**
 * Clients that read and change a few keys through all members, and record what they asked and what they were told: the
 * history that is judged afterwards. All writes to the store must be theirs, since revisions are judged too.
 */
import { status, type ServiceError } from '@grpc/grpc-js';
import { delay, systemClock, Xoshiro128, type Prng } from '@kuorum/base';
import { eventually } from '@kuorum/testing';
import { KvHistory, type KvAnswer, type KvOperation, type KvSeen } from '@kuorum/testing/linearizability';
import type { etcdserverpb, mvccpb } from '@kuorum/wire';
import { PATIENCE_MS } from './store-cluster.js';
import { call, type StoreMember } from './store-member.js';

/** No value has it before its end. */
const PAD = '~';

export function unpadded(value: Buffer): string {
  const end = value.indexOf(PAD);
  return value.subarray(0, end < 0 ? value.length : end).toString();
}

export const PREFIX = { key: 'chaos/', end: 'chaos0' } as const;
const KEYS = 8;
/** Longer than an election, so that most writes have a known outcome; short enough to see many in an outage. */
const DEADLINE_MS = 3_000;
/** A client that got no answer does not ask in a busy loop. */
const REST_MS = 30;
/** Between two requests of one client: a history of thousands of operations says no more than one of hundreds. */
const PACE_MS = 3;

/** What faults may cause. Anything else is a fault of the store. */
const lostAnswer: readonly number[] = [
  status.UNAVAILABLE,
  status.DEADLINE_EXCEEDED,
  status.CANCELLED,
  status.UNKNOWN,
  status.RESOURCE_EXHAUSTED,
];
/** No connection was there, or the store took nothing on: it had certainly no effect. */
const surelyNothing = /No connection established|ECONNREFUSED|too many requests|database space exceeded/;

export class StoreLoad {
  readonly history = new KvHistory();
  readonly violations: string[] = [];
  acknowledged = 0;
  refused = 0;
  /** The highest revision of any answer. */
  revision = 0;
  /** The longest time in which no client was told that a write succeeded. */
  longestGapMs = 0;
  private lastWriteAt = performance.now();
  private over = false;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly members: readonly StoreMember[],
    private readonly seed: number,
    private readonly clients = 4,
    /** Added to every value on its way, for snapshots that take a while. */
    readonly padBytes = 0,
  ) {}

  start(): void {
    this.lastWriteAt = performance.now();
    const run = async (_: unknown, i: number): Promise<void> => {
      const client = new Client(`c${i + 1}`, new Xoshiro128(this.seed * 100 + i), this, this.members, i);
      while (!this.over) await client.step();
    };
    this.running = Promise.all(Array.from({ length: this.clients }, run));
  }

  /** Waits until so many more writes were acknowledged. */
  async writesMore(count: number, timeoutMs = PATIENCE_MS): Promise<void> {
    const target = this.acknowledged + count;
    await eventually(() => this.acknowledged >= target, `${count} more writes`, timeoutMs);
  }

  /** Waits until so many more requests had no answer, or a refusal. */
  async refusesMore(count: number): Promise<void> {
    const target = this.refused + count;
    await eventually(() => this.refused >= target, `${count} more requests without an answer`, PATIENCE_MS);
  }

  /** Resolves when the last answer has come or is given up. */
  async stop(): Promise<void> {
    this.over = true;
    await this.running;
  }

  /** Reads everything, as part of the history. */
  async readAll(member: StoreMember): Promise<void> {
    const reader = new Client('end', new Xoshiro128(0), this, [member], 0);
    await eventually(() => reader.read(PREFIX.key, PREFIX.end), `a read through ${member.name}`, PATIENCE_MS);
  }

  noteWrite(): void {
    const now = performance.now();
    this.longestGapMs = Math.max(this.longestGapMs, now - this.lastWriteAt);
    this.lastWriteAt = now;
    this.acknowledged++;
  }

  /** The gap is measured from now on. */
  resetGap(): void {
    this.longestGapMs = 0;
    this.lastWriteAt = performance.now();
  }
}

class Client {
  private writes = 0;
  private member: StoreMember;

  constructor(
    private readonly name: string,
    private readonly prng: Prng,
    private readonly load: StoreLoad,
    private readonly members: readonly StoreMember[],
    start: number,
  ) {
    this.member = members[start % members.length] as StoreMember;
  }

  async step(): Promise<void> {
    const key = `${PREFIX.key}${this.prng.int(KEYS)}`;
    const value = `${this.name}.${this.writes++}`;
    const kind = this.prng.int(10);
    const answered = await (kind < 4
      ? this.put(key, value)
      : kind < 7
        ? this.read(key)
        : kind < 9
          ? this.swap(key, value)
          : this.remove(key));
    if (!answered) {
      // The next one is asked through another member.
      this.member = this.members[this.prng.int(this.members.length)] as StoreMember;
    }
    await delay(systemClock, answered ? PACE_MS : REST_MS);
  }

  read(key: string, end?: string): Promise<boolean> {
    const request = { key: Buffer.from(key), range_end: Buffer.from(end ?? '') };
    return this.ask('Range', request, { kind: 'get', key, end }, (answer: etcdserverpb.RangeResponse__Output) => ({
      kvs: answer.kvs.map(seenOf),
    }));
  }

  private put(key: string, value: string): Promise<boolean> {
    const request = { key: Buffer.from(key), value: this.padded(value) };
    return this.ask('Put', request, { kind: 'put', key, value }, () => ({}));
  }

  private remove(key: string): Promise<boolean> {
    const operation: KvOperation = { kind: 'delete', key };
    return this.ask(
      'DeleteRange',
      { key: Buffer.from(key) },
      operation,
      (answer: etcdserverpb.DeleteRangeResponse__Output) => ({ deleted: Number(answer.deleted) }),
    );
  }

  /** Writes two keys when the first is there, else only the other. */
  private swap(key: string, value: string): Promise<boolean> {
    const other = `${PREFIX.key}${this.prng.int(KEYS)}`;
    const names = other === key ? [key] : [key, other];
    const puts = names.map((name) => ({ kind: 'put', key: name, value }) as const);
    const fallback = { kind: 'put', key, value } as const;
    const put = (name: string) => ({ request_put: { key: Buffer.from(name), value: this.padded(value) } });
    const request: etcdserverpb.TxnRequest = {
      compare: [{ key: Buffer.from(key), target: 'VERSION', result: 'GREATER', version: '0' }],
      success: names.map(put),
      failure: [put(key)],
    };
    const operation: KvOperation = {
      kind: 'txn',
      compare: [{ key, target: { field: 'version', number: 0 }, result: 'greater' }],
      success: puts,
      failure: [fallback],
    };
    return this.ask('Txn', request, operation, (answer: etcdserverpb.TxnResponse__Output) => ({
      succeeded: answer.succeeded,
    }));
  }

  private padded(value: string): Buffer {
    return Buffer.from(`${value}${PAD}`.padEnd(value.length + this.load.padBytes, PAD));
  }

  /** False = no answer. */
  private async ask<O extends { readonly header: etcdserverpb.ResponseHeader__Output | null }>(
    method: string,
    request: object,
    operation: KvOperation,
    read: (answer: O) => KvAnswer,
  ): Promise<boolean> {
    const { load } = this;
    const floor = load.revision;
    const recorded = load.history.call(this.name, operation);
    try {
      const answer = await call<object, O>(this.member.kv, method, request, DEADLINE_MS);
      const revision = Number(answer.header?.revision);
      recorded.answered({ ...read(answer), revision });
      if (revision < floor) {
        load.violations.push(`${this.member.name} answered at revision ${revision} what was asked after ${floor}`);
      }
      load.revision = Math.max(load.revision, revision);
      if (operation.kind !== 'get') load.noteWrite();
      return true;
    } catch (error) {
      const { code, details } = error as ServiceError;
      load.refused++;
      if (operation.kind === 'get' || surelyNothing.test(details)) recorded.withdraw();
      if (!lostAnswer.includes(code)) {
        load.violations.push(`${method} was refused by ${this.member.name}: ${code} ${details}`);
      }
      return false;
    }
  }
}

function seenOf({ key, value, create_revision, mod_revision, version }: mvccpb.KeyValue__Output): KvSeen {
  return {
    key: key.toString(),
    value: unpadded(value),
    createRevision: Number(create_revision),
    modRevision: Number(mod_revision),
    version: Number(version),
  };
}
