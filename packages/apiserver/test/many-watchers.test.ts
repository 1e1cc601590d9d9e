/** A thousand watches, one of which is never read: it is cut and told so, nothing piles up for it, and the others notice nothing. */
import { Client, credentials, Metadata, status, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import { decodeProto, encodeProto, make, type MessageTypes } from '@kuorum/api';
import { eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { Harness, podOf, watch } from './harness.js';

const WATCHERS = 1000;
const STREAMS_PER_CONNECTION = 100;
const RING_EVENTS = 64;
const WRITES = 160;
/** One write in so many is seen by everybody, the others by the one that does not read. */
const QUIET_EVERY = 8;
/** Events of 50 kB that grpc-js (16), HTTP/2's windows and the client take before they are full. */
const ON_THE_WAY_MAX = 40;

type PodEvent = MessageTypes['PodWatchEvent'];

function openWatch(raw: Client, fieldSelector: string, resourceVersion: string): ClientReadableStream<PodEvent> {
  return raw.makeServerStreamRequest(
    '/kuorum.v1.PodService/Watch',
    (request: MessageTypes['WatchRequest']) => Buffer.from(encodeProto('WatchRequest', request)),
    (bytes) => decodeProto('PodWatchEvent', bytes),
    make('WatchRequest', { fieldSelector, resourceVersion }),
    new Metadata(),
  );
}

describe('a thousand watches, one of which is never read', () => {
  const harness = new Harness();
  before(() => harness.start({ watchCacheEvents: RING_EVENTS, healthzBindAddress: '127.0.0.1:0' }));
  after(() => harness.stop());

  const numberOf = ({ object }: PodEvent) => Number(object.metadata.labels['n']);
  const change = (name: string, n: number, ballast = '') =>
    harness.client.pods.patch('default', name, { metadata: { labels: { n: String(n) }, annotations: { ballast } } });

  /** Events of pods that this server has given to watches. */
  async function eventsGiven(): Promise<number> {
    const text = await (await fetch(`http://${harness.server.healthzAddress}/metrics`)).text();
    return Number(/^apiserver_watch_events_total\{[^}]*resource="pods"[^}]*\} (\d+)$/m.exec(text)?.[1]);
  }

  it('cuts that one when it is too late, holds next to nothing for it, and the others see every change in order', async () => {
    const { client, cleanup, server } = harness;
    const connect = () =>
      cleanup.own(
        new Client(server.address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 }),
        (each) => each.close(),
      );
    for (const name of ['busy', 'quiet']) await client.pods.create(podOf(name));
    const { resourceVersion } = await client.pods.list();
    const seen: number[][] = [];
    const failures: unknown[] = [];
    for (let i = 0; i < WATCHERS - 1; i += STREAMS_PER_CONNECTION) {
      const raw = connect();
      for (let j = i; j < Math.min(i + STREAMS_PER_CONNECTION, WATCHERS - 1); j++) {
        const own: number[] = [];
        seen.push(own);
        const call = openWatch(raw, 'metadata.name=quiet', resourceVersion);
        cleanup.add(() => call.cancel());
        call.on('data', (event: PodEvent) => own.push(numberOf(event)));
        call.on('error', (error: unknown) => failures.push(error));
      }
    }
    const stalled = openWatch(connect(), '', resourceVersion);
    cleanup.add(() => stalled.cancel());
    let cut: ServiceError | undefined;
    const read: number[] = [];
    stalled.on('data', (event: PodEvent) => read.push(numberOf(event)));
    stalled.on('error', (error: ServiceError) => (cut = error));
    stalled.pause();
    await change('quiet', 1);
    await eventually(() => seen.every((own) => own.length === 1), 'all watches have begun');

    const ballast = 'x'.repeat(50_000);
    const expected = [1];
    for (let n = 2; n <= WRITES; n++) {
      const everybody = n % QUIET_EVERY === 0;
      await (everybody ? change('quiet', n) : change('busy', n, ballast));
      if (everybody) expected.push(n);
    }
    await eventually(() => seen.every((own) => own.length === expected.length), 'all others have seen all changes');
    for (const own of seen) expect(own).to.deep.equal(expected);
    const givenToStalled = (await eventsGiven()) - (WATCHERS - 1) * expected.length;
    expect(givenToStalled, 'events that were taken for the stalled one').to.be.within(1, ON_THE_WAY_MAX);

    stalled.resume();
    await eventually(() => cut !== undefined, 'the stalled one is cut');
    expect(cut?.code).to.equal(status.OUT_OF_RANGE);
    expect(cut?.details).to.match(/^too old resource version: the watch was too slow and was cut at \d+$/);
    expect(read).to.deep.equal(Array.from(read, (_, i) => i + 1));
    expect(failures).to.deep.equal([]);

    // As any client does after a 410: list, and go on from there.
    const again = watch(client, 'Pod', { resourceVersion: (await client.pods.list()).resourceVersion });
    cleanup.add(() => again.stop());
    await change('busy', WRITES + 1);
    await eventually(() => again.seen.length === 1, 'it goes on');
  }).timeout(60_000);
});
