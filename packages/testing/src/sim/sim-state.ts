/**
 * The state machine of a simulated member: the real MvccStore on records in memory. What a run of log entries changed
 * is collected and leaves as one write, together with how far that is; a crash in between loses both or neither.
 */
import { fromUtf8, utf8 } from '@kuorum/base';
import {
  applyRequest,
  fromByteString,
  type KvBackend,
  MvccError,
  MvccStore,
  range,
  type StoreRequest,
  toByteString,
} from '@kuorum/store/mvcc';
import type { Records } from './sim-disk.js';

/** What clients ask for; values are unique within a run. `expected` undefined = the key must be absent. */
export type Operation =
  | { readonly kind: 'put'; readonly key: string; readonly value: string }
  | { readonly kind: 'delete'; readonly key: string }
  | { readonly kind: 'swap'; readonly key: string; readonly expected?: string | undefined; readonly value: string }
  | { readonly kind: 'get'; readonly key: string }
  | { readonly kind: 'compact'; readonly keepRevisions: number };

export type Outcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'deleted'; readonly existed: boolean }
  | { readonly kind: 'swapped'; readonly succeeded: boolean }
  | { readonly kind: 'value'; readonly value: string | undefined };

export interface Command {
  /** Unique within a run: who waits finds its answer by it. */
  readonly id: number;
  readonly operation: Operation;
}

export function encodeCommand(command: Command): Uint8Array {
  return utf8(JSON.stringify(command));
}

export function decodeCommand(data: Uint8Array): Command {
  return JSON.parse(fromUtf8(data)) as Command;
}

/** Compacted keys removed after each applied entry: few, so that crashes fall into a running compaction. */
const COMPACTION_SLICE_KEYS = 2;
const RECORD_PREFIX = 'k';

export class SimState implements KvBackend {
  readonly mvcc: MvccStore;
  private changes = new Map<string, Uint8Array | undefined>();

  constructor(readonly records: Records) {
    this.mvcc = new MvccStore(this);
    for (const key of [...records.keys()].filter((name) => name.startsWith(RECORD_PREFIX)).sort()) {
      this.mvcc.restoreRecord(fromByteString(key), records.get(key) as Uint8Array);
    }
    this.mvcc.finishRestore();
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.records.get(toByteString(key));
  }

  put(key: Uint8Array, value: Uint8Array): void {
    const name = toByteString(key);
    this.records.set(name, value);
    this.changes.set(name, value);
  }

  delete(key: Uint8Array): void {
    const name = toByteString(key);
    this.records.delete(name);
    this.changes.set(name, undefined);
  }

  /** What changed since the last call. */
  takeChanges(): ReadonlyMap<string, Uint8Array | undefined> {
    const { changes } = this;
    this.changes = new Map();
    return changes;
  }

  apply(operation: Operation): Outcome {
    const outcome = this.execute(operation);
    this.mvcc.compactSlice(COMPACTION_SLICE_KEYS);
    return outcome;
  }

  get value(): (key: string) => string | undefined {
    return (key) => {
      const [kv] = range(this.mvcc, { kind: 'range', key: utf8(key) }).kvs;
      return kv === undefined ? undefined : fromUtf8(kv.value);
    };
  }

  private execute(operation: Operation): Outcome {
    switch (operation.kind) {
      case 'put':
        applyRequest(this.mvcc, putRequest(operation.key, operation.value));
        return { kind: 'written' };
      case 'delete': {
        const { deleted } = applyRequest(this.mvcc, { kind: 'deleteRange', key: utf8(operation.key) });
        return { kind: 'deleted', existed: deleted > 0 };
      }
      case 'swap': {
        const { key, expected, value } = operation;
        const { succeeded } = applyRequest(this.mvcc, {
          kind: 'txn',
          compare: [
            expected === undefined
              ? { key: utf8(key), result: 'equal', target: { field: 'version', number: 0 } }
              : { key: utf8(key), result: 'equal', target: { field: 'value', value: utf8(expected) } },
          ],
          success: [putRequest(key, value)],
          failure: [],
        });
        return { kind: 'swapped', succeeded };
      }
      case 'get':
        return { kind: 'value', value: this.value(operation.key) };
      case 'compact':
        this.compact(this.mvcc.currentRevision - operation.keepRevisions);
        return { kind: 'written' };
    }
  }

  private compact(revision: number): void {
    try {
      applyRequest(this.mvcc, { kind: 'compact', revision });
    } catch (error) {
      // A refusal is a result, the same on every member.
      if (!(error instanceof MvccError)) throw error;
    }
  }
}

function putRequest(key: string, value: string): StoreRequest & { readonly kind: 'put' } {
  return { kind: 'put', key: utf8(key), value: utf8(value) };
}
