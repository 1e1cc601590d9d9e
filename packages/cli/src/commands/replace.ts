/** `kuorum replace -f`: objects that are there become what a manifest says, whole; `--force` makes them anew. */
import type { ApiObject } from '@kuorum/api';
import type { Command } from 'commander';
import { parseDurationMs } from '../durations.js';
import { CliError } from '../errors.js';
import { loadManifests } from '../manifest/load.js';
import { clientCommand, type ClientOptions } from './context.js';
import { withNamespace } from './create.js';
import { parseDryRun, withDryRun, type DryRunOptions } from './dry-run.js';
import { processEnv, type Env } from './env.js';
import { getOrNothing } from './get-or-nothing.js';
import { ChangeTeller, forEach, withOutput } from './tell-change.js';
import { waitUntilGone } from './wait-gone.js';

interface ReplaceOptions extends ClientOptions, DryRunOptions {
  readonly filename?: string[];
  readonly recursive?: boolean;
  readonly force?: boolean;
  readonly timeout: string;
  readonly output?: string;
}

export function replaceCommand(env: Env = processEnv): Command {
  const command = clientCommand('replace', 'Put what a manifest says in the place of what is there')
    .option('-f, --filename <path...>', 'file, directory, URL, or - for standard input')
    .option('-R, --recursive', 'with -f: directories within directories too')
    .option('--force', 'delete it at once and create it anew')
    .option('--timeout <duration>', 'with --force: how long to wait until it is gone', '2m')
    .action((options: ReplaceOptions) => replace(env, options));
  return withOutput(withDryRun(command));
}

async function replace(env: Env, options: ReplaceOptions): Promise<void> {
  if (options.filename === undefined) throw new CliError('must specify -f FILE, DIRECTORY, URL or - (standard input)');
  const dryRun = parseDryRun(options);
  const force = options.force === true;
  if (force && dryRun !== 'none') throw new CliError('--dry-run can not be used when --force is set');
  const timeoutMs = parseDurationMs(options.timeout, '--timeout');
  const manifests = await loadManifests(options.filename, { recursive: options.recursive });
  const teller = await ChangeTeller.of(env, options.output, dryRun);
  await env.withClient(options, (client) =>
    forEach(env, manifests, async ({ info, object: written }) => {
      const object = withNamespace(info, written, options.namespace ?? 'default');
      const { namespace, name, resourceVersion } = object.metadata;
      const resource = client.resource(info.kind);
      if (force) {
        const live = await getOrNothing(client, info, namespace, name);
        if (live !== undefined) {
          await resource.delete(namespace, name, { gracePeriodSeconds: 0, preconditions: { uid: live.metadata.uid } });
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
