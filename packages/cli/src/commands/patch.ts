/** `kuorum patch`: changes fields of objects by a patch, in JSON or YAML. */
import { readFile } from 'node:fs/promises';
import { patchTypes, type ApiObject, type PatchType } from '@kuorum/api';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { CliError } from '../errors.js';
import { yamlProblem } from '../manifest/yaml-problem.js';
import { clientCommand } from './context.js';
import { parseDryRun, withDryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { findTargets, type TargetOptions } from './find-targets.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';

interface PatchCommandOptions extends TargetOptions, DryRunOptions {
  readonly type: string;
  readonly patch?: string;
  readonly patchFile?: string;
  readonly subresource?: string;
  readonly output?: string;
}

export function patchCommand(env: Env = processEnv): Command {
  const command = clientCommand('patch', 'Change fields of objects')
    .argument('[type...]', 'TYPE NAME… or TYPE/NAME…')
    .option('-f, --filename <path...>', 'the objects that a file, a directory, a URL or - (standard input) names')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('--type <type>', `${patchTypes.join(', ')}`, 'strategic')
    .option('-p, --patch <patch>', 'the patch, in JSON or YAML')
    .option('--patch-file <file>', 'a file with the patch')
    .option('--subresource <name>', 'status: patch the status, not the spec')
    .action((args: string[], options: PatchCommandOptions) => patch(env, args, options));
  return withOutput(withDryRun(command));
}

async function patch(env: Env, args: string[], options: PatchCommandOptions): Promise<void> {
  const type = patchTypeOf(options.type);
  const body = await readPatch(options, type);
  const dryRun = parseDryRun(options);
  const { subresource } = options;
  if (subresource !== undefined && subresource !== 'status') {
    throw new CliError(`invalid subresource value: ${JSON.stringify(subresource)}. Must be one of [status]`);
  }
  const teller = await ChangeTeller.of(env, options.output, dryRun);
  await env.withClient(options, async (client) => {
    await forEach(env, await findTargets(client, args, options), async ({ info, namespace, name }) => {
      const resource = client.resource(info.kind);
      const before: ApiObject = await resource.get(namespace, name);
      // What a patch comes to is the server's to say: a dry run by the client asks it too, and changes nothing.
      const after = await resource.patch(namespace, name, body, { type, subresource, dryRun: dryRun !== 'none' });
      const same = after.metadata.resourceVersion === before.metadata.resourceVersion && dryRun === 'none';
      teller.tell(info, after, same ? 'patched (no change)' : 'patched');
    });
  });
}

function patchTypeOf(text: string): PatchType {
  const type = patchTypes.find((each) => each === text.toLowerCase());
  if (type === undefined) {
    throw new CliError(`--type must be one of [${[...patchTypes].sort().join(' ')}], not ${JSON.stringify(text)}`);
  }
  return type;
}

/** Nothing of the text is in its errors: it may be a Secret's. */
async function readPatch(options: PatchCommandOptions, type: PatchType): Promise<object> {
  if ((options.patch === undefined) === (options.patchFile === undefined)) {
    throw new CliError('must specify --patch or --patch-file containing the contents of the patch, one of them');
  }
  const text = options.patch ?? (await readPatchFile(options.patchFile ?? ''));
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new CliError(`unable to parse the patch: ${yamlProblem(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== (type === 'json')) {
    const wanted = type === 'json' ? 'a list of operations, such as [{"op":"remove","path":"/spec/x"}]' : 'an object';
    throw new CliError(`unable to parse the patch: a ${type} patch is ${wanted}`);
  }
  return value;
}

async function readPatchFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new CliError(`unable to read patch file: ${(error as Error).message}`);
  }
}
