/** A store in memory and short words for what goes in and out of it. */
import { fromUtf8, utf8 } from '@kuorum/base';
import {
  applyRequest,
  MvccStore,
  range,
  toByteString,
  fromByteString,
  type KeyValue,
  type KvBackend,
  type LeaseBook,
  type PutRequest,
  type RangeRequest,
  type Revision,
  type WatchEvent,
} from '@kuorum/store/mvcc';

/** Records in a map; `records()` gives them in key order, as a scan of the real backend does. */
export class MemoryBackend implements KvBackend {
  private readonly map = new Map<string, Uint8Array>();

  get(key: Uint8Array): Uint8Array | undefined {
    return this.map.get(toByteString(key));
  }

  put(key: Uint8Array, value: Uint8Array): void {
    this.map.set(toByteString(key), value);
  }

  delete(key: Uint8Array): void {
    this.map.delete(toByteString(key));
  }

  get size(): number {
    return this.map.size;
  }

  records(): [Uint8Array, Uint8Array][] {
    return [...this.map.entries()]
      .filter(([key]) => key.startsWith('k'))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [fromByteString(key), value]);
  }
}

/** Leases by a plain map; tests of the real one are in test/lease. */
export class FakeLeases implements LeaseBook {
  readonly keys = new Map<string, bigint>();

  constructor(private readonly known: readonly bigint[]) {}

  has(lease: bigint): boolean {
    return this.known.includes(lease);
  }

  leaseOf(key: string): bigint {
    return this.keys.get(key) ?? 0n;
  }

  attach(lease: bigint, key: string): void {
    this.keys.set(key, lease);
  }

  detach(_lease: bigint, key: string): void {
    this.keys.delete(key);
  }
}

export function newStore(leases?: LeaseBook): { store: MvccStore; backend: MemoryBackend } {
  const backend = new MemoryBackend();
  const store = new MvccStore(backend, leases === undefined ? {} : { leases });
  store.finishRestore();
  return { store, backend };
}

/** A second store over the same records, as after a restart. */
export function reopen(backend: MemoryBackend, leases?: LeaseBook): MvccStore {
  const store = new MvccStore(backend, leases === undefined ? {} : { leases });
  for (const [key, value] of backend.records()) store.restoreRecord(key, value);
  store.finishRestore();
  return store;
}

export function put(store: MvccStore, key: string, value: string, more: Partial<PutRequest> = {}): Revision {
  return applyRequest(store, { kind: 'put', key: utf8(key), value: utf8(value), ...more }).revision;
}

export function del(store: MvccStore, key: string, rangeEnd?: string): number {
  const end = rangeEnd === undefined ? {} : { rangeEnd: utf8(rangeEnd) };
  return applyRequest(store, { kind: 'deleteRange', key: utf8(key), ...end }).deleted;
}

export function compactFully(store: MvccStore, revision: number): void {
  applyRequest(store, { kind: 'compact', revision });
  while (store.compactSlice(2, 3));
}

/** Everything, as `key=value`, unless asked otherwise. */
export function list(store: MvccStore, more: Partial<Omit<RangeRequest, 'kind'>> = {}): string[] {
  return range(store, { kind: 'range', key: utf8('\0'), rangeEnd: utf8('\0'), ...more }).kvs.map(show);
}

export function show(kv: KeyValue): string {
  return `${fromUtf8(kv.key)}=${fromUtf8(kv.value)}`;
}

/** `3 put a=1` or `4 delete a`, and what it was before in brackets. */
export function showEvent({ type, kv, prevKv }: WatchEvent): string {
  const text = type === 'put' ? show(kv) : fromUtf8(kv.key);
  return `${kv.modRevision} ${type} ${text}${prevKv === undefined ? '' : ` (${show(prevKv)})`}`;
}

export const ALL = { key: utf8('\0'), rangeEnd: utf8('\0') };
