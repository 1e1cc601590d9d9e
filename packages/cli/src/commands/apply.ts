/** `kuorum apply -f`: create what is missing, change what differs, leave the rest. */
import { decodeJson, encodeJson, isNotFound, type ApiObject, type KindInfo } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError, describeError } from '../errors.js';
import { loadManifests, type ManifestObject } from '../manifest/load.js';
import { lastAppliedAnnotation, threeWayMergePatch } from '../manifest/three-way.js';
import { objectName } from '../print/output.js';
import { clientCommand, namespaceFor, withClient, type ClientOptions } from './context.js';

interface ApplyOptions extends ClientOptions {
  readonly filename: string[];
}

export function applyCommand(): Command {
  return clientCommand('apply', 'Make the cluster hold what a manifest says')
    .requiredOption('-f, --filename <path...>', 'file, directory, or - for standard input')
    .action(async (options: ApplyOptions) => {
      const manifests = await loadManifests(options.filename);
      await withClient(options, (client) => applyAll(client, manifests, options.namespace));
    });
}

async function applyAll(client: ApiClient, manifests: ManifestObject[], namespace: string | undefined): Promise<void> {
  for (const manifest of manifests) {
    try {
      const done = await applyOne(client, manifest, namespace);
      console.log(`${objectName(manifest.info.kind, manifest.object.metadata.name)} ${done}`);
    } catch (error) {
      console.error(`${manifest.where}: ${describeError(error)}`);
      process.exitCode = 1;
    }
  }
}

/** Applies one object; says what it did, in kubectl's words. */
export async function applyOne(
  client: ApiClient,
  { info, source }: ManifestObject,
  namespace: string | undefined,
): Promise<'created' | 'configured' | 'unchanged'> {
  const resource = client.resource(info.kind);
  const wanted = withNamespace(source, info.namespaced ? (namespace ?? 'default') : '');
  const { name, namespace: target = '' } = wanted['metadata'] as { name?: string; namespace?: string };
  if (typeof name !== 'string' || name === '') {
    throw new CliError(`${info.kind}: metadata.name: Required value: apply finds an object again by its name`);
  }
  const annotated = withLastApplied(info, wanted);
  const live = await resource.get(namespaceFor(info, target), name).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
  if (live === undefined) {
    await resource.create(decodeJson(info.kind, annotated).object);
    return 'created';
  }
  const last = parseLastApplied(live);
  const patch = threeWayMergePatch(last, annotated, encodeJson(info.kind, live as never));
  if (Object.keys(patch).length === 0) return 'unchanged';
  await resource.patch(namespaceFor(info, target), name, patch);
  return 'configured';
}

function withNamespace(source: Record<string, unknown>, namespace: string): Record<string, unknown> {
  const { apiVersion: _apiVersion, kind: _kind, status: _status, ...rest } = source;
  const metadata = (rest['metadata'] ?? {}) as Record<string, unknown>;
  return { ...rest, metadata: namespace === '' ? metadata : { namespace, ...metadata } };
}

/** Kubernetes allows an object 256 KiB of annotations; a manifest above this is applied without being remembered. */
const lastAppliedBytesMax = 200 * 1024;

function withLastApplied(info: KindInfo, wanted: Record<string, unknown>): Record<string, unknown> {
  const metadata = wanted['metadata'] as Record<string, unknown>;
  const text = JSON.stringify({ apiVersion: info.apiVersion, kind: info.kind, ...wanted });
  if (Buffer.byteLength(text) > lastAppliedBytesMax) {
    console.error(
      `Warning: ${objectName(info.kind, String(metadata['name']))} is too large to remember what was applied: fields left out of a later manifest will stay`,
    );
    return wanted;
  }
  const annotations = (metadata['annotations'] ?? {}) as Record<string, unknown>;
  return { ...wanted, metadata: { ...metadata, annotations: { ...annotations, [lastAppliedAnnotation]: text } } };
}

function parseLastApplied(live: ApiObject): Record<string, unknown> {
  const text = live.metadata.annotations[lastAppliedAnnotation];
  if (text === undefined) return {};
  try {
    const { apiVersion: _apiVersion, kind: _kind, ...rest } = JSON.parse(text) as Record<string, unknown>;
    return rest;
  } catch {
    // Somebody edited the annotation: go on as if nothing had been applied before, which removes nothing.
    return {};
  }
}
