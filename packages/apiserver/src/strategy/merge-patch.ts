/** JSON merge patch, RFC 7396: objects merge, null removes, everything else (lists too) replaces. */
import { badRequest, decodeJson, describeErrors, encodeJson, jsonDepthMax, type KindName } from '@kuorum/api';
import type { AnyObject } from '../registry/stored-object.js';

/** `old` with `patchText` applied; throws BadRequest that names every field that cannot be. */
export function applyMergePatch(kind: KindName, old: AnyObject, patchText: string): AnyObject {
  const patch = parsePatch(patchText);
  const { object, errors } = decodeJson(kind, mergePatch(encodeJson(kind, old), patch, 0));
  if (errors.length > 0) throw badRequest(`Cannot apply the patch to ${kind}: ${describeErrors(errors)}`, errors);
  return object;
}

function parsePatch(text: string): Record<string, unknown> {
  let patch: unknown;
  try {
    patch = JSON.parse(text);
  } catch (error) {
    throw badRequest(`the patch is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(patch)) throw badRequest('the patch must be a JSON object');
  return patch;
}

function mergePatch(target: unknown, patch: unknown, depth: number): unknown {
  if (depth > jsonDepthMax) throw badRequest(`the patch is nested deeper than ${jsonDepthMax} levels`);
  if (!isObject(patch)) return patch;
  const result = new Map<string, unknown>(Object.entries(isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, mergePatch(result.get(key), value, depth + 1));
  }
  return Object.fromEntries(result);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
