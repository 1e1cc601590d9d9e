/**
 * Serializable reads: each shows the store as it was at some one revision, its header's (or the one that was asked for),
 * though perhaps not the newest; and one member, as long as it runs, never goes back.
 */
import type { EventLog } from './event-log.js';
import { type KvSeen, showKv } from './kv-history.js';

export interface SerializableRead {
  /** Who answered, and in which life: within one, revisions never decrease. */
  readonly source: string;
  readonly key: string;
  /** The half-open range [key, end); absent = the one key. */
  readonly end?: string | undefined;
  /**
   * What it had answered with when this read was asked for; absent = the reads come one after the other, and each is not
   * before the last one. Of two that overlap the longer one may be answered last with the older state.
   */
  readonly notBefore?: number | undefined;
  /** The revision that was asked for; absent = the member's current one. */
  readonly atRevision?: number | undefined;
  /** Of the header. */
  readonly revision: number;
  readonly kvs: readonly KvSeen[];
}

/** `reads` in the order of their answers. Gives the first violation. */
export function checkSerializableReads(reads: readonly SerializableRead[], log: EventLog): string | undefined {
  const lastOf = new Map<string, number>();
  const contentsAt = new Map<number, Map<string, KvSeen>>();
  for (const read of reads) {
    const last = read.notBefore ?? lastOf.get(read.source) ?? 0;
    if (read.revision < last) {
      return `serializable read: ${read.source} went back from revision ${last} to ${read.revision}`;
    }
    lastOf.set(read.source, read.revision);
    const revision = read.atRevision ?? read.revision;
    if (revision > log.lastRevision)
      return `serializable read: ${read.source} answered from the future revision ${revision}`;
    const contents = contentsAt.get(revision) ?? log.contentsAt(revision);
    contentsAt.set(revision, contents);
    const expected = [...contents.values()]
      .filter(({ key }) => (read.end === undefined ? key === read.key : key >= read.key && key < read.end))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const same = expected.length === read.kvs.length && expected.every((kv, i) => sameKv(kv, read.kvs[i]));
    if (same) continue;
    return (
      `serializable read: ${read.source} showed ${showAll(read.kvs)} at revision ${revision}, ` +
      `where there was ${showAll(expected)}`
    );
  }
  return undefined;
}

function sameKv(expected: KvSeen, seen: KvSeen | undefined): boolean {
  if (seen === undefined || seen.key !== expected.key || seen.value !== expected.value) return false;
  return seen.modRevision === undefined || seen.modRevision === expected.modRevision;
}

function showAll(kvs: readonly KvSeen[]): string {
  return kvs.map(showKv).join(', ') || 'nothing';
}
