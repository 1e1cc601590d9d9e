/** `kuorum expose`: a service for the pods of something that is there. */
import {
  podTemplateOf,
  type ApiObject,
  type Deployment,
  type KindInfo,
  type Pod,
  type ReplicationController,
  type Service,
} from '@kuorum/api';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { pairs, whole, type Json, type Options } from '../generate/generator.js';
import { clientCommand, type ClientOptions } from './context.js';
import { decodeManifest, withNamespace } from './create.js';
import { parseDryRun, withDryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { findTargets, type TargetOptions } from './find-targets.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';

interface ExposeOptions extends ClientOptions, DryRunOptions, TargetOptions {
  readonly port?: string;
  readonly targetPort?: string;
  readonly nodePort?: string;
  readonly type?: string;
  readonly name?: string;
  readonly clusterIp?: string;
  readonly labels?: string;
  readonly selector?: string;
  readonly output?: string;
}

export function exposeCommand(env: Env = processEnv): Command {
  const command = clientCommand('expose', 'Make a service for the pods of a deployment, pod or service')
    .argument('[type...]', 'TYPE NAME or TYPE/NAME')
    .option('-f, --filename <path...>', 'the objects that a file, a directory, a URL or - (standard input) names')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('--port <port>', "the service's port (default: the containers' ports)")
    .option('--target-port <port>', "number or name of the pods' port (default: the same)")
    .option('--type <type>', 'ClusterIP or NodePort')
    .option('--name <name>', 'name of the service (default: that of the object)')
    .option('--cluster-ip <address>', 'its address, or None for a headless service')
    .option('-l, --labels <labels>', "the service's labels (default: the object's)")
    .option('--selector <labels>', "labels of the pods, KEY=VALUE,… (default: the object's)")
    .action((args: string[], options: ExposeOptions) => expose(env, args, options));
  return withOutput(withDryRun(command));
}

async function expose(env: Env, args: string[], options: ExposeOptions): Promise<void> {
  const dryRun = parseDryRun(options);
  const teller = await ChangeTeller.of(env, options.output, dryRun);
  const { selector: _selector, ...targets } = options;
  await env.withClient(options, async (client) => {
    await forEach(env, await findTargets(client, args, targets), async ({ info, namespace, name }) => {
      const exposed = await client.resource(info.kind).get(namespace, name);
      const { info: service, object } = decodeManifest(serviceFor(info, exposed, options));
      const placed = withNamespace(service, object, namespace);
      const made =
        dryRun === 'client'
          ? placed
          : await client.resource('Service').create(placed as Service, { dryRun: dryRun === 'server' });
      teller.tell(service, made, 'exposed');
    });
  });
}

function serviceFor(info: KindInfo, object: ApiObject, options: ExposeOptions): Json {
  const selector = options.selector === undefined ? selectorOf(info, object) : pairs(options.selector, '--selector');
  const labels = options.labels === undefined ? object.metadata.labels : pairs(options.labels, '--labels');
  const { type, clusterIp } = options;
  const ports = portsFor(info, object, options);
  if (ports.length === 0 && clusterIp !== 'None') {
    throw new CliError("couldn't find port via --port flag or introspection: say --port=PORT");
  }
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: options.name ?? object.metadata.name, labels },
    spec: {
      selector,
      ports,
      ...(type === undefined ? {} : { type }),
      ...(clusterIp === undefined ? {} : { clusterIP: clusterIp }),
    },
  };
}

function selectorOf(info: KindInfo, object: ApiObject): Record<string, string> {
  switch (info.kind) {
    case 'Pod':
      if (Object.keys(object.metadata.labels).length > 0) return object.metadata.labels;
      throw new CliError('the pod has no labels and cannot be exposed');
    case 'Service':
    case 'ReplicationController':
      return (object as Service | ReplicationController).spec.selector;
    case 'Deployment':
    case 'ReplicaSet': {
      const { selector } = (object as Deployment).spec;
      if (selector !== undefined && selector.matchExpressions.length === 0) return selector.matchLabels;
      throw new CliError(`couldn't convert expressions of the selector to labels: say --selector`);
    }
    default:
      throw new CliError(
        `cannot expose a ${info.kind}: a deployment, replicaset, replicationcontroller, pod or service is`,
      );
  }
}

function portsFor(info: KindInfo, object: ApiObject, options: ExposeOptions): Json[] {
  const target = options.targetPort;
  const targetPort = target === undefined ? {} : { targetPort: /^\d+$/.test(target) ? Number(target) : target };
  const port = whole(options as Options, 'port', 'port');
  if (port !== undefined)
    return [{ protocol: 'TCP', port, ...(target === undefined ? { targetPort: port } : targetPort) }];
  const found = portsOf(info, object);
  return found.map((each, i) => ({
    ...(found.length > 1 ? { name: `port-${i + 1}` } : {}),
    protocol: 'TCP',
    port: each,
    ...(target === undefined ? { targetPort: each } : targetPort),
  }));
}

function portsOf(info: KindInfo, object: ApiObject): number[] {
  if (info.kind === 'Service') return (object as Service).spec.ports.map(({ port }) => port);
  const spec = info.kind === 'Pod' ? (object as Pod).spec : podTemplateOf(info.kind, object)?.spec;
  return (spec?.containers ?? []).flatMap(({ ports }) => ports.map(({ containerPort }) => containerPort));
}
