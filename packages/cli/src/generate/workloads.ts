/** `create deployment|job|cronjob|service …`, and the pod of `run`. */
import { encodeJson, findKind } from '@kuorum/api';
import { Option } from 'commander';
import { CliError } from '../errors.js';
import {
  each,
  list,
  pairs,
  repeated,
  required,
  text,
  whole,
  type Generator,
  type GeneratorInput,
  type Json,
} from './generator.js';

/** kubectl's name for the container of an image: the last part of it, without tag and digest. */
export function containerNameOf(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1).replace(/[@:].*$/, '');
  return last
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-')
    .replace(/^-+|-+$/g, '');
}

const deployment: Generator = {
  words: 'deployment',
  aliases: ['deploy'],
  summary: 'a deployment of an image',
  takesCommand: true,
  options: (command) =>
    command
      .option('--image <image>', 'image to run; may be repeated', repeated)
      .option('-r, --replicas <n>', 'pods wanted', '1')
      .option('--port <port>', 'port the container listens on'),
  make: ({ name, command, options }) => {
    const images = each(options, 'image');
    if (images.length === 0) throw new CliError('required flag(s) "image" not set');
    if (images.length > 1 && command.length > 0) {
      throw new CliError('cannot specify multiple --image options and command');
    }
    const port = whole(options, 'port', 'port');
    const ports = port === undefined ? {} : { ports: [{ containerPort: port }] };
    const run = command.length === 0 ? {} : { command: [...command] };
    const containers = images.map((image) => ({ name: containerNameOf(image), image, ...ports, ...run }));
    const labels = { app: name };
    const template = { metadata: { labels }, spec: { containers } };
    const replicas = whole(options, 'replicas', 'replicas');
    const spec = { replicas, selector: { matchLabels: labels }, template };
    return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels }, spec };
  },
};

const job: Generator = {
  words: 'job',
  summary: 'a job of an image, or of a cron job: --from=cronjob/NAME',
  takesCommand: true,
  options: (command) =>
    command.option('--image <image>', 'image to run').option('--from <cronjob/name>', 'the cron job to run now'),
  make: (input) => {
    const { name, command, options } = input;
    if (text(options, 'from') !== undefined) return jobFrom(input);
    const image = text(options, 'image');
    if (image === undefined) throw new CliError('either --image or --from must be specified');
    return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: jobSpec(name, image, command, 'Never') };
  },
};

function jobSpec(name: string, image: string, command: readonly string[], restartPolicy: string): Json {
  const run = command.length === 0 ? {} : { command: [...command] };
  return { template: { spec: { containers: [{ name, image, ...run }], restartPolicy } } };
}

async function jobFrom({ name, command, options, client, namespace }: GeneratorInput): Promise<Json> {
  if (text(options, 'image') !== undefined || command.length > 0) {
    throw new CliError('cannot specify --image or command with --from');
  }
  const from = text(options, 'from') ?? '';
  const [type = '', source = ''] = from.split('/');
  if (findKind(type)?.kind !== 'CronJob' || source === '') {
    throw new CliError(`from must be an existing cronjob, such as cronjob/nightly, not ${JSON.stringify(from)}`);
  }
  const cronJob = await client.resource('CronJob').get(namespace, source);
  const { metadata = {}, spec } = (
    encodeJson('CronJob', cronJob) as { spec: { jobTemplate: { metadata?: Json; spec: Json } } }
  ).spec.jobTemplate;
  const annotations = {
    ...(metadata['annotations'] as Json | undefined),
    'cronjob.kubernetes.io/instantiate': 'manual',
  };
  const { uid } = cronJob.metadata;
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: source, uid, controller: true };
  const labels = metadata['labels'] === undefined ? {} : { labels: metadata['labels'] };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, annotations, ...labels, ownerReferences: [owner] },
    spec,
  };
}

const cronJob: Generator = {
  words: 'cronjob',
  aliases: ['cj'],
  summary: 'a cron job of an image',
  takesCommand: true,
  options: (command) =>
    command
      .option('--image <image>', 'image to run')
      .option('--schedule <cron>', 'when, such as "*/5 * * * *"')
      .option('--restart <policy>', 'OnFailure or Never', 'OnFailure'),
  make: ({ name, command, options }) => {
    const image = required(options, 'image', 'image');
    const schedule = required(options, 'schedule', 'schedule');
    const jobTemplate = {
      metadata: { name },
      spec: jobSpec(name, image, command, required(options, 'restart', 'restart')),
    };
    return { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name }, spec: { schedule, jobTemplate } };
  },
};

