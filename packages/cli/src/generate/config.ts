/** `create namespace|configmap|secret …|serviceaccount|priorityclass|poddisruptionbudget`. */
import { CliError } from '../errors.js';
import { isText, read, readData, withSources } from './from-files.js';
import { each, pairs, required, text, whole, type Generator, type Json } from './generator.js';

const encoded = (data: ReadonlyMap<string, Buffer>): Json =>
  Object.fromEntries([...data].map(([key, value]) => [key, value.toString('base64')]));

const namespace: Generator = {
  words: 'namespace',
  aliases: ['ns'],
  summary: 'a namespace',
  options: (command) => command,
  make: ({ name }) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
};

const configMap: Generator = {
  words: 'configmap',
  aliases: ['cm'],
  summary: 'a configmap from files, directories and literals',
  options: withSources,
  make: async ({ name, options }) => {
    const data = [...(await readData(options))];
    const texts = data.filter(([, value]) => isText(value)).map(([key, value]) => [key, value.toString('utf8')]);
    const binary = new Map(data.filter(([, value]) => !isText(value)));
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      ...(texts.length > 0 ? { data: Object.fromEntries(texts) as Json } : {}),
      ...(binary.size > 0 ? { binaryData: encoded(binary) } : {}),
    };
  },
};

const secret: Generator = {
  words: 'secret generic',
  summary: 'a secret from files, directories and literals',
  options: (command) => withSources(command).option('--type <type>', 'its type (default: Opaque)'),
  make: async ({ name, options }) => {
    const data = await readData(options);
    const type = text(options, 'type') ?? 'Opaque';
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name },
      type,
      ...(data.size > 0 ? { data: encoded(data) } : {}),
    };
  },
};

const secretTls: Generator = {
  words: 'secret tls',
  summary: 'a secret of a certificate and its key',
  options: (command) =>
    command.option('--cert <file>', 'the certificate, PEM').option('--key <file>', "the certificate's key, PEM"),
  make: async ({ name, options }) => {
    const certificate = await read(required(options, 'cert', 'cert'));
    const key = await read(required(options, 'key', 'key'));
    const data = encoded(
      new Map([
        ['tls.crt', certificate],
        ['tls.key', key],
      ]),
    );
    return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, type: 'kubernetes.io/tls', data };
  },
};

const secretRegistry: Generator = {
  words: 'secret docker-registry',
  summary: 'a secret to pull images with',
  options: (command) =>
    command
      .option('--docker-server <address>', 'the registry', 'https://index.docker.io/v1/')
      .option('--docker-username <name>', 'user there')
      .option('--docker-password <password>', 'password there')
      .option('--docker-email <address>', 'e-mail address there')
      .option('--from-file <file>', 'a .dockerconfigjson instead', (value) => [value]),
  make: async ({ name, options }) => {
    const type = 'kubernetes.io/dockerconfigjson';
    const [file] = each(options, 'fromFile');
    const config = file === undefined ? registryConfig(options) : await read(file.slice(file.indexOf('=') + 1));
    const data = encoded(new Map([['.dockerconfigjson', config]]));
    return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, type, data };
  },
};

function registryConfig(options: Readonly<Record<string, unknown>>): Buffer {
  const username = text(options, 'dockerUsername');
  const password = text(options, 'dockerPassword');
  if (username === undefined || password === undefined) {
    throw new CliError('either --from-file or the combination of --docker-username, --docker-password is required');
  }
  const email = text(options, 'dockerEmail');
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const entry = { username, password, ...(email === undefined ? {} : { email }), auth };
  return Buffer.from(JSON.stringify({ auths: { [required(options, 'dockerServer', 'docker-server')]: entry } }));
}

const serviceAccount: Generator = {
  words: 'serviceaccount',
  aliases: ['sa'],
  summary: 'a service account',
  options: (command) => command,
  make: ({ name }) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } }),
};

const priorityClass: Generator = {
  words: 'priorityclass',
  aliases: ['pc'],
  summary: 'a priority class',
  options: (command) =>
    command
      .option('--value <n>', 'the priority', '0')
      .option('--global-default', 'of pods that name no class')
      .option('--description <text>', 'when to use it')
      .option('--preemption-policy <policy>', 'PreemptLowerPriority or Never', 'PreemptLowerPriority'),
  make: ({ name, options }) => {
    const description = text(options, 'description');
    return {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value: whole(options, 'value', 'value'),
      ...(options['globalDefault'] === true ? { globalDefault: true } : {}),
      ...(description === undefined ? {} : { description }),
      preemptionPolicy: text(options, 'preemptionPolicy'),
    };
  },
};

const disruptionBudget: Generator = {
  words: 'poddisruptionbudget',
  aliases: ['pdb'],
  summary: 'a budget of disruptions for the pods of a selector',
  options: (command) =>
    command
      .option('--selector <labels>', 'labels of the pods, KEY=VALUE,…')
      .option('--min-available <n>', 'pods that stay, as a number or a share')
      .option('--max-unavailable <n>', 'pods that may be gone, as a number or a share'),
  make: ({ name, options }) => {
    const matchLabels = pairs(required(options, 'selector', 'selector'), '--selector');
    const min = text(options, 'minAvailable');
    const max = text(options, 'maxUnavailable');
    if ((min === undefined) === (max === undefined)) {
      throw new CliError('one of min-available or max-unavailable must be specified, and not both');
    }
    const amount = (value: string): number | string => (/^\d+$/.test(value) ? Number(value) : value);
    const limit = min === undefined ? { maxUnavailable: amount(max ?? '') } : { minAvailable: amount(min) };
    return {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: { ...limit, selector: { matchLabels } },
    };
  },
};

export const configGenerators: readonly Generator[] = [
  namespace,
  configMap,
  secret,
  secretTls,
  secretRegistry,
  serviceAccount,
  priorityClass,
  disruptionBudget,
];
