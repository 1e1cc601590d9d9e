/** Reads: etcd's Range with its limit, filters and sort (`server/etcdserver/txn/range.go`), quirks included. */
import { assertNever, compareBytes, inOneGo, type Slices } from '@kuorum/base';
import { keyRange, type KeyRange } from './key-range.js';
import type { RangeRequest, RangeResult, SortTarget } from './request.js';
import type { MvccStore } from './store.js';
import type { KeyValue, Revision } from './types.js';
import type { VersionLocation } from './key-index.js';

const noValue = new Uint8Array(0);

/** A read outside any transaction, at the store's current revision unless the request names one. */
export function range(store: MvccStore, request: RangeRequest): RangeResult {
  return inOneGo(rangeSlices(store, request, store.currentRevision));
}

/**
 * `latest` is what "current" means to the reader: inside a write transaction its own revision. Outside one its history may
 * be compacted between two slices: it is then refused, as if it had come later.
 */
export function* rangeSlices(store: MvccStore, request: RangeRequest, latest: Revision): Slices<RangeResult> {
  const at = store.readRevision(request.revision ?? 0, latest);
  store.counts.ranges++;
  const keys = keyRange(request.key, request.rangeEnd);
  if (request.countOnly === true) {
    return { kind: 'range', revision: latest, kvs: [], count: store.count(keys, at), more: false };
  }
  const limit = request.limit ?? 0;
  const isFiltered = hasFilter(request);
  const sortOrder = request.sortOrder ?? 'none';
  // Filters and an explicit sort see every key of the range; the limit then cuts what they leave.
  const takeMax = limit > 0 && !isFiltered && sortOrder === 'none' ? limit + 1 : Infinity;
  const { found, count } = yield* collect(store, keys, at, latest, takeMax, isFiltered ? request : undefined);
  let kvs: KeyValue[] = [];
  for (const location of found) {
    kvs.push(store.load(location));
    if (kvs.length % store.sliceKeys === 0) yield* pause(store, at, latest);
  }
  sortKvs(kvs, request);
  const more = limit > 0 && kvs.length > limit;
  if (more) kvs.length = limit;
  if (request.keysOnly === true) kvs = kvs.map((kv) => ({ ...kv, value: noValue }));
  return { kind: 'range', revision: latest, kvs, count, more };
}

/** Until here nothing is compacted that a read at `at` sees; `latest` cannot be before a write that is under way. */
function* pause(store: MvccStore, at: Revision, latest: Revision): Slices<void> {
  yield;
  store.readRevision(at, latest);
}

/** Up to `takeMax` keys that pass, and how many there are in all. */
interface Collected {
  readonly found: VersionLocation[];
  count: number;
}

function* collect(
  store: MvccStore,
  keys: KeyRange,
  at: Revision,
  latest: Revision,
  takeMax: number,
  filter: RangeRequest | undefined,
): Slices<Collected> {
  const collected: Collected = { found: [], count: 0 };
  let rest = collectSlice(store, keys, at, takeMax, filter, collected);
  while (rest !== undefined && collected.found.length < takeMax) {
    yield* pause(store, at, latest);
    rest = collectSlice(store, rest, at, takeMax, filter, collected);
  }
  if (rest !== undefined) collected.count += store.count(rest, at);
  return collected;
}

/** Gives what is left of `keys`. */
function collectSlice(
  store: MvccStore,
  keys: KeyRange,
  at: Revision,
  takeMax: number,
  filter: RangeRequest | undefined,
  collected: Collected,
): KeyRange | undefined {
  let visited = 0;
  let next: string | undefined;
  store.walk(keys, (key, keyIndex) => {
    if (visited++ === store.sliceKeys || collected.found.length === takeMax) {
      next = key;
      return false;
    }
    const location = keyIndex.at(at);
    if (location === undefined) return true;
    collected.count++;
    if (filter === undefined || passes(location, filter)) collected.found.push(location);
    return true;
  });
  return next === undefined ? undefined : { ...keys, start: next };
}

function hasFilter(request: RangeRequest): boolean {
  const { minModRevision, maxModRevision, minCreateRevision, maxCreateRevision } = request;
  return [minModRevision, maxModRevision, minCreateRevision, maxCreateRevision].some((bound) => (bound ?? 0) !== 0);
}

function passes(at: VersionLocation, filter: RangeRequest): boolean {
  return (
    isWithin(at.main, filter.minModRevision, filter.maxModRevision) &&
    isWithin(at.createRevision, filter.minCreateRevision, filter.maxCreateRevision)
  );
}

function isWithin(revision: number, min = 0, max = 0): boolean {
  return (min === 0 || revision >= min) && (max === 0 || revision <= max);
}

/** Keys come ascending already; another target without an order sorts ascending, after the limit took its share. */
function sortKvs(kvs: KeyValue[], request: RangeRequest): void {
  const target = request.sortTarget ?? 'key';
  const order = request.sortOrder ?? 'none';
  if (target === 'key') {
    if (order === 'descend') kvs.reverse();
    return;
  }
  const compare = comparator(target);
  kvs.sort(order === 'descend' ? (a, b) => compare(b, a) : compare);
}

function comparator(target: SortTarget): (a: KeyValue, b: KeyValue) => number {
  switch (target) {
    case 'key':
      return (a, b) => compareBytes(a.key, b.key);
    case 'version':
      return (a, b) => a.version - b.version;
    case 'create':
      return (a, b) => a.createRevision - b.createRevision;
    case 'mod':
      return (a, b) => a.modRevision - b.modRevision;
    case 'value':
      return (a, b) => compareBytes(a.value, b.value);
    default:
      return assertNever(target, 'sort target');
  }
}
