/** `kuorum autoscale`: a HorizontalPodAutoscaler for something that has replicas. */
import { kinds, type ApiObject } from '@kuorum/api';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { whole, type Json, type Options } from '../generate/generator.js';
import { clientCommand, type ClientOptions } from './context.js';
import { decodeManifest, withNamespace } from './create.js';
import { parseDryRun, withDryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { findTargets, type TargetOptions } from './find-targets.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';

interface AutoscaleOptions extends ClientOptions, DryRunOptions, TargetOptions {
  readonly min?: string;
  readonly max?: string;
  readonly cpuPercent?: string;
  readonly name?: string;
  readonly output?: string;
}

/** What has a scale. */
const scaled: readonly string[] = ['Deployment', 'ReplicaSet', 'ReplicationController'];

export function autoscaleCommand(env: Env = processEnv): Command {
  const command = clientCommand('autoscale', 'Let the replicas of a deployment follow its load')
    .argument('[type...]', 'TYPE NAME or TYPE/NAME, such as deployment/web')
    .option('-f, --filename <path...>', 'the objects that a file, a directory, a URL or - (standard input) names')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('--min <n>', 'replicas at least (default: 1)')
    .option('--max <n>', 'replicas at most; required')
    .option('--cpu-percent <n>', 'cpu that the pods use on average, of what they request (default: 80)')
    .option('--name <name>', 'name of the autoscaler (default: that of the object)')
    .action((args: string[], options: AutoscaleOptions) => autoscale(env, args, options));
  return withOutput(withDryRun(command));
}

async function autoscale(env: Env, args: string[], options: AutoscaleOptions): Promise<void> {
  const spec = specOf(options);
  const dryRun = parseDryRun(options);
  const teller = await ChangeTeller.of(env, options.output, dryRun);
  await env.withClient(options, async (client) => {
    await forEach(env, await findTargets(client, args, options), async ({ info, namespace, name }) => {
      if (!scaled.includes(info.kind)) {
        const can = scaled.map((kind) => kinds[kind as keyof typeof kinds].groupResource).join(', ');
        throw new CliError(`cannot autoscale ${info.groupResource}: what has replicas can be, which is ${can}`);
      }
      // An autoscaler of what is not there would wait for it and say nothing.
      await client.resource(info.kind).get(namespace, name);
      const manifest = {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: options.name ?? name },
        spec: { scaleTargetRef: { apiVersion: info.apiVersion, kind: info.kind, name }, ...spec },
      };
      const { info: autoscaler, object } = decodeManifest(manifest);
      const wanted = withNamespace(autoscaler, object, namespace);
      const made: ApiObject =
        dryRun === 'client'
          ? wanted
          : await client.resource(autoscaler.kind).create(wanted as never, { dryRun: dryRun === 'server' });
      teller.tell(autoscaler, made, 'autoscaled');
    });
  });
}

function specOf(options: AutoscaleOptions): Json {
  const all = options as unknown as Options;
  const [min, max] = [whole(all, 'min', 'min'), whole(all, 'max', 'max')];
  const percent = whole(all, 'cpuPercent', 'cpu-percent');
  if (max === undefined || max < 1) {
    throw new CliError(`--max=MAXPODS is required and must be at least 1, max: ${options.max ?? 'not given'}`);
  }
  if (min !== undefined && (min < 1 || min > max)) {
    throw new CliError(`--min must be at least 1 and at most --max: min: ${min}, max: ${max}`);
  }
  if (percent !== undefined && percent < 1) throw new CliError(`--cpu-percent must be at least 1, not ${percent}`);
  return {
    ...(min === undefined ? {} : { minReplicas: min }),
    maxReplicas: max,
    ...(percent === undefined
      ? {}
      : {
          metrics: [
            {
              type: 'Resource',
              resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
            },
          ],
        }),
  };
}
