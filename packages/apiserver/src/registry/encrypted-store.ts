/**
 * A store whose Secrets are encrypted: everything above it reads and writes them in the clear, everything below sees
 * ciphertext. Guards are by mod revision, so nothing else of a transaction changes. A value that no key opens is passed on
 * as it is stored; reading it as an object then says which key is missing.
 */
import type { Logger } from '@kuorum/base/node';
import type { EtcdClient, EtcdKeyValue, EtcdOp, EtcdOpResult, EtcdRangeResult } from '@kuorum/client';
import { map } from 'rxjs';
import { rotateSecrets, secretsPrefix as prefix } from './rotate-secrets.js';
import type { Cipher } from './secret-cipher.js';

function isSecret(key: Uint8Array): boolean {
  return Buffer.from(key.buffer, key.byteOffset, Math.min(key.length, prefix.length)).equals(prefix);
}

export function encryptedStore(store: EtcdClient, cipher: Cipher): EtcdClient {
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
  cipher: Cipher,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  try {
    const rewritten = await rotateSecrets(store, cipher, logger, signal);
    if (rewritten > 0) logger.info({ secrets: rewritten }, 'encrypted stored Secrets with the first key');
  } catch (error) {
    if (signal.aborted) return;
    logger.warn({ err: error }, 'cannot encrypt all stored Secrets with the first key; the next start tries again');
  }
}
