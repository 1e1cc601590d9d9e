/**
 * Member and cluster ids, computed as etcd computes them for a cluster's first members: the first eight bytes of a
 * SHA-1. Every member comes to the same ids from the same --initial-cluster and --initial-cluster-token, with nobody
 * handing them out.
 */
import { createHash } from 'node:crypto';

export function memberIdOf(peerUrls: readonly string[], token: string): bigint {
  return firstEightBytes([Buffer.from([...peerUrls].sort().join('') + token, 'utf8')]);
}

/** Of a member that is added to a cluster: the time makes it another one than any that had these URLs before. */
export function addedMemberIdOf(peerUrls: readonly string[], unixSeconds: number): bigint {
  return firstEightBytes([Buffer.from([...peerUrls].sort().join('') + String(unixSeconds), 'utf8')]);
}

export function clusterIdOf(memberIds: readonly bigint[]): bigint {
  const sorted = [...memberIds].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return firstEightBytes(
    sorted.map((id) => {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64BE(id);
      return bytes;
    }),
  );
}

function firstEightBytes(parts: readonly Buffer[]): bigint {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest().readBigUInt64BE(0);
}
