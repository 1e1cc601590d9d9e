/** The responses that a busy store gives all the time, straight to bytes. */
import type { etcdserverpb, mvccpb } from '@kuorum/wire';
import { proto } from './proto-writer.js';

type Header = etcdserverpb.ResponseHeader | null | undefined;

export function writeRangeResponse(response: etcdserverpb.RangeResponse): Buffer {
  return proto.take(() => rangeResponse(response));
}

export function writePutResponse(response: etcdserverpb.PutResponse): Buffer {
  return proto.take(() => putResponse(response));
}

export function writeDeleteRangeResponse(response: etcdserverpb.DeleteRangeResponse): Buffer {
  return proto.take(() => deleteRangeResponse(response));
}

export function writeTxnResponse(response: etcdserverpb.TxnResponse): Buffer {
  return proto.take(() => txnResponse(response));
}

export function writeLeaseKeepAliveResponse(response: etcdserverpb.LeaseKeepAliveResponse): Buffer {
  return proto.take(() => {
    header(response.header);
    proto.int64(2, response.ID);
    proto.int64(3, response.TTL);
  });
}

export function writeWatchResponse(response: etcdserverpb.WatchResponse): Buffer {
  // Before: one message is written at a time.
  const events = response.events?.map(eventBytes) ?? [];
  return proto.take(() => {
    header(response.header);
    proto.int64(2, response.watch_id);
    proto.bool(3, response.created);
    proto.bool(4, response.canceled);
    proto.int64(5, response.compact_revision);
    proto.text(6, response.cancel_reason);
    proto.bool(7, response.fragment);
    for (const event of events) proto.encoded(11, event);
  });
}

/** An event goes to all its watchers as the same object, and is encoded for the first. */
const eventsEncoded = new WeakMap<mvccpb.Event, Buffer>();

function eventBytes(event: mvccpb.Event): Buffer {
  let bytes = eventsEncoded.get(event);
  if (bytes === undefined) {
    bytes = proto.take(() => {
      proto.int64(1, event.type === 'DELETE' || event.type === 1 ? 1 : 0);
      optional(2, event.kv, keyValue);
      optional(3, event.prev_kv, keyValue);
    });
    eventsEncoded.set(event, bytes);
  }
  return bytes;
}

function header(value: Header): void {
  optional(1, value, (each) => {
    proto.int64(1, each.cluster_id);
    proto.int64(2, each.member_id);
    proto.int64(3, each.revision);
    proto.int64(4, each.raft_term);
  });
}

function keyValue(kv: mvccpb.KeyValue): void {
  proto.bytes(1, kv.key);
  proto.int64(2, kv.create_revision);
  proto.int64(3, kv.mod_revision);
  proto.int64(4, kv.version);
  proto.bytes(5, kv.value);
  proto.int64(6, kv.lease);
}

function optional<T>(field: number, value: T | null | undefined, write: (value: T) => void): void {
  if (value !== null && value !== undefined) proto.message(field, () => write(value));
}

function rangeResponse(response: etcdserverpb.RangeResponse): void {
  header(response.header);
  for (const kv of response.kvs ?? []) proto.message(2, () => keyValue(kv));
  proto.bool(3, response.more);
  proto.int64(4, response.count);
}

function putResponse(response: etcdserverpb.PutResponse): void {
  header(response.header);
  optional(2, response.prev_kv, keyValue);
}

function deleteRangeResponse(response: etcdserverpb.DeleteRangeResponse): void {
  header(response.header);
  proto.int64(2, response.deleted);
  for (const kv of response.prev_kvs ?? []) proto.message(3, () => keyValue(kv));
}

function txnResponse(response: etcdserverpb.TxnResponse): void {
  header(response.header);
  proto.bool(2, response.succeeded);
  for (const op of response.responses ?? []) proto.message(3, () => responseOp(op));
}

function responseOp(op: etcdserverpb.ResponseOp): void {
  optional(1, op.response_range, rangeResponse);
  optional(2, op.response_put, putResponse);
  optional(3, op.response_delete_range, deleteRangeResponse);
  optional(4, op.response_txn, txnResponse);
}
