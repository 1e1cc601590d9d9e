/**
 * Which key each stored Secret was written with, and writing those anew that are not as the first key would write them.
 * Every write is guarded by the mod revision that was read: what somebody else writes meanwhile is left to him, and counted
 * again, as he may be a server that still writes with another key.
 */
import { prefixEnd } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import type { EtcdClient, EtcdKeyValue, EtcdRangeRequest } from '@kuorum/client';
import { rangePageItems, rotationPassesMax, storeTimeoutMs } from '../limits.js';
import { keyBytes, kindPrefix } from './keys.js';
import { encryptedWith, type Cipher } from './secret-cipher.js';

export const secretsPrefix = Buffer.from(kindPrefix('Secret'));

export interface KeyCount {
  /** By name; '' is what is not encrypted. */
  readonly keys: ReadonlyMap<string, number>;
  readonly secrets: number;
  /** Not stored with the key that writes. */
  readonly behind: number;
  /** No key opens them. */
  readonly unreadable: number;
}

export async function countKeys(store: EtcdClient, cipher: Cipher, signal: AbortSignal): Promise<KeyCount> {
  const keys = new Map<string, number>();
  let [secrets, behind, unreadable] = [0, 0, 0];
  for await (const page of storedSecrets(store, signal)) {
    for (const { key, value } of page) {
      const name = encryptedWith(value) ?? '';
      keys.set(name, (keys.get(name) ?? 0) + 1);
      secrets++;
      if (!cipher.isCurrent(value)) behind++;
      if (cipher.decrypt(key, value) === undefined) unreadable++;
    }
  }
  return { keys, secrets, behind, unreadable };
}

/** Until nothing is left that can be written anew; `onPage` hears after each page how many have been. Gives how many. */
export async function rotateSecrets(
  store: EtcdClient,
  cipher: Cipher,
  logger: Logger,
  signal: AbortSignal,
  onPage: (rewritten: number) => void = () => undefined,
): Promise<number> {
  let rewritten = 0;
  for (let pass = 1; pass <= rotationPassesMax; pass++) {
    let lost = 0;
    for await (const page of storedSecrets(store, signal)) {
      for (const kv of page) {
        const outcome = await rewrite(store, cipher, logger, kv, signal);
        if (outcome === 'rewritten') rewritten++;
        if (outcome === 'lost') lost++;
      }
      onPage(rewritten);
    }
    if (lost === 0) break;
  }
  return rewritten;
}

async function rewrite(
  store: EtcdClient,
  cipher: Cipher,
  logger: Logger,
  { key, value, modRevision, lease }: EtcdKeyValue,
  signal: AbortSignal,
): Promise<'current' | 'unreadable' | 'rewritten' | 'lost'> {
  if (cipher.isCurrent(value)) return 'current';
  const clear = cipher.decrypt(key, value);
  if (clear === undefined) {
    logger.error({ object: key.toString() }, 'cannot decrypt a stored Secret; it is left as it is');
    return 'unreadable';
  }
  const { succeeded } = await store.txn(
    {
      compare: [{ key, target: 'mod', result: '=', value: modRevision }],
      success: [{ op: 'put', key, value: cipher.encrypt(key, clear), lease }],
    },
    { signal, timeoutMs: storeTimeoutMs },
  );
  return succeeded ? 'rewritten' : 'lost';
}

async function* storedSecrets(store: EtcdClient, signal: AbortSignal): AsyncGenerator<EtcdKeyValue[]> {
  let start: Uint8Array = secretsPrefix;
  for (;;) {
    const request: EtcdRangeRequest = { key: start, rangeEnd: prefixEnd(secretsPrefix), limit: rangePageItems };
    const { kvs, more } = await store.range(request, { signal, timeoutMs: storeTimeoutMs });
    yield kvs;
    const last = kvs.at(-1);
    if (!more || last === undefined) return;
    start = keyBytes(`${last.key.toString()}\0`);
  }
}
