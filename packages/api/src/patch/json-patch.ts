/**
 * JSON patch, RFC 6902, on plain JSON: a list of operations, all of which take place or none. Places are JSON pointers
 * (RFC 6901): `/spec/containers/0/image`, `~1` for a slash and `~0` for a tilde in a name, `-` for the end of a list.
 *
 * A document that is no list of operations is BadRequest; an operation that does not fit the object (a place that is not
 * there, a `test` that fails) is Invalid, as Kubernetes answers both.
 */
import { badRequest, statusError } from '../status-error.js';
import type { ApiStatusError } from '../status-error.js';
import { isJsonObject, sameJson, setMember, type JsonObject } from './json.js';

/** Kubernetes' bound. */
export const jsonPatchOperationsMax = 10_000;

/** Items of lists that the operations of a patch may move up or down, all together: about a tenth of a second. */
export const jsonPatchShiftsMax = 50_000_000;

const operationNames = ['add', 'remove', 'replace', 'move', 'copy', 'test'] as const;
type OperationName = (typeof operationNames)[number];

interface Operation {
  readonly op: OperationName;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** `document` with the operations applied; it is not changed itself. `copiedBytesMax` bounds what `copy` may add. */
export function applyJsonPatch(document: unknown, patch: unknown, copiedBytesMax = 3 * 1024 * 1024): unknown {
  const operations = readOperations(patch);
  // The root is a member of a list of one, so that it is replaced and removed like any other value.
  const holder: JsonObject = { root: structuredClone(document) };
  let copiedBytes = 0;
  let shifts = 0;
  operations.forEach((operation, i) => {
    if (operation.op === 'copy') {
      copiedBytes += JSON.stringify(valueAt(holder, operation.from ?? '', i)).length;
      if (copiedBytes > copiedBytesMax) throw unfit(i, `copies add more than ${copiedBytesMax} bytes`);
    }
    shifts += applyOperation(holder, operation, i);
    if (shifts > jsonPatchShiftsMax) {
      const why = `the operations of the JSON patch move more than ${jsonPatchShiftsMax} items of lists`;
      throw statusError('RequestEntityTooLarge', `${why}: replace the list, or send the patch in smaller parts`);
    }
  });
  return holder['root'];
}

function readOperations(patch: unknown): Operation[] {
  if (!Array.isArray(patch)) throw badRequest('a JSON patch must be a list of operations');
  if (patch.length > jsonPatchOperationsMax) {
    const allowed = `The allowed maximum operations in a JSON patch is ${jsonPatchOperationsMax}, got ${patch.length}`;
    throw statusError('RequestEntityTooLarge', allowed);
  }
  return patch.map((item: unknown, i) => readOperation(item, i));
}

function readOperation(item: unknown, i: number): Operation {
  const wrong = (why: string): ApiStatusError => badRequest(`operation ${i} of the JSON patch: ${why}`);
  if (!isJsonObject(item)) throw wrong('must be an object');
  const { op, path, from, value } = item;
  const name = operationNames.find((known) => known === op);
  if (name === undefined) throw wrong(`op must be one of ${operationNames.join(', ')}`);
  if (typeof path !== 'string') throw wrong('path must be given');
  if ((name === 'move' || name === 'copy') && typeof from !== 'string') throw wrong(`${name} needs from`);
  if ((name === 'add' || name === 'replace' || name === 'test') && !Object.hasOwn(item, 'value')) {
    throw wrong(`${name} needs a value`);
  }
  for (const pointer of [path, from]) {
    if (typeof pointer !== 'string' || pointer === '') continue;
    if (!pointer.startsWith('/')) throw wrong(`${JSON.stringify(pointer)} must begin with a slash`);
    if (/~(?![01])/.test(pointer)) throw wrong(`${JSON.stringify(pointer)} has a tilde that is neither ~0 nor ~1`);
  }
  return { op: name, path, value, ...(typeof from === 'string' ? { from } : {}) };
}

/** Returns how many items of lists have moved. */
function applyOperation(holder: JsonObject, { op, path, from = '', value }: Operation, i: number): number {
  switch (op) {
    case 'add':
      return add(holder, path, structuredClone(value), i);
    case 'remove':
      return remove(holder, path, i);
    case 'replace':
      valueAt(holder, path, i);
      set(holder, path, structuredClone(value), i);
      return 0;
    case 'move': {
      if (path.startsWith(`${from}/`)) throw unfit(i, `cannot move ${from} into itself`);
      const moved = valueAt(holder, from, i);
      if (from === path) return 0;
      const shifts = remove(holder, from, i);
      return shifts + add(holder, path, moved, i);
    }
    case 'copy':
      return add(holder, path, structuredClone(valueAt(holder, from, i)), i);
    case 'test':
      if (!sameJson(valueAt(holder, path, i), value)) throw unfit(i, `testing value ${path} failed`);
      return 0;
  }
}

function add(holder: JsonObject, path: string, value: unknown, i: number): number {
  const { parent, last } = placeOf(holder, path, i);
  if (!Array.isArray(parent)) {
    setMember(parent, last, value);
    return 0;
  }
  const index = last === '-' ? parent.length : indexIn(parent, last, parent.length, path, i);
  parent.splice(index, 0, value);
  return parent.length - 1 - index;
}

function remove(holder: JsonObject, path: string, i: number): number {
  valueAt(holder, path, i);
  const { parent, last } = placeOf(holder, path, i);
  if (Array.isArray(parent)) {
    parent.splice(Number(last), 1);
    return parent.length - Number(last);
  }
  if (path === '') holder['root'] = null;
  else delete parent[last];
  return 0;
}

function set(holder: JsonObject, path: string, value: unknown, i: number): void {
  const { parent, last } = placeOf(holder, path, i);
  if (Array.isArray(parent)) parent[Number(last)] = value;
  else setMember(parent, last, value);
}

function valueAt(holder: JsonObject, path: string, i: number): unknown {
  const { parent, last } = placeOf(holder, path, i);
  if (Array.isArray(parent)) return parent[indexIn(parent, last, parent.length - 1, path, i)];
  if (!Object.hasOwn(parent, last)) throw unfit(i, `there is nothing at ${path}`);
  return parent[last];
}

/** What holds the value that `path` points at; the root is a member of the holder. */
function placeOf(holder: JsonObject, path: string, i: number): { parent: JsonObject | unknown[]; last: string } {
  const steps = path.split('/').slice(1);
  const last = steps.pop();
  if (last === undefined) return { parent: holder, last: 'root' };
  let parent = holder['root'];
  for (const step of steps.map(unescapeStep)) {
    if (Array.isArray(parent)) parent = parent[indexIn(parent, step, parent.length - 1, path, i)];
    else if (isJsonObject(parent) && Object.hasOwn(parent, step)) parent = parent[step];
    else throw unfit(i, `there is nothing at ${path}`);
  }
  if (Array.isArray(parent)) return { parent: parent as unknown[], last };
  if (isJsonObject(parent)) return { parent, last: unescapeStep(last) };
  throw unfit(i, `there is nothing that could hold ${path}`);
}

function unescapeStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Digits without a leading zero, up to `indexMax`. */
function indexIn(list: readonly unknown[], step: string, indexMax: number, path: string, i: number): number {
  if (/^(0|[1-9]\d{0,8})$/.test(step) && Number(step) <= indexMax) return Number(step);
  throw unfit(i, `${path}: ${JSON.stringify(step)} is no place in a list of ${list.length}`);
}

function unfit(i: number, why: string): ApiStatusError {
  const message = `the server rejected our request due to an error in our request: operation ${i}: ${why}`;
  return statusError('Invalid', message);
}
