/** What a pod needs of its namespace to run: the Secrets, ConfigMaps and the ServiceAccount that its spec names. Pure. */
import type { Pod } from '@kuorum/api';

export interface PodReferences {
  readonly secrets: ReadonlySet<string>;
  readonly configmaps: ReadonlySet<string>;
  readonly serviceaccounts: ReadonlySet<string>;
}

/**
 * Fields that name one, wherever they stand in a spec: in a volume, a projection of one, a variable, all variables of a
 * container. None of them can be a key that a user has chosen: those are only in maps to texts.
 */
const referring: Readonly<Record<string, readonly ['secrets' | 'configmaps', string]>> = {
  configMap: ['configmaps', 'name'],
  configMapKeyRef: ['configmaps', 'name'],
  configMapRef: ['configmaps', 'name'],
  imagePullSecrets: ['secrets', 'name'],
  secretKeyRef: ['secrets', 'name'],
  secretRef: ['secrets', 'name'],
};

const serviceAccountDefault = 'default';

export function referencesOf({ spec }: Pod): PodReferences {
  const found = { secrets: new Set<string>(), configmaps: new Set<string>() };
  collect(spec, found);
  const account: unknown = (spec as { readonly serviceAccountName?: unknown }).serviceAccountName;
  const name = typeof account === 'string' && account !== '' ? account : serviceAccountDefault;
  return { ...found, serviceaccounts: new Set([name]) };
}

function collect(value: unknown, found: Readonly<Record<'secrets' | 'configmaps', Set<string>>>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [field, inner] of Object.entries(value)) {
    for (const reference of [inner].flat() as unknown[]) {
      if (typeof reference !== 'object' || reference === null) continue;
      const known = referring[field];
      if (known !== undefined) note(found[known[0]], reference, known[1]);
      // A volume says secretName, a projection name.
      if (field === 'secret') for (const at of ['secretName', 'name']) note(found.secrets, reference, at);
    }
    collect(inner, found);
  }
}

function note(names: Set<string>, reference: object, field: string): void {
  const name = (reference as Readonly<Record<string, unknown>>)[field];
  if (typeof name === 'string' && name !== '') names.add(name);
}
