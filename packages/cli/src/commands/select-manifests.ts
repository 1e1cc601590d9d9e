/** `-l` of commands that read manifests: only those with the labels. */
import { matchesLabels, parseLabelSelector } from '@kuorum/api';
import { CliError } from '../errors.js';
import type { ManifestObject } from '../manifest/load.js';

export function selectManifests(manifests: ManifestObject[], selector: string | undefined): ManifestObject[] {
  if (selector === undefined) return manifests;
  const requirements = parseLabelSelector(selector);
  const found = manifests.filter(({ object }) => matchesLabels(requirements, object.metadata.labels));
  if (found.length === 0) throw new CliError('no objects passed: none of the manifests has the labels of -l');
  return found;
}
