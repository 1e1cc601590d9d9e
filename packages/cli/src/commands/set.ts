/** `kuorum set image` and `set env`: the template of what makes pods, changed without an editor. */
import { encodeJson, podTemplateOf, type ApiObject, type Container, type KindInfo, type Pod } from '@kuorum/api';
import { Command } from 'commander';
import { CliError } from '../errors.js';
import { clientCommand } from './context.js';
import { parseDryRun, withDryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { findTargets, withTargetOptions, type TargetOptions } from './find-targets.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';

interface SetOptions extends TargetOptions, DryRunOptions {
  readonly output?: string;
  readonly containers: string;
  readonly list?: boolean;
}

/** The containers of an object, and what changes one of them as a strategic merge patch. */
interface Containers {
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  readonly patch: (changes: { containers?: object[]; initContainers?: object[] }) => object;
}

export function setCommand(env: Env = processEnv): Command {
  const set = new Command('set').description('Change parts of what makes pods');
  const image = clientCommand('image', 'Run other images in containers')
    .argument('<type...>', 'TYPE NAME… or TYPE/NAME…, then CONTAINER=IMAGE…; *=IMAGE is every container')
    .action((args: string[], options: SetOptions) => setImage(env, args, options));
  const variables = clientCommand('env', 'Give containers other environment variables')
    .argument('<type...>', 'TYPE NAME… or TYPE/NAME…, then NAME=VALUE…; NAME- takes one away')
    .option('-c, --containers <pattern>', 'containers with this name, * for any text', '*')
    .option('--list', 'print the variables')
    .action((args: string[], options: SetOptions) => setEnv(env, args, options));
  for (const command of [image, variables]) set.addCommand(withOutput(withDryRun(withTargetOptions(command))));
  return set;
}

async function setImage(env: Env, args: string[], options: SetOptions): Promise<void> {
  const [targets, changes] = split(args, (arg) => /^[^/]+=/.test(arg));
  if (changes.length === 0)
    throw new CliError('at least one image update is required, such as web=nginx:1.27 or *=nginx');
  const images = changes.map((change) => {
    const equals = change.indexOf('=');
    const [name, image] = [change.slice(0, equals), change.slice(equals + 1)];
    if (image === '') throw new CliError(`Cannot set the image of ${name}: ${JSON.stringify(change)} names none`);
    return { name, image };
  });
  await change(env, targets, options, 'image updated', (info, object, { containers, initContainers, patch }) => {
    for (const { name } of images) {
      const names = [...containers, ...initContainers].map((each) => each.name);
      if (name !== '*' && !names.includes(name)) {
        throw new CliError(
          `unable to find container named ${JSON.stringify(name)} in ${info.groupResource} "${object.metadata.name}": it has ${names.join(', ')}`,
        );
      }
    }
    const changed = (all: readonly Container[]): object[] =>
      all.flatMap((container) => {
        const wanted = images.findLast(({ name }) => name === '*' || name === container.name);
        return wanted === undefined || wanted.image === container.image
          ? []
          : [{ name: container.name, image: wanted.image }];
      });
    return patchOf(changed(containers), changed(initContainers), patch);
  });
}

async function setEnv(env: Env, args: string[], options: SetOptions): Promise<void> {
  const [targets, changes] = split(args, (arg) => /^[^/=]+(=|-$)/.test(arg));
  if (options.list === true) return listEnv(env, targets, options);
  if (changes.length === 0)
    throw new CliError('at least one environment variable must be provided, NAME=VALUE or NAME-');
  const wanted = changes.map((change) => {
    const equals = change.indexOf('=');
    if (equals < 0) return { name: change.slice(0, -1), $patch: 'delete' };
    // A variable that came from elsewhere has the value now.
    return { name: change.slice(0, equals), value: change.slice(equals + 1), valueFrom: null };
  });
  const pattern = patternOf(options.containers);
  await change(env, targets, options, 'env updated', (_info, _object, { containers, initContainers, patch }) => {
    const changed = (all: readonly Container[]): object[] =>
      all
        .filter(({ name }) => pattern.test(name))
        .filter((container) => wanted.some((each) => differs(container, each)))
        .map(({ name, env: present }) => ({
          name,
          env: wanted.filter((each) => !('$patch' in each) || present.some((other) => other.name === each.name)),
        }));
    if (![...containers, ...initContainers].some(({ name }) => pattern.test(name))) {
      throw new CliError(`no container has a name like ${JSON.stringify(options.containers)}`);
    }
    return patchOf(changed(containers), changed(initContainers), patch);
  });
}

function differs({ env }: Container, wanted: { name: string; value?: string }): boolean {
  const present = env.find(({ name }) => name === wanted.name);
  if (wanted.value === undefined) return present !== undefined;
  return present === undefined || present.valueFrom !== undefined || present.value !== wanted.value;
}

async function listEnv(env: Env, args: string[], options: SetOptions): Promise<void> {
  const pattern = patternOf(options.containers);
  await env.withClient(options, async (client) => {
    await forEach(env, await findTargets(client, args, options), async ({ info, namespace, name }) => {
      const object: ApiObject = await client.resource(info.kind).get(namespace, name);
      const { containers, initContainers } = containersOf(info, object);
      for (const container of [...initContainers, ...containers].filter((each) => pattern.test(each.name))) {
        env.out(`# ${info.groupResource}/${name}, container ${container.name}`);
        for (const variable of container.env) {
          const from =
            variable.valueFrom === undefined
              ? undefined
              : Object.entries(encodeJson('EnvVarSource', variable.valueFrom))[0];
          env.out(
            from === undefined ? `${variable.name}=${variable.value}` : `# ${variable.name} from ${sourceText(from)}`,
          );
        }
      }
    });
  });
}

/** As kubectl: `secret db, key password`. Never the value. */
function sourceText([source, reference]: [string, unknown]): string {
  const { name = '', key = '', fieldPath = '', resource = '' } = reference as Record<string, string>;
  if (source === 'secretKeyRef') return `secret ${name}, key ${key}`;
  if (source === 'configMapKeyRef') return `configmap ${name}, key ${key}`;
  return `field path ${fieldPath || resource}`;
}

/** What stands before the changes names objects. */
function split(args: readonly string[], isChange: (arg: string) => boolean): [string[], string[]] {
  const first = args.findIndex(isChange);
  return first < 0 ? [[...args], []] : [args.slice(0, first), args.slice(first)];
}

function patternOf(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
}

function patchOf(containers: object[], initContainers: object[], patch: Containers['patch']): object | undefined {
  if (containers.length + initContainers.length === 0) return undefined;
  return patch({
    ...(containers.length > 0 ? { containers } : {}),
    ...(initContainers.length > 0 ? { initContainers } : {}),
  });
}

function containersOf(info: KindInfo, object: ApiObject): Containers {
  if (info.kind === 'Pod') {
    const { containers, initContainers } = (object as Pod).spec;
    return { containers, initContainers, patch: (spec) => ({ spec }) };
  }
  const template = podTemplateOf(info.kind, object);
  if (template === undefined) throw new CliError(`${info.groupResource} "${object.metadata.name}" has no containers`);
  const { containers, initContainers } = template.spec;
  const inJob = (spec: object): object => ({ spec: { jobTemplate: { spec: { template: { spec } } } } });
  const patch = info.kind === 'CronJob' ? inJob : (spec: object): object => ({ spec: { template: { spec } } });
  return { containers, initContainers, patch };
}

async function change(
  env: Env,
  args: string[],
  options: SetOptions,
  done: string,
  changes: (info: KindInfo, object: ApiObject, containers: Containers) => object | undefined,
): Promise<void> {
  const dryRun = parseDryRun(options);
  const teller = await ChangeTeller.of(env, options.output, dryRun);
  await env.withClient(options, async (client) => {
    await forEach(env, await findTargets(client, args, options), async ({ info, namespace, name }) => {
      const resource = client.resource(info.kind);
      const object: ApiObject = await resource.get(namespace, name);
      const patch = changes(info, object, containersOf(info, object));
      // What it comes to is the server's to say: a dry run by the client asks it too, and changes nothing.
      const how = { type: 'strategic', dryRun: dryRun !== 'none' } as const;
      if (patch !== undefined) teller.tell(info, await resource.patch(namespace, name, patch, how), done);
      else if (options.output !== undefined) teller.tell(info, object, done);
    });
  });
}
