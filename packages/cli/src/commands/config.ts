/** `kuorum config`: what kubectl's does with a kubeconfig, and the flags that let other programs use one. */
import { Command } from 'commander';
import { CliError } from '../cli-error.js';
import { readKubeconfig } from '../kubeconfig/file.js';
import { findEntry, formatKubeconfig, minify, redact, type Kubeconfig } from '../kubeconfig/kubeconfig.js';
import { TablePrinter } from '../print/table.js';
import { kubeconfigFileOf, type ClientOptions } from './access.js';
import { addWriters } from './config-writers.js';
import { withAccessOptions } from './context.js';
import { processEnv, type Env } from './env.js';
import { etcdctlFlags } from './etcdctl-flags.js';
import { grpcurlFlags } from './grpcurl-flags.js';
import { dataDirOption, mustReadConfig } from './local-options.js';

export function configCommand(env: Env = processEnv): Command {
  const config = new Command('config').description('Show and change which clusters there are, and who one is there');
  const add = (signature: string, description: string): Command =>
    withAccessOptions(config.command(signature).description(description));
  addReaders(add, env);
  addWriters(add, env);
  config
    .command('etcdctl')
    .description(
      "Print etcdctl's flags for the store of the local cluster: etcdctl $(kuorum config etcdctl) get --prefix /registry/pods " +
        '(an etcdctl before 3.4 wants ETCDCTL_API=3 in its environment)',
    )
    .addOption(dataDirOption())
    .action(async ({ dataDir }: { dataDir: string }) =>
      env.out(etcdctlFlags(await mustReadConfig(dataDir), dataDir).join(' ')),
    );
  add('grpcurl', "Print grpcurl's flags for this cluster: grpcurl $(kuorum config grpcurl) list").action(
    async (options: ClientOptions) => env.out((await grpcurlFlags(options)).join(' ')),
  );
  return config;
}

/** Adds a subcommand. */
export type Add = (signature: string, description: string) => Command;

function addReaders(add: Add, env: Env): void {
  add('view', 'Print the kubeconfig, without secrets')
    .option('--raw', 'with secrets', false)
    .option('--minify', 'only what the current context needs', false)
    .option('-o, --output <format>', 'yaml or json', 'yaml')
    .action(async (options: ClientOptions & { raw: boolean; minify: boolean; output: string }) => {
      if (options.output !== 'yaml' && options.output !== 'json') {
        throw new CliError(`Cannot print as ${JSON.stringify(options.output)}: choose yaml or json`);
      }
      const read = await opened(options);
      const wanted = options.minify ? minify(read, options.context) : read;
      const shown = options.raw ? wanted : redact(wanted);
      env.out(options.output === 'json' ? JSON.stringify(shown, null, 4) : formatKubeconfig(shown).trimEnd());
    });
  add('get-contexts [names...]', 'List the contexts')
    .option('-o, --output <format>', 'name')
    .option('--no-headers', 'without the heads of the columns')
    .action(async (names: string[], options: ClientOptions & { output?: string; headers: boolean }) => {
      if (options.output !== undefined && options.output !== 'name') {
        throw new CliError(`Cannot print as ${JSON.stringify(options.output)}: the only format is name`);
      }
      const read = await opened(options);
      for (const line of contextLines(read, names, options)) env.out(line);
    });
  for (const [what, section] of [
    ['clusters', 'clusters'],
    ['users', 'users'],
  ] as const) {
    add(`get-${what}`, `List the ${what}`).action(async (options: ClientOptions) => {
      const names = ((await opened(options))[section] ?? []).map(({ name }) => name);
      env.out(['NAME', ...names.sort()].join('\n'));
    });
  }
  add('current-context', 'Print the name of the current context').action(async (options: ClientOptions) => {
    const read = await opened(options);
    const current = read['current-context'] ?? '';
    if (current === '') throw new CliError('current-context is not set');
    env.out(current);
  });
}

function contextLines(
  config: Kubeconfig,
  names: readonly string[],
  options: { output?: string; headers: boolean },
): string[] {
  for (const name of names) {
    if (findEntry(config, 'contexts', name) === undefined) throw new CliError(`context ${name} not found`);
  }
  const chosen = (config.contexts ?? [])
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (options.output === 'name') return chosen.map(({ name }) => name);
  return new TablePrinter({ head: options.headers }).lines(
    ['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE'],
    chosen.map(({ name, context }) => [
      name === config['current-context'] ? '*' : '',
      name,
      context.cluster ?? '',
      context.user ?? '',
      context.namespace ?? '',
    ]),
  );
}

/** The kubeconfig that a client command would use. */
async function opened(options: ClientOptions): Promise<Kubeconfig> {
  return readKubeconfig(await kubeconfigFileOf(options));
}
