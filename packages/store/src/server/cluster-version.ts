/**
 * The version that all members of the cluster have in common, and a downgrade that was announced (etcd
 * `server/etcdserver/api/membership`, its `/version`): part of the replicated state. The first leader says which version
 * it is; no member of ours speaks another one, so an announced downgrade changes nothing but what is told of it.
 */
import { RESTORE_ADVICE, StorageError, type StateDb } from '../storage/index.js';
import { etcdError } from './errors.js';

export interface Downgrade {
  readonly enabled: boolean;
  /** Empty unless enabled. */
  readonly targetVersion: string;
}

export const CLUSTER_VERSION_KEY: Uint8Array = Buffer.from('sv', 'latin1');

interface Stored {
  readonly version: string;
  readonly downgradeTo: string;
}

export class ClusterVersion {
  private stored: Stored = { version: '', downgradeTo: '' };

  constructor(private readonly db: Pick<StateDb, 'get' | 'put'>) {}

  /** `major.minor.0`; undefined until a leader has said it. */
  get version(): string | undefined {
    return this.stored.version === '' ? undefined : this.stored.version;
  }

  get downgrade(): Downgrade {
    return { enabled: this.stored.downgradeTo !== '', targetVersion: this.stored.downgradeTo };
  }

  set(version: string): void {
    this.store({ ...this.stored, version });
  }

  /** Empty = called off. */
  announce(downgradeTo: string): void {
    this.store({ ...this.stored, downgradeTo });
  }

  /** The database holds another state. */
  load(): void {
    const bytes = this.db.get(CLUSTER_VERSION_KEY);
    this.stored = bytes === undefined ? { version: '', downgradeTo: '' } : decodeClusterVersion(bytes);
  }

  private store(stored: Stored): void {
    this.stored = stored;
    this.db.put(CLUSTER_VERSION_KEY, Buffer.from(JSON.stringify(stored)));
  }
}

/** Throws StorageError `corrupt`. */
export function decodeClusterVersion(bytes: Uint8Array): Stored {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    throw damaged();
  }
  if (typeof parsed !== 'object' || parsed === null) throw damaged();
  const { version, downgradeTo } = parsed as Partial<Record<keyof Stored, unknown>>;
  if (typeof version !== 'string' || typeof downgradeTo !== 'string') throw damaged();
  return { version, downgradeTo };
}

/** `3.5.0` of `3.5.9`. */
export function clusterVersionOf(serverVersion: string): string {
  const { major, minor } = parseVersion(serverVersion);
  return `${major}.${minor}.0`;
}

/**
 * What to announce for a downgrade to what a client asks for: one minor version below the cluster's. Throws EtcdError,
 * in etcd's order.
 */
export function checkDowngrade(current: ClusterVersion, asked: string): string {
  const target = parseVersion(asked);
  if (current.version === undefined) throw etcdError('clusterVersionUnavailable');
  const { major, minor } = parseVersion(current.version);
  if (target.major !== major || target.minor !== minor - 1) throw etcdError('invalidDowngradeTarget');
  if (current.downgrade.enabled) throw etcdError('downgradeInProcess');
  return `${target.major}.${target.minor}.0`;
}

/** `3.4`, `3.4.0`, `3.4.1-rc.1`; throws EtcdError. */
function parseVersion(text: string): { readonly major: number; readonly minor: number } {
  const match = /^(\d{1,9})\.(\d{1,9})(?:\.\d{1,9}(?:[-+][0-9A-Za-z.+-]+)?)?$/.exec(text);
  if (match === null) throw etcdError('wrongDowngradeFormat');
  return { major: Number(match[1]), minor: Number(match[2]) };
}

function damaged(): StorageError {
  return new StorageError(
    'corrupt',
    `Cannot use the state as the record of the cluster's version is not readable: ${RESTORE_ADVICE}`,
  );
}
