/** A member as a process of its own, for process tests: `node packages/store/dist/server/main.js --name n1 …`. */
import { aborted, stopSignal } from '@kuorum/base/node';
import { FlagError, parseStoreFlags } from './flags.js';
import { StorageError } from '../storage/index.js';
import { StartRefusal } from './start-refusal.js';
import { startStoreMember } from './start.js';

try {
  const store = await startStoreMember(parseStoreFlags(process.argv.slice(2)));
  await Promise.race([aborted(stopSignal()), store.closed]);
  await store.stop();
} catch (error) {
  process.stderr.write(
    `${isForPerson(error) ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
}

function isForPerson(error: unknown): error is Error {
  return error instanceof FlagError || error instanceof StartRefusal || error instanceof StorageError;
}
