/** `kuorum create -f`, `kuorum create TYPE …` and `kuorum run`: objects that are not there yet. */
import { decodeJson, describeErrors, findKind, kindOf, type ApiObject, type KindInfo } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import { Command } from 'commander';
import { CliError } from '../errors.js';
import { configGenerators } from '../generate/config.js';
import type { Generator, Json, Options } from '../generate/generator.js';
import { rbacGenerators } from '../generate/rbac.js';
import { runGenerator, workloadGenerators } from '../generate/workloads.js';
import { loadManifests } from '../manifest/load.js';
import { lastAppliedAnnotation } from '../manifest/last-applied.js';
import { likely } from '../suggest.js';
import { clientCommand, type ClientOptions } from './context.js';
import { createTokenCommand } from './create-token.js';
import { parseDryRun, withDryRun, type DryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';
import { withValidate } from './validate-option.js';

interface CreateOptions extends ClientOptions, DryRunOptions {
  readonly filename?: string[];
  readonly recursive?: boolean;
  readonly output?: string;
  readonly saveConfig?: boolean;
}

const generators: readonly Generator[] = [...configGenerators, ...workloadGenerators, ...rbacGenerators];

const groups: Record<string, string> = {
  secret: 'Create a secret: generic, tls or docker-registry',
  service: 'Create a service: clusterip or nodeport',
};

export function createCommand(env: Env = processEnv): Command {
  const create = withCreateOptions(clientCommand('create', 'Create objects that are not there yet'))
    .enablePositionalOptions()
    .option('-f, --filename <path...>', 'file, directory, URL, or - for standard input')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .argument('[type]', 'one of the types below')
    .allowExcessArguments()
    .action((type: string | undefined, options: CreateOptions) => {
      if (type !== undefined) throw unknownType(type);
      return createFiles(env, options);
    });
  const grouped = new Map(Object.entries(groups).map(([name, text]) => [name, new Command(name).description(text)]));
  for (const generator of generators) {
    const [first = '', second] = generator.words.split(' ');
    const parent = second === undefined ? create : (grouped.get(first) ?? create);
    parent.addCommand(generatorCommand(env, second ?? first, generator, 'Create', 'created'));
  }
  for (const group of grouped.values()) create.addCommand(group.enablePositionalOptions());
  create.addCommand(createTokenCommand(env));
  return create;
}

export function runCommand(env: Env = processEnv): Command {
  return generatorCommand(env, 'run', runGenerator, '', 'created');
}

function withCreateOptions(command: Command): Command {
  return withValidate(withOutput(withDryRun(command))).option('--save-config', 'remember it for a later apply');
}

function generatorCommand(env: Env, name: string, generator: Generator, verb: string, done: string): Command {
  const command = withCreateOptions(clientCommand(name, `${verb} ${generator.summary}`.trim()))
    .argument('<name>', 'name of the object')
    .aliases([...(generator.aliases ?? [])]);
  if (generator.takesCommand === true) command.argument('[command...]', 'what to run, after --');
  return generator.options(command).action(async (object: string, ...rest: unknown[]) => {
    const self = rest.at(-1) as Command;
    const given: Options = self.opts();
    const args = self.args.slice(1);
    const all: Options = { ...given, ...givenBefore(self) };
    const options: CreateOptions = all;
    const namespace = options.namespace ?? 'default';
    const dryRun = parseDryRun(options);
    const teller = await ChangeTeller.of(env, options.output, dryRun);
    await env.withClient(options, async (client) => {
      const manifest = await generator.make({ name: object, command: args, options: all, client, namespace });
      const { info, object: made } = decodeManifest(manifest);
      const created = await createOne(client, info, withNamespace(info, made, namespace), manifest, options, dryRun);
      teller.tell(info, created, done);
    });
  });
}

/** Options that were written between `create` and the type; those after the type count more. */
function givenBefore(command: Command): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (let parent = command.parent; parent !== null; parent = parent.parent) {
    for (const [key, value] of Object.entries(parent.opts())) {
      const own = command.getOptionValueSource(key);
      if (parent.getOptionValueSource(key) === 'cli' && own !== 'cli') options[key] ??= value;
    }
  }
  return options;
}

export function decodeManifest(manifest: Json): { info: KindInfo; object: ApiObject } {
  const info = kindOf(String(manifest['apiVersion']), String(manifest['kind']));
  if (info === undefined) throw new CliError(`there is no kind ${String(manifest['kind'])}`);
  const { object, errors } = decodeJson(info.kind, manifest);
  if (errors.length > 0) throw new CliError(`${info.kind}: ${describeErrors(errors)}`);
  return { info, object };
}

function unknownType(written: string): CliError {
  const names = [...new Set(generators.map(({ words }) => words.split(' ')[0] ?? ''))];
  // Of three letters two may be wrong: that likens everything to "job".
  const [meant] = likely(written, names).filter((name) => name.length > 3);
  const hint =
    findKind(written)?.kind === 'Pod'
      ? '"kuorum run NAME --image=IMAGE" makes a pod.'
      : meant !== undefined
        ? `did you mean ${meant}?`
        : `it makes ${names.join(', ')}.`;
  return new CliError(
    `"kuorum create" does not make ${JSON.stringify(written)} by options: ${hint} Objects of every kind are made of a manifest: kuorum create -f FILE`,
  );
}

async function createFiles(env: Env, options: CreateOptions): Promise<void> {
  if (options.filename === undefined) throw new CliError('must specify -f FILE, or what to create: see --help');
  const dryRun = parseDryRun(options);
  const manifests = await loadManifests(options.filename, { recursive: options.recursive });
  const teller = await ChangeTeller.of(env, options.output, dryRun);
  await env.withClient(options, (client) =>
    forEach(env, manifests, async ({ info, object, source }) => {
      const placed = withNamespace(info, object, options.namespace ?? 'default');
      teller.tell(info, await createOne(client, info, placed, source, options, dryRun), 'created');
    }),
  );
}

async function createOne(
  client: ApiClient,
  info: KindInfo,
  object: ApiObject,
  source: Json,
  { saveConfig }: CreateOptions,
  dryRun: DryRun,
): Promise<ApiObject> {
  const { metadata } = object;
  const saved = { [lastAppliedAnnotation]: `${JSON.stringify(source)}\n` };
  const annotations = saveConfig === true ? { ...metadata.annotations, ...saved } : metadata.annotations;
  const whole = { ...object, metadata: { ...metadata, annotations } };
  if (dryRun === 'client') return whole;
  return client.resource(info.kind).create(whole as never, { dryRun: dryRun === 'server' });
}

export function withNamespace(info: KindInfo, object: ApiObject, namespace: string): ApiObject {
  if (!info.namespaced || object.metadata.namespace !== '') return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
