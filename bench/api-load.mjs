// Loads of single-object calls and lists, against an apiserver or, with the same bytes, a raw etcd.
import { setTimeout as delay } from 'node:timers/promises';
import { createApiClient } from '../packages/client/dist/index.js';
import { createRequest, getRequest, keyOf, listRequest, POD_SERVICE, statusRequest, storedPod } from './api-pods.mjs';
import { encodeCreate, encodePrefixRange, encodePut, encodeRange, PUT, RANGE, TXN } from './etcd-calls.mjs';
import { LightClient } from './grpc-light.mjs';

const CLIENTS_PER_CONNECTION = 16;
const FILL_PARALLEL = 64;
/** Of the open loop: so many connections, as so many kubelets would share them out. */
const OPEN_CONNECTIONS = 8;
const TICK_MS = 2;

/** target → call → (number) → path and request. */
function requestsOf(target, namespace) {
  const value = storedPod(namespace, 0);
  if (target === 'etcd') {
    return {
      create: (number) => [TXN, encodeCreate(keyOf(namespace, number), value)],
      get: (number) => [RANGE, encodeRange(keyOf(namespace, number))],
      list: () => [RANGE, encodePrefixRange(Buffer.from(`/registry/pods/${namespace}/`))],
      status: (number) => [PUT, encodePut(keyOf(namespace, number), value)],
    };
  }
  const create = createRequest(namespace);
  const get = getRequest(namespace);
  const status = statusRequest(namespace);
  const list = listRequest(namespace);
  return {
    create: (number) => [`${POD_SERVICE}/Create`, create(number)],
    get: (number) => [`${POD_SERVICE}/Get`, get(number)],
    list: () => [`${POD_SERVICE}/List`, list],
    status: (number, message) => [`${POD_SERVICE}/UpdateStatus`, status(number, message)],
  };
}

/** So many clients, each with one call at a time; `from` is the first number that a create may take, `keys` what a get may ask for. */
export async function runCalls({ url, target, namespace, call, clients, seconds, warmUpSeconds, keys, from }) {
  const client = new LightClient(url, Math.ceil(clients / CLIENTS_PER_CONNECTION));
  const requests = requestsOf(target, namespace);
  const latencies = [];
  let [total, failed, next] = [0, 0, from];
  let lastError;
  const measureFrom = performance.now() + warmUpSeconds * 1000;
  const endAt = measureFrom + seconds * 1000;
  const run = async () => {
    while (performance.now() < endAt) {
      const [path, request] = requests[call](call === 'create' ? next++ : Math.floor(Math.random() * keys));
      const at = performance.now();
      try {
        await client.unary(path, request);
      } catch (error) {
        failed++;
        lastError = error.message;
        await delay(20);
        continue;
      }
      total++;
      const now = performance.now();
      if (at >= measureFrom && now <= endAt) latencies.push(now - at);
    }
  };
  await Promise.all(Array.from({ length: clients }, run));
  client.close();
  return { total, failed, lastError, latencies: Float64Array.from(latencies) };
}

/**
 * Calls on a schedule, whatever the answers do: latency counts from the moment at which the call should have gone out.
 * Statuses are reported as kubelets do it, each on the pods of its own, one after the other: `share` [from, to) of the keys.
 */
export async function runOpenLoop({ url, target, namespace, calls, seconds, warmUpSeconds, keys, share, from }) {
  const client = new LightClient(url, OPEN_CONNECTIONS);
  const requests = requestsOf(target, namespace);
  const latencies = [];
  const pending = new Set();
  let [total, failed, made, reported] = [0, 0, 0, 0];
  let lastError;
  const numberOf = {
    create: () => from + made++,
    get: () => Math.floor(Math.random() * keys),
    status: () => share[0] + (reported++ % (share[1] - share[0])),
  };
  const began = performance.now();
  const measureFrom = began + warmUpSeconds * 1000;
  const endAt = measureFrom + seconds * 1000;
  const send = (call, dueAt) => {
    const number = numberOf[call]();
    const sent = client
      .unary(...requests[call](number, `report ${total}`))
      .then(() => {
        total++;
        if (dueAt >= measureFrom) latencies.push(performance.now() - dueAt);
      })
      .catch((error) => {
        failed++;
        lastError = error.message;
      })
      .finally(() => pending.delete(sent));
    pending.add(sent);
  };
  const sentOf = Object.fromEntries(Object.keys(calls).map((call) => [call, 0]));
  while (performance.now() < endAt) {
    for (const [call, perSecond] of Object.entries(calls)) {
      for (;;) {
        const dueAt = began + (sentOf[call] * 1000) / perSecond;
        if (dueAt > performance.now()) break;
        sentOf[call]++;
        send(call, dueAt);
      }
    }
    await delay(TICK_MS);
  }
  await Promise.all(pending);
  client.close();
  return { total, failed, lastError, latencies: Float64Array.from(latencies) };
}

/** Written straight into the store: what was there before the apiserver came. */
export async function fillPods({ url, namespace, from, to }) {
  const client = new LightClient(url, FILL_PARALLEL / CLIENTS_PER_CONNECTION);
  let next = from;
  const run = async () => {
    while (next < to) {
      const number = next++;
      await client.unary(PUT, encodePut(keyOf(namespace, number), storedPod(namespace, number)));
    }
  };
  await Promise.all(Array.from({ length: FILL_PARALLEL }, run));
  client.close();
  return {};
}

/** Milliseconds of each of so many lists in a row, `how`: bytes (of an apiserver or an etcd), or decoded by the client. */
export async function timeLists({ url, target, namespace, how, times, limit = 0, resourceVersion = '' }) {
  const latencies = [];
  const light = new LightClient(url);
  const client = createApiClient({ servers: [new URL(url).host] });
  const [path, request] =
    target === 'etcd'
      ? requestsOf('etcd', namespace).list()
      : [`${POD_SERVICE}/List`, listRequest(namespace, { resourceVersion })];
  let [bytes, items] = [0, 0];
  for (let i = 0; i < times; i++) {
    const at = performance.now();
    if (how === 'bytes') bytes = (await light.unary(path, request)).length;
    else items = await listDecoded(client, { namespace, limit, resourceVersion });
    latencies.push(performance.now() - at);
  }
  light.close();
  client.close();
  return { total: times, failed: 0, latencies: Float64Array.from(latencies), bytes, items };
}

async function listDecoded(client, options) {
  let [items, next] = [0, ''];
  do {
    const page = await client.pods.list({ ...options, continue: next });
    items += page.items.length;
    next = page.continue;
  } while (next !== '');
  return items;
}
