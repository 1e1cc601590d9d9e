/** A member as a process of its own, for process tests: `node packages/store/dist/server/main.js --name n1 …`. */
import { aborted, stopSignal } from '@kuorum/base/node';
import { storeOptions } from './config-file.js';
import { FlagError } from './flag-error.js';
import { answerAboutFlags } from './flag-help.js';
import { giveMemoryBackAtRest } from './memory-at-rest.js';
import { StorageError } from '../storage/index.js';
import { StartRefusal } from './start-refusal.js';
import { runSnapshotCommand } from './snapshot-command/command.js';
import { startStoreMember } from './start.js';

try {
  await (process.argv[2] === 'snapshot' ? snapshot() : serve());
} catch (error) {
  process.stderr.write(
    `${isForPerson(error) ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
}

async function serve(): Promise<void> {
  const argv = process.argv.slice(2);
  const told = answerAboutFlags(argv);
  if (told !== undefined) {
    process.stdout.write(`${told}\n`);
    return;
  }
  const store = await startStoreMember(await storeOptions(argv, process.env));
  const endGivingBack = giveMemoryBackAtRest();
  await Promise.race([aborted(stopSignal()), store.closed]);
  endGivingBack();
  await store.stop();
}

function snapshot(): Promise<void> {
  const say = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(`${text}\n`);
  return runSnapshotCommand(process.argv.slice(3), { out: say(process.stdout), note: say(process.stderr) });
}

function isForPerson(error: unknown): error is Error {
  return error instanceof FlagError || error instanceof StartRefusal || error instanceof StorageError;
}
