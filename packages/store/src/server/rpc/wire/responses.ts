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
  return sharedWatchResponse(response) ?? wholeWatchResponse(response);
}

function wholeWatchResponse(response: etcdserverpb.WatchResponse): Buffer {
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

/** Shorter messages are copied when they are sent: one that goes out many times may stand in the same bytes each time. */
const COPIED_BYTES = 2048;
const WATCH_ID_TAG = 2 * 8;

/** The last response that brought events, for the next watcher of the same: it differs in the id alone. */
let shared:
  { readonly events: unknown; readonly header: unknown; readonly headerBytes: number; plain: Buffer } | undefined;
/** `shared` with an id of one byte, and of two. */
const sharedWithId: (Buffer | undefined)[] = [];

/** Undefined = to be written as a whole. */
function sharedWatchResponse(response: etcdserverpb.WatchResponse): Buffer | undefined {
  const { events, header: head, watch_id: id } = response;
  if (events === undefined || typeof id !== 'number' || id < 0 || id >= 0x4000 || !hasEventsAlone(response))
    return undefined;
  if (shared?.events !== events || shared.header !== head) {
    const headerBytes = proto.take(() => header(head)).length;
    shared = { events, header: head, headerBytes, plain: wholeWatchResponse({ header: head ?? null, events }) };
    sharedWithId.length = 0;
  }
  const { plain, headerBytes } = shared;
  // Zero is not written.
  if (id === 0) return plain;
  if (plain.length + 3 >= COPIED_BYTES) return withRoomForId(plain, headerBytes, id);
  const size = id < 0x80 ? 1 : 2;
  const message = (sharedWithId[size] ??= withRoomForId(plain, headerBytes, id));
  writeId(message, headerBytes + 1, id);
  return message;
}

function withRoomForId(plain: Buffer, headerBytes: number, id: number): Buffer {
  const message = Buffer.allocUnsafeSlow(plain.length + (id < 0x80 ? 2 : 3));
  plain.copy(message, 0, 0, headerBytes);
  message[headerBytes] = WATCH_ID_TAG;
  plain.copy(message, writeId(message, headerBytes + 1, id), headerBytes);
  return message;
}

/** As a varint of one byte or two; where it ends. */
function writeId(message: Buffer, at: number, id: number): number {
  if (id < 0x80) {
    message[at] = id;
    return at + 1;
  }
  message[at] = (id & 0x7f) | 0x80;
  message[at + 1] = id >>> 7;
  return at + 2;
}

function hasEventsAlone(response: etcdserverpb.WatchResponse): boolean {
  const { created, canceled, compact_revision: compacted, cancel_reason: reason, fragment } = response;
  return (
    created === undefined &&
    canceled === undefined &&
    compacted === undefined &&
    reason === undefined &&
    fragment === undefined
  );
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
