/**
 * Three-way apply (kubectl's client-side apply, on JSON merge patch semantics): what the manifest says is set, what the
 * last applied manifest said and this one no longer does is removed, what others set is left alone.
 */

/** Annotation that remembers the manifest of the last apply. Kubernetes' own name, so kubectl users recognize it. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

type Json = Record<string, unknown>;

/** The merge patch (RFC 7396) that brings `live` to `wanted`, given what was applied `last`. `{}` when nothing changes. */
export function threeWayMergePatch(last: Json, wanted: Json, live: Json): Json {
  const patch: Json = {};
  for (const [name, value] of Object.entries(wanted)) {
    const current = live[name];
    if (isObject(value)) {
      const lastValue = last[name];
      const inner = threeWayMergePatch(isObject(lastValue) ? lastValue : {}, value, isObject(current) ? current : {});
      if (Object.keys(inner).length > 0 || current === undefined) patch[name] = inner;
    } else if (!sameJson(value, current)) {
      patch[name] = value;
    }
  }
  for (const name of Object.keys(last)) {
    if (!(name in wanted) && name in live) patch[name] = null;
  }
  return patch;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether `live` already says what `wanted` says; inside lists, fields the server defaulted do not count. */
function sameJson(wanted: unknown, live: unknown): boolean {
  if (Array.isArray(wanted)) {
    return Array.isArray(live) && wanted.length === live.length && wanted.every((item, i) => sameJson(item, live[i]));
  }
  if (isObject(wanted))
    return isObject(live) && Object.entries(wanted).every(([name, value]) => sameJson(value, live[name]));
  return wanted === live || (typeof wanted === 'number' && String(wanted) === live);
}
