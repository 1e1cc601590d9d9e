/**
 * Lists whose items are told apart by a key, looked up by that key without walking them: a patch may name as many items
 * as fit into it, and each is looked for. Of items that are the same the first one counts.
 *
 * Keys are compared as `===` does, so that an item whose key is no string or number is the same as no other item.
 */
import { isJsonObject, type JsonObject } from './json.js';
import type { ListStrategy } from './merge-keys.js';

export type KeyedStrategy = ListStrategy & { readonly by: 'key' };

/** Where in a list an item is first, or -1. */
export type Rank = (item: unknown) => number;

export function rankByValue(list: readonly unknown[]): Rank {
  const first = new Map<unknown, number>();
  list.forEach((item, i) => {
    if (!first.has(item)) first.set(item, i);
  });
  return (item) => first.get(item) ?? -1;
}

export function rankByKey({ key, within }: KeyedStrategy, list: readonly unknown[]): Rank {
  const first = new Map<unknown, Map<unknown, number>>();
  list.forEach((item, i) => {
    if (!isJsonObject(item)) return;
    const same = entryOf(first, item[key], () => new Map<unknown, number>());
    const detail = detailOf(within, item);
    if (!same.has(detail)) same.set(detail, i);
  });
  return (item) => (isJsonObject(item) ? (first.get(item[key])?.get(detailOf(within, item)) ?? -1) : -1);
}

/** A list that is looked up while items are merged, appended and taken out. */
export class KeyedItems {
  /** Undefined: taken out. Places stay what they are, so that the index stays true. */
  private readonly slots: ({ readonly item: unknown } | undefined)[] = [];
  private readonly byKey = new Map<unknown, Places>();
  private readonly byDetail = new Map<unknown, Map<unknown, Places>>();

  constructor(
    private readonly strategy: KeyedStrategy,
    items: readonly unknown[],
  ) {
    for (const item of items) this.push(item);
  }

  get items(): unknown[] {
    return this.slots.flatMap((slot) => (slot === undefined ? [] : [slot.item]));
  }

  /** Place of the item that is meant, or -1. An item that does not say by what it is told apart means the usual one. */
  find(item: JsonObject): number {
    const { key, within } = this.strategy;
    const detail = detailOf(within, item);
    const exact = first(this.byDetail.get(item[key])?.get(detail), (at) => {
      const other = this.at(at);
      return other !== undefined && detailOf(within, other) === detail;
    });
    if (exact >= 0 || within === undefined || item[within.field] !== undefined) return exact;
    return first(this.byKey.get(item[key]), (at) => this.slots[at] !== undefined);
  }

  at(place: number): JsonObject | undefined {
    const item = this.slots[place]?.item;
    return isJsonObject(item) ? item : undefined;
  }

  push(item: unknown): void {
    const place = this.slots.push({ item }) - 1;
    if (!isJsonObject(item)) return;
    entryOf(this.byKey, item[this.strategy.key], newPlaces).places.push(place);
    this.addDetail(item, place);
  }

  /** The item found at `place`, merged: its key is the old one's. */
  replace(place: number, old: JsonObject, merged: JsonObject): void {
    const { within } = this.strategy;
    this.slots[place] = { item: merged };
    // `$retainKeys` may take away what told the item apart. It was found then because there was no usual one (see
    // find), so that places stay in order.
    if (detailOf(within, merged) !== detailOf(within, old)) this.addDetail(merged, place);
  }

  delete(place: number): void {
    this.slots[place] = undefined;
  }

  private addDetail(item: JsonObject, place: number): void {
    const { key, within } = this.strategy;
    const details = entryOf(this.byDetail, item[key], () => new Map<unknown, Places>());
    entryOf(details, detailOf(within, item), newPlaces).places.push(place);
  }
}

/** Ascending; those before `next` are known to be outdated. */
interface Places {
  readonly places: number[];
  next: number;
}

function newPlaces(): Places {
  return { places: [], next: 0 };
}

function first(list: Places | undefined, holds: (place: number) => boolean): number {
  if (list === undefined) return -1;
  for (; list.next < list.places.length; list.next++) {
    const place = list.places[list.next];
    if (place !== undefined && holds(place)) return place;
  }
  return -1;
}

function detailOf(within: KeyedStrategy['within'], item: JsonObject): unknown {
  return within === undefined ? undefined : (item[within.field] ?? within.absent);
}

function entryOf<V>(map: Map<unknown, V>, key: unknown, create: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
