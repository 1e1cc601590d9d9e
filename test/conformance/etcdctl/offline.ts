/** Commands that open the files of a member that is stopped. They know etcd's files alone. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recorder } from '../../support/etcd/recorder.js';

/** Gives the files that are not what they were. */
export async function offline(ctl: Recorder): Promise<string[]> {
  const { dataDir } = ctl.cluster.member('m3');
  const before = await hashes(dataDir);
  const alone = { noEndpoints: true };
  await ctl.run(`defrag --data-dir=${dataDir}`, alone);
  await ctl.run(`migrate --data-dir=${dataDir} --no-ttl`, alone);
  await ctl.run(`migrate --data-dir=${dataDir} --wal-dir=${join(dataDir, 'member', 'wal')} --transformer=cat`, alone);
  const after = await hashes(dataDir);
  return [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file));
}

async function hashes(directory: string): Promise<Map<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(files.map((file) => readFile(file)));
  return new Map(
    files.map((file, i) => [
      file,
      createHash('sha256')
        .update(contents[i] ?? '')
        .digest('hex'),
    ]),
  );
}
