/**
 * etcd's data model for the checker: keys with create and mod revision and version, one revision a mutating request,
 * transactions over several keys, keys that go with their lease.
 *
 * How much revisions count:
 * - `all`: every write of the store is in the history. Every header must name the revision that the operation left (a
 *   write) or met (a read), so the order of writes is nearly given and long histories are judged quickly.
 * - `some`: others write, too (or the history is only that of some keys): revisions have gaps, but never go back.
 * - `none`: only values, versions and outcomes count.
 */
import type { Call, Model } from './checker.js';
import type { EventLog } from './event-log.js';
import { type Hints, hintsOf } from './kv-hints.js';
import type { KvAnswer, KvCompare, KvObservation, KvOperation, KvSeen } from './kv-history.js';
import { showKv, showObservation } from './kv-history.js';

interface Kv {
  readonly value: string;
  readonly create: number;
  readonly mod: number;
  readonly version: number;
  readonly lease: bigint;
}

export interface KvState {
  readonly revision: number;
  readonly kvs: ReadonlyMap<string, Kv>;
  /** Of all keys, in any order: equal for equal contents. */
  readonly digest: number;
}

export type RevisionRule = 'all' | 'some' | 'none';

export interface KvModelOptions {
  readonly revisions: RevisionRule;
  /** Where the store stands before the history; etcd: 1. */
  readonly firstRevision?: number;
  /** Contents before the history. */
  readonly contents?: readonly KvSeen[];
  /**
   * With `all` revisions: what every revision changed, as a complete watch tells it. It shows which of the operations
   * without an answer took effect, and when; else that has to be searched for.
   */
  readonly log?: EventLog | undefined;
}

/** One that nobody knows: it is more than 0. No other number can be compared with it. */
const SOME_REVISION = Infinity;

export function kvModel(calls: readonly Call<KvObservation>[], options: KvModelOptions): Model<KvState, KvObservation> {
  const rule = options.revisions;
  const hints = hintsOf(calls);
  return {
    initial: initialState(options),
    describe: ({ revision, digest }) => (rule === 'none' ? `${digest}` : `${revision}/${digest}`),
    step(state, { operation, answer }) {
      const write = new Write(state, revisionFor(rule, state, operation, answer, hints));
      if (!execute(write, operation, answer)) return undefined;
      const next = write.end(rule);
      // Without an answer and without effect it is as if it had never been.
      if (answer === undefined && next === state) return undefined;
      if (rule === 'none') return { state: next };
      if (rule === 'all') {
        if (next !== state && options.log !== undefined && !write.isLogged(options.log)) return undefined;
        // A revision that somebody else has is not its own.
        if (answer === undefined && hints.forbids(next.revision, write.put)) return undefined;
        return answer?.revision === undefined || answer.revision === next.revision ? { state: next } : undefined;
      }
      if (next !== state && write.revision <= state.revision) return undefined;
      if (answer?.revision === undefined || answer.revision === next.revision) return { state: next };
      return answer.revision < next.revision ? undefined : { state: { ...next, revision: answer.revision } };
    },
    show: showObservation,
    showState: ({ revision, kvs }) => {
      const shown = [...kvs].map(([key, { value, mod, version }]) =>
        showKv({ key, value, version, modRevision: mod === SOME_REVISION ? undefined : mod }),
      );
      return `${rule === 'none' ? '' : `revision ${revision}, `}${shown.join(', ') || 'no keys'}`;
    },
  };
}

/** The revision of what the operation changes. */
function revisionFor(
  rule: RevisionRule,
  state: KvState,
  operation: KvOperation,
  answer: KvAnswer | undefined,
  hints: Hints,
): number {
  switch (rule) {
    case 'all':
      return state.revision + 1;
    case 'some':
      return answer?.revision ?? hints.revisionOf(operation) ?? SOME_REVISION;
    case 'none':
      return SOME_REVISION;
  }
}

function initialState({ revisions, firstRevision = 1, contents = [] }: KvModelOptions): KvState {
  const kvs = new Map<string, Kv>();
  let digest = 0;
  for (const { key, value, createRevision = SOME_REVISION, modRevision, version = 1, lease = 0n } of contents) {
    const mod = revisions === 'none' ? SOME_REVISION : (modRevision ?? SOME_REVISION);
    const kv: Kv = { value, create: createRevision, mod, version, lease };
    kvs.set(key, kv);
    digest = add(digest, digestOf(key, kv));
  }
  return { revision: firstRevision, kvs, digest };
}

/** One request that may change things: all its changes have one revision. */
class Write {
  /** Values put. */
  readonly put: string[] = [];
  private readonly changed = new Set<string>();
  private kvs: Map<string, Kv> | undefined;
  private digest: number;

  constructor(
    private readonly state: KvState,
    readonly revision: number,
  ) {
    this.digest = state.digest;
  }

  get current(): ReadonlyMap<string, Kv> {
    return this.kvs ?? this.state.kvs;
  }

