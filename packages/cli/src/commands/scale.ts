/** `kuorum scale`: changes the number of replicas and nothing else. */
import { fieldEquals, isConflict, kindNames, kinds, type ApiObject, type KindInfo, type Scale } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { firstValueFrom, map, startWith, takeUntil, filter, timer } from 'rxjs';
import { parseDurationMs } from '../durations.js';
import { CliError } from '../errors.js';
import { conflictTriesMax } from '../limits.js';
import { clientCommand } from './context.js';
import { parseDryRun, withDryRun, type DryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { findTargets, withTargetOptions, type TargetOptions } from './find-targets.js';
import { watchForever$ } from './list.js';
import type { NamedObject } from './named-objects.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';

interface ScaleCommandOptions extends TargetOptions, DryRunOptions {
  readonly replicas?: string;
  readonly currentReplicas?: string;
  readonly resourceVersion?: string;
  readonly timeout: string;
  readonly output?: string;
}

/** An object as `scale` sees it. */
type Scalable = ApiObject & { spec: { replicas?: number }; status: { replicas?: number; observedGeneration?: string } };

export function scaleCommand(env: Env = processEnv): Command {
  const command = clientCommand('scale', 'Change the number of replicas')
    .argument('[type...]', 'TYPE NAME… or TYPE/NAME…, such as deployment/web')
    .option('--replicas <n>', 'replicas wanted')
    .option('--current-replicas <n>', 'only when there are so many wanted now; -1: however many', '-1')
    .option('--resource-version <version>', 'only when the object still has this version')
    .option('--timeout <duration>', 'wait so long until there are so many; 0 does not wait', '0s')
    .action((args: string[], options: ScaleCommandOptions) => scale(env, args, options));
  return withOutput(withDryRun(withTargetOptions(command)));
}

async function scale(env: Env, args: string[], options: ScaleCommandOptions): Promise<void> {
  if (options.replicas === undefined) throw new CliError('required flag(s) "replicas" not set: say --replicas=COUNT');
  const replicas = count('--replicas', options.replicas);
  const current = options.currentReplicas === '-1' ? undefined : count('--current-replicas', options.currentReplicas);
  const timeoutMs = options.timeout === '0' ? 0 : parseDurationMs(options.timeout, '--timeout');
  const dryRun = parseDryRun(options);
  const teller = await ChangeTeller.of(env, options.output, dryRun);
  await env.withClient(options, async (client) => {
    const targets = await findTargets(client, args, options);
    if (targets.length === 0) throw new CliError('no objects passed to scale');
    if (options.resourceVersion !== undefined && targets.length > 1) {
      throw new CliError('cannot use --resource-version with multiple resources');
    }
    await forEach(env, targets, async (target) => {
      mustScale(target.info);
      const scaled = await scaleOne(client, target, replicas, current, options.resourceVersion, dryRun);
      teller.tell(
        target.info,
        options.output === undefined ? scaled : await objectOf(client, target, scaled),
        'scaled',
      );
      if (timeoutMs > 0 && dryRun === 'none') await untilScaled(client, target, replicas, timeoutMs);
    });
  });
}

function mustScale({ groupResource, subresources }: KindInfo): void {
  if (subresources.includes('scale')) return;
  const able = kindNames.map((kind): KindInfo => kinds[kind]).filter((info) => info.subresources.includes('scale'));
  const names = able.map((info) => info.groupResource).join(', ');
  throw new CliError(`cannot scale ${groupResource}: what has replicas is ${names}`);
}

/** The change is for the version that was looked at; another writer in between is looked at anew. */
async function scaleOne(
  client: ApiClient,
  { info, namespace, name }: NamedObject,
  replicas: number,
  current: number | undefined,
  resourceVersion: string | undefined,
  dryRun: DryRun,
): Promise<Scale> {
  const resource = client.resource(info.kind);
  for (let tries = 1; ; tries++) {
    const live = await resource.getScale(namespace, name);
    const now = live.spec.replicas;
    if (current !== undefined && now !== current) throw new CliError(`Expected replicas to be ${current}, was ${now}`);
    const seen = live.metadata.resourceVersion;
    if (resourceVersion !== undefined && resourceVersion !== seen) {
      throw new CliError(`Expected resource version to be ${resourceVersion}, was ${seen}`);
    }
    const wanted = { ...live, spec: { replicas } };
    if (dryRun === 'client') return wanted;
    try {
      return await resource.updateScale(wanted, { dryRun: dryRun === 'server' });
    } catch (error) {
      if (!isConflict(error) || resourceVersion !== undefined || tries >= conflictTriesMax) throw error;
    }
  }
}

/** The object for `-o`; a dry run has not changed it. Without `-o` its name is enough, which the scale has too. */
async function objectOf(client: ApiClient, { info, namespace, name }: NamedObject, scale: Scale): Promise<ApiObject> {
  const live = (await client.resource(info.kind).get(namespace, name)) as unknown as Scalable;
  return { ...live, spec: { ...live.spec, replicas: scale.spec.replicas } } as ApiObject;
}

async function untilScaled(
  client: ApiClient,
  { info, namespace, name }: NamedObject,
  replicas: number,
  timeoutMs: number,
): Promise<void> {
  const live: ApiObject = await client.resource(info.kind).get(namespace, name);
  const selection = { namespace, fieldSelector: fieldEquals('metadata.name', name) };
  const there$ = watchForever$(client, info, selection, live.metadata.resourceVersion).pipe(
    map(({ object }) => object),
    startWith(live),
    map((object) => ((object as Scalable).status.replicas ?? 0) === replicas),
    filter((reached) => reached),
    takeUntil(timer(timeoutMs)),
  );
  if (await firstValueFrom(there$, { defaultValue: false })) return;
  throw new CliError(`timed out waiting for ${info.groupResource}/${name} to be scaled to ${replicas}`);
}

function count(flag: string, text: string | undefined): number {
  const n = Number(text);
  if (text === undefined || text === '' || !Number.isInteger(n) || n < 0) {
    throw new CliError(`Cannot read ${flag}: ${JSON.stringify(text)} is not a whole number of replicas, 0 or more`);
  }
  return n;
}
