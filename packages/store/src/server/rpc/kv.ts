/** etcdserverpb.KV: reads by ReadIndex or locally, writes through the log. */
import { assert } from '@kuorum/base';
import type { CallContext } from '@kuorum/rpc';
import { type etcdserverpb } from '@kuorum/wire';
import {
  checkRequest,
  range,
  rangeSlices,
  readSlices,
  type RangeResult,
  type ResultOf,
  type StoreRequest,
  type TxnRequest,
} from '../../mvcc/index.js';
import { etcdError } from '../errors.js';
import type { Member } from '../member.js';
import type { CommandResult } from '../state-machine.js';
import type { Done } from '../waiters.js';
import { header } from './header.js';
import {
  decodeDeleteRange,
  decodePut,
  decodeRange,
  decodeTxn,
  encodeDeleteRange,
  encodePut,
  encodeRange,
  encodeTxn,
} from './kv-codec.js';
import type { Handler } from './unary.js';
import { saturate } from './saturate.js';

export interface KvHandlers {
  readonly Range: Handler<etcdserverpb.RangeRequest__Output, etcdserverpb.RangeResponse>;
  readonly Put: Handler<etcdserverpb.PutRequest__Output, etcdserverpb.PutResponse>;
  readonly DeleteRange: Handler<etcdserverpb.DeleteRangeRequest__Output, etcdserverpb.DeleteRangeResponse>;
  readonly Txn: Handler<etcdserverpb.TxnRequest__Output, etcdserverpb.TxnResponse>;
  readonly Compact: Handler<etcdserverpb.CompactionRequest__Output, etcdserverpb.CompactionResponse>;
}

export function kvHandlers(member: Member): KvHandlers {
  const limits = { maxTxnOps: member.options.maxTxnOps };
  const { auth } = member;
  return {
    Range: (message, done, call) => {
      const request = decodeRange(message);
      checkRequest(request, limits);
      const encode = (result: RangeResult) => encodeRange(result, header(member, result.revision));
      whenFresh(member, message.serializable, done, call, () => {
        if (message.range_end.length === 0) {
          member.longReads.serveAtOnce(() => {
            auth.allow(call, request);
            return encode(range(member.machine.mvcc, request));
          }, done);
          return;
        }
        const slices = function* () {
          auth.allow(call, request);
          const { mvcc } = member.machine;
          return encode(yield* rangeSlices(mvcc, request, mvcc.currentRevision));
        };
        member.longReads.serve(slices, done, call);
      });
    },
    Put: (message, done, call) => {
      const request = decodePut(message);
      checkRequest(request, limits);
      write(member, request, done, call, (result) => encodePut(result, header(member, result.revision)));
    },
    DeleteRange: (message, done, call) => {
      const request = decodeDeleteRange(message);
      checkRequest(request, limits);
      write(member, request, done, call, (result) => encodeDeleteRange(result, header(member, result.revision)));
    },
    Txn: (message, done, call) => {
      const request = decodeTxn(message);
      checkRequest(request, limits);
      const encode = (result: ResultOf<TxnRequest>) => encodeTxn(result, header(member, result.revision));
      if (!isReadOnly(request)) write(member, request, done, call, encode);
      else
        whenFresh(member, isSerializable(message), done, call, () => {
          const slices = function* () {
            auth.allow(call, request);
            return encode(yield* readSlices(member.machine.mvcc, request));
          };
          member.longReads.serve(slices, done, call);
        });
    },
    Compact: (message, done, call) => {
      const revision = saturate(message.revision);
      // Nothing is before the first revision: compacted since ever, as in etcd.
      if (revision < 0) throw etcdError('compacted');
      const request = { kind: 'compact', revision } as const;
      const compacted: Done<etcdserverpb.CompactionResponse> = (error, response) => {
        // The history goes away on every member; `physical` waits for this one.
        if (error === undefined && message.physical) member.history.whenCompacted((failed) => done(failed, response));
        else done(error, response);
      };
      write(member, request, compacted, call, (result) => ({ header: header(member, result.revision) }));
    },
  };
}

/** `read` runs when the local state is fresh enough, and fixes at once which revision it reads. */
function whenFresh<O>(member: Member, serializable: boolean, done: Done<O>, call: CallContext, read: () => void): void {
  const serve: Done<void> = (error) => {
    if (error === undefined) read();
    else done(error);
  };
  member.auth.prepare(call, () => {
    if (serializable) serve(member.unavailable);
    else member.linearizable(serve);
  });
}

function write<R extends StoreRequest, O>(
  member: Member,
  request: R,
  done: Done<O>,
  call: CallContext,
  encode: (result: ResultOf<R>) => O,
): void {
  const applied: Done<CommandResult> = (error, outcome) => {
    if (error !== undefined) {
      done(error);
      return;
    }
    assert(outcome?.kind === 'store', 'a store request must have a store result');
    assert(outcome.result.kind === request.kind, `a ${request.kind} must not have a result of ${outcome.result.kind}`);
    done(undefined, encode(outcome.result as ResultOf<R>));
  };
  member.auth.enter(call, done, (caller) => member.propose({ kind: 'store', request }, applied, caller));
}

function isReadOnly(request: TxnRequest): boolean {
  return [...request.success, ...request.failure].every(
    (op) => op.kind === 'range' || (op.kind === 'txn' && isReadOnly(op)),
  );
}

/** A read-only transaction may be served locally when each of its reads may. */
function isSerializable(message: etcdserverpb.TxnRequest__Output): boolean {
  return [...message.success, ...message.failure].every(
    (op) => op.request_range?.serializable === true || (op.request_txn ? isSerializable(op.request_txn) : false),
  );
}
