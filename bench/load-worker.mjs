// One client process of the benchmark: so many clients, each with one request at a time, for so long.
import { setTimeout as delay } from 'node:timers/promises';
import { encodePut, encodeRange, keyOf, PUT, RANGE } from './etcd-calls.mjs';
import { LightClient } from './grpc-light.mjs';

const CLIENTS_PER_CONNECTION = 16;

/** `keys` = how many different ones; `fill` writes each of them once instead of running for a time. */
async function run({ url, kind, clients, seconds, warmUpSeconds, keys, valueBytes, fill }) {
  const client = new LightClient(url, Math.ceil(clients / CLIENTS_PER_CONNECTION));
  const value = Buffer.alloc(valueBytes, 'v');
  const latencies = [];
  let [total, failed, filled] = [0, 0, 0];
  let lastError;
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const measureFrom = began + warmUpSeconds * 1000;
  const endAt = measureFrom + seconds * 1000;
  const one = async (key) => {
    const at = performance.now();
    try {
      await client.unary(kind === 'put' ? PUT : RANGE, kind === 'put' ? encodePut(key, value) : encodeRange(key));
    } catch (error) {
      failed++;
      lastError = error.message;
      // A member that refuses at once must not be asked in a busy loop.
      await delay(20);
      return;
    }
    total++;
    const now = performance.now();
    if (at >= measureFrom && now <= endAt) latencies.push(now - at);
  };
  const loop = async () => {
    while (fill ? filled < keys : performance.now() < endAt)
      await one(keyOf(fill ? filled++ : Math.floor(Math.random() * keys)));
  };
  await Promise.all(Array.from({ length: clients }, loop));
  client.close();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { total, failed, lastError, latencies, cpuShare: (user + system) / 1000 / (performance.now() - began) };
}

process.on('message', (job) => {
  run(job).then(
    (result) => process.send(result),
    (error) => process.send({ total: 0, failed: 1, lastError: error.message, latencies: [], cpuShare: 0 }),
  );
});
// The bench ended, however it ended.
process.on('disconnect', () => process.exit(0));
process.send('ready');
