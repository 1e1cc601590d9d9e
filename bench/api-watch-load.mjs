// Watchers of one namespace of an apiserver, or of the same keys of an etcd. The writer stamps what it writes with the moment.
import { watchRequest, POD_SERVICE } from './api-pods.mjs';
import { CpuShare } from './cpu-share.mjs';
import { encodeWatchPrefix, readWatchResponse, WATCH } from './etcd-calls.mjs';
import { LightClient } from './grpc-light.mjs';
import { machineNow } from './watch-load.mjs';

const STREAMS_PER_CONNECTION = 50;
const DIGITS = 16;
const MARK = '<stamp>';

export const stamp = () => `${MARK}${machineNow().toFixed(3).padStart(DIGITS, '0')}`;

/** Undefined when there is none. */
function stampedAt(message) {
  const at = message.lastIndexOf(MARK);
  return at === -1 ? undefined : Number(message.latin1Slice(at + MARK.length, at + MARK.length + DIGITS));
}

let client;
let seen;

/** A watch a stream, as every client of an apiserver has them. */
export async function openPodWatchers({ url, target, namespace, watchers }) {
  client = new LightClient(url, Math.ceil(watchers / STREAMS_PER_CONNECTION));
  reset();
  for (let i = 0; i < watchers; i++) openStream(target, namespace);
  return { watchers };
}

function openStream(target, namespace) {
  const onMessage = (message) => {
    const at = stampedAt(message);
    if (at === undefined) return;
    const now = machineNow();
    seen.events += target === 'etcd' ? readWatchResponse(message).events : 1;
    seen.lastAt = now;
    seen.latencies.push(now - at);
  };
  const onEnd = (reason) => (seen.lastError = `a watch ended: ${reason}`);
  if (target === 'etcd') {
    client.stream(WATCH, onMessage, onEnd).send(encodeWatchPrefix(Buffer.from(`/registry/pods/${namespace}/`)));
  } else client.stream(`${POD_SERVICE}/Watch`, onMessage, onEnd).sendLast(watchRequest(namespace));
}

export async function readPodWatchers({ keep }) {
  const { events, lastAt, latencies, lastError, share } = seen;
  if (lastError !== undefined) throw new Error(lastError);
  if (keep) return { events };
  reset();
  return { events, lastAt, latencies: Float64Array.from(latencies), cpuShare: share.read() };
}

export async function closePodWatchers() {
  client.close();
  return {};
}

function reset() {
  seen = { events: 0, lastAt: 0, latencies: [], lastError: undefined, share: new CpuShare() };
}
