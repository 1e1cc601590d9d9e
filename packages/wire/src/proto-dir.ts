import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where the .proto files are: inside this package when it was installed, at the top of the repository otherwise. Both
 * are looked up from this module, so the working directory does not matter.
 */
export function protoDir(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const candidates = [join(here, '..', 'proto'), join(here, '..', '..', '..', 'proto')];
  const found = candidates.find((directory) => existsSync(join(directory, 'etcdserverpb', 'rpc.proto')));
  if (found === undefined) throw new Error(`Cannot find the .proto files: looked in ${candidates.join(' and ')}`);
  return found;
}
