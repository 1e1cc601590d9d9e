/**
 * `kuorum rollout history` and `undo`: the revisions of a Deployment are the ReplicaSets that it owns, each with its number
 * in an annotation. Going back gives the Deployment the template of one of them, which then is its newest revision.
 */
import {
  deepEqual,
  encodeJson,
  formatLabelSelector,
  isControlledBy,
  kinds,
  type ApiObject,
  type Deployment,
  type PodTemplateSpec,
  type ReplicaSet,
} from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { lastAppliedAnnotation } from '../manifest/last-applied.js';
import { podTemplateText } from '../print/describe.js';
import { objectName } from '../print/output.js';
import { clientCommand } from './context.js';
import { parseDryRun, withDryRun, type DryRunOptions } from './dry-run.js';
import type { Env } from './env.js';
import { findTargetsOrAll, type TargetOptions } from './find-targets.js';
import { listAll } from './list.js';
import type { NamedObject } from './named-objects.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';

/** Kubernetes' names. */
export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const changeCauseAnnotation = 'kubernetes.io/change-cause';
const hashLabel = 'pod-template-hash';

/** Annotations that say how it is now; going back does not bring them back. */
const presentAnnotations = [
  lastAppliedAnnotation,
  revisionAnnotation,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

interface HistoryOptions extends TargetOptions, DryRunOptions {
  readonly output?: string;
  readonly revision: string;
  readonly toRevision: string;
}

export function historyCommand(env: Env): Command {
  const command = clientCommand('history', 'Show the revisions of deployments')
    .argument('[type...]', 'TYPE NAME… or TYPE/NAME…, such as deployment/web')
    .option('-f, --filename <path...>', 'the objects that a file, a directory, a URL or - (standard input) names')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('-l, --selector <selector>', 'label selector')
    .option('--revision <n>', 'show the template of this revision', '0')
    .action((args: string[], options: HistoryOptions) => history(env, args, options));
  return withOutput(command);
}

async function history(env: Env, args: string[], options: HistoryOptions): Promise<void> {
  const wanted = revisionNumber('revision', options.revision);
  const teller = options.output === undefined ? undefined : await ChangeTeller.of(env, options.output, 'none');
  await env.withClient(options, async (client) => {
    await forEach(env, await findTargetsOrAll(client, args, options), async (target) => {
      const revisions = await revisionsOf(client, await deploymentOf(client, target));
      const shown = wanted === 0 ? revisions : revisions.filter(({ revision }) => revision === wanted);
      if (wanted > 0 && shown.length === 0) throw new CliError('unable to find the specified revision');
      if (teller !== undefined) {
        for (const { replicaSet } of shown) teller.tell(kinds.ReplicaSet, replicaSet, '');
        return;
      }
      const what = objectName(target.info.kind, target.name);
      const [first] = shown;
      if (wanted > 0 && first !== undefined) {
        env.out(`${what} with revision #${wanted}\n${podTemplateText(withCause(first), env.nowMs())}\n`);
      } else {
        env.out(`${what} \n${historyText(revisions)}\n`);
      }
    });
  });
}

interface Revision {
  readonly revision: number;
  readonly replicaSet: ReplicaSet;
}

function historyText(revisions: readonly Revision[]): string {
  if (revisions.length === 0) return 'No rollout history found.';
  const head = 'REVISION';
  const rows = revisions.map(({ revision, replicaSet }) => {
    return `${String(revision).padEnd(head.length)}  ${replicaSet.metadata.annotations[changeCauseAnnotation] || '<none>'}`;
  });
  return [`${head}  CHANGE-CAUSE`, ...rows].join('\n');
}

function withCause({ replicaSet: { metadata, spec } }: Revision): PodTemplateSpec {
  const cause = metadata.annotations[changeCauseAnnotation];
  if (cause === undefined) return spec.template;
  const template = spec.template.metadata;
  const annotations = { ...template.annotations, [changeCauseAnnotation]: cause };
  return { ...spec.template, metadata: { ...template, annotations } };
}

export function undoCommand(env: Env): Command {
  const command = clientCommand('undo', 'Go back to an earlier revision')
    .argument('[type...]', 'TYPE NAME… or TYPE/NAME…, such as deployment/web')
    .option('-f, --filename <path...>', 'the objects that a file, a directory, a URL or - (standard input) names')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('-l, --selector <selector>', 'label selector')
    .option('--to-revision <n>', 'the revision to go back to; 0: the one before the present', '0')
    .action((args: string[], options: HistoryOptions) => undo(env, args, options));
  return withOutput(withDryRun(command));
}

async function undo(env: Env, args: string[], options: HistoryOptions): Promise<void> {
  const wanted = revisionNumber('to-revision', options.toRevision);
  const dryRun = parseDryRun(options);
  const teller = await ChangeTeller.of(env, options.output, dryRun);
  await env.withClient(options, async (client) => {
    await forEach(env, await findTargetsOrAll(client, args, options), async (target) => {
      const deployment = await deploymentOf(client, target);
      const back = revisionToGoTo(deployment, await revisionsOf(client, deployment), wanted);
      const { template } = back.replicaSet.spec;
      if (dryRun === 'client') {
        return teller.tell(target.info, deployment, podTemplateText(template, env.nowMs()));
      }
      if (deployment.spec.paused) {
        const resume = `kuorum rollout resume deployment/${target.name}`;
        throw new CliError(`you cannot rollback a paused deployment; resume it first with '${resume}' and try again`);
      }
      const plain = withoutHash(template);
      if (deepEqual(plain, withoutHash(deployment.spec.template))) {
        const why = `(current template already matches revision ${wanted === 0 ? back.revision : wanted})`;
        return teller.tell(target.info, deployment, `skipped rollback ${why}`);
      }
      const patch = [
        { op: 'add', path: '/spec/template', value: encodeJson('PodTemplateSpec', plain) },
        { op: 'add', path: '/metadata/annotations', value: annotationsOf(deployment, back.replicaSet) },
      ];
      const write = { type: 'json', dryRun: dryRun === 'server' } as const;
      const changed = await client.resource('Deployment').patch(target.namespace, target.name, patch, write);
      teller.tell(target.info, changed, 'rolled back');
    });
  });
}

/** `wanted` 0: the one before the newest. */
function revisionToGoTo({ metadata }: Deployment, revisions: readonly Revision[], wanted: number): Revision {
  if (wanted > 0) {
    const found = revisions.find(({ revision }) => revision === wanted);
    if (found !== undefined) return found;
    throw new CliError(`unable to find specified revision ${wanted} in history`);
  }
  const before = revisions.at(-2);
  if (before === undefined) throw new CliError(`no rollout history found for deployment "${metadata.name}"`);
  return before;
}

function annotationsOf(deployment: Deployment, replicaSet: ReplicaSet): Record<string, string> {
  const isPresent = ([name]: [string, string]): boolean => presentAnnotations.includes(name);
  return Object.fromEntries([
    ...Object.entries(replicaSet.metadata.annotations).filter((each) => !isPresent(each)),
    ...Object.entries(deployment.metadata.annotations).filter(isPresent),
  ]);
}

/** The label tells the pods of one ReplicaSet from those of another: it is none of the Deployment's. */
function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [hashLabel]: _hash, ...labels } = template.metadata.labels;
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** The oldest first. ReplicaSets without a number are none that a controller has looked at. */
export async function revisionsOf(client: ApiClient, deployment: Deployment): Promise<Revision[]> {
  const { selector } = deployment.spec;
  const labelSelector = selector === undefined ? undefined : formatLabelSelector(selector);
  const { items } = await listAll(client, kinds.ReplicaSet, {
    namespace: deployment.metadata.namespace,
    labelSelector,
  });
  return (items as ReplicaSet[])
    .filter((replicaSet) => isControlledBy(replicaSet, deployment))
    .map((replicaSet) => ({ revision: Number(replicaSet.metadata.annotations[revisionAnnotation]), replicaSet }))
    .filter(({ revision }) => Number.isSafeInteger(revision) && revision > 0)
    .sort((a, b) => a.revision - b.revision);
}

async function deploymentOf(client: ApiClient, { info, namespace, name }: NamedObject): Promise<Deployment> {
  if (info.kind === 'DaemonSet') {
    throw new CliError(
      `no rollout history for daemonset "${name}": there are no ControllerRevisions here, a daemon set has its present template only ("kuorum describe ds/${name}"). To go back, apply the earlier manifest`,
    );
  }
  if (info.kind !== 'Deployment') {
    throw new CliError(`no rollout history for ${info.groupResource}: the revisions of deployments.apps are kept`);
  }
  const object: ApiObject = await client.resource(info.kind).get(namespace, name);
  return object as Deployment;
}

function revisionNumber(flag: string, text: string): number {
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new CliError(`invalid argument ${JSON.stringify(text)} for "--${flag}": it is not a revision, 1 or more`);
}
