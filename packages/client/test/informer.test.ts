import { make, unavailable, type Pod } from '@kuorum/api';
import { VirtualClock } from '@kuorum/base';
import { createInformer, currentKeys$, withInformers$, type Informer, type InformerEvent } from '@kuorum/client';
import { Cleanup, createFakeApi, eventually, type FakeApi } from '@kuorum/testing';
import { expect } from 'chai';
import { of } from 'rxjs';

function podNamed(name: string, labels: Record<string, string> = {}, nodeName = ''): Pod {
  return make('Pod', {
    metadata: { namespace: 'default', name, labels },
    spec: { containers: [{ name: 'main', image: 'kuorum/echo:latest' }], nodeName },
  });
}

describe('informer', () => {
  const cleanup = new Cleanup();
  let api: FakeApi;
  let clock: VirtualClock;
  beforeEach(() => {
    clock = new VirtualClock();
    api = createFakeApi();
  });
  afterEach(() => cleanup.run());

  function started(options: Parameters<typeof createInformer<'Pod'>>[2] = {}) {
    const informer = createInformer(api.client, 'Pod', { clock, ...options });
    const events: string[] = [];
    const keys: string[] = [];
    informer.events$.subscribe(({ type, key }) => events.push(`${type} ${key}`));
    informer.keys$.subscribe((key) => keys.push(key));
    const run = informer.run$.subscribe();
    cleanup.add(() => run.unsubscribe());
    return { informer, events, keys, run };
  }
  const names = (informer: Informer<Pod>): string[] => informer.list().map(({ metadata }) => metadata.name);
  /** Virtual time passes until `condition` holds: pauses between tries are over at once. */
  const eventuallyInTime = (condition: () => boolean): Promise<boolean> =>
    eventually(() => {
      clock.advance(1000);
      return condition();
    });

  it('lists, then follows, and tells both', async () => {
    api.seed('Pod', podNamed('a'));
    api.seed('Pod', podNamed('b'));
    const { informer, events, keys } = started();
    let synced = 0;
    informer.synced$.subscribe(() => synced++);
    expect(informer.hasSynced).to.equal(false);
    await eventually(() => informer.hasSynced);
    informer.synced$.subscribe(() => synced++);
    expect(synced).to.equal(2);
    expect(names(informer)).to.deep.equal(['a', 'b']);
    await api.client.pods.patch('default', 'a', { metadata: { labels: { step: '1' } } });
    await api.client.pods.delete('default', 'b');
    await eventually(() => events.length === 4);
    expect(events).to.deep.equal(['added default/a', 'added default/b', 'updated default/a', 'deleted default/b']);
    expect(keys).to.deep.equal(['default/a', 'default/b', 'default/a', 'default/b']);
    expect(informer.get('default/a')?.metadata.labels).to.deep.equal({ step: '1' });
    expect(informer.get('default/b')).to.equal(undefined);
  });

  it('hands out frozen objects', async () => {
    api.seed('Pod', podNamed('a', { app: 'web' }));
    const { informer } = started();
    await eventually(() => informer.hasSynced);
    const pod = informer.get('default/a');
    expect(() => {
      if (pod !== undefined) pod.metadata.labels['app'] = 'other';
    }).to.throw(TypeError);
  });

  it('keeps its indexes as objects come, move and go', async () => {
    api.seed('Pod', podNamed('a', {}, 'node-1'));
    const { informer, events } = started({ indexers: { node: (pod) => [pod.spec.nodeName] } });
    await eventually(() => informer.hasSynced);
    const on = (node: string): string[] => informer.byIndex('node', node).map(({ metadata }) => metadata.name);
    expect(on('node-1')).to.deep.equal(['a']);
    await api.client.pods.create(podNamed('b'));
    await api.client.pods.bind('default', 'b', 'node-1');
    await eventually(() => events.length === 3);
    expect(on('node-1')).to.deep.equal(['a', 'b']);
    expect(on('')).to.deep.equal([]);
    await api.client.pods.delete('default', 'a', { gracePeriodSeconds: 0 });
    await eventually(() => events.length === 4);
    expect(on('node-1')).to.deep.equal(['b']);
  });

  it('resumes a dropped watch where it was, without listing again', async () => {
    const { informer, events } = started();
    await eventually(() => informer.hasSynced);
    await eventually(() => api.calls.some(({ verb }) => verb === 'watch'));
    api.dropWatches();
    await api.client.pods.create(podNamed('a'));
    await eventuallyInTime(() => events.length === 1);
    expect(events).to.deep.equal(['added default/a']);
    expect(api.calls.filter(({ verb, kind }) => verb === 'list' && kind === 'Pod')).to.have.length(1);
  });

  it('moves its version with bookmarks, so that a compaction does not make it list again', async () => {
    const { informer, events } = started();
    await eventually(() => api.calls.some(({ verb }) => verb === 'watch') && informer.hasSynced);
    await api.client.resource('Namespace').create(make('Namespace', { metadata: { name: 'other' } }));
    api.compact();
    api.bookmark();
    await new Promise((resolve) => setImmediate(resolve));
    api.dropWatches();
    await api.client.pods.create(podNamed('a'));
    await eventuallyInTime(() => events.length === 1);
    expect(api.calls.filter(({ verb, kind }) => verb === 'list' && kind === 'Pod')).to.have.length(1);
  });

  it('lists again when its version is gone, and tells what it missed', async () => {
    const replaced = api.seed('Pod', podNamed('replaced'));
    for (const name of ['kept', 'changed', 'removed']) api.seed('Pod', podNamed(name));
    const { informer, events, keys } = started();
    const details: InformerEvent<Pod>[] = [];
    await eventually(() => api.calls.some(({ verb }) => verb === 'watch'));
    informer.events$.subscribe((event) => details.push(event));
    events.length = keys.length = 0;
    // From here on the informer is cut off.
    api.dropWatches();
    await api.client.pods.delete('default', 'removed');
    await api.client.pods.delete('default', 'replaced');
    await api.client.pods.create(podNamed('replaced'));
    await api.client.pods.create(podNamed('added'));
    await api.client.pods.patch('default', 'changed', { metadata: { labels: { step: '1' } } });
    api.compact();
    await eventuallyInTime(() => events.length >= 5);
    expect(events).to.have.members([
      'added default/added',
      'updated default/changed',
      'deleted default/replaced',
      'added default/replaced',
      'deleted default/removed',
    ]);
    expect(keys).to.have.members([
      'default/added',
      'default/changed',
      'default/kept',
      'default/removed',
      'default/replaced',
    ]);
    const deleted = details.find(({ type, key }) => type === 'deleted' && key === 'default/replaced');
    expect(deleted?.object.metadata.uid).to.equal(replaced.metadata.uid);
    expect(names(informer)).to.have.members(['added', 'changed', 'kept', 'replaced']);
  });

  it('keeps trying while the API is away, ever more slowly', async () => {
    api.onCall(() => unavailable('down'));
    const { informer } = started();
    const lists = (): number => api.calls.filter(({ verb }) => verb === 'list').length;
    await eventuallyInTime(() => lists() >= 3);
    for (let i = 0; i < 20; i++) {
      clock.advance(10_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const before = lists();
    for (let i = 0; i < 20; i++) {
      clock.advance(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(lists() - before).to.be.at.most(1);
    api.onCall(undefined);
    await eventuallyInTime(() => informer.hasSynced);
  });

  it('keeps and tells only what the transform leaves of an object', async () => {
    api.seed('Pod', podNamed('a', {}, 'hidden'));
    const transform = (pod: Pod): Pod => ({ ...pod, spec: { ...pod.spec, nodeName: '' } });
    const { informer } = started({ transform });
    const told: string[] = [];
    informer.events$.subscribe((event) => told.push(JSON.stringify(event)));
    await eventually(() => informer.hasSynced);
    await api.client.pods.create(podNamed('b', {}, 'hidden'));
    await eventually(() => names(informer).length === 2);
    await api.client.pods.patch('default', 'b', { metadata: { labels: { changed: 'yes' } } });
    await api.client.pods.delete('default', 'a', { gracePeriodSeconds: 0 });
    await eventually(() => names(informer).length === 1);
    expect(told).to.have.length(4);
    expect(told.join() + JSON.stringify(informer.list())).to.not.contain('hidden');
  });

  it('lists in pages, and all at once when the pages expire', async () => {
    for (let i = 0; i < 620; i++) api.seed('Pod', podNamed(`p${i}`));
    const { informer } = started();
    await eventually(() => informer.hasSynced);
    expect(informer.list()).to.have.length(620);
    expect(api.calls.filter(({ verb }) => verb === 'list')).to.have.length(2);
  });

  it('stops with its subscription, and goes on from there when started again', async () => {
    const { informer, events, run } = started();
    await eventually(() => api.calls.some(({ verb }) => verb === 'watch'));
    run.unsubscribe();
    await api.client.pods.create(podNamed('a'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(events).to.deep.equal([]);
    expect(clock.pending).to.equal(0);
    const again = informer.run$.subscribe();
    cleanup.add(() => again.unsubscribe());
    await eventually(() => events.length === 1);
  });

  it('withInformers$ starts once all have synced; currentKeys$ gives what is there and what comes', async () => {
    api.seed('Pod', podNamed('a'));
    const pods = createInformer(api.client, 'Pod', { clock });
    const nodes = createInformer(api.client, 'Node', { clock });
    const seen: string[] = [];
    const run = withInformers$([pods, nodes], () => {
      expect([pods.hasSynced, nodes.hasSynced]).to.deep.equal([true, true]);
      return currentKeys$(pods);
    }).subscribe((key) => seen.push(key));
    cleanup.add(() => run.unsubscribe());
    await eventually(() => seen.includes('default/a'));
    await api.client.pods.create(podNamed('b'));
    await eventually(() => seen.includes('default/b'));
    const alone: number[] = [];
    withInformers$([], () => of(1)).subscribe((value) => alone.push(value));
    expect(alone).to.deep.equal([1]);
  });
});
