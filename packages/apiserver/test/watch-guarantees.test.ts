/** What a watch promises, by the names that etcd gives its guarantees, on the API; and the versions of lists. */
import { expect } from 'chai';
import { ApiStatusError, initialEventsEnd, type Pod } from '@kuorum/api';
import type { WatchEvent } from '@kuorum/client';
import { eventually } from '@kuorum/testing';
import { encodeStored } from '../dist/registry/stored-object.js';
import { Harness, podOf, watch, type Watched } from './harness.js';

const versionOf = ({ object }: WatchEvent<Pod>): number => Number(object.metadata.resourceVersion);
const changesOf = ({ events }: Watched<'Pod'>): WatchEvent<Pod>[] => events.filter(({ type }) => type !== 'BOOKMARK');

describe('a watch is', () => {
  const harness = new Harness();
  /** Versions that the answers of the writes gave, and where they began. */
  const written: number[] = [];
  let from = '';
  let watched: Watched<'Pod'>;

  before(async () => {
    await harness.start();
    const { pods } = harness.client;
    from = (await pods.list()).resourceVersion;
    watched = watch(harness.client, 'Pod', { resourceVersion: from });
    const other = harness.clientOf(await harness.startServer());
    const writer = async (name: string, client = harness.client): Promise<void> => {
      written.push(Number((await client.pods.create(podOf(name))).metadata.resourceVersion));
      for (let i = 0; i < 15; i++) {
        const patch = { metadata: { labels: { step: String(i) } } };
        written.push(Number((await client.pods.patch('default', name, patch)).metadata.resourceVersion));
      }
    };
    await Promise.all([writer('a'), writer('b', other), writer('c'), writer('d', other)]);
    written.sort((a, b) => a - b);
    await eventually(() => changesOf(watched).length >= written.length);
  });
  after(() => harness.stop());

  it('ordered: versions only grow', () => {
    const versions = changesOf(watched).map(versionOf);
    expect(versions).to.deep.equal([...versions].sort((a, b) => a - b));
  });

  it('unique: no change comes twice', () => {
    const changes = changesOf(watched).map((event) => `${event.object.metadata.name} ${versionOf(event)}`);
    expect(new Set(changes).size).to.equal(changes.length);
  });

  it('reliable: every acknowledged write is in it', () => {
    expect(changesOf(watched).map(versionOf)).to.deep.equal(written);
  });

  it('resumable: after any of its versions the rest comes, and nothing else', async () => {
    const changes = changesOf(watched);
    for (const at of [0, 7, 31, changes.length - 2]) {
      const event = changes[at] as WatchEvent<Pod>;
      const resumed = watch(harness.client, 'Pod', { resourceVersion: String(versionOf(event)) });
      const rest = changes.slice(at + 1);
      await eventually(() => resumed.events.length >= rest.length);
      resumed.stop();
      expect(resumed.events).to.deep.equal(rest);
    }
  });

  it('bookmarkable: what a bookmark names was delivered before', async () => {
    const bookmarked = watch(harness.client, 'Pod', {
      resourceVersion: from,
      allowWatchBookmarks: true,
      timeoutSeconds: 1,
    });
    await eventually(() => bookmarked.completed);
    const last = bookmarked.events.at(-1);
    expect(last?.type).to.equal('BOOKMARK');
    expect(changesOf(bookmarked).map(versionOf)).to.deep.equal(written);
    expect(versionOf(last as WatchEvent<Pod>)).to.be.at.least(written.at(-1) ?? 0);
  });

  it('atomic: what was written together comes together, and a resume after it repeats no part of it', async () => {
    const { resourceVersion } = await harness.client.pods.list();
    const both = watch(harness.client, 'Pod', { resourceVersion });
    const names = ['a', 'b'];
    const ops = await Promise.all(
      names.map(async (name) => {
        const pod = structuredClone(await harness.client.pods.get('default', name));
        pod.metadata.labels['together'] = 'yes';
        return {
          op: 'put',
          key: Buffer.from(`/registry/pods/default/${name}`),
          value: encodeStored('Pod', pod),
        } as const;
      }),
    );
    const { revision } = await harness.store.txn({ compare: [], success: ops, failure: [] });
    await harness.client.pods.patch('default', 'c', { metadata: { labels: { after: 'it' } } });
    await eventually(() => both.events.length >= 3);
    both.stop();
    expect(both.seen).to.deep.equal(['MODIFIED a', 'MODIFIED b', 'MODIFIED c']);
    expect(both.events.slice(0, 2).map(versionOf)).to.deep.equal([revision, revision]);
    const resumed = watch(harness.client, 'Pod', { resourceVersion: String(revision) });
    await eventually(() => resumed.events.length >= 1);
    resumed.stop();
    expect(resumed.seen).to.deep.equal(['MODIFIED c']);
  });

  describe('with initial events', () => {
    const options = { namespace: 'default', allowWatchBookmarks: true, sendInitialEvents: true } as const;

    it('gives the state, a bookmark that says so, and then changes', async () => {
      const initial = watch(harness.client, 'Pod', options);
      await eventually(() => initial.events.length === 5);
      expect(initial.seen).to.deep.equal(['ADDED a', 'ADDED b', 'ADDED c', 'ADDED d', 'BOOKMARK']);
      const bookmark = initial.events[4] as WatchEvent<Pod>;
      expect(bookmark.object.metadata.annotations).to.deep.equal({ [initialEventsEnd]: 'true' });
      await harness.client.pods.patch('default', 'd', { metadata: { labels: { later: 'yes' } } });
      await eventually(() => initial.events.length === 6);
      initial.stop();
      expect(versionOf(initial.events[5] as WatchEvent<Pod>)).to.be.greaterThan(versionOf(bookmark));
      const resumed = watch(harness.client, 'Pod', { resourceVersion: String(versionOf(bookmark)) });
      await eventually(() => resumed.events.length === 1);
      resumed.stop();
      expect(resumed.seen).to.deep.equal(['MODIFIED d']);
    });

    it('marks the end of nothing, too', async () => {
      const none = watch(harness.client, 'Pod', { ...options, labelSelector: 'app=none' });
      await eventually(() => none.events.length === 1);
      none.stop();
      expect(none.seen).to.deep.equal(['BOOKMARK']);
    });

    it('gives none when told so', async () => {
      const changes = watch(harness.client, 'Pod', { ...options, sendInitialEvents: false });
      let step = 0;
      await eventually(async () => {
        await harness.client.pods.patch('default', 'a', { metadata: { labels: { tick: String(step++) } } });
        return changes.events.length > 0;
      });
      changes.stop();
      expect(new Set(changes.seen)).to.deep.equal(new Set(['MODIFIED a']));
    });
  });

  describe('a list', () => {
    it('is of exactly the version that was asked for', async () => {
      const at = String(written[2]);
      const { items, resourceVersion } = await harness.client.pods.list({
        resourceVersion: at,
        resourceVersionMatch: 'Exact',
      });
      expect(resourceVersion).to.equal(at);
      const then = new Map<string, string>();
      for (const { object } of changesOf(watched).filter((event) => versionOf(event) <= Number(at))) {
        then.set(object.metadata.name, object.metadata.resourceVersion);
      }
      expect(new Map(items.map(({ metadata }) => [metadata.name, metadata.resourceVersion]))).to.deep.equal(then);
    });

    it('is not older than what another server has just written, whatever this one has seen', async () => {
      const { metadata } = await harness.client.pods.patch('default', 'b', { metadata: { labels: { fresh: 'yes' } } });
      const other = harness.clientOf(await harness.startServer());
      const { items } = await other.pods.list({ resourceVersion: metadata.resourceVersion });
      expect(items.find(({ metadata: { name } }) => name === 'b')?.metadata.resourceVersion).to.equal(
        metadata.resourceVersion,
      );
    });

    it('of a version that is not there yet is refused, to be tried again', async () => {
      for (const resourceVersionMatch of ['Exact', 'NotOlderThan'] as const) {
        const call = harness.client.pods.list({ resourceVersion: '999999999', resourceVersionMatch });
        const error = await call.catch((caught: unknown) => caught);
        expect(error).to.be.instanceOf(ApiStatusError);
        const { reason, causes, status } = error as ApiStatusError;
        expect([reason, causes[0]?.reason, status.details?.retryAfterSeconds]).to.deep.equal([
          'Timeout',
          'ResourceVersionTooLarge',
          1,
        ]);
      }
    });
  });
});
