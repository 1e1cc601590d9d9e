/** The `kuorum` command. Commands are loaded when they are called, so that none pays for the others' start. */
import type { Command } from 'commander';
import { clientVersion } from './client-version.js';
import { keepValuesBack, leadingOptions, pointToHelp, unknownCommand, withOptionsAfter } from './command-line.js';
import { describeError } from './errors.js';
import { rootCommand } from './root-command.js';
import { inSources } from './source-places.js';

// LevelDB's reads and writes share libuv's threads with DNS and files; four are too few. Read at first use.
process.env['UV_THREADPOOL_SIZE'] ??= '8';

// Node prints what nobody caught, and ends.
process.on('uncaughtExceptionMonitor', (error) => {
  if (error.stack !== undefined) error.stack = inSources(error.stack);
});

/** Name → loader. A loader gives the whole commander command. */
const commands: Record<string, () => Promise<Command>> = {
  annotate: async () => (await import('./commands/metadata-edit.js')).annotateCommand(),
  'api-resources': async () => (await import('./commands/api-resources.js')).apiResourcesCommand(),
  apply: async () => (await import('./commands/apply.js')).applyCommand(),
  autoscale: async () => (await import('./commands/autoscale.js')).autoscaleCommand(),
  auth: async () => (await import('./commands/auth.js')).authCommand(),
  certs: async () => (await import('./commands/certs.js')).certsCommand(),
  completion: async () => (await import('./commands/completion.js')).completionCommand(),
  config: async () => (await import('./commands/config.js')).configCommand(),
  cordon: async () => (await import('./commands/cordon.js')).cordonCommand(),
  create: async () => (await import('./commands/create.js')).createCommand(),
  cp: async () => (await import('./commands/cp.js')).cpCommand(),
  delete: async () => (await import('./commands/delete.js')).deleteCommand(),
  describe: async () => (await import('./commands/describe.js')).describeCommand(),
  diff: async () => (await import('./commands/diff.js')).diffCommand(),
  drain: async () => (await import('./commands/drain.js')).drainCommand(),
  edit: async () => (await import('./commands/edit.js')).editCommand(),
  events: async () => (await import('./commands/events.js')).eventsCommand(),
  exec: async () => (await import('./commands/exec.js')).execCommand(),
  explain: async () => (await import('./commands/explain.js')).explainCommand(),
  expose: async () => (await import('./commands/expose.js')).exposeCommand(),
  get: async () => (await import('./commands/get.js')).getCommand(),
  label: async () => (await import('./commands/metadata-edit.js')).labelCommand(),
  logs: async () => (await import('./commands/logs.js')).logsCommand(),
  patch: async () => (await import('./commands/patch.js')).patchCommand(),
  'port-forward': async () => (await import('./commands/port-forward.js')).portForwardCommand(),
  replace: async () => (await import('./commands/replace.js')).replaceCommand(),
  rollout: async () => (await import('./commands/rollout.js')).rolloutCommand(),
  run: async () => (await import('./commands/create.js')).runCommand(),
  scale: async () => (await import('./commands/scale.js')).scaleCommand(),
  secrets: async () => (await import('./commands/secrets.js')).secretsCommand(),
  set: async () => (await import('./commands/set.js')).setCommand(),
  taint: async () => (await import('./commands/cordon.js')).taintCommand(),
  top: async () => (await import('./commands/top.js')).topCommand(),
  uncordon: async () => (await import('./commands/cordon.js')).uncordonCommand(),
  version: async () => (await import('./commands/version.js')).versionCommand(),
  wait: async () => (await import('./commands/wait.js')).waitCommand(),
  up: async () => (await import('./commands/up.js')).upCommand(),
  down: async () => (await import('./commands/local.js')).downCommand(),
  status: async () => (await import('./commands/local.js')).statusCommand(),
  start: async () => (await import('./commands/local.js')).startCommand(),
  stop: async () => (await import('./commands/local.js')).stopCommand(),
  demo: async () => (await import('./commands/demo.js')).demoCommand(),
  store: async () => (await import('./commands/store.js')).storeCommand(),
  apiserver: async () => (await import('./commands/control-plane.js')).apiserverCommand(),
  scheduler: async () => (await import('./commands/control-plane.js')).schedulerCommand(),
  controllers: async () => (await import('./commands/control-plane.js')).controllersCommand(),
  kubelet: async () => (await import('./commands/node.js')).kubeletCommand(),
  proxy: async () => (await import('./commands/node.js')).proxyCommand(),
  node: async () => (await import('./commands/node.js')).nodeCommand(),
};

/** What the shells' completion scripts call; its words are somebody's unfinished line, not options of ours. */
const completeWord = '__complete';

async function main(): Promise<void> {
  const program = rootCommand();
  keepValuesBack(program);
  const { options, rest } = leadingOptions(process.argv.slice(2));
  const [wanted = ''] = rest;
  if (wanted === completeWord) {
    const { complete } = await import('./commands/complete.js');
    const { processEnv } = await import('./commands/env.js');
    await complete(processEnv, process.argv.slice(3), commands);
    process.exit();
  }
  if (wanted === '-V' || wanted === '--version') {
    console.log(clientVersion());
    return;
  }
  if (!Object.hasOwn(commands, wanted) && /^[^-]/.test(wanted) && wanted !== 'help') {
    throw unknownCommand(wanted, Object.keys(commands));
  }
  const load = Object.hasOwn(commands, wanted) ? commands[wanted] : undefined;
  const loaded = load === undefined ? await Promise.all(Object.values(commands).map((each) => each())) : [await load()];
  for (const command of loaded) {
    pointToHelp(command);
    program.addCommand(command);
  }
  const [only] = loaded;
  const words =
    load === undefined || only === undefined ? [...options, ...rest] : withOptionsAfter(only, options, rest);
  await program.parseAsync(words, { from: 'user' });
}

/**
 * Once a command is done and has closed everything, only what cannot be closed keeps the process: grpc-js does not give
 * up a connect that is under way when its channel is closed, which takes two minutes when the other machine is gone.
 */
const lingerMsMax = 1_000;

main()
  .catch((error: unknown) => {
    console.error(describeError(error));
    process.exitCode = 1;
  })
  .finally(() => setTimeout(() => process.exit(), lingerMsMax).unref());
