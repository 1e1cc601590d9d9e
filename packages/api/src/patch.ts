/**
 * The patches that objects can be changed by, as Kubernetes has them: `merge` (RFC 7396), `json` (RFC 6902) and
 * `strategic` (a merge that merges lists by keys). Pure: the server and tests apply them alike.
 */
import { decodeJson, encodeJson, holdsSecrets, type MessageName } from './codec.js';
import type { MessageTypes } from './gen/types.js';
import type { KindName } from './kinds.js';
import { isJsonObject, parsePatchText } from './patch/json.js';
import { applyJsonPatch } from './patch/json-patch.js';
import { mergePatch } from './patch/merge-patch.js';
import { strategicMerge } from './patch/strategic-merge.js';
import { badRequest, describeErrors } from './status-error.js';

export { applyJsonPatch, jsonPatchOperationsMax, jsonPatchShiftsMax } from './patch/json-patch.js';
export { listStrategyOf, mergeListFields, retainKeysMessages, type ListStrategy } from './patch/merge-keys.js';
export { mergePatch } from './patch/merge-patch.js';
export { mergeStepsMax, strategicMerge } from './patch/strategic-merge.js';
export { threeWayMerge } from './patch/three-way-merge.js';

/** Short names of Kubernetes' content types `application/<type>-patch+json`. */
export const patchTypes = ['merge', 'json', 'strategic'] as const;
export type PatchType = (typeof patchTypes)[number];

/**
 * `old` with the patch applied. Throws BadRequest when the patch makes no sense or its outcome is no `kind` (every field
 * is named), Invalid when it does not fit `old`.
 */
export function applyPatch<K extends KindName & MessageName>(
  kind: K,
  old: MessageTypes[K],
  type: string,
  patchText: string,
): MessageTypes[K] {
  const patch = parsePatchText(patchText, !holdsSecrets(kind));
  const { object, errors } = decodeJson(kind, patched(kind, encodeJson(kind, old), type, patch));
  if (errors.length > 0) throw badRequest(`Cannot apply the patch to ${kind}: ${describeErrors(errors)}`, errors);
  return object;
}

function patched(kind: KindName, json: Record<string, unknown>, type: string, patch: unknown): unknown {
  if (type === 'json') return applyJsonPatch(json, patch);
  if (type !== '' && type !== 'merge' && type !== 'strategic') {
    throw badRequest(`patch type ${JSON.stringify(type)} is not supported: use ${patchTypes.join(', ')}`);
  }
  if (!isJsonObject(patch)) throw badRequest('the patch must be a JSON object');
  return type === 'strategic' ? strategicMerge(kind, json, patch) : mergePatch(json, patch);
}
