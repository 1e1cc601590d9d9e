// The calls of the etcd v3 API that the benchmark makes, on LightClient: paths, and requests as bytes.
import { bytesField, fieldsOf, varintField } from './grpc-light.mjs';

export const keyOf = (number) => Buffer.from(`bench/${String(number).padStart(10, '0')}`);

export const PUT = '/etcdserverpb.KV/Put';
export const RANGE = '/etcdserverpb.KV/Range';
export const TXN = '/etcdserverpb.KV/Txn';
export const WATCH = '/etcdserverpb.Watch/Watch';
export const LEASE_GRANT = '/etcdserverpb.Lease/LeaseGrant';
export const LEASE_REVOKE = '/etcdserverpb.Lease/LeaseRevoke';
export const LEASE_KEEP_ALIVE = '/etcdserverpb.Lease/LeaseKeepAlive';

const EMPTY = Buffer.alloc(0);
const COMPARE_GREATER = 1;
const TARGET_VERSION = 0;

export const encodePut = (key, value) => Buffer.concat([bytesField(1, key), bytesField(2, value)]);

/** Linearizable, one key: etcd's default. */
export const encodeRange = (key) => bytesField(1, key);

export const encodeSerializableRange = (key) => Buffer.concat([bytesField(1, key), varintField(7, 1)]);

/** All keys that begin with it. */
export const encodePrefixRange = (prefix) => Buffer.concat([bytesField(1, prefix), bytesField(2, prefixEnd(prefix))]);

/** Of a prefix that does not end in the last byte. */
function prefixEnd(prefix) {
  const end = Buffer.from(prefix);
  end[end.length - 1]++;
  return end;
}

/** If the key does not exist, put it. */
export function encodeCreate(key, value) {
  const compare = Buffer.concat([varintField(2, TARGET_VERSION), bytesField(3, key), varintField(4, 0)]);
  const put = bytesField(2, bytesField(2, encodePut(key, value)));
  return Buffer.concat([bytesField(1, compare), put]);
}

/** If the key exists, put it. */
export function encodeCompareAndPut(key, value) {
  const compare = Buffer.concat([
    varintField(1, COMPARE_GREATER),
    varintField(2, TARGET_VERSION),
    bytesField(3, key),
    varintField(4, 0),
  ]);
  const put = bytesField(2, bytesField(2, encodePut(key, value)));
  return Buffer.concat([bytesField(1, compare), put]);
}

export const encodeWatch = (key) => bytesField(1, bytesField(1, key));

export const encodeWatchPrefix = (prefix) => bytesField(1, encodePrefixRange(prefix));

export const encodeGrant = (ttlSeconds) => varintField(1, ttlSeconds);

/** Of a revocation and of a renewal. */
export const encodeLeaseId = (id) => varintField(1, id);

export const leaseIdOf = (granted) => fieldsOf(granted).get(2);

export async function status(client) {
  const fields = fieldsOf(await client.unary('/etcdserverpb.Maintenance/Status', EMPTY));
  const header = fieldsOf(fields.get(1) ?? EMPTY);
  return { memberId: header.get(2) ?? 0n, leader: fields.get(4) ?? 0n };
}

/** Whether a range gave a key. */
export const hasKey = (response) => fieldsOf(response).has(2);

/** Of a response of a watch stream: whether a watch was created, and how many events it brings. */
export function readWatchResponse(bytes) {
  let [created, events] = [false, 0];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at++];
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    if (tag === ((3 << 3) | 0)) created = value === 1;
    if (tag === ((11 << 3) | 2)) events++;
    if ((tag & 7) === 2) at += value;
  }
  return { created, events };
}
