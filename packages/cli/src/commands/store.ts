/**
 * `kuorum store`: etcd's flags onto options. It imports the store and nothing else of ours that is large: a member that is
 * restarted is away while it reads code, and keeps in memory what it has read.
 */
import { aborted, createLogger, stopSignal } from '@kuorum/base/node';
import {
  FlagError,
  StartRefusal,
  StorageError,
  answerAboutFlags,
  giveMemoryBackAtRest,
  runSnapshotCommand,
  startStoreMember,
  storeOptions,
  type RunningStore,
  type StoreOptions,
} from '@kuorum/store';
import { Command } from 'commander';
import { CliError } from '../cli-error.js';

/** etcd's own flags: they are not commander's to parse. */
export function storeCommand(): Command {
  return new Command('store')
    .description("Run a member of the store, with etcd's flags; or `store snapshot save|status|restore`")
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .action(async (_options: object, command: Command) => {
      const [first, ...rest] = command.args;
      if (first === 'snapshot') return snapshot(rest);
      const told = answerAboutFlags(command.args);
      if (told !== undefined) {
        console.log(told);
        return;
      }
      const signal = stopSignal();
      const options = await optionsOf(command.args);
      const member = await startMember(options);
      const endGivingBack = giveMemoryBackAtRest();
      await Promise.race([aborted(signal), member.closed]);
      endGivingBack();
      await member.stop();
    });
}

async function snapshot(args: readonly string[]): Promise<void> {
  try {
    await runSnapshotCommand(args, { out: (text) => console.log(text), note: (text) => console.error(text) });
  } catch (error) {
    if (error instanceof FlagError || error instanceof StartRefusal) throw new CliError(error.message);
    throw error;
  }
}

/** What a person can mend (a lost disk, a foreign or damaged directory, a cluster that does not know it) is told without a stack. */
async function startMember(options: StoreOptions): Promise<RunningStore> {
  try {
    return await startStoreMember(options, { logger: createLogger('store', options.logLevel) });
  } catch (error) {
    if (error instanceof StartRefusal || error instanceof StorageError) throw new CliError(error.message);
    throw error;
  }
}

async function optionsOf(args: readonly string[]): Promise<StoreOptions> {
  try {
    return await storeOptions(args, process.env);
  } catch (error) {
    if (error instanceof FlagError) throw new CliError(error.message);
    throw error;
  }
}
