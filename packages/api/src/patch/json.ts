/** What the three kinds of patch share: parsing, plain objects, equality of JSON. */
import { jsonDepthMax } from '../codec.js';
import { badRequest } from '../status-error.js';

export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parser's words quote the text: with `quotes` false they are left out. */
export function parsePatchText(text: string, quotes = true): unknown {
  let patch: unknown;
  try {
    patch = JSON.parse(text);
  } catch (error) {
    if (!quotes) throw badRequest('the patch is not JSON');
    throw badRequest(`the patch is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  checkDepth(patch, 0);
  return patch;
}

/** Before anything walks the patch without counting. */
function checkDepth(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > jsonDepthMax) throw badRequest(`the patch is nested deeper than ${jsonDepthMax} levels`);
  for (const item of Object.values(value)) checkDepth(item, depth + 1);
}

/** Equal as JSON: the order of an object's members does not count. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJson(item, b[i]));
  }
  if (!isJsonObject(a)) return a === b;
  if (!isJsonObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameJson(a[name], b[name]))
  );
}

/** Sets a member whatever its name is: `__proto__` is a name like any other in JSON. */
export function setMember(object: JsonObject, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}
