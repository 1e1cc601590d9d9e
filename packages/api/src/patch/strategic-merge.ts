/**
 * Kubernetes' strategic merge patch: a merge patch that merges lists of {@link listStrategyOf} item by item, with
 * directives for what a merge cannot say:
 *
 * - `$patch: delete | replace | merge` in an object or in an item of a list (an item that says `replace` stands for no
 *   item: the list becomes the other items);
 * - `$deleteFromPrimitiveList/<field>`: strings to take out of a list that merges by value;
 * - `$setElementOrder/<field>`: the order of the list's items; items that it does not name keep their place among them;
 * - `$retainKeys`: members that are not named here go.
 */
import { schemaOf } from '../codec.js';
import type { FieldSchema } from '../schema-types.js';
import { badRequest, statusError } from '../status-error.js';
import { isJsonObject, setMember, type JsonObject } from './json.js';
import { KeyedItems, rankByKey, rankByValue, type KeyedStrategy, type Rank } from './keyed-items.js';
import { listStrategyOf } from './merge-keys.js';

const deletePrefix = '$deleteFromPrimitiveList/';
const orderPrefix = '$setElementOrder/';

/**
 * Members and items that a merge may copy and walk. A patch and an object of the largest size have about a million; only
 * a patch that names one large item again and again has more, as each time copies it.
 */
export const mergeStepsMax = 5_000_000;

/** `target`, a message of that name, with the patch applied. Neither is changed. `stepsMax` bounds the work. */
export function strategicMerge(
  message: string,
  target: JsonObject,
  patch: JsonObject,
  stepsMax = mergeStepsMax,
): JsonObject {
  return mergeMessage(new Steps(stepsMax), message, target, patch);
}

class Steps {
  private taken = 0;

  constructor(private readonly max: number) {}

  take(count: number): void {
    this.taken += count;
    if (this.taken <= this.max) return;
    throw statusError('RequestEntityTooLarge', `the patch takes more than ${this.max} steps: send it in smaller parts`);
  }
}

function mergeMessage(steps: Steps, message: string, target: JsonObject, patch: JsonObject): JsonObject {
  return mergeObject(steps, schemaOf(message).fields, message, target, patch);
}

function mergeObject(
  steps: Steps,
  fields: readonly FieldSchema[],
  message: string,
  target: JsonObject,
  patch: JsonObject,
): JsonObject {
  steps.take(1 + Object.keys(target).length + Object.keys(patch).length);
  const { $patch: directive, $retainKeys: retained, ...rest } = patch;
  if (directive === 'delete') return {};
  if (directive === 'replace') return rest;
  if (directive !== undefined && directive !== 'merge') throw unknownDirective();
  const result = retained === undefined ? { ...target } : retain(target, rest, retained);
  const lists = new Set<string>();
  for (const [name, value] of Object.entries(rest)) {
    if (name.startsWith(deletePrefix)) lists.add(name.slice(deletePrefix.length));
    else if (name.startsWith(orderPrefix)) lists.add(name.slice(orderPrefix.length));
    else if (value === null) delete result[name];
    else if (Array.isArray(value)) lists.add(name);
    else setMember(result, name, mergeValue(steps, fields, name, own(result, name), value));
  }
  for (const name of lists) {
    const merged = mergeList({ steps, fields, message, name, target: own(result, name), patch: rest });
    if (merged !== undefined) setMember(result, name, merged);
  }
  return result;
}

function mergeValue(steps: Steps, fields: readonly FieldSchema[], name: string, old: unknown, value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  const field = fields.find((known) => known.name === name);
  const target = isJsonObject(old) ? old : {};
  const isMessage = field?.type.kind === 'message' && field.cardinality === 'one';
  return isMessage ? mergeMessage(steps, field.type.message, target, value) : mergeObject(steps, [], '', target, value);
}

interface ListMerge {
  readonly steps: Steps;
  readonly fields: readonly FieldSchema[];
  readonly message: string;
  readonly name: string;
  readonly target: unknown;
  /** The patch of the object that holds the list. */
  readonly patch: JsonObject;
}

