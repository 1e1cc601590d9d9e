/** The objects an informer holds, by key and by index. Objects are deep-frozen when they come in. */
import type { ApiObject } from '@kuorum/api';
import { mustGet } from '@kuorum/base';

export type Indexers<T> = Readonly<Record<string, (object: T) => readonly string[]>>;

export class ObjectCache<T extends ApiObject> {
  private readonly objects = new Map<string, T>();
  private readonly indexes: ReadonlyMap<string, Map<string, Map<string, T>>>;

  constructor(private readonly indexers: Indexers<T> = {}) {
    this.indexes = new Map(Object.keys(indexers).map((name) => [name, new Map<string, Map<string, T>>()]));
  }

  get(key: string): T | undefined {
    return this.objects.get(key);
  }

  keys(): string[] {
    return [...this.objects.keys()];
  }

  list(): readonly T[] {
    return [...this.objects.values()];
  }

  byIndex(index: string, value: string): readonly T[] {
    return [...(mustGet(this.indexes.get(index), `index ${index}`).get(value)?.values() ?? [])];
  }

  set(key: string, object: T): void {
    this.delete(key);
    this.objects.set(key, deepFreeze(object));
    this.eachEntry(object, (values, value) => {
      const entry = values.get(value) ?? new Map<string, T>();
      values.set(value, entry.set(key, object));
    });
  }

  delete(key: string): void {
    const old = this.objects.get(key);
    if (old === undefined) return;
    this.objects.delete(key);
    this.eachEntry(old, (values, value) => {
      const entry = values.get(value);
      entry?.delete(key);
      if (entry?.size === 0) values.delete(value);
    });
  }

  private eachEntry(object: T, fn: (values: Map<string, Map<string, T>>, value: string) => void): void {
    for (const [name, values] of this.indexes) {
      for (const value of mustGet(this.indexers[name], `indexer ${name}`)(object)) fn(values, value);
    }
  }
}

/** Freezes plain objects and lists all the way down; bytes cannot be frozen. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) deepFreeze(child);
  return value;
}
