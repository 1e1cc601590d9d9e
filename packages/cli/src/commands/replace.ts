/** `kuorum replace -f`: objects that are there become what a manifest says, whole; `--force` makes them anew. */
import type { ApiObject } from '@kuorum/api';
import type { DeleteOptions } from '@kuorum/client';
import type { Command } from 'commander';
import { parseDurationMs } from '../durations.js';
import { CliError } from '../errors.js';
import { lastAppliedAnnotation, type Json } from '../manifest/last-applied.js';
import { loadManifests } from '../manifest/load.js';
import { clientCommand, type ClientOptions } from './context.js';
import { withNamespace } from './create.js';
import { graceOf, propagationOf } from './delete.js';
import { parseDryRun, withDryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { getOrNothing } from './get-or-nothing.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';
import { waitUntilGone } from './wait-gone.js';
import { withValidate } from './validate-option.js';

interface ReplaceOptions extends ClientOptions, DryRunOptions {
  readonly filename?: string[];
  readonly recursive?: boolean;
  readonly force?: boolean;
  readonly timeout: string;
  readonly gracePeriod?: string;
  readonly cascade: string | boolean;
  readonly saveConfig?: boolean;
  readonly output?: string;
}

export function replaceCommand(env: Env = processEnv): Command {
  const command = withValidate(clientCommand('replace', 'Put what a manifest says in the place of what is there'))
    .option('-f, --filename <path...>', 'file, directory, URL, or - for standard input')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('--force', 'delete it at once and create it anew')
    .option('--grace-period <seconds>', 'with --force: seconds to end gracefully (default: 0)')
    .option(
      '--cascade [how]',
      'with --force: what becomes of what it owns: background, foreground or orphan',
      'background',
    )
    .option('--timeout <duration>', 'with --force: how long to wait until it is gone', '2m')
    .option('--save-config', 'remember it for a later apply')
    .action((options: ReplaceOptions) => replace(env, options));
  return withOutput(withDryRun(command));
}

async function replace(env: Env, options: ReplaceOptions): Promise<void> {
  if (options.filename === undefined) throw new CliError('must specify -f FILE, DIRECTORY, URL or - (standard input)');
  const dryRun = parseDryRun(options);
  const force = options.force === true;
  if (force && dryRun !== 'none') throw new CliError('--dry-run can not be used when --force is set');
  const how = deletionOf(options);
  const timeoutMs = parseDurationMs(options.timeout, '--timeout');
  const manifests = await loadManifests(options.filename, { recursive: options.recursive });
  const teller = await ChangeTeller.of(env, options.output, dryRun);
  await env.withClient(options, (client) =>
    forEach(env, manifests, async ({ info, object: written, source }) => {
      const saved = options.saveConfig === true ? remembered(written, source) : written;
      const object = withNamespace(info, saved, options.namespace ?? 'default');
      const { namespace, name, resourceVersion } = object.metadata;
      const resource = client.resource(info.kind);
      if (force) {
        const live = await getOrNothing(client, info, namespace, name);
        if (live !== undefined) {
          await resource.delete(namespace, name, { ...how, preconditions: { uid: live.metadata.uid } });
          await waitUntilGone(client, { info, namespace, name }, live, timeoutMs);
        }
        teller.tell(info, await resource.create(object as never), live === undefined ? 'created' : 'replaced');
        return;
      }
      const live: ApiObject = await resource.get(namespace, name);
      const version = resourceVersion === '' ? live.metadata.resourceVersion : resourceVersion;
      const placed = { ...object, metadata: { ...object.metadata, resourceVersion: version } };
      const replaced =
        dryRun === 'client' ? placed : await resource.update(placed as never, { dryRun: dryRun === 'server' });
      teller.tell(info, replaced, 'replaced');
    }),
  );
}

function deletionOf(options: ReplaceOptions): DeleteOptions {
  const { gracePeriod = '0' } = options;
  if (options.gracePeriod !== undefined && options.force !== true) {
    throw new CliError('--grace-period must have --force specified');
  }
  const gracePeriodSeconds = graceOf({ ...options, gracePeriod, force: gracePeriod === '0' });
  return { gracePeriodSeconds, propagationPolicy: propagationOf(options.cascade) };
}

function remembered(object: ApiObject, source: Json): ApiObject {
  const annotations = { ...object.metadata.annotations, [lastAppliedAnnotation]: `${JSON.stringify(source)}\n` };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
