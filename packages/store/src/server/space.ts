import type { StateDb } from '../storage/index.js';
import { stateDirectory } from './bootstrap.js';
import { directoryBytes } from './disk-size.js';
import type { StoreOptions } from './options.js';

/** What counts against the quota: the table files of the state in use, and LevelDB's log of what is not in one yet. */
export async function measureSpace(options: StoreOptions, db: Pick<StateDb, 'sizeBytes'>): Promise<number> {
  const [tables, logs] = await Promise.all([db.sizeBytes(), directoryBytes(stateDirectory(options), '.log')]);
  return tables + logs;
}
