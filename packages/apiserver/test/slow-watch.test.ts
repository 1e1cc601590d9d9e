import { credentials, status, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import { expect } from 'chai';
import { eventually } from '@kuorum/testing';
import { createClient } from '@kuorum/wire';
import { Harness, podOf } from './harness.js';

interface RawEvent {
  readonly type: string;
  readonly object: { readonly metadata: { readonly labels: Record<string, string> } };
}

interface RawPods {
  Watch(request: object): ClientReadableStream<RawEvent>;
  close(): void;
}

describe('a watch whose client does not read', () => {
  const harness = new Harness();
  before(() => harness.start({ watchCacheEvents: 64 }));
  after(() => harness.stop());

  it('takes no memory, is cut when it is too late, and holds nobody up', async () => {
    const { client, cleanup, server } = harness;
    const raw = createClient<RawPods>('kuorum.v1.PodService', server.address, credentials.createInsecure());
    cleanup.add(() => raw.close());
    await client.pods.create(podOf('busy'));
    const { resourceVersion } = await client.pods.list();
    const call = raw.Watch({ resourceVersion });
    cleanup.add(() => call.cancel());
    const seen: number[] = [];
    let failure: ServiceError | undefined;
    call.on('data', (event: RawEvent) => seen.push(Number(event.object.metadata.labels['n'])));
    call.on('error', (error: ServiceError) => (failure = error));
    call.pause();
    // Far more than HTTP/2's window and grpc-js's buffer take.
    const ballast = 'x'.repeat(50_000);
    const writes = 200;
    for (let n = 1; n <= writes; n++) {
      await client.pods.patch('default', 'busy', { metadata: { labels: { n: String(n) }, annotations: { ballast } } });
    }
    call.resume();
    await eventually(() => failure !== undefined, 'the watch is cut');
    expect(failure?.code).to.equal(status.OUT_OF_RANGE);
    expect(failure?.details).to.match(/^too old resource version: the watch was too slow and was cut at \d+$/);
    expect(seen.length).to.be.within(1, writes - 64);
    expect(seen).to.deep.equal(seen.map((_, i) => i + 1));
  }).timeout(120_000);
});
