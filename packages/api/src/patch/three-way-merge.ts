/**
 * What `apply` sends: the strategic merge patch that brings a live object to what a manifest says, given what the manifest
 * said the last time. As Kubernetes makes it (`CreateThreeWayMergePatch`):
 *
 * - what the manifest says and the live object does not is set;
 * - what the last manifest said and this one no longer does is removed;
 * - what neither says is somebody else's, and stays: members of objects, items of lists with keys, strings of lists of
 *   values. Lists without keys are one value.
 *
 * Objects are JSON; `live` is as the codec writes it, without zero values. Pure, and changes none of its arguments.
 *
 * ```ts
 * threeWayMerge('PodSpec', {containers: [{name: 'a'}, {name: 'b'}]}, {containers: [{name: 'a'}]}, live);
 * // {containers: [{$patch: 'delete', name: 'b'}], '$setElementOrder/containers': [{name: 'a'}]}
 * ```
 */
import { schemaOf } from '../codec.js';
import type { FieldSchema } from '../schema-types.js';
import { isJsonObject, setMember, type JsonObject } from './json.js';
import { listStrategyOf, retainKeysMessages, type ListStrategy } from './merge-keys.js';

/** `{}` when there is nothing to do. For what is not there yet nothing is made: it is created as it is. */
export function threeWayMerge(message: string, last: JsonObject, wanted: JsonObject, live: JsonObject): JsonObject {
  return diffObject(message, last, wanted, live);
}

/** The members of one object; `message` is '' for a map. */
function diffObject(message: string, last: JsonObject, wanted: JsonObject, live: JsonObject): JsonObject {
  const patch: JsonObject = {};
  const fields = message === '' ? [] : schemaOf(message).fields;
  for (const [name, value] of Object.entries(wanted)) {
    const field = fields.find((known) => known.name === name);
    diffMember(patch, { message, name, field, last: own(last, name), wanted: value, live: own(live, name) });
  }
  for (const name of Object.keys(last)) {
    if (!Object.hasOwn(wanted, name) && Object.hasOwn(live, name)) setMember(patch, name, null);
  }
  return retainKeysMessages.has(message) ? retaining(patch, wanted, live) : patch;
}

interface Member {
  readonly message: string;
  readonly name: string;
  readonly field: FieldSchema | undefined;
  readonly last: unknown;
  readonly wanted: unknown;
  readonly live: unknown;
}

function diffMember(patch: JsonObject, member: Member): void {
  const { name, field, last, wanted, live } = member;
  if (live === undefined) {
    if (wanted !== null && !isUnset(field, wanted)) setMember(patch, name, wanted);
  } else if (wanted === null) {
    setMember(patch, name, null);
  } else if (Array.isArray(wanted) && Array.isArray(live)) {
    diffList(patch, member, Array.isArray(last) ? last : [], wanted, live);
  } else if (isJsonObject(wanted) && isJsonObject(live)) {
    const inner = diffObject(messageOf(field, 'one'), isJsonObject(last) ? last : {}, wanted, live);
    if (Object.keys(inner).length > 0) setMember(patch, name, inner);
  } else if (!isSame(field, wanted, live)) {
    setMember(patch, name, wanted);
  }
}

function diffList(
  patch: JsonObject,
  { message, name, field }: Member,
  last: readonly unknown[],
  wanted: readonly unknown[],
  live: readonly unknown[],
): void {
  const strategy = listStrategyOf(message, name);
  if (strategy === undefined) {
    if (!isSame(field, wanted, live)) setMember(patch, name, wanted);
  } else if (strategy.by === 'value') {
    diffValues(patch, name, last, wanted, live);
  } else {
    const keyed = { last: byKey(strategy, last), wanted: byKey(strategy, wanted), live: byKey(strategy, live) };
    if (keyed.wanted === undefined || keyed.live === undefined) {
      // Items that cannot be told apart cannot be merged: then the list is one value, and the server judges it.
      if (!isSame(field, wanted, live)) setMember(patch, name, [...wanted, { $patch: 'replace' }]);
      return;
    }
    const { last: before = new Map<string, JsonObject>(), wanted: now, live: there } = keyed;
    diffItems(patch, name, messageOf(field, 'list'), strategy, before, now, there);
  }
}

function diffValues(
  patch: JsonObject,
  name: string,
  last: readonly unknown[],
  wanted: readonly unknown[],
  live: readonly unknown[],
): void {
  const there = new Set(live);
  const kept = new Set(wanted);
  const added = wanted.filter((item) => !there.has(item));
  const gone = last.filter((item) => !kept.has(item) && there.has(item));
  if (added.length > 0) setMember(patch, name, added);
  if (gone.length > 0) patch[`$deleteFromPrimitiveList/${name}`] = gone;
  if (added.length + gone.length > 0 || !isOrdered([...kept], live)) patch[`$setElementOrder/${name}`] = [...kept];
}

