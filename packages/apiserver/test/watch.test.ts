import { expect } from 'chai';
import * as api from '@kuorum/api';
import { eventually } from '@kuorum/testing';
import { watchTimeoutMs } from '../dist/server/watch-service.js';
import { Harness, podOf, watch } from './harness.js';

describe('watches of an apiserver on a real etcd', () => {
  const harness = new Harness();
  /** A small cache, so that a test can roll over it. */
  const watchCacheEvents = 64;
  before(() => harness.start({ watchCacheEvents }));
  after(() => harness.stop());

  const touch = (name: string, value: number): Promise<api.Pod> =>
    harness.client.pods.patch('default', name, { metadata: { labels: { value: String(value) } } });

  it('miss and repeat nothing over many resumes', async () => {
    await harness.client.pods.create(podOf('counter'));
    let { resourceVersion } = await harness.client.pods.list();
    const writes = (async () => {
      for (let i = 1; i <= 60; i++) await touch('counter', i);
    })();
    const seen: number[] = [];
    while (seen.at(-1) !== 60) {
      const watched = watch(harness.client, 'Pod', { namespace: 'default', resourceVersion });
      const wanted = Math.min(7, 60 - seen.length);
      await eventually(() => watched.events.length >= wanted);
      watched.stop();
      for (const { object } of watched.events) {
        seen.push(Number(object.metadata.labels['value']));
        resourceVersion = object.metadata.resourceVersion;
      }
    }
    await writes;
    expect(seen).to.deep.equal(Array.from({ length: 60 }, (_, i) => i + 1));
  });

  it('see the same from every server', async () => {
    const other = harness.clientOf(await harness.startServer());
    const { resourceVersion } = await harness.client.pods.list();
    const watches = [harness.client, other].map((client) => watch(client, 'Pod', { resourceVersion }));
    await harness.client.pods.create(podOf('twice'));
    await other.pods.delete('default', 'twice');
    await eventually(() => watches.every(({ seen }) => seen.length === 2));
    expect(watches[0]?.seen).to.deep.equal(['ADDED twice', 'DELETED twice']);
    expect(watches[1]?.events).to.deep.equal(watches[0]?.events);
    for (const watched of watches) watched.stop();
  });

  it('give the last state with the version of its deletion', async () => {
    const created = await harness.client.pods.create(podOf('gone', { metadata: { labels: { last: 'state' } } }));
    const watched = watch(harness.client, 'Pod', { resourceVersion: created.metadata.resourceVersion });
    const deleted = await harness.client.pods.delete('default', 'gone');
    await eventually(() => watched.seen.length === 1);
    watched.stop();
    expect(watched.seen).to.deep.equal(['DELETED gone']);
    const { metadata } = watched.events[0]?.object as api.Pod;
    expect(metadata.labels).to.deep.equal({ last: 'state' });
    expect(metadata.resourceVersion).to.equal(deleted.metadata.resourceVersion);
    expect(Number(metadata.resourceVersion)).to.be.greaterThan(Number(created.metadata.resourceVersion));
  });

  it('are told Gone when what they ask for has been forgotten', async () => {
    const created = await harness.client.pods.create(podOf('roller'));
    for (let i = 0; i <= watchCacheEvents; i++) await touch('roller', i);
    const watched = watch(harness.client, 'Pod', { resourceVersion: created.metadata.resourceVersion });
    const error = await eventually(() => watched.error);
    expect(api.isGone(error)).to.equal(true);
    expect((error as api.ApiStatusError).message).to.match(/^too old resource version: \d+ \(\d+\)$/);
  });

  it('go on over a compaction of the store, which is Gone only for a server that starts after it', async () => {
    const before = await harness.client.pods.create(podOf('compacted'));
    const watched = watch(harness.client, 'Pod', { resourceVersion: before.metadata.resourceVersion });
    await touch('compacted', 1);
    await harness.store.compact(await harness.revision());
    await touch('compacted', 2);
    await eventually(() => watched.seen.length === 2);
    expect(watched.error).to.equal(undefined);
    watched.stop();
    const late = watch(harness.clientOf(await harness.startServer()), 'Pod', {
      resourceVersion: before.metadata.resourceVersion,
    });
    expect(api.isGone(await eventually(() => late.error))).to.equal(true);
  });

  it('last for as long as was asked, an hour at most; half an hour to an hour when nothing was: rights may be taken away', () => {
    const half = { next: () => 0.5, int: (bound: number) => bound / 2 };
    expect([1, 3600, 3601, 2 ** 31 - 1].map((seconds) => watchTimeoutMs(seconds, half))).to.deep.equal([
      1000, 3_600_000, 3_600_000, 3_600_000,
    ]);
    expect([0, -1].map((seconds) => watchTimeoutMs(seconds, half))).to.deep.equal([2_700_000, 2_700_000]);
  });

  it('go on for as long as was asked, also when that is too long', async () => {
    const { resourceVersion } = await harness.client.pods.list();
    const watched = watch(harness.client, 'Pod', { resourceVersion, timeoutSeconds: 2 ** 31 - 1 });
    await harness.client.pods.create(podOf('patient'));
    await eventually(() => watched.completed || watched.seen.length === 1);
    expect(watched.completed).to.equal(false);
    expect(watched.seen).to.deep.equal(['ADDED patient']);
    watched.stop();
  });

  it('end cleanly after their time, with a bookmark for whoever asks', async () => {
    const { resourceVersion } = await harness.client.pods.list();
    const options = { resourceVersion, timeoutSeconds: 1, allowWatchBookmarks: true, labelSelector: 'none=here' };
    const watched = watch(harness.client, 'Pod', options);
    const touched = await touch('counter', 99);
    await eventually(() => watched.completed);
    expect(watched.seen).to.deep.equal(['BOOKMARK']);
    expect(watched.events[0]?.object.metadata.resourceVersion).to.equal(touched.metadata.resourceVersion);
  });

  it('give the state at hand for version 0', async () => {
    const watched = watch(harness.client, 'Namespace', { resourceVersion: '0' });
    await eventually(() => watched.seen.length === 3);
    watched.stop();
    expect(watched.seen).to.have.members(['ADDED default', 'ADDED kube-system', 'ADDED kube-node-lease']);
  });

  it('survive an outage of the store without gap or repeat', async () => {
    await harness.client.pods.create(podOf('outage'));
    const { resourceVersion } = await harness.client.pods.list();
    const watched = watch(harness.client, 'Pod', { resourceVersion });
    await touch('outage', 1);
    await harness.etcd.kill();
    await eventually(() => !harness.server.health().ok, 'health notices', 15_000);
    await harness.etcd.restart();
    await eventually(() => touch('outage', 2), 'writes work again', 15_000);
    await touch('outage', 3);
    await eventually(() => watched.seen.length >= 3, 'events go on', 15_000);
    expect(watched.events.map(({ object }) => object.metadata.labels['value'])).to.deep.equal(['1', '2', '3']);
    expect(watched.error).to.equal(undefined);
    await eventually(() => harness.server.health().ok, 'health recovers', 15_000);
    watched.stop();
  }).timeout(60_000);

  it('end with Unavailable when the server stops, without waiting for their clients', async () => {
    const server = await harness.startServer();
    const { resourceVersion } = await harness.client.pods.list();
    const watched = watch(harness.clientOf(server), 'Pod', { resourceVersion });
    await harness.client.pods.create(podOf('last'));
    await eventually(() => watched.seen.length === 1);
    // Their clients do not go by themselves: it would never end.
    await server.stop();
    const error = await eventually(() => watched.error);
    expect((error as api.ApiStatusError).reason).to.equal('ServiceUnavailable');
  });
});