/** `--tcp=PORT[:TARGETPORT]`. */
function portOf(value: string): { name: string; protocol: string; port: number; targetPort: number | string } {
  const [port = '', target = port, ...more] = value.split(':');
  if (!/^\d+$/.test(port) || target === '' || more.length > 0) {
    throw new CliError(`invalid port ${JSON.stringify(value)}: --tcp takes PORT or PORT:TARGETPORT, such as 80:8080`);
  }
  const targetPort = /^\d+$/.test(target) ? Number(target) : target;
  return { name: value.replace(':', '-'), protocol: 'TCP', port: Number(port), targetPort };
}

function service(type: 'ClusterIP' | 'NodePort', words: string): Generator {
  return {
    words,
    summary: `a service of type ${type} for the pods with the label app=NAME`,
    options: (command) => {
      const common = command.option('--tcp <port[:target]>', 'port and port of the pods; may be repeated', repeated);
      return type === 'NodePort'
        ? common.option('--node-port <port>', 'the port on every node')
        : common.option('--clusterip <address>', 'its address, or None for a headless service');
    },
    make: ({ name, options }) => {
      const nodePort = whole(options, 'nodePort', 'node-port');
      const clusterIP = text(options, 'clusterip');
      const ports = list(options, 'tcp').map((value, i) => ({
        ...portOf(value),
        ...(nodePort === undefined || i > 0 ? {} : { nodePort }),
      }));
      if (ports.length === 0 && clusterIP !== 'None')
        throw new CliError('at least one tcp port specifier must be provided');
      const selector = { app: name };
      const spec = {
        type,
        selector,
        ...(ports.length > 0 ? { ports } : {}),
        ...(clusterIP === undefined ? {} : { clusterIP }),
      };
      return { apiVersion: 'v1', kind: 'Service', metadata: { name, labels: selector }, spec };
    },
  };
}

/** `kubectl run -it --rm` is made of what there is. */
function noAttach(name: string): string {
  return `"kuorum run" starts a pod and returns, without --rm, -i, -t and --attach. For a shell in it: "kuorum run ${name} --image=IMAGE -- sleep 3600", "kuorum exec -it ${name} -- sh", and at the end "kuorum delete pod ${name}"`;
}

export const runGenerator: Generator = {
  words: 'run',
  summary: 'Run an image in a pod',
  takesCommand: true,
  options: (command) =>
    command
      .option('--image <image>', 'image to run')
      .option('--port <port>', 'port the container listens on')
      .option('--env <name=value>', 'environment variable; may be repeated', repeated)
      .option('-l, --labels <labels>', 'labels of the pod, KEY=VALUE,… (default: run=NAME)')
      .option('--annotations <key=value>', 'annotation of the pod; may be repeated', repeated)
      .option('--restart <policy>', 'Always, OnFailure or Never', 'Always')
      .option('--image-pull-policy <policy>', 'Always, IfNotPresent or Never')
      .option('--command', 'what follows -- is the command, not its arguments')
      .addOption(new Option('--rm').hideHelp())
      .addOption(new Option('-i, --stdin').hideHelp())
      .addOption(new Option('-t, --tty').hideHelp())
      .addOption(new Option('--attach').hideHelp()),
  make: ({ name, command, options }) => {
    if (['rm', 'stdin', 'tty', 'attach'].some((flag) => options[flag] === true)) throw new CliError(noAttach(name));
    const image = required(options, 'image', 'image');
    const port = whole(options, 'port', 'port');
    const labels = text(options, 'labels');
    const annotations = each(options, 'annotations').join(',');
    const imagePullPolicy = text(options, 'imagePullPolicy');
    const env = each(options, 'env').map((entry) => {
      const [key = '', ...value] = entry.split('=');
      if (key === '' || !entry.includes('=')) throw new CliError(`invalid env: ${entry}: write NAME=VALUE`);
      return { name: key, value: value.join('=') };
    });
    const container = {
      name,
      image,
      ...(imagePullPolicy === undefined ? {} : { imagePullPolicy }),
      ...(command.length === 0 ? {} : { [options['command'] === true ? 'command' : 'args']: [...command] }),
      ...(env.length === 0 ? {} : { env }),
      ...(port === undefined ? {} : { ports: [{ containerPort: port }] }),
    };
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        labels: labels === undefined ? { run: name } : pairs(labels, '--labels'),
        ...(annotations === '' ? {} : { annotations: pairs(annotations, '--annotations') }),
      },
      spec: { containers: [container], restartPolicy: required(options, 'restart', 'restart') },
    };
  },
};

export const workloadGenerators: readonly Generator[] = [
  deployment,
  job,
  cronJob,
  service('ClusterIP', 'service clusterip'),
  service('NodePort', 'service nodeport'),
];
