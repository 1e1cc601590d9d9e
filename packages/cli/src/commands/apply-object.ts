/** Applies one manifest: creates what is missing, else sends the three-way patch of what differs. */
import {
  decodeJson,
  encodeJson,
  isAlreadyExists,
  isConflict,
  isInvalid,
  strategicMerge,
  threeWayMerge,
  type ApiObject,
  type KindInfo,
} from '@kuorum/api';
import type { ApiClient, DeleteOptions } from '@kuorum/client';
import { CliError, describeError } from '../errors.js';
import { conflictTriesMax } from '../limits.js';
import { readLastApplied, withLastApplied, type Json } from '../manifest/last-applied.js';
import type { ManifestObject } from '../manifest/load.js';
import { objectName } from '../print/output.js';
import { namespaceFor } from './context.js';
import type { DryRun } from './dry-run.js';
import { getOrNothing } from './get-or-nothing.js';
import { waitUntilGone } from './wait-gone.js';

export interface Applied {
  readonly done: 'created' | 'configured' | 'unchanged';
  readonly object: ApiObject;
}

export interface ApplyHow {
  readonly namespace: string | undefined;
  readonly dryRun: DryRun;
  readonly warn: (text: string) => void;
  /** Makes anew what cannot be changed (`--force`). */
  readonly force?: DeleteOptions & { readonly timeoutMs: number };
}

interface Target {
  readonly info: KindInfo;
  readonly namespace: string;
  readonly name: string;
  /** The manifest with its annotation, without apiVersion, kind and status. */
  readonly wanted: Json;
}

/** What another writer does between looking and writing is looked at anew. */
export async function applyObject(client: ApiClient, manifest: ManifestObject, how: ApplyHow): Promise<Applied> {
  const target = targetOf(manifest, how);
  for (let tries = 1; ; tries++) {
    try {
      return await applyOnce(client, target, how);
    } catch (error) {
      const raced = isConflict(error) || isAlreadyExists(error);
      if (raced && tries < conflictTriesMax) continue;
      if (how.force !== undefined && (isConflict(error) || isInvalid(error))) {
        return remake(client, target, { ...how.force, warn: how.warn }, error);
      }
      throw error;
    }
  }
}

function targetOf({ info, source }: ManifestObject, { namespace, warn }: ApplyHow): Target {
  const { apiVersion: _apiVersion, kind: _kind, status: _status, ...rest } = source;
  const metadata = (rest['metadata'] ?? {}) as Json;
  const { name } = metadata;
  if (typeof name !== 'string' || name === '') {
    throw new CliError(`${info.kind}: metadata.name: Required value: apply finds an object again by its name`);
  }
  const scope = namespaceFor(info, namespace);
  const placed = { ...rest, metadata: scope === '' ? metadata : { namespace: scope, ...metadata } };
  const { manifest, remembered } = withLastApplied(info, placed);
  if (!remembered) {
    const what = objectName(info.kind, name);
    warn(`Warning: ${what} is too large to remember what was applied: fields left out of a later manifest will stay`);
  }
  const own = (placed.metadata as { namespace?: string }).namespace;
  return { info, namespace: namespaceFor(info, own), name, wanted: manifest };
}

async function applyOnce(client: ApiClient, target: Target, { dryRun, warn }: ApplyHow): Promise<Applied> {
  const { info, namespace, name, wanted } = target;
  const resource = client.resource(info.kind);
  const live = await getOrNothing(client, info, namespace, name);
  const checkOnly = dryRun === 'server';
  if (live === undefined) {
    const { object } = decodeJson(info.kind, wanted);
    const made = dryRun === 'client' ? object : await resource.create(object, { dryRun: checkOnly });
    return { done: 'created', object: made };
  }
  const last = readLastApplied(live);
  if (last === undefined && live.metadata.deletionTimestamp === '') warn(missingAnnotation(info, name));
  const { apiVersion: _apiVersion, kind: _kind, status: _status, ...before } = last ?? {};
  const present = encodeJson(info.kind, live as never);
  const patch = threeWayMerge(info.kind, before, wanted, present);
  if (Object.keys(patch).length === 0) return { done: 'unchanged', object: live };
  if (dryRun === 'client') {
    const { object } = decodeJson(info.kind, strategicMerge(info.kind, present, patch));
    return { done: 'configured', object };
  }
  const object: ApiObject = await resource.patch(namespace, name, patch, { type: 'strategic', dryRun: checkOnly });
  // What the server keeps in another form, as stringData or what it defaults, differs from the manifest for ever.
  const same = JSON.stringify(content(info, object)) === JSON.stringify(content(info, live));
  return { done: same ? 'unchanged' : 'configured', object };
}

function missingAnnotation(info: KindInfo, name: string): string {
  return `Warning: resource ${info.plural}/${name} is missing the annotation of what was applied last, which apply needs to remove what a manifest no longer has: it was made in another way than by "kuorum apply" or "create --save-config". The annotation is added now.`;
}

/** What a write that changes nothing leaves as it is. */
function content(info: KindInfo, object: ApiObject): Json {
  const json = encodeJson(info.kind, object as never);
  const { resourceVersion: _version, generation: _generation, ...metadata } = json['metadata'] as Json;
  return { ...json, metadata };
}

/** Deletes it and creates it as the manifest says; when that fails, what was there is put back. */
async function remake(
  client: ApiClient,
  { info, namespace, name, wanted }: Target,
  { timeoutMs, warn, ...how }: DeleteOptions & { timeoutMs: number; warn: (text: string) => void },
  why: unknown,
): Promise<Applied> {
  const resource = client.resource(info.kind);
  const live = await getOrNothing(client, info, namespace, name);
  if (live === undefined) throw why;
  const { object } = decodeJson(info.kind, wanted);
  await resource.delete(namespace, name, { ...how, preconditions: { uid: live.metadata.uid } });
  await waitUntilGone(client, { info, namespace, name }, live, timeoutMs);
  try {
    return { done: 'configured', object: await resource.create(object) };
  } catch (error) {
    const old = { ...live, metadata: { ...live.metadata, resourceVersion: '', uid: '' } };
    try {
      await resource.create(old as never);
    } catch (restoring) {
      warn(describeError(error));
      throw new CliError(
        `${objectName(info.kind, name)} is gone: it could not be put back: ${describeError(restoring)}`,
      );
    }
    throw error;
  }
}
