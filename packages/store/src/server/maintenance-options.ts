/** Options of quota, alarms and automatic compaction. Absent = etcd's default. */
export interface MaintenanceOptions {
  /** 0 = 2 GiB, negative = no quota. */
  readonly quotaBackendBytes?: number;
  /** Absent = history is compacted only when a client asks for it. */
  readonly autoCompaction?: AutoCompactionOptions;
  /** Compare with the peers before serving. */
  readonly initialCorruptCheck?: boolean;
  /** How often the leader compares the members' histories; 0 or absent = never. */
  readonly corruptCheckIntervalMs?: number;
}

export type AutoCompactionOptions =
  | { readonly mode: 'periodic'; readonly retentionMs: number }
  | { readonly mode: 'revision'; readonly retentionRevisions: number };
