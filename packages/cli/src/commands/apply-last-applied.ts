/** `kuorum apply view-last-applied` and `set-last-applied`: what apply remembers of an object. */
import type { ApiObject } from '@kuorum/api';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { lastAppliedAnnotation, lastAppliedText, readLastApplied, type Json } from '../manifest/last-applied.js';
import { loadManifests } from '../manifest/load.js';
import { yamlText } from '../print/yaml.js';
import { clientCommand, namespaceFor, type ClientOptions } from './context.js';
import { parseDryRun, withDryRun, type DryRunOptions } from './dry-run.js';
import type { Env } from './env.js';
import { findTargets, type TargetOptions } from './find-targets.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';

export function viewLastAppliedCommand(env: Env): Command {
  return clientCommand('view-last-applied', 'Print the manifest that was applied last')
    .argument('[type...]', 'TYPE NAME… or TYPE/NAME…')
    .option('-f, --filename <path...>', 'the objects that a file, a directory, a URL or - (standard input) names')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('-l, --selector <selector>', 'label selector')
    .option('--all', 'every object of the type in the namespace')
    .option('-o, --output <format>', 'yaml or json', 'yaml')
    .action((args: string[], options: TargetOptions & { output: string }) => view(env, args, options));
}

async function view(env: Env, args: string[], options: TargetOptions & { output: string }): Promise<void> {
  const { output } = options;
  if (output !== 'yaml' && output !== 'json') {
    throw new CliError(`Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`);
  }
  await env.withClient(options, async (client) => {
    const targets = await findTargets(client, args, options);
    let shown = 0;
    await forEach(env, targets, async ({ info, namespace, name }) => {
      const manifest = readLastApplied(await client.resource(info.kind).get(namespace, name));
      if (manifest === undefined) {
        throw new CliError(`no last-applied-configuration annotation found on resource: ${name}`);
      }
      const text = output === 'yaml' ? yamlText(manifest) : JSON.stringify(manifest, null, 2);
      env.out(`${shown++ > 0 && output === 'yaml' ? '---\n' : ''}${text}`);
    });
  });
}

interface SetOptions extends ClientOptions, DryRunOptions {
  readonly filename?: string[];
  readonly recursive?: boolean;
  readonly createAnnotation?: boolean;
  readonly output?: string;
}

export function setLastAppliedCommand(env: Env): Command {
  const command = clientCommand('set-last-applied', 'Remember a manifest as the one that was applied last')
    .option('-f, --filename <path...>', 'file, directory, URL, or - for standard input')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('--create-annotation', 'for objects too that were never applied')
    .action((options: SetOptions) => set(env, options));
  return withOutput(withDryRun(command));
}

async function set(env: Env, options: SetOptions): Promise<void> {
  if (options.filename === undefined) throw new CliError('must specify -f FILE, DIRECTORY, URL or - (standard input)');
  const dryRun = parseDryRun(options);
  const teller = await ChangeTeller.of(env, options.output, dryRun);
  const manifests = await loadManifests(options.filename, { recursive: options.recursive });
  await env.withClient(options, (client) =>
    forEach(env, manifests, async ({ info, source }) => {
      const metadata = (source['metadata'] ?? {}) as Json;
      const scope = namespaceFor(info, options.namespace);
      const manifest = { ...source, metadata: scope === '' ? metadata : { namespace: scope, ...metadata } };
      const { name = '', namespace = '' } = manifest.metadata as { name?: string; namespace?: string };
      const resource = client.resource(info.kind);
      const live: ApiObject = await resource.get(namespaceFor(info, namespace), name);
      const before = live.metadata.annotations[lastAppliedAnnotation];
      if (before === undefined && options.createAnnotation !== true) {
        throw new CliError(
          `no last-applied-configuration annotation found on resource: ${name}, to create the annotation, run the command with --create-annotation`,
        );
      }
      const text = lastAppliedText(info, manifest);
      if (text === before) return env.out(`set-last-applied ${name}: no changes required.`);
      const patch = { metadata: { annotations: { [lastAppliedAnnotation]: text } } };
      const object: ApiObject =
        dryRun === 'client'
          ? live
          : await resource.patch(live.metadata.namespace, name, patch, { dryRun: dryRun === 'server' });
      teller.tell(info, object, 'configured');
    }),
  );
}
