/** Flags of quota, automatic compaction and corruption checks, with etcd's meanings. */
import { goDurationMs } from './duration.js';
import { FlagError } from './flag-error.js';
import type { AutoCompactionOptions, MaintenanceOptions } from './maintenance-options.js';

export const maintenanceDefaults = {
  'quota-backend-bytes': '0',
  'auto-compaction-mode': 'periodic',
  'auto-compaction-retention': '0',
  'experimental-initial-corrupt-check': 'false',
  'experimental-corrupt-check-time': '0s',
} as const;

type Flag = keyof typeof maintenanceDefaults;
type Flags = Readonly<Record<Flag, string>>;

const HOUR_MS = 3_600_000;

export function maintenanceOptions(flags: Flags): MaintenanceOptions {
  const autoCompaction = parseAutoCompaction(flags);
  return {
    quotaBackendBytes: integer('quota-backend-bytes', flags),
    ...(autoCompaction === undefined ? {} : { autoCompaction }),
    initialCorruptCheck: flag('experimental-initial-corrupt-check', flags),
    corruptCheckIntervalMs: goDuration('experimental-corrupt-check-time', flags),
  };
}

/** A plain number is hours in periodic mode, and a count in revision mode; 0 = off. */
function parseAutoCompaction(flags: Flags): AutoCompactionOptions | undefined {
  const mode = flags['auto-compaction-mode'];
  const retention = flags['auto-compaction-retention'];
  const isNumber = /^\d+$/.test(retention);
  if (mode === 'periodic') {
    const retentionMs = isNumber ? Number(retention) * HOUR_MS : goDuration('auto-compaction-retention', flags);
    return retentionMs === 0 ? undefined : { mode, retentionMs };
  }
  if (mode !== 'revision') {
    throw new FlagError(`--auto-compaction-mode must be periodic or revision: got ${JSON.stringify(mode)}`);
  }
  const retentionRevisions = Number(retention);
  if (!isNumber || !Number.isSafeInteger(retentionRevisions)) {
    throw new FlagError(
      `--auto-compaction-retention must be a number of revisions with --auto-compaction-mode=revision: got ${JSON.stringify(retention)}`,
    );
  }
  return retentionRevisions === 0 ? undefined : { mode, retentionRevisions };
}

function integer(name: Flag, flags: Flags): number {
  const value = Number(flags[name]);
  if (!Number.isSafeInteger(value) || flags[name].trim() === '') {
    throw new FlagError(`--${name} must be an integer: got ${JSON.stringify(flags[name])}`);
  }
  return value;
}

function flag(name: Flag, flags: Flags): boolean {
  const text = flags[name];
  if (text !== 'true' && text !== 'false') {
    throw new FlagError(`--${name} must be true or false: got ${JSON.stringify(text)}`);
  }
  return text === 'true';
}

function goDuration(name: Flag, flags: Flags): number {
  const totalMs = goDurationMs(flags[name]);
  if (totalMs === undefined) throw wrongDuration(name, flags[name]);
  return totalMs;
}

function wrongDuration(name: Flag, text: string): FlagError {
  return new FlagError(`--${name} must be a duration such as 10m, 72h or 1h30m: got ${JSON.stringify(text)}`);
}
