// The calls of the etcd v3 API that the benchmark makes, on LightClient.
import { bytesField, fieldsOf } from './grpc-light.mjs';

export const keyOf = (number) => Buffer.from(`bench/${String(number).padStart(10, '0')}`);

export const encodePut = (key, value) => Buffer.concat([bytesField(1, key), bytesField(2, value)]);

/** Linearizable, one key: etcd's default. */
export const encodeRange = (key) => bytesField(1, key);

export const PUT = '/etcdserverpb.KV/Put';
export const RANGE = '/etcdserverpb.KV/Range';

export async function status(client) {
  const fields = fieldsOf(await client.unary('/etcdserverpb.Maintenance/Status', Buffer.alloc(0)));
  const header = fieldsOf(fields.get(1) ?? Buffer.alloc(0));
  return { memberId: header.get(2) ?? 0n, leader: fields.get(4) ?? 0n };
}
