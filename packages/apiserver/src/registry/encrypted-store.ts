/**
 * A store whose Secrets are encrypted: everything above it reads and writes them in the clear, everything below sees
 * ciphertext. Guards are by mod revision, so nothing else of a transaction changes. A value that no key opens is passed on
 * as it is stored; reading it as an object then says which key is missing.
 */
import { prefixEnd } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import type { EtcdClient, EtcdKeyValue, EtcdOp, EtcdOpResult, EtcdRangeRequest, EtcdRangeResult } from '@kuorum/client';
import { map } from 'rxjs';
import { rangePageItems, storeTimeoutMs } from '../limits.js';
import { keyBytes, kindPrefix } from './keys.js';
import type { SecretCipher } from './secret-cipher.js';

const prefix = Buffer.from(kindPrefix('Secret'));

function isSecret(key: Uint8Array): boolean {
  return Buffer.from(key.buffer, key.byteOffset, Math.min(key.length, prefix.length)).equals(prefix);
}

export function encryptedStore(store: EtcdClient, cipher: SecretCipher): EtcdClient {
  const opened = (kv: EtcdKeyValue): EtcdKeyValue => {
    if (!isSecret(kv.key) || kv.value.length === 0) return kv;
    return { ...kv, value: cipher.decrypt(kv.key, kv.value) ?? kv.value };
  };
  const openedRange = <R extends EtcdRangeResult>(result: R): R => ({ ...result, kvs: result.kvs.map(opened) });
  const sealed = (op: EtcdOp): EtcdOp =>
    op.op === 'put' && isSecret(op.key) ? { ...op, value: cipher.encrypt(op.key, op.value) } : op;
  const openedOp = (result: EtcdOpResult): EtcdOpResult => (result.op === 'range' ? openedRange(result) : result);
  return {
    range: async (request, options) => openedRange(await store.range(request, options)),
    put: (request, options) =>
      store.put(
        isSecret(request.key) ? { ...request, value: cipher.encrypt(request.key, request.value) } : request,
        options,
      ),
    deleteRange: (request, options) => store.deleteRange(request, options),
    txn: async (request, options) => {
      const { success, failure = [] } = request;
      const sealedRequest = { ...request, success: success.map(sealed), failure: failure.map(sealed) };
      const result = await store.txn(sealedRequest, options);
      return { ...result, responses: result.responses.map(openedOp) };
    },
    watch: (request) =>
      store
        .watch(request)
        .pipe(
          map((batch) => ({ ...batch, events: batch.events.map((event) => ({ ...event, kv: opened(event.kv) })) })),
        ),
    requestProgress: () => store.requestProgress(),
    leaseGrant: (ttlSeconds, options) => store.leaseGrant(ttlSeconds, options),
    leaseKeepAlive: (id, options) => store.leaseKeepAlive(id, options),
    leaseRevoke: (id, options) => store.leaseRevoke(id, options),
    compact: (revision, options) => store.compact(revision, options),
    status: (endpoint, options) => store.status(endpoint, options),
    close: () => store.close(),
  };
}

/** After a key has been put first, or the first one given: what is stored otherwise is written anew. */
export async function encryptOlder(
  store: EtcdClient,
  cipher: SecretCipher,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  try {
    const rewritten = await rewriteSecrets(store, cipher, logger, signal);
    if (rewritten > 0) logger.info({ secrets: rewritten }, 'encrypted stored Secrets with the first key');
  } catch (error) {
    if (signal.aborted) return;
    logger.warn({ err: error }, 'cannot encrypt all stored Secrets with the first key; the next start tries again');
  }
}

/**
 * Writes every Secret anew that is not as the first key would write it: what was in the clear, what an older key wrote. Gives
 * how many. A Secret that somebody else writes meanwhile is left to him; one that no key opens is left as it is.
 */
async function rewriteSecrets(
  store: EtcdClient,
  cipher: SecretCipher,
  logger: Logger,
  signal: AbortSignal,
): Promise<number> {
  let rewritten = 0;
  let start: Uint8Array = prefix;
  for (;;) {
    const request: EtcdRangeRequest = { key: start, rangeEnd: prefixEnd(prefix), limit: rangePageItems };
    const { kvs, more } = await store.range(request, { signal, timeoutMs: storeTimeoutMs });
    for (const { key, value, modRevision, lease } of kvs) {
      if (cipher.isCurrent(value)) continue;
      const clear = cipher.decrypt(key, value);
      if (clear === undefined) {
        logger.error({ object: key.toString() }, 'cannot decrypt a stored Secret; it is left as it is');
        continue;
      }
      const { succeeded } = await store.txn(
        {
          compare: [{ key, target: 'mod', result: '=', value: modRevision }],
          success: [{ op: 'put', key, value: cipher.encrypt(key, clear), lease }],
        },
        { signal, timeoutMs: storeTimeoutMs },
      );
      if (succeeded) rewritten++;
    }
    const last = kvs.at(-1);
    if (!more || last === undefined) return rewritten;
    start = keyBytes(`${last.key.toString()}\0`);
  }
}
