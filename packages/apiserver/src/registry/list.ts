/**
 * Consistent lists. Everything is read at one revision: that of the first read, or the one in the continue token, so
 * that the pages of a list fit together however much is written meanwhile.
 */
import { badRequest, type KindName, type Selectable } from '@kuorum/api';
import type { EtcdClient, EtcdKeyValue, EtcdRangeResult } from '@kuorum/client';
import { fromUtf8, prefixEnd } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { rangePageItems, storeTimeoutMs, versionPageItems } from '../limits.js';
import { keyBytes, listPrefix } from './keys.js';
import { storeError } from './store-errors.js';
import { decodeStored, type StoredObject } from './stored-object.js';

/** The part of a store's client that lists need. */
export type RangeReader = Pick<EtcdClient, 'range'>;

export interface ListQuery {
  readonly kind: KindName;
  /** Empty: every namespace. */
  readonly namespace: string;
  /** 0: everything in one page. */
  readonly limit: number;
  readonly continueToken: string;
  /** The state at this revision; not given: the newest, or that of the continue token. */
  readonly revision?: number | undefined;
  /** Not given: everything. */
  readonly matches?: ((object: Selectable) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ListPage {
  readonly items: StoredObject[];
  /** The store as of this revision. */
  readonly revision: number;
  /** Empty on the last page. */
  readonly continueToken: string;
  /** Objects after this page; not known when objects are selected. */
  readonly remaining?: number;
}

/**
 * `recent` gives objects as they were not long ago. The store is then asked for keys and versions only: an object that still
 * has the version is the same, so that neither its value nor the work of decoding (and encoding) it is needed again.
 * `keep` makes of each object that was read what is wanted of it, page by page.
 */
export async function listObjects(
  store: RangeReader,
  query: ListQuery,
  logger: Logger,
  recent?: (key: string) => StoredObject | undefined,
  keep: (stored: StoredObject) => StoredObject = (stored) => stored,
): Promise<ListPage> {
  const prefix = listPrefix(query.kind, query.namespace);
  const token = query.continueToken === '' ? undefined : decodeToken(query.continueToken, prefix);
  const items: StoredObject[] = [];
  let start = token === undefined ? keyBytes(prefix) : keyAfter(token.lastKey);
  let revision = token?.revision ?? query.revision ?? 0;
  for (;;) {
    const page = recent === undefined ? rangePageItems : versionPageItems;
    const limit = query.limit > 0 && query.matches === undefined ? Math.min(query.limit - items.length, page) : page;
    const read = (run: Run): Promise<EtcdRangeResult> => rangeAt(store, run, prefix, revision, query.signal);
    const result = await read({ key: start, limit, keysOnly: recent !== undefined });
    if (revision === 0) revision = result.revision;
    const decode = (kv: EtcdKeyValue): StoredObject | undefined => tryDecode(query.kind, kv, logger, keep);
    const found = recent === undefined ? result.kvs.map(decode) : await withRecent(result.kvs, recent, read, decode);
    for (const [i, kv] of result.kvs.entries()) {
      const stored = found[i];
      if (stored === undefined || query.matches?.(stored.selectable) === false) continue;
      items.push(stored);
      const left = result.count - i - 1;
      if (items.length !== query.limit || left === 0) continue;
      const continueToken = encodeToken({ revision, lastKey: fromUtf8(kv.key) });
      return { items, revision, continueToken, ...(query.matches === undefined ? { remaining: left } : {}) };
    }
    const last = result.kvs.at(-1);
    if (!result.more || last === undefined) return { items, revision, continueToken: '' };
    start = keyAfter(fromUtf8(last.key));
  }
}

/** So many keys from one on. */
interface Run {
  readonly key: Uint8Array;
  readonly limit: number;
  readonly keysOnly: boolean;
}

/**
 * The objects of these keys: what is known as it is now, and all others read. Of each {@link rangePageItems} keys one run is
 * read, from the first to the last that is not known: a page of versions is too many values for one answer. `read` gives the
 * state at one revision, so a run holds the keys that it was cut from.
 */
async function withRecent(
  kvs: EtcdRangeResult['kvs'],
  recent: (key: string) => StoredObject | undefined,
  read: (run: Run) => Promise<EtcdRangeResult>,
  decode: (kv: EtcdKeyValue) => StoredObject | undefined,
): Promise<readonly (StoredObject | undefined)[]> {
  const found = kvs.map(({ key, modRevision }) => {
    const stored = recent(fromUtf8(key));
    return stored?.modRevision === modRevision ? stored : undefined;
  });
  for (let from = 0; from < kvs.length; from += rangePageItems) {
    const part = found.slice(from, from + rangePageItems);
    const first = part.indexOf(undefined);
    const kv = kvs[from + first];
    if (first < 0 || kv === undefined) continue;
    const limit = part.lastIndexOf(undefined) - first + 1;
    const run = await read({ key: kv.key, limit, keysOnly: false });
    for (const [i, value] of run.kvs.entries()) found[from + first + i] ??= decode(value);
  }
  return found;
}

async function rangeAt(
  store: RangeReader,
  run: Run,
  prefix: string,
  revision: number,
  signal: AbortSignal | undefined,
): Promise<EtcdRangeResult> {
  try {
    return await store.range(
      { ...run, rangeEnd: prefixEnd(keyBytes(prefix)), ...(revision === 0 ? {} : { revision }) },
      { signal, timeoutMs: storeTimeoutMs },
    );
  } catch (error) {
    throw storeError(error);
  }
}

/** One object that cannot be read must not hide all others; it is reported and left out. */
function tryDecode(
  kind: KindName,
  kv: EtcdKeyValue,
  logger: Logger,
  keep: (stored: StoredObject) => StoredObject,
): StoredObject | undefined {
  try {
    return keep(decodeStored(kind, kv));
  } catch (error) {
    logger.error({ err: error }, 'cannot read a stored object; it is left out');
    return undefined;
  }
}

interface Token {
  readonly revision: number;
  readonly lastKey: string;
}

function keyAfter(key: string): Uint8Array {
  return keyBytes(`${key}\0`);
}

function encodeToken({ revision, lastKey }: Token): string {
  return Buffer.from(JSON.stringify({ v: 'kuorum/v1', rv: revision, last: lastKey })).toString('base64url');
}

function decodeToken(text: string, prefix: string): Token {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
    const { v, rv, last } = token;
    if (v === 'kuorum/v1' && Number.isSafeInteger(rv) && (rv as number) > 0 && typeof last === 'string') {
      if (last.startsWith(prefix)) return { revision: rv as number, lastKey: last };
    }
  } catch {
    // Said below: whatever is wrong with the token, the caller cannot mend it.
  }
  throw badRequest('continue key is not valid: it must come from the list before, with the same kind and namespace');
}
