/** `kuorum apply -f`: create what is missing, change what differs, leave the rest; `--prune` removes what is no longer there. */
import {
  decodeJson,
  encodeJson,
  isAlreadyExists,
  isConflict,
  isNotFound,
  type ApiObject,
  type KindInfo,
} from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { repeated } from '../generate/generator.js';
import { conflictTriesMax } from '../limits.js';
import { loadManifests, type ManifestObject } from '../manifest/load.js';
import { lastAppliedAnnotation, threeWayMergePatch } from '../manifest/three-way.js';
import { objectName } from '../print/output.js';
import { parsePrune, prune, type PruneOptions } from './apply-prune.js';
import { clientCommand, namespaceFor, type ClientOptions } from './context.js';
import { parseDryRun, withDryRun, type DryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';

interface ApplyOptions extends ClientOptions, DryRunOptions, PruneOptions {
  readonly filename?: string[];
  readonly recursive?: boolean;
  readonly kustomize?: string;
  readonly serverSide?: boolean;
  readonly output?: string;
}

export function applyCommand(env: Env = processEnv): Command {
  const command = clientCommand('apply', 'Make the cluster hold what a manifest says')
    .option('-f, --filename <path...>', 'file, directory, URL, or - for standard input')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('--prune', 'delete what apply made, -l or --all selects, and the manifests no longer have')
    .option('-l, --selector <selector>', 'only manifests with these labels; what --prune looks at')
    .option('--all', 'with --prune: look at everything in the namespace')
    .option('--prune-allowlist <group/version/kind>', 'types that --prune looks at; may be repeated', repeated)
    .option('-k, --kustomize <dir>', 'not supported: pipe the output of kustomize into -f -')
    .option('--server-side', 'not supported')
    .action((options: ApplyOptions) => apply(env, options));
  return withOutput(withDryRun(command));
}

async function apply(env: Env, options: ApplyOptions): Promise<void> {
  if (options.kustomize !== undefined) {
    throw new CliError('-k is not supported: say "kustomize build DIR | kuorum apply -f -"');
  }
  if (options.serverSide === true) {
    throw new CliError(
      '--server-side is not supported: fields have no managers here; apply without it merges three ways',
    );
  }
  if (options.filename === undefined) throw new CliError('must specify -f FILE, DIRECTORY, URL or - (standard input)');
  const pruned = parsePrune(options);
  const dryRun = parseDryRun(options);
  const teller = await ChangeTeller.of(env, options.output, dryRun);
  const loaded = await loadManifests(options.filename, { recursive: options.recursive });
  const manifests = await selected(loaded, options.selector);
  await env.withClient(options, async (client) => {
    const applied: { info: KindInfo; object: ApiObject }[] = [];
    await forEach(env, manifests, async (manifest) => {
      const { done, object } = await applyObject(client, manifest, options.namespace, dryRun, (text) => env.err(text));
      applied.push({ info: manifest.info, object });
      teller.tell(manifest.info, object, done);
    });
    // What failed would look as if it had been taken out of the manifests.
    if (pruned === undefined) return;
    if (applied.length < manifests.length) return env.err('error: nothing was pruned, as not everything was applied');
    await prune(env, client, pruned, applied, teller, dryRun, options.namespace ?? 'default');
  });
}

async function selected(manifests: ManifestObject[], selector: string | undefined): Promise<ManifestObject[]> {
  if (selector === undefined) return manifests;
  const { matchesLabels, parseLabelSelector } = await import('@kuorum/api');
  const requirements = parseLabelSelector(selector);
  const found = manifests.filter(({ object }) => matchesLabels(requirements, object.metadata.labels));
  if (found.length === 0) throw new CliError('no objects passed to apply: none has the labels of -l');
  return found;
}

export interface Applied {
  readonly done: 'created' | 'configured' | 'unchanged';
  readonly object: ApiObject;
}

/** Applies one object; says what it did, in kubectl's words. */
export async function applyOne(
  client: ApiClient,
  manifest: ManifestObject,
  namespace: string | undefined,
): Promise<Applied['done']> {
  return (await applyObject(client, manifest, namespace, 'none', (text) => console.error(text))).done;
}

/** What another writer does between looking and writing is looked at anew. */
export async function applyObject(
  client: ApiClient,
  { info, source }: ManifestObject,
  namespace: string | undefined,
  dryRun: DryRun,
  warn: (text: string) => void,
): Promise<Applied> {
  const wanted = withNamespace(source, info.namespaced ? (namespace ?? 'default') : '');
  const { name, namespace: target = '' } = wanted['metadata'] as { name?: string; namespace?: string };
  if (typeof name !== 'string' || name === '') {
    throw new CliError(`${info.kind}: metadata.name: Required value: apply finds an object again by its name`);
  }
  const annotated = withLastApplied(info, wanted, warn);
  for (let tries = 1; ; tries++) {
    try {
      return await applyOnce(client, info, namespaceFor(info, target), name, annotated, dryRun);
    } catch (error) {
      if (!(isConflict(error) || isAlreadyExists(error)) || tries >= conflictTriesMax) throw error;
    }
  }
}

async function applyOnce(
  client: ApiClient,
  info: KindInfo,
  namespace: string,
  name: string,
  annotated: Record<string, unknown>,
  dryRun: DryRun,
): Promise<Applied> {
  const resource = client.resource(info.kind);
  const live = await getOrNothing(client, info, namespace, name);
  const checkOnly = dryRun === 'server';
  if (live === undefined) {
    const { object } = decodeJson(info.kind, annotated);
    return {
      done: 'created',
      object: dryRun === 'client' ? object : await resource.create(object, { dryRun: checkOnly }),
    };
  }
  const patch = threeWayMergePatch(parseLastApplied(live), annotated, encodeJson(info.kind, live as never));
  if (Object.keys(patch).length === 0) return { done: 'unchanged', object: live };
  if (dryRun === 'client') return { done: 'configured', object: live };
  const object: ApiObject = await resource.patch(namespace, name, patch, { dryRun: checkOnly });
  // What the server keeps in another form, as stringData or an empty map, differs from the manifest for ever.
  const same = object.metadata.resourceVersion === live.metadata.resourceVersion;
  return { done: same && !checkOnly ? 'unchanged' : 'configured', object };
}

export async function getOrNothing(
  client: ApiClient,
  info: KindInfo,
  namespace: string,
  name: string,
): Promise<ApiObject | undefined> {
  try {
    return await client.resource(info.kind).get(namespace, name);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function withNamespace(source: Record<string, unknown>, namespace: string): Record<string, unknown> {
  const { apiVersion: _apiVersion, kind: _kind, status: _status, ...rest } = source;
  const metadata = (rest['metadata'] ?? {}) as Record<string, unknown>;
  return { ...rest, metadata: namespace === '' ? metadata : { namespace, ...metadata } };
}

/** Kubernetes allows an object 256 KiB of annotations; a manifest above this is applied without being remembered. */
const lastAppliedBytesMax = 200 * 1024;

function withLastApplied(
  info: KindInfo,
  wanted: Record<string, unknown>,
  warn: (text: string) => void,
): Record<string, unknown> {
  const metadata = wanted['metadata'] as Record<string, unknown>;
  const text = JSON.stringify({ apiVersion: info.apiVersion, kind: info.kind, ...wanted });
  if (Buffer.byteLength(text) > lastAppliedBytesMax) {
    warn(
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
