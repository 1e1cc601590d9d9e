/**
 * `kuorum apiserver --etcd-servers …` on an etcd of somebody else's making, both as processes, mutual TLS between them: the one
 * boundary by which a user outgrows our store.
 */
import { type ApiStatusError, isGone, isNotFound, make, type Event } from '@kuorum/api';
import { fromUtf8, utf8 } from '@kuorum/base';
import { createEtcdClient, tlsFromFiles, type ApiClient, type EtcdClient, type EtcdKeyValue } from '@kuorum/client';
import { Cleanup, eventually, startRealEtcd, type RealEtcd } from '@kuorum/testing';
import { expect } from 'chai';
import { adminClient, ApiserverProcess, makeApiserverPki } from '../support/control-plane/apiserver-process.js';
import { BareWatcher } from '../support/control-plane/recording-watchers.js';

const EVENT_TTL_SECONDS = 3600;
/** So long events join a lease that was made before. */
const LEASE_REUSE_SECONDS = 60;

describe('an apiserver on a real etcd, with TLS', function () {
  this.timeout(60_000);
  const cleanup = new Cleanup();
  let etcd: RealEtcd;
  let store: EtcdClient;
  let client: ApiClient;
  let server: ApiserverProcess;

  before(async () => {
    const pki = await makeApiserverPki(await cleanup.tempDir());
    const { caFile, server: serving, admin } = pki;
    etcd = cleanup.own(await startRealEtcd([], { caFile, ...serving }), (each) => each.stop());
    const url = `https://${etcd.endpoint}`;
    store = createEtcdClient({ endpoints: [url], tls: tlsFromFiles({ caFile, ...admin }) });
    cleanup.own(store, (each) => each.close());
    const flags = [`--etcd-cafile=${caFile}`, `--etcd-certfile=${admin.certFile}`, `--etcd-keyfile=${admin.keyFile}`];
    server = await ApiserverProcess.start(cleanup, pki, [url], flags);
    await server.ready(pki);
    client = cleanup.own(adminClient(pki, [server.address]), (each) => each.close());
  });
  after(() => cleanup.run());
  afterEach(function () {
    if (this.currentTest?.state === 'failed') console.error(server.said);
  });

  const configs = () => client.resource('ConfigMap');
  const stored = async (key: string): Promise<EtcdKeyValue | undefined> =>
    (await store.range({ key: utf8(key) })).kvs[0];
  const configOf = (name: string, value: string) =>
    make('ConfigMap', { metadata: { name, namespace: 'default' }, data: { value } });

  it('creates, reads, lists, updates, patches and deletes; etcd has it as JSON', async () => {
    const made = await configs().create(configOf('settings', 'a'));
    const kv = await stored('/registry/configmaps/default/settings');
    expect(JSON.parse(fromUtf8(kv?.value ?? new Uint8Array(0)))).to.deep.include({ data: { value: 'a' } });
    expect(kv?.modRevision).to.equal(Number(made.metadata.resourceVersion));
    expect(await configs().get('default', 'settings')).to.deep.equal(made);
    const updated = await configs().update({ ...made, data: { value: 'b' } });
    const stale = await configs()
      .update({ ...made, data: { value: 'c' } })
      .catch((error: unknown) => error);
    expect((stale as ApiStatusError).reason).to.equal('Conflict');
    await configs().patch('default', 'settings', { data: { more: 'd' } });
    const { items } = await configs().list({ namespace: 'default' });
    expect(items.find(({ metadata }) => metadata.name === 'settings')?.data).to.deep.equal({
      ...updated.data,
      more: 'd',
    });
    await configs().delete('default', 'settings');
    const gone = await configs()
      .get('default', 'settings')
      .catch((error: unknown) => error);
    expect(isNotFound(gone)).to.equal(true);
    expect(await stored('/registry/configmaps/default/settings')).to.equal(undefined);
  });

  it('an etcd that is killed and comes back is a pause: watches go on, without a gap', async () => {
    const start = Number((await configs().list()).resourceVersion);
    const watcher = cleanup.own(new BareWatcher(client, 'ConfigMap', start), (each) => each.stop());
    const before = await configs().create(configOf('before', '1'));
    await eventually(() => watcher.seen.length === 1, 'the first change');
    await etcd.restart();
    const after = await eventually(() => configs().create(configOf('after', '2')), 'a write after the restart');
    await eventually(() => watcher.seen.length >= 2, 'the second change');
    const versionOf = (object: typeof before) => object.metadata.resourceVersion;
    expect(watcher.seen).to.deep.equal([`${versionOf(before)} ADDED before`, `${versionOf(after)} ADDED after`]);
    expect([watcher.breaks, ...watcher.problems]).to.deep.equal([0]);
  });

  it('what was compacted is Expired; what goes on is not', async () => {
    const start = Number((await configs().list()).resourceVersion);
    const watcher = cleanup.own(new BareWatcher(client, 'ConfigMap', start), (each) => each.stop());
    const page = await configs().list({ limit: 1 });
    expect(page.continue).to.not.equal('');
    const last = await configs().create(configOf('later', '3'));
    await store.compact(Number(last.metadata.resourceVersion));
    const expired = await configs()
      .list({ limit: 1, continue: page.continue })
      .catch((error: unknown) => error);
    expect(isGone(expired), String(expired)).to.equal(true);
    const next = await configs().create(configOf('last', '4'));
    await eventually(() => watcher.lastRevision === Number(next.metadata.resourceVersion), 'the watch goes on');
    expect([watcher.breaks, ...watcher.problems]).to.deep.equal([0]);
  });

  it('events go away by a lease of etcd, which several share', async () => {
    const eventOf = (name: string): Event =>
      make('Event', {
        metadata: { name, namespace: 'default' },
        involvedObject: { kind: 'ConfigMap', namespace: 'default', name: 'last' },
        reason: 'Tested',
        message: 'for the test',
        type: 'Normal',
      });
    for (const name of ['first', 'second']) await client.resource('Event').create(eventOf(name));
    const [first, second] = await Promise.all(
      ['first', 'second'].map((name) => stored(`/registry/events/default/${name}`)),
    );
    expect(first?.lease).to.not.equal(0n);
    expect(second?.lease).to.equal(first?.lease);
    const { ttlSeconds } = await store.leaseKeepAlive(first?.lease ?? 0n);
    expect(ttlSeconds).to.be.within(EVENT_TTL_SECONDS, EVENT_TTL_SECONDS + LEASE_REUSE_SECONDS);
    await store.leaseRevoke(first?.lease ?? 0n);
    await eventually(
      async () => (await client.resource('Event').list({ resourceVersion: '0' })).items.length === 0,
      'they are gone',
    );
  });
});