function mergeList({ steps, fields, message, name, target, patch }: ListMerge): unknown[] | undefined {
  const items = own(patch, name);
  const deleted = own(patch, deletePrefix + name);
  const order = own(patch, orderPrefix + name);
  const old = Array.isArray(target) ? (target as unknown[]) : [];
  // The list itself was taken away or replaced by something that is no list: there is nothing to merge.
  if (Object.hasOwn(patch, name) && !Array.isArray(items)) return undefined;
  const given = Array.isArray(items) ? (items as unknown[]) : [];
  const strategy = listStrategyOf(message, name);
  const type = fields.find((known) => known.name === name)?.type;
  if (strategy === undefined || given.some(replaces)) {
    if (items === undefined) throw badRequest(`${name} has no items that a patch could order or delete`);
    return given.filter((item) => !replaces(item));
  }
  checkList(deleted, deletePrefix + name);
  checkList(order, orderPrefix + name);
  for (const list of [old, given, deleted, order]) steps.take(Array.isArray(list) ? list.length : 0);
  if (strategy.by === 'value') {
    const gone = new Set((deleted ?? []) as unknown[]);
    const merged = [...new Set([...old.filter((item) => !gone.has(item)), ...given])];
    return order === undefined ? merged : inOrder(merged, rankByValue(old), rankByValue(order as unknown[]));
  }
  const itemMessage = type?.kind === 'message' ? type.message : '';
  const merged = mergeItems(steps, strategy, itemMessage, old, given, name);
  if (order === undefined) return merged;
  const rank = rankByKey(strategy, order as unknown[]);
  checkOrder(given, rank, name);
  return inOrder(merged, rankByKey(strategy, old), rank);
}

function mergeItems(
  steps: Steps,
  strategy: KeyedStrategy,
  itemMessage: string,
  old: readonly unknown[],
  given: readonly unknown[],
  name: string,
): unknown[] {
  if (given.length === 0) return [...old];
  const merged = new KeyedItems(strategy, old);
  for (const item of given) {
    if (!isJsonObject(item)) throw badRequest(`${name}: an item of the patch is no object`);
    if (item[strategy.key] === undefined) {
      throw badRequest(`${name}: an item of the patch does not contain the declared merge key: ${strategy.key}`);
    }
    const place = merged.find(item);
    const found = merged.at(place);
    if (item['$patch'] === 'delete') {
      if (found !== undefined) merged.delete(place);
    } else if (found === undefined) merged.push(mergeItem(steps, itemMessage, {}, item));
    else merged.replace(place, found, mergeItem(steps, itemMessage, found, item));
  }
  return merged.items;
}

function mergeItem(steps: Steps, itemMessage: string, old: JsonObject, item: JsonObject): JsonObject {
  return itemMessage === '' ? mergeObject(steps, [], '', old, item) : mergeMessage(steps, itemMessage, old, item);
}

/**
 * The items that `order` names, in that order; the others go between them, each before the first one that it was
 * before in the old list.
 */
function inOrder(items: readonly unknown[], oldRank: Rank, orderRank: Rank): unknown[] {
  const ranked = items.map((item) => ({ item, at: orderRank(item), was: oldRank(item) }));
  const named = ranked.filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at);
  const others = ranked.filter(({ at }) => at < 0);
  const result: unknown[] = [];
  let n = 0;
  for (const { item, was } of others) {
    for (let next = named[n]; next !== undefined && !(was >= 0 && was < next.was); next = named[++n]) {
      result.push(next.item);
    }
    result.push(item);
  }
  return [...result, ...named.slice(n).map(({ item }) => item)];
}

function checkOrder(given: readonly unknown[], orderRank: Rank, name: string): void {
  let last = -1;
  for (const item of given) {
    if (isJsonObject(item) && item['$patch'] === 'delete') continue;
    const at = orderRank(item);
    if (at <= last) throw badRequest(`The order in patch list of ${name} doesn't match ${orderPrefix}${name}`);
    last = at;
  }
}

function checkList(value: unknown, name: string): void {
  if (value !== undefined && !Array.isArray(value)) throw badRequest(`${name} must be a list`);
}

function retain(target: JsonObject, patch: JsonObject, retained: unknown): JsonObject {
  if (!Array.isArray(retained)) throw badRequest('$retainKeys must be a list');
  const names = new Set<unknown>(retained);
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith('$') || value === null || names.has(name)) continue;
    throw badRequest(`$retainKeys has no ${JSON.stringify(name)}, which the patch sets`);
  }
  return Object.fromEntries(Object.entries(target).filter(([name]) => names.has(name)));
}

function replaces(item: unknown): boolean {
  return isJsonObject(item) && item['$patch'] === 'replace';
}

function unknownDirective(): Error {
  return statusError('Invalid', 'Unknown patch type found: $patch must be delete, replace or merge');
}

function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
