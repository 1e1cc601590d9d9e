// So many clients, each with one request at a time, for so long.
import { setTimeout as delay } from 'node:timers/promises';
import {
  encodeCompareAndPut,
  encodePut,
  encodeRange,
  encodeSerializableRange,
  keyOf,
  PUT,
  RANGE,
  TXN,
} from './etcd-calls.mjs';
import { LightClient } from './grpc-light.mjs';

const CLIENTS_PER_CONNECTION = 16;
const MIXED_READS = 0.9;

/** (key, value) → path and request. */
const kinds = {
  put: (key, value) => [PUT, encodePut(key, value)],
  range: (key) => [RANGE, encodeRange(key)],
  serializable: (key) => [RANGE, encodeSerializableRange(key)],
  txn: (key, value) => [TXN, encodeCompareAndPut(key, value)],
  mixed: (key, value) => (Math.random() < MIXED_READS ? kinds.range(key) : kinds.put(key, value)),
};

/** `keys` = how many different ones; `fill` writes each of [from, to) once instead of running for a time. */
export async function runUnary({ url, kind, clients, seconds, warmUpSeconds, keys, valueBytes, fill }) {
  const client = new LightClient(url, Math.ceil(clients / CLIENTS_PER_CONNECTION));
  const value = Buffer.alloc(valueBytes, 'v');
  const encode = kinds[kind];
  const latencies = [];
  let [total, failed] = [0, 0];
  let next = fill?.from;
  let lastError;
  const measureFrom = performance.now() + warmUpSeconds * 1000;
  const endAt = measureFrom + seconds * 1000;
  const one = async (key) => {
    const at = performance.now();
    try {
      await client.unary(...encode(key, value));
    } catch (error) {
      failed++;
      lastError = error.message;
      // A member that refuses at once must not be asked in a busy loop.
      await delay(20);
      return false;
    }
    total++;
    const now = performance.now();
    if (at >= measureFrom && now <= endAt) latencies.push(now - at);
    return true;
  };
  const runFor = async () => {
    while (performance.now() < endAt) await one(keyOf(Math.floor(Math.random() * keys)));
  };
  const runFill = async () => {
    while (next < fill.to) {
      const key = keyOf(next++);
      while (!(await one(key)));
    }
  };
  await Promise.all(Array.from({ length: clients }, fill === undefined ? runFor : runFill));
  client.close();
  return { total, failed, lastError, latencies: Float64Array.from(latencies) };
}