type KeyStrategy = ListStrategy & { readonly by: 'key' };
type Items = ReadonlyMap<string, JsonObject>;

function diffItems(
  patch: JsonObject,
  name: string,
  message: string,
  strategy: KeyStrategy,
  last: Items,
  wanted: Items,
  live: Items,
): void {
  const changes: JsonObject[] = [];
  for (const [id, item] of wanted) {
    const there = live.get(id);
    if (there === undefined) {
      changes.push(item);
      continue;
    }
    const inner = diffObject(message, last.get(id) ?? {}, item, there);
    if (Object.keys(inner).length > 0) changes.push({ ...keyOf(strategy, item), ...inner });
  }
  for (const [id, item] of last) {
    if (!wanted.has(id) && live.has(id)) changes.push({ $patch: 'delete', ...keyOf(strategy, item) });
  }
  if (changes.length > 0) setMember(patch, name, changes);
  if (changes.length > 0 || !isOrdered([...wanted.keys()], [...live.keys()])) {
    patch[`$setElementOrder/${name}`] = [...wanted.values()].map((item) => keyOf(strategy, item));
  }
}

/** The items by what tells them apart; undefined when an item does not say it, or two say the same. */
function byKey(strategy: KeyStrategy, list: readonly unknown[]): Items | undefined {
  const items = new Map<string, JsonObject>();
  for (const item of list) {
    if (!isJsonObject(item) || (item[strategy.key] ?? null) === null) return undefined;
    const id = JSON.stringify(keyOf(strategy, item));
    if (items.has(id)) return undefined;
    items.set(id, item);
  }
  return items;
}

function keyOf({ key, within }: KeyStrategy, item: JsonObject): JsonObject {
  return { [key]: item[key], ...(within === undefined ? {} : { [within.field]: item[within.field] ?? within.absent }) };
}

/** Whether what both have comes in the same order: what only `live` has, others put there. */
function isOrdered(wanted: readonly unknown[], live: readonly unknown[]): boolean {
  const there = new Set(live);
  const names = new Set(wanted);
  const order = live.filter((item) => names.has(item));
  return wanted.filter((item) => there.has(item)).every((item, i) => item === order[i]);
}

/** A volume that becomes of another kind must not keep the old kind's member beside the new one. */
function retaining(patch: JsonObject, wanted: JsonObject, live: JsonObject): JsonObject {
  const names = Object.keys(wanted).filter((name) => wanted[name] !== null);
  const others = Object.keys(live).some((name) => !names.includes(name));
  if (names.length === 0 || (Object.keys(patch).length === 0 && !others)) return patch;
  return { ...patch, $retainKeys: names.sort() };
}

function messageOf(field: FieldSchema | undefined, cardinality: FieldSchema['cardinality']): string {
  return field?.type.kind === 'message' && field.cardinality === cardinality ? field.type.message : '';
}

/** What the codec leaves out, so that a live object which does not say it says the same. */
function isUnset(field: FieldSchema | undefined, value: unknown): boolean {
  if (field === undefined || field.optional || field.type.kind === 'intOrString') return false;
  if (Array.isArray(value)) return value.length === 0;
  if (isJsonObject(value)) return (field.required || field.cardinality === 'map') && Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false;
}

/** Whether `live` says just what was written, as the codec would write it. */
function isSame(field: FieldSchema | undefined, wanted: unknown, live: unknown): boolean {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(live) || wanted.length !== live.length) return false;
    return wanted.every((item, i) => isSame(field, item, live[i]));
  }
  if (!isJsonObject(wanted)) return wanted === live || (typeof wanted === 'number' && String(wanted) === live);
  if (!isJsonObject(live)) return false;
  const message = field?.type.kind === 'message' && field.cardinality !== 'map' ? field.type.message : '';
  const fields = message === '' ? [] : schemaOf(message).fields;
  const isSameMember = (name: string): boolean => {
    const inner = fields.find((known) => known.name === name);
    const value = own(wanted, name) ?? undefined;
    if (!Object.hasOwn(live, name)) return value === undefined || isUnset(inner, value);
    return value !== undefined && isSame(inner, value, live[name]);
  };
  return [...new Set([...Object.keys(wanted), ...Object.keys(live)])].every(isSameMember);
}

function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
