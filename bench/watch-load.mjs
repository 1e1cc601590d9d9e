// Watchers of one key, many on a stream. Each value begins with the moment at which it was sent, on the machine's clock,
// so that the time of an event through the store can be told in another process.
import { CpuShare } from './cpu-share.mjs';
import { encodeWatch, readWatchResponse, WATCH } from './etcd-calls.mjs';
import { LightClient } from './grpc-light.mjs';

const STREAMS_PER_CONNECTION = 2;
/** Stands before the stamp: where the value begins in a response differs from store to store. */
const MARK = Buffer.from('<stamp>');

/** Milliseconds of a clock that all processes of the machine share. */
export const machineNow = () => Number(process.hrtime.bigint()) / 1e6;

export function stamped(bytes) {
  const value = Buffer.alloc(bytes, 'v');
  MARK.copy(value);
  value.writeDoubleBE(machineNow(), MARK.length);
  return value;
}

let client;
let seen;

export async function openWatchers({ url, key, watchers, streams }) {
  client = new LightClient(url, Math.ceil(streams / STREAMS_PER_CONNECTION));
  reset();
  const share = watchers / streams;
  await Promise.all(Array.from({ length: streams }, () => openStream(Buffer.from(key), share)));
  return { watchers };
}

function openStream(key, watchers) {
  return new Promise((resolve, reject) => {
    let created = 0;
    const onMessage = (message) => {
      const response = readWatchResponse(message);
      if (response.created && ++created === watchers) resolve();
      if (response.events === 0) return;
      // The last event's.
      const stampAt = message.lastIndexOf(MARK) + MARK.length;
      const now = machineNow();
      seen.events += response.events;
      seen.lastAt = now;
      seen.latencies.push(now - message.readDoubleBE(stampAt));
    };
    const stream = client.stream(WATCH, onMessage, (reason) => {
      seen.lastError = `a watch stream ended: ${reason}`;
      reject(new Error(seen.lastError));
    });
    for (let i = 0; i < watchers; i++) stream.send(encodeWatch(key));
  });
}

/** What came since the last reading; `keep` goes on adding to it. */
export async function readWatchers({ keep }) {
  const { events, lastAt, latencies, lastError, share } = seen;
  if (lastError !== undefined) throw new Error(lastError);
  if (keep) return { events };
  reset();
  return { events, lastAt, latencies: Float64Array.from(latencies), cpuShare: share.read() };
}

export async function closeWatchers() {
  client.close();
  return {};
}

function reset() {
  seen = { events: 0, lastAt: 0, latencies: [], lastError: undefined, share: new CpuShare() };
}
