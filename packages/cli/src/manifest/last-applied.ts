/** What `apply` remembers of a manifest at the object itself, to know the next time what has been taken out of it. */
import type { ApiObject, KindInfo } from '@kuorum/api';

/** Kubernetes' own name, so that people who know kubectl recognize it. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** Kubernetes allows an object 256 KiB of annotations; a manifest above this is applied without being remembered. */
export const lastAppliedBytesMax = 200 * 1024;

export type Json = Record<string, unknown>;

/** The annotation's text for a manifest without apiVersion and kind; it does not hold itself. */
export function lastAppliedText(info: KindInfo, manifest: Json): string {
  const metadata = (manifest['metadata'] ?? {}) as Json;
  const { [lastAppliedAnnotation]: _self, ...annotations } = (metadata['annotations'] ?? {}) as Json;
  const whole = { apiVersion: info.apiVersion, kind: info.kind, ...manifest };
  return `${JSON.stringify({ ...whole, metadata: { ...metadata, annotations } })}\n`;
}

/** `manifest` with the annotation; as it is when it is too large to be remembered. */
export function withLastApplied(info: KindInfo, manifest: Json): { manifest: Json; remembered: boolean } {
  const text = lastAppliedText(info, manifest);
  if (Buffer.byteLength(text) > lastAppliedBytesMax) return { manifest, remembered: false };
  const metadata = (manifest['metadata'] ?? {}) as Json;
  const annotations = { ...((metadata['annotations'] ?? {}) as Json), [lastAppliedAnnotation]: text };
  return { manifest: { ...manifest, metadata: { ...metadata, annotations } }, remembered: true };
}

/** The manifest that was applied last, whole; undefined when there is none, or none that can be read. */
export function readLastApplied({ metadata }: ApiObject): Json | undefined {
  const text = metadata.annotations[lastAppliedAnnotation];
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    // Somebody edited the annotation: go on as if nothing had been applied before, which removes nothing.
    return undefined;
  }
}
