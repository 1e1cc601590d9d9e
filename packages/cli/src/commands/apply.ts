/** `kuorum apply -f`: create what is missing, change what differs, leave the rest; `--prune` removes what is no longer there. */
import type { ApiObject, KindInfo } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { parseDurationMs } from '../durations.js';
import { CliError } from '../errors.js';
import { repeated } from '../generate/generator.js';
import { waitMsMax } from '../limits.js';
import { loadManifests, type ManifestObject } from '../manifest/load.js';
import { setLastAppliedCommand, viewLastAppliedCommand } from './apply-last-applied.js';
import { applyObject, type Applied, type ApplyHow } from './apply-object.js';
import { parsePrune, prune, type PruneOptions } from './apply-prune.js';
import { clientCommand, type ClientOptions } from './context.js';
import { editLastAppliedCommand } from './edit-last-applied.js';
import { graceOf, propagationOf } from './delete.js';
import { parseDryRun, withDryRun, type DryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { selectManifests } from './select-manifests.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';
import { withValidate } from './validate-option.js';

interface ApplyOptions extends ClientOptions, DryRunOptions, PruneOptions {
  readonly filename?: string[];
  readonly recursive?: boolean;
  readonly kustomize?: string;
  readonly serverSide?: boolean;
  readonly overwrite: boolean | string;
  readonly force?: boolean;
  readonly gracePeriod?: string;
  readonly cascade: string | boolean;
  readonly timeout: string;
  readonly output?: string;
}

export function applyCommand(env: Env = processEnv): Command {
  const command = withValidate(clientCommand('apply', 'Make the cluster hold what a manifest says'))
    .option('-f, --filename <path...>', 'file, directory, URL, or - for standard input')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('--prune', 'delete what apply made, -l or --all selects, and the manifests no longer have')
    .option('-l, --selector <selector>', 'only manifests with these labels; what --prune looks at')
    .option('--all', 'with --prune: look at everything in the namespace')
    .option('--prune-allowlist <group/version/kind>', 'types that --prune looks at; may be repeated', repeated)
    .option('-k, --kustomize <dir>', 'not supported: pipe the output of kustomize into -f -')
    .option('--force', 'make anew what cannot be changed: delete it, wait until it is gone, create it')
    .option('--grace-period <seconds>', 'with --force: seconds to end gracefully')
    .option(
      '--cascade [how]',
      'with --force: what becomes of what it owns: background, foreground or orphan',
      'background',
    )
    .option('--timeout <duration>', 'with --force: how long to wait until it is gone; 0s: without end', '0s')
    .option('--overwrite [true|false]', 'what others have changed of a field becomes what the manifest says', true)
    .option('--server-side', 'not supported')
    .enablePositionalOptions()
    .action((options: ApplyOptions) => apply(env, options));
  return withOutput(withDryRun(command))
    .addCommand(editLastAppliedCommand(env))
    .addCommand(setLastAppliedCommand(env))
    .addCommand(viewLastAppliedCommand(env));
}

async function apply(env: Env, options: ApplyOptions): Promise<void> {
  if (options.kustomize !== undefined) {
    throw new CliError('-k is not supported: say "kustomize build DIR | kuorum apply -f -"');
  }
  if (options.serverSide === true) {
    throw new CliError(
      '--server-side is not supported: fields have no managers here; apply without it merges three ways',
    );
  }
  if (options.overwrite === 'false') {
    throw new CliError(
      '--overwrite=false is not supported: see with "kuorum diff -f" what apply would take back, and leave those fields out of the manifest',
    );
  }
  if (options.filename === undefined) throw new CliError('must specify -f FILE, DIRECTORY, URL or - (standard input)');
  const pruned = parsePrune(options);
  const dryRun = parseDryRun(options);
  const how = howOf(env, options, dryRun);
  const teller = await ChangeTeller.of(env, options.output, dryRun);
  const loaded = await loadManifests(options.filename, { recursive: options.recursive });
  const manifests = selectManifests(loaded, options.selector);
  await env.withClient(options, async (client) => {
    const applied: { info: KindInfo; object: ApiObject }[] = [];
    await forEach(env, manifests, async (manifest) => {
      const { done, object } = await applyObject(client, manifest, how);
      applied.push({ info: manifest.info, object });
      teller.tell(manifest.info, object, done);
    });
    // What failed would look as if it had been taken out of the manifests.
    if (pruned === undefined) return;
    if (applied.length < manifests.length) return env.err('error: nothing was pruned, as not everything was applied');
    await prune(env, client, pruned, applied, teller, dryRun, options.namespace ?? 'default');
  });
}

function howOf(env: Env, options: ApplyOptions, dryRun: DryRun): ApplyHow {
  const how = { namespace: options.namespace, dryRun, warn: (text: string) => env.err(text) };
  if (options.force !== true) return how;
  if (dryRun !== 'none') throw new CliError(`--dry-run=${dryRun} cannot be used with --force`);
  const gracePeriodSeconds =
    options.gracePeriod === undefined ? undefined : graceOf({ ...options, force: options.gracePeriod === '0' });
  const timeoutMs = parseDurationMs(options.timeout, '--timeout') || waitMsMax;
  return { ...how, force: { gracePeriodSeconds, propagationPolicy: propagationOf(options.cascade), timeoutMs } };
}

/** Applies one object; says what it did, in kubectl's words. */
export async function applyOne(
  client: ApiClient,
  manifest: ManifestObject,
  namespace: string | undefined,
): Promise<Applied['done']> {
  const how = { namespace, dryRun: 'none', warn: (text: string) => console.error(text) } as const;
  return (await applyObject(client, manifest, how)).done;
}
