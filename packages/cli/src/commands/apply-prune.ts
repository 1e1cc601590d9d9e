/** `apply --prune`: deletes what an earlier apply made and the manifests no longer have. Never what apply did not make. */
import { findKind, kinds, type ApiObject, type KindInfo } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import { CliError } from '../errors.js';
import { lastAppliedAnnotation } from '../manifest/last-applied.js';
import type { DryRun } from './dry-run.js';
import type { Env } from './env.js';
import { listAll } from './list.js';
import { forEach, type ChangeTeller } from './tell-change.js';

export interface PruneOptions {
  readonly prune?: boolean;
  readonly selector?: string;
  readonly all?: boolean;
  readonly pruneAllowlist?: string[];
}

/**
 * kubectl's, as far as they exist here, but for Namespace: a namespace that left the manifests would take along what
 * others have in it. It is pruned when it is named.
 */
const prunedKinds: readonly KindInfo[] = [
  kinds.ConfigMap,
  kinds.Endpoints,
  kinds.Pod,
  kinds.ReplicationController,
  kinds.Secret,
  kinds.Service,
  kinds.Job,
  kinds.CronJob,
  kinds.DaemonSet,
  kinds.Deployment,
  kinds.ReplicaSet,
];

export interface Prune {
  readonly infos: readonly KindInfo[];
  readonly selector: string | undefined;
}

export function parsePrune({ prune, selector, all, pruneAllowlist }: PruneOptions): Prune | undefined {
  if (prune !== true) {
    if (all === true || pruneAllowlist !== undefined) throw new CliError('--all and --prune-allowlist go with --prune');
    return undefined;
  }
  if (all === true && selector !== undefined) throw new CliError('cannot set --all and --selector at the same time');
  if (all !== true && selector === undefined) {
    throw new CliError(
      'all resources selected for prune without explicitly passing --all. To prune all, pass the --all flag; else say -l SELECTOR',
    );
  }
  return { infos: pruneAllowlist?.map(allowed) ?? prunedKinds, selector };
}

function allowed(text: string): KindInfo {
  const [group = '', version = '', kind = '', ...more] = text.split('/');
  const info = findKind(kind);
  const apiVersion = group === 'core' ? version : `${group}/${version}`;
  if (info === undefined || info.kind !== kind || info.apiVersion !== apiVersion || more.length > 0) {
    throw new CliError(
      `invalid GroupVersionKind format: ${text}, please follow <group/version/kind>, such as core/v1/ConfigMap`,
    );
  }
  return info;
}

export async function prune(
  env: Env,
  client: ApiClient,
  { infos, selector }: Prune,
  applied: readonly { info: KindInfo; object: ApiObject }[],
  teller: ChangeTeller,
  dryRun: DryRun,
  namespace: string,
): Promise<void> {
  const kept = new Set(applied.map(({ info, object: { metadata } }) => keyOf(info, metadata.namespace, metadata.name)));
  const namespaces = new Set(
    applied.filter(({ info }) => info.namespaced).map(({ object }) => object.metadata.namespace || namespace),
  );
  for (const info of infos) {
    for (const each of info.namespaced ? namespaces : [undefined]) {
      const { items } = await listAll(client, info, { namespace: each, labelSelector: selector });
      const gone = items.filter(
        ({ metadata }) =>
          Object.hasOwn(metadata.annotations, lastAppliedAnnotation) &&
          !kept.has(keyOf(info, metadata.namespace, metadata.name)) &&
          metadata.deletionTimestamp === '',
      );
      await forEach(env, gone, async (object) => {
        const { namespace: target, name, uid } = object.metadata;
        if (dryRun !== 'client') {
          await client
            .resource(info.kind)
            .delete(target, name, { preconditions: { uid }, dryRun: dryRun === 'server' });
        }
        teller.tell(info, object, 'pruned');
      });
    }
  }
}

function keyOf({ kind }: KindInfo, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}
