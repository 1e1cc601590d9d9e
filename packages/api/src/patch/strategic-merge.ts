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
import { listStrategyOf, type ListStrategy } from './merge-keys.js';

const deletePrefix = '$deleteFromPrimitiveList/';
const orderPrefix = '$setElementOrder/';

/** `target`, a message of that name, with the patch applied. Neither is changed. */
export function strategicMerge(message: string, target: JsonObject, patch: JsonObject): JsonObject {
  return mergeObject(schemaOf(message).fields, message, target, patch);
}

function mergeObject(
  fields: readonly FieldSchema[],
  message: string,
  target: JsonObject,
  patch: JsonObject,
): JsonObject {
  const { $patch: directive, $retainKeys: retained, ...rest } = patch;
  if (directive === 'delete') return {};
  if (directive === 'replace') return rest;
  if (directive !== undefined && directive !== 'merge') throw unknownDirective(directive);
  const result = retained === undefined ? { ...target } : retain(target, rest, retained);
  const lists = new Set<string>();
  for (const [name, value] of Object.entries(rest)) {
    if (name.startsWith(deletePrefix)) lists.add(name.slice(deletePrefix.length));
    else if (name.startsWith(orderPrefix)) lists.add(name.slice(orderPrefix.length));
    else if (value === null) delete result[name];
    else if (Array.isArray(value)) lists.add(name);
    else setMember(result, name, mergeValue(fields, name, own(result, name), value));
  }
  for (const name of lists) {
    const merged = mergeList({ fields, message, name, target: own(result, name), patch: rest });
    if (merged !== undefined) setMember(result, name, merged);
  }
  return result;
}

function mergeValue(fields: readonly FieldSchema[], name: string, old: unknown, value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  const field = fields.find((known) => known.name === name);
  const target = isJsonObject(old) ? old : {};
  const isMessage = field?.type.kind === 'message' && field.cardinality === 'one';
  return isMessage ? strategicMerge(field.type.message, target, value) : mergeObject([], '', target, value);
}

interface ListMerge {
  readonly fields: readonly FieldSchema[];
  readonly message: string;
  readonly name: string;
  readonly target: unknown;
  /** The patch of the object that holds the list. */
  readonly patch: JsonObject;
}

function mergeList({ fields, message, name, target, patch }: ListMerge): unknown[] | undefined {
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
  if (strategy.by === 'value') {
    const gone = new Set((deleted ?? []) as unknown[]);
    const merged = [...new Set([...old.filter((item) => !gone.has(item)), ...given])];
    return order === undefined ? merged : inOrder(merged, old, order as unknown[], (a, b) => a === b);
  }
  const itemMessage = type?.kind === 'message' ? type.message : '';
  const merged = mergeItems(strategy, itemMessage, old, given, name);
  if (order === undefined) return merged;
  const same = (a: unknown, b: unknown): boolean => sameItem(strategy, a, b);
  checkOrder(given, order as unknown[], same, name);
  return inOrder(merged, old, order as unknown[], same);
}

type KeyedStrategy = ListStrategy & { readonly by: 'key' };

function mergeItems(
  strategy: KeyedStrategy,
  itemMessage: string,
  old: readonly unknown[],
  given: readonly unknown[],
  name: string,
): unknown[] {
  let merged = [...old];
  for (const item of given) {
    if (!isJsonObject(item)) throw badRequest(`${name}: an item of the patch is no object: ${JSON.stringify(item)}`);
    if (item[strategy.key] === undefined) {
      throw badRequest(`${name}: an item of the patch does not contain the declared merge key: ${strategy.key}`);
    }
    const found = findItem(strategy, merged, item);
    if (item['$patch'] === 'delete') merged = merged.filter((_, i) => i !== found);
    else if (found < 0) merged.push(mergeItem(itemMessage, {}, item));
    else merged[found] = mergeItem(itemMessage, merged[found] as JsonObject, item);
  }
  return merged;
}

function mergeItem(itemMessage: string, old: JsonObject, item: JsonObject): JsonObject {
  return itemMessage === '' ? mergeObject([], '', old, item) : strategicMerge(itemMessage, old, item);
}

/** Index of the item that is meant, or -1. An item that does not say by what it is told apart means the usual one. */
function findItem(strategy: KeyedStrategy, list: readonly unknown[], item: JsonObject): number {
  const exact = list.findIndex((other) => sameItem(strategy, other, item));
  const { key, within } = strategy;
  if (exact >= 0 || within === undefined || item[within.field] !== undefined) return exact;
  return list.findIndex((other) => isJsonObject(other) && other[key] === item[key]);
}

function sameItem({ key, within }: KeyedStrategy, a: unknown, b: unknown): boolean {
  if (!isJsonObject(a) || !isJsonObject(b) || a[key] !== b[key]) return false;
  return within === undefined || (a[within.field] ?? within.absent) === (b[within.field] ?? within.absent);
}

/**
 * The items that `order` names, in that order; the others go between them, each before the first one that it was
 * before in the old list.
 */
function inOrder(
  items: readonly unknown[],
  old: readonly unknown[],
  order: readonly unknown[],
  same: (a: unknown, b: unknown) => boolean,
): unknown[] {
  const rank = (list: readonly unknown[], item: unknown): number => list.findIndex((other) => same(other, item));
  const named = items.filter((item) => rank(order, item) >= 0).sort((a, b) => rank(order, a) - rank(order, b));
  const others = items.filter((item) => rank(order, item) < 0);
  const result: unknown[] = [];
  while (named.length > 0 && others.length > 0) {
    const [other, next] = [rank(old, others[0]), rank(old, named[0])];
    result.push(other >= 0 && next >= 0 && other < next ? others.shift() : named.shift());
  }
  return [...result, ...named, ...others];
}

function checkOrder(
  given: readonly unknown[],
  order: readonly unknown[],
  same: (a: unknown, b: unknown) => boolean,
  name: string,
): void {
  let last = -1;
  for (const item of given) {
    if (isJsonObject(item) && item['$patch'] === 'delete') continue;
    const at = order.findIndex((other) => same(other, item));
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

function unknownDirective(directive: unknown): Error {
  return statusError('Invalid', `Unknown patch type found: ${JSON.stringify(directive)}`);
}

function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
