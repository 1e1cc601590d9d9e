// Renewals of many leases on a few streams, so many outstanding on each: a stream answers in order.
import { encodeGrant, encodeLeaseId, LEASE_GRANT, LEASE_KEEP_ALIVE, LEASE_REVOKE, leaseIdOf } from './etcd-calls.mjs';
import { LightClient } from './grpc-light.mjs';

const TTL_SECONDS = 120;
const STREAMS_PER_CONNECTION = 2;
/** Grants and revocations under way at a time. */
const PARALLEL = 50;

export async function runKeepAlives({ url, leases, streams, outstanding, seconds, warmUpSeconds }) {
  const client = new LightClient(url, Math.ceil(streams / STREAMS_PER_CONNECTION));
  const ids = await inBatches(Array.from({ length: leases }), async () =>
    leaseIdOf(await client.unary(LEASE_GRANT, encodeGrant(TTL_SECONDS))),
  );
  const latencies = [];
  let [total, failed] = [0, 0];
  let lastError;
  const measureFrom = performance.now() + warmUpSeconds * 1000;
  const endAt = measureFrom + seconds * 1000;
  const runStream = (own) =>
    new Promise((resolve) => {
      const sentAt = [];
      let next = 0;
      const send = () => {
        sentAt.push(performance.now());
        stream.send(encodeLeaseId(own[next++ % own.length]));
      };
      const onMessage = () => {
        const now = performance.now();
        const at = sentAt.shift();
        total++;
        if (at >= measureFrom && now <= endAt) latencies.push(now - at);
        if (now < endAt) send();
        else if (sentAt.length === 0) {
          stream.close();
          resolve();
        }
      };
      const stream = client.stream(LEASE_KEEP_ALIVE, onMessage, (reason) => {
        failed++;
        lastError = reason;
        resolve();
      });
      for (let i = 0; i < outstanding; i++) send();
    });
  const share = Math.ceil(ids.length / streams);
  const shares = Array.from({ length: streams }, (_, i) => ids.slice(i * share, (i + 1) * share));
  await Promise.all(shares.filter((own) => own.length > 0).map(runStream));
  await inBatches(ids, (id) => client.unary(LEASE_REVOKE, encodeLeaseId(id)));
  client.close();
  return { total, failed, lastError, latencies: Float64Array.from(latencies) };
}

async function inBatches(items, action) {
  const results = [];
  for (let i = 0; i < items.length; i += PARALLEL)
    results.push(...(await Promise.all(items.slice(i, i + PARALLEL).map(action))));
  return results;
}
