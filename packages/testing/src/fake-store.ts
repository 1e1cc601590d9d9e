/**
 * What is behind the fake API: objects with versions, and the log of changes that watches read. Everything is
 * synchronous; watchers are told in a microtask, in order.
 */
import { kinds, gone, keyOf, type ApiObject, type KindName } from '@kuorum/api';
import { mustGet } from '@kuorum/base';

export interface Change {
  readonly revision: number;
  readonly kind: KindName;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** After the change; of a deletion the last state, with the version of the deletion. */
  readonly object: ApiObject;
  readonly old: ApiObject | undefined;
}

export class FakeStore {
  private readonly objects = new Map<KindName, Map<string, ApiObject>>();
  private log: Change[] = [];
  private compacted = 0;
  private readonly listeners = new Set<(change: Change) => void>();
  revision = 1;

  get(kind: KindName, key: string): ApiObject | undefined {
    return this.objects.get(kind)?.get(key);
  }

  /** In order of key, as a store with sorted keys lists them. */
  list(kind: KindName): ApiObject[] {
    const entries = [...(this.objects.get(kind)?.entries() ?? [])];
    return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  /** Stores `object` under a new version and gives what was stored. */
  put(kind: KindName, object: ApiObject): ApiObject {
    const byKey = this.objects.get(kind) ?? new Map<string, ApiObject>();
    this.objects.set(kind, byKey);
    const old = byKey.get(keyOf(object));
    const stored = this.withNextVersion(object);
    byKey.set(keyOf(stored), stored);
    this.append({ kind, type: old === undefined ? 'ADDED' : 'MODIFIED', object: stored, old });
    return stored;
  }

  /** Takes the object away; `last` is the state its watchers are told. */
  remove(kind: KindName, last: ApiObject): ApiObject {
    const byKey = mustGet(this.objects.get(kind), `objects of ${kinds[kind].plural}`);
    const old = byKey.get(keyOf(last));
    byKey.delete(keyOf(last));
    const deleted = this.withNextVersion(last);
    this.append({ kind, type: 'DELETED', object: deleted, old });
    return deleted;
  }

  /** Changes after `revision`; throws Expired when some of them were forgotten. */
  since(revision: number): Change[] {
    if (revision < this.compacted) throw gone(revision, this.compacted);
    return this.log.filter((change) => change.revision > revision);
  }

  /** Forgets every change so far, as a compaction does. */
  compact(): void {
    this.compacted = this.revision;
    this.log = [];
  }

  listen(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private withNextVersion(object: ApiObject): ApiObject {
    this.revision++;
    const stored = structuredClone(object);
    stored.metadata.resourceVersion = String(this.revision);
    return stored;
  }

  private append(change: Omit<Change, 'revision'>): void {
    const complete = { ...change, revision: this.revision };
    this.log.push(complete);
    for (const listener of this.listeners) listener(complete);
  }
}