  set(key: string, value: string, lease: bigint): void {
    const before = this.current.get(key);
    const kv: Kv = {
      value,
      create: before?.create ?? this.revision,
      mod: this.revision,
      version: (before?.version ?? 0) + 1,
      lease,
    };
    this.remove(key);
    this.changed.add(key);
    this.kvs ??= new Map(this.state.kvs);
    this.kvs.set(key, kv);
    this.digest = add(this.digest, digestOf(key, kv));
    this.put.push(value);
  }

  remove(key: string): boolean {
    const before = this.current.get(key);
    if (before === undefined) return false;
    this.changed.add(key);
    this.kvs ??= new Map(this.state.kvs);
    this.kvs.delete(key);
    this.digest = add(this.digest, -digestOf(key, before));
    return true;
  }

  keysIn(key: string, end: string | undefined): string[] {
    if (end === undefined) return this.current.has(key) ? [key] : [];
    return [...this.current.keys()].filter((each) => each >= key && each < end).sort();
  }

  /** It changed just what the log says of its revision. */
  isLogged(log: EventLog): boolean {
    const events = log.at(this.revision);
    return (
      events.length === this.changed.size &&
      events.every(({ type, key, value }) => {
        const kv = this.current.get(key);
        return this.changed.has(key) && (type === 'put' ? kv?.value === value : kv === undefined);
      })
    );
  }

  end(rule: RevisionRule): KvState {
    if (this.kvs === undefined) return this.state;
    const isKnown = rule !== 'none' && this.revision !== SOME_REVISION;
    return { revision: isKnown ? this.revision : this.state.revision, kvs: this.kvs, digest: this.digest };
  }
}

/** Only a model that counts revisions can tell how it ends. */
export function needsRevisions(operation: KvOperation): boolean {
  if (operation.kind !== 'txn') return false;
  return operation.compare.some(
    ({ target }) => (target.field === 'create' || target.field === 'mod') && target.number !== 0,
  );
}

/** False when `answer` could not have been given. */
function execute(write: Write, operation: KvOperation, answer: KvAnswer | undefined): boolean {
  switch (operation.kind) {
    case 'put':
      write.set(operation.key, operation.value, operation.lease ?? 0n);
      return true;
    case 'get':
      return answer?.kvs === undefined || sameKvs(write, operation.key, operation.end, answer.kvs);
    case 'delete': {
      const deleted = write.keysIn(operation.key, operation.end).filter((key) => write.remove(key)).length;
      return answer?.deleted === undefined || answer.deleted === deleted;
    }
    case 'revoke':
      for (const [key, { lease }] of [...write.current]) if (lease === operation.lease) write.remove(key);
      return true;
    case 'txn': {
      const succeeded = operation.compare.every((compare) => holds(write.current.get(compare.key), compare));
      if (answer?.succeeded !== undefined && answer.succeeded !== succeeded) return false;
      const branch = succeeded ? operation.success : operation.failure;
      return branch.every((each, i) => execute(write, each, answer?.responses?.[i]));
    }
  }
}

function sameKvs(write: Write, key: string, end: string | undefined, seen: readonly KvSeen[]): boolean {
  const keys = write.keysIn(key, end);
  return keys.length === seen.length && keys.every((each, i) => sameKv(each, write.current.get(each), seen[i]));
}

function sameKv(key: string, kv: Kv | undefined, seen: KvSeen | undefined): boolean {
  if (kv === undefined || seen === undefined) return false;
  if (seen.key !== key || seen.value !== kv.value) return false;
  if (seen.version !== undefined && seen.version !== kv.version) return false;
  if (seen.lease !== undefined && seen.lease !== kv.lease) return false;
  if (kv.mod === SOME_REVISION) return true;
  if (seen.modRevision !== undefined && seen.modRevision !== kv.mod) return false;
  if (kv.create === SOME_REVISION) return true;
  return seen.createRevision === undefined || seen.createRevision === kv.create;
}

function holds(kv: Kv | undefined, { target, result }: KvCompare): boolean {
  const [actual, wanted] =
    target.field === 'value' ? [kv?.value, target.value] : [kv?.[target.field] ?? 0, target.number];
  if (actual === undefined) return false;
  switch (result) {
    case 'equal':
      return actual === wanted;
    case 'notEqual':
      return actual !== wanted;
    case 'greater':
      return actual > wanted;
    case 'less':
      return actual < wanted;
  }
}

const DIGEST_MODULUS = 2 ** 48;

function add(digest: number, change: number): number {
  return (digest + change + DIGEST_MODULUS) % DIGEST_MODULUS;
}

/** 48 bits: two states that differ meet by chance once in 10^14. */
function digestOf(key: string, { value, create, mod, version, lease }: Kv): number {
  const text = `${key}\0${value}\0${create}\0${mod}\0${version}\0${lease}`;
  let [low, high] = [0x811c9dc5, 0x27d4eb2f];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + i), 0x5bd1e995);
    high ^= high >>> 15;
  }
  return ((high >>> 0) % 0x10000) * 2 ** 32 + (low >>> 0);
}
