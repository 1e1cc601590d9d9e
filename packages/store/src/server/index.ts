/** The shell of the store: Ready loop, peers and the etcd v3 API over gRPC. Start with start.ts and member.ts. */
export { storeOptions } from './config-file.js';
export { answerAboutFlags } from './flag-help.js';
export { FlagError, parseInitialCluster, parseStoreFlags } from './flags.js';
export { LostDiskError } from './lost-disk.js';
export { giveMemoryBackAtRest } from './memory-at-rest.js';
export type { StoreDependencies, StoreOptions } from './options.js';
export { StartRefusal } from './start-refusal.js';
export { runSnapshotCommand } from './snapshot-command/command.js';
export { startStoreMember, type RunningStore } from './start.js';
export { ETCD_VERSION } from './version.js';
export { StorageError } from '../storage/index.js';
