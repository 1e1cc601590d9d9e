/** A member as a process of its own, for process tests: `node packages/store/dist/server/main.js --name n1 …`. */
import { aborted, stopSignal } from '@kuorum/base/node';
import { FlagError, parseStoreFlags } from './flags.js';
import { LostDiskError } from './lost-disk.js';
import { startStoreMember } from './start.js';

try {
  const store = await startStoreMember(parseStoreFlags(process.argv.slice(2)));
  await aborted(stopSignal());
  await store.stop();
} catch (error) {
  process.stderr.write(
    `${error instanceof FlagError || error instanceof LostDiskError ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
}
