/** The fake is held to the contract of the real API, and does what only a fake can. */
import { isGone, isUnavailable, make, unavailable } from '@kuorum/api';
import { apiClientContract, createFakeApi, eventually } from '@kuorum/testing';
import { expect } from 'chai';

apiClientContract('fake', () => Promise.resolve({ client: createFakeApi().client, close: () => undefined }));

describe('fake API', () => {
  const pod = make('Pod', {
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'main', image: 'kuorum/echo:latest' }] },
    status: { phase: 'Running' },
  });

  it('stores what is seeded as it is', async () => {
    const api = createFakeApi();
    api.seed('Pod', pod);
    expect((await api.client.pods.get('default', 'web')).status.phase).to.equal('Running');
    expect(api.all('Pod')).to.have.length(1);
  });

  it('fails calls on demand, before they have an effect', async () => {
    const api = createFakeApi();
    api.onCall(({ verb }) => (verb === 'create' ? unavailable('down') : undefined));
    const error = await api.client.pods.create(pod).catch((reason: unknown) => reason);
    expect(isUnavailable(error)).to.equal(true);
    expect(api.all('Pod')).to.have.length(0);
    expect(api.calls.map(({ verb, kind }) => `${verb} ${kind}`)).to.deep.equal(['create Pod']);
    api.onCall(undefined);
    await api.client.pods.create(pod);
  });

  it('drops watches, sends bookmarks and forgets old changes', async () => {
    const api = createFakeApi();
    const { resourceVersion } = await api.client.pods.list();
    const seen: string[] = [];
    let error: unknown;
    const options = { resourceVersion, allowWatchBookmarks: true };
    api.client.pods.watch(options).subscribe({
      next: ({ type }) => seen.push(type),
      error: (reason: unknown) => (error = reason),
    });
    api.seed('Pod', pod);
    api.bookmark();
    await eventually(() => seen.length === 2);
    expect(seen).to.deep.equal(['ADDED', 'BOOKMARK']);
    api.dropWatches();
    await eventually(() => isUnavailable(error));
    api.compact();
    api.client.pods.watch(options).subscribe({ error: (reason: unknown) => (error = reason) });
    await eventually(() => isGone(error));
  });
});
