/** What clients ask for: everything that the store can do, on few keys at a time, with values that are unique in a run. */
import type { Prng } from '@kuorum/base';
import type { KvCompare, KvGet, KvPut, KvSeen, KvTxn } from '../linearizability/index.js';
import type { StoreOperation } from './kv-wire.js';
import type { SimOptions } from './sim-options.js';

export type Asked =
  | { readonly kind: 'kv'; readonly operation: StoreOperation }
  /** Of the member's own state, which may be old. */
  | { readonly kind: 'serializable'; readonly operation: KvGet | KvTxn }
  | { readonly kind: 'compact'; readonly keepRevisions: number };

export class Workload {
  private values = 0;
  private operations = 0;
  private leases = 0;
  /** Leases that somebody holds at present. */
  readonly held = new Set<bigint>();

  constructor(private readonly options: SimOptions) {}

  nextLease(): bigint {
    return BigInt(1000 + ++this.leases);
  }

  /** `lastSeen`: what the client read last, for comparisons that have a chance. */
  draw(prng: Prng, lastSeen: ReadonlyMap<string, KvSeen>): Asked {
    const [key, other] = this.someKeys(prng);
    const choice = prng.next();
    if (choice < 0.02) return { kind: 'compact', keepRevisions: prng.int(20) };
    if (choice < 0.06) return { kind: 'serializable', operation: this.manyReads(prng, key) };
    if (choice < 0.12) return { kind: 'serializable', operation: { kind: 'get', ...this.someRange(prng, key) } };
    return { kind: 'kv', operation: this.drawOperation(prng, choice, key, other, lastSeen) };
  }

  put(prng: Prng, lease: bigint): KvPut {
    const [key] = this.someKeys(prng);
    return { kind: 'put', key, value: this.nextValue(), lease };
  }

  private drawOperation(
    prng: Prng,
    choice: number,
    key: string,
    other: string,
    lastSeen: ReadonlyMap<string, KvSeen>,
  ): StoreOperation {
    const value = this.nextValue();
    if (choice < 0.35) return { kind: 'get', key };
    if (choice < 0.38) return { kind: 'get', ...this.someRange(prng, key) };
    if (choice < 0.42) return this.manyReads(prng, key);
    if (choice < 0.65) return { kind: 'put', key, value };
    if (choice < 0.72) return { kind: 'delete', key };
    if (choice < 0.75) return { kind: 'delete', ...this.someRange(prng, key) };
    if (choice < 0.78) return this.readAndDelete();
    const compare = [this.comparison(prng, key, lastSeen)];
    if (choice < 0.88)
      return { kind: 'txn', compare, success: [{ kind: 'put', key, value }], failure: [{ kind: 'get', key }] };
    if (prng.next() < 0.5) compare.push(this.comparison(prng, other, lastSeen));
    return {
      kind: 'txn',
      compare: prng.next() < 0.5 ? compare : [],
      success: [
        { kind: 'put', key, value },
        key === other ? { kind: 'get', key } : { kind: 'put', key: other, value: this.nextValue() },
      ],
      failure: [
        { kind: 'get', ...this.wholeEra() },
        { kind: 'delete', key: other },
      ],
    };
  }

  /** Of one revision, whatever happens between them. */
  private manyReads(prng: Prng, key: string): KvTxn {
    const gets = [this.wholeEra(), { key }, this.someRange(prng, key)].map((keys) => ({
      kind: 'get' as const,
      ...keys,
    }));
    return { kind: 'txn', compare: [], success: gets, failure: [] };
  }

  private readAndDelete(): KvTxn {
    const all = this.wholeEra();
    const [get, remove] = [
      { kind: 'get' as const, ...all },
      { kind: 'delete' as const, ...all },
    ];
    return { kind: 'txn', compare: [], success: [get, remove, get], failure: [] };
  }

  private comparison(prng: Prng, key: string, lastSeen: ReadonlyMap<string, KvSeen>): KvCompare {
    const seen = prng.next() < 0.8 ? lastSeen.get(key) : undefined;
    if (seen === undefined) return { key, target: { field: 'version', number: 0 }, result: 'equal' };
    const choice = prng.int(4);
    if (choice === 0) return { key, target: { field: 'value', value: seen.value }, result: 'equal' };
    if (choice === 1) return { key, target: { field: 'version', number: seen.version ?? 0 }, result: 'equal' };
    if (choice === 2) return { key, target: { field: 'create', number: 0 }, result: 'greater' };
    return { key, target: { field: 'mod', number: seen.modRevision ?? 0 }, result: 'equal' };
  }

  private nextValue(): string {
    return `v${++this.values}`;
  }

  private get era(): number {
    const { operationsPerEra, keysPerEra } = this.options;
    return Math.floor(this.operations / (operationsPerEra * keysPerEra));
  }

  private someKeys(prng: Prng): readonly [string, string] {
    this.operations++;
    const { keysPerEra } = this.options;
    return [`era-${this.era}/key-${prng.int(keysPerEra)}`, `era-${this.era}/key-${prng.int(keysPerEra)}`];
  }

  private someRange(prng: Prng, key: string): { readonly key: string; readonly end: string } {
    return prng.next() < 0.5 ? this.wholeEra() : { key, end: `${key}~` };
  }

  private wholeEra(): { readonly key: string; readonly end: string } {
    return { key: `era-${this.era}/`, end: `era-${this.era}~` };
  }
}
