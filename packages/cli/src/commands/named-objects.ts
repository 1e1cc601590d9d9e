/** Objects that a command was told by name: in its arguments or in files. */
import type { KindInfo } from '@kuorum/api';
import { namespaceFor, parseTargets } from './context.js';

export interface NamedObject {
  readonly info: KindInfo;
  /** '' for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
}

/** What `TYPE NAME…` and `TYPE/NAME…` name; types without names are `kinds`. */
export function namedInArgs(
  args: readonly string[],
  namespace: string | undefined,
): { kinds: KindInfo[]; named: NamedObject[] } {
  const { kinds, targets } = parseTargets(args);
  return { kinds, named: targets.map(({ info, name }) => ({ info, name, namespace: namespaceFor(info, namespace) })) };
}

/** The objects of manifests, each in its own namespace, else in `namespace`. */
export async function namedInFiles(
  paths: readonly string[],
  namespace: string | undefined,
  recursive = false,
): Promise<NamedObject[]> {
  const { loadManifests } = await import('../manifest/load.js');
  return (await loadManifests(paths, { recursive })).map(({ info, object: { metadata } }) => ({
    info,
    namespace: namespaceFor(info, metadata.namespace || namespace),
    name: metadata.name,
  }));
}
