/**
 * The etcd v3 API as the apiserver sees it: bytes in, bytes out, revisions as numbers. Works against a Kuorum store
 * member and against etcd alike. Names are etcd's.
 */
import type { Logger } from '@kuorum/base/node';
import type { Clock } from '@kuorum/base';
import type { Observable } from 'rxjs';
import type { ClientTlsSource } from './client-tls.js';

export interface EtcdCallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface EtcdKeyValue {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly createRevision: number;
  readonly modRevision: number;
  /** Counts the changes since the key was created, from 1. */
  readonly version: number;
  /** 0n = no lease. */
  readonly lease: bigint;
}

/** `rangeEnd` not given: one key. `prefixEnd(key)` of base: everything under a prefix. */
export interface EtcdRangeRequest {
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array | undefined;
  readonly limit?: number | undefined;
  /** Read the state at this revision; the newest unless told. */
  readonly revision?: number | undefined;
  /** Answer from whichever member was asked, possibly stale. */
  readonly serializable?: boolean | undefined;
  readonly keysOnly?: boolean | undefined;
  readonly countOnly?: boolean | undefined;
}

export interface EtcdRangeResult {
  /** Revision of the store when it answered. */
  readonly revision: number;
  readonly kvs: EtcdKeyValue[];
  readonly more: boolean;
  /** Keys in the whole range, whatever the limit. */
  readonly count: number;
}

export interface EtcdPutRequest {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly lease?: bigint | undefined;
  readonly prevKv?: boolean | undefined;
}

export interface EtcdPutResult {
  readonly revision: number;
  readonly prevKv?: EtcdKeyValue;
}

export interface EtcdDeleteRangeRequest {
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array | undefined;
  readonly prevKv?: boolean | undefined;
}

export interface EtcdDeleteRangeResult {
  readonly revision: number;
  readonly deleted: number;
  readonly prevKvs: EtcdKeyValue[];
}

/** `{ key, target: 'mod', result: '=', value: 0 }` holds while the key is absent. */
export type EtcdCompare = {
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array | undefined;
  readonly result: '=' | '!=' | '<' | '>';
} & (
  | { readonly target: 'version' | 'create' | 'mod'; readonly value: number }
  | { readonly target: 'value'; readonly value: Uint8Array }
  | { readonly target: 'lease'; readonly value: bigint }
);

export type EtcdOp =
  | ({ readonly op: 'range' } & EtcdRangeRequest)
  | ({ readonly op: 'put' } & EtcdPutRequest)
  | ({ readonly op: 'deleteRange' } & EtcdDeleteRangeRequest);

export type EtcdOpResult =
  | ({ readonly op: 'range' } & EtcdRangeResult)
  | ({ readonly op: 'put' } & EtcdPutResult)
  | ({ readonly op: 'deleteRange' } & EtcdDeleteRangeResult);

export interface EtcdTxnRequest {
  /** All must hold for `success` to be taken. */
  readonly compare: readonly EtcdCompare[];
  readonly success: readonly EtcdOp[];
  readonly failure?: readonly EtcdOp[] | undefined;
}

export interface EtcdTxnResult {
  readonly revision: number;
  readonly succeeded: boolean;
  readonly responses: EtcdOpResult[];
}

export interface EtcdWatchRequest {
  readonly key: Uint8Array;
  readonly rangeEnd?: Uint8Array | undefined;
  /** First revision wanted; not given: what comes after the watch was made. */
  readonly startRevision?: number | undefined;
  readonly prevKv?: boolean | undefined;
  /** Ask the server for a progress notice when nothing happens for a while (etcd: 10 minutes). */
  readonly progressNotify?: boolean | undefined;
}

export interface EtcdEvent {
  readonly type: 'put' | 'delete';
  /** Of a delete only `key` and `modRevision` mean something. */
  readonly kv: EtcdKeyValue;
  readonly prevKv?: EtcdKeyValue;
}

/**
 * Events of one or more whole revisions, in order. `created` says that the server has the watch (again, after each
 * resume); without events and not `created` it is a progress notice: everything up to `revision` was delivered.
 */
export interface EtcdWatchBatch {
  readonly kind: 'created' | 'events' | 'progress';
  /** Revision of the store when it sent this. */
  readonly revision: number;
  readonly events: readonly EtcdEvent[];
}

export interface EtcdStatus {
  readonly endpoint: string;
  readonly version: string;
  readonly dbSizeBytes: number;
  readonly memberId: bigint;
  readonly leaderId: bigint;
  readonly raftIndex: number;
  readonly raftTerm: number;
  readonly revision: number;
}

export interface EtcdLease {
  readonly id: bigint;
  readonly ttlSeconds: number;
}

export interface EtcdClientOptions {
  /** `host:port`, with or without `http://` (without `tls`) or `https://` (with it). */
  readonly endpoints: readonly string[];
  /** Not given: plaintext. */
  readonly tls?: ClientTlsSource | undefined;
  readonly logger?: Logger | undefined;
  readonly clock?: Clock | undefined;
  /** Default for `EtcdCallOptions.timeoutMs`. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Calls reject with `EtcdError`. Reads are tried again on another endpoint; a write only when it surely did not reach
 * a server, else the error says `outcomeUnknown`.
 */
export interface EtcdClient {
  range(request: EtcdRangeRequest, options?: EtcdCallOptions): Promise<EtcdRangeResult>;
  put(request: EtcdPutRequest, options?: EtcdCallOptions): Promise<EtcdPutResult>;
  deleteRange(request: EtcdDeleteRangeRequest, options?: EtcdCallOptions): Promise<EtcdDeleteRangeResult>;
  txn(request: EtcdTxnRequest, options?: EtcdCallOptions): Promise<EtcdTxnResult>;
  /**
   * Cold. Resumes by itself after the last revision seen when its stream breaks; errors with `EtcdCompactedError`
   * when what comes next is gone, and with `EtcdError` when the server refuses the watch. Never completes.
   */
  watch(request: EtcdWatchRequest): Observable<EtcdWatchBatch>;
  /** Asks for a progress notice on every open watch (those that are synced give one). */
  requestProgress(): void;
  leaseGrant(ttlSeconds: number, options?: EtcdCallOptions): Promise<EtcdLease>;
  /** Renews once; `ttlSeconds` 0 = there is no such lease. */
  leaseKeepAlive(id: bigint, options?: EtcdCallOptions): Promise<EtcdLease>;
  leaseRevoke(id: bigint, options?: EtcdCallOptions): Promise<void>;
  compact(revision: number, options?: EtcdCallOptions & { physical?: boolean }): Promise<void>;
  /** Of the endpoint in use, or of the one named. */
  status(endpoint?: string, options?: EtcdCallOptions): Promise<EtcdStatus>;
  close(): void;
}
