/**
 * Names and namespaces are parts of keys in the store. Whatever they hold, a call reaches no other key than the one it has the
 * right to: nothing is found, nothing is written.
 */
import { expect } from 'chai';
import { ApiStatusError, make, type KindName, type Kinds } from '@kuorum/api';
import type { ResourceClient } from '@kuorum/client';
import { catchError, firstValueFrom, map, of } from 'rxjs';
import { Harness, podOf } from './harness.js';

describe('hostile names', () => {
  const harness = new Harness();
  before(async () => {
    await harness.start();
    const { client } = harness;
    for (const name of ['team', 'team-a']) {
      await client.resource('Namespace').create(make('Namespace', { metadata: { name } }));
      const metadata = { name: 'db', namespace: name };
      await client.resource('Secret').create(make('Secret', { metadata, stringData: { password: name } }));
    }
    await client.pods.create(podOf('web'));
  });
  after(() => harness.stop());

  const hostile = [
    'web/',
    '/web',
    'default/web',
    '../default/web',
    'web/../../../secrets/team/db',
    '../../secrets/team/db',
    '..',
    '.',
    'web%2f..%2fdb',
    'web\0',
    'web\0db',
    'web\n',
    '\u0085web',
    'w'.repeat(300),
  ];
  /** Names like any other for the store; not so for a JavaScript object. */
  const ofJavaScript = ['__proto__', 'constructor'];

  async function reasonOf(call: Promise<unknown>): Promise<string> {
    try {
      await call;
      return 'done';
    } catch (error) {
      return error instanceof ApiStatusError ? error.reason : String(error);
    }
  }

  /** Every verb of `kind` that is about one object, with such a name and namespace. */
  function verbsOn<K extends KindName>(
    kind: K,
    sample: Kinds[K],
  ): (namespace: string, name: string) => Promise<unknown>[] {
    const resource: ResourceClient<K> = harness.client.resource(kind);
    return (namespace, name) => {
      const named = { ...sample, metadata: { ...sample.metadata, namespace, name } };
      return [
        resource.get(namespace, name),
        resource.update({ ...named, metadata: { ...named.metadata, resourceVersion: '' } }),
        resource.patch(namespace, name, { metadata: { labels: { hit: 'yes' } } }),
        resource.delete(namespace, name),
      ];
    };
  }

  for (const name of [...hostile, ...ofJavaScript]) {
    // What is no segment of a key is not even looked up.
    const refusals = ofJavaScript.includes(name) ? ['NotFound', 'Invalid', 'BadRequest'] : ['BadRequest'];
    const shown = JSON.stringify(name.slice(0, 40));

    it(`${shown} as a name reaches nothing`, async () => {
      const before = await harness.revision();
      const { pods } = harness.client;
      const secret = make('Secret', { metadata: { name: 'x' } });
      const calls = [
        ...verbsOn('Pod', podOf('x'))('default', name),
        ...verbsOn('Secret', secret)('default', name),
        ...verbsOn('ClusterRole', make('ClusterRole', { metadata: { name: 'x' } }))('', name),
        pods.updateStatus(podOf(name)),
        pods.bind('default', name, 'node-1'),
        pods.evict('default', name),
        harness.client.resource('Deployment').getScale('default', name),
      ];
      for (const [i, reason] of (await Promise.all(calls.map(reasonOf))).entries()) {
        expect(refusals, `call ${i}: ${reason}`).to.include(reason);
      }
      expect(await harness.revision(), 'nothing is written').to.equal(before);
    });

    it(`${shown} as a namespace reaches nothing`, async () => {
      const before = await harness.revision();
      const { client } = harness;
      const secrets = client.resource('Secret');
      const sample = make('Secret', { metadata: { name: 'x', namespace: name } });
      const calls = [...verbsOn('Secret', sample)(name, 'db'), ...verbsOn('Pod', podOf('x'))(name, 'web')];
      for (const [i, reason] of (await Promise.all(calls.map(reasonOf))).entries()) {
        expect(refusals, `call ${i}: ${reason}`).to.include(reason);
      }
      const selecting = [secrets.list({ namespace: name }), secrets.deleteCollection({ namespace: name })];
      for (const call of selecting) {
        const found = await call.then(
          ({ items }) => items.length,
          () => 0,
        );
        expect(found).to.equal(0);
      }
      // What is there comes before the bookmark that ends it.
      const first$ = secrets.watch({ namespace: name, sendInitialEvents: true, allowWatchBookmarks: true }).pipe(
        map(({ type }) => type),
        catchError((error: unknown) => of(error instanceof ApiStatusError ? error.reason : String(error))),
      );
      const first = await firstValueFrom(first$);
      expect(ofJavaScript.includes(name) ? ['BOOKMARK', 'BadRequest'] : ['BadRequest'], first).to.include(first);
      expect(await harness.revision(), 'nothing is written').to.equal(before);
    });
  }

  it('of objects to be made are refused', async () => {
    const { client } = harness;
    const before = await harness.revision();
    for (const name of hostile) {
      const made = [
        client.pods.create(podOf('x', { metadata: { namespace: name } })),
        client.pods.create(podOf(name)),
        client.resource('Secret').create(make('Secret', { metadata: { name, namespace: 'default' } })),
        client.resource('Namespace').create(make('Namespace', { metadata: { name } })),
        client.resource('ClusterRole').create(make('ClusterRole', { metadata: { name } })),
        client.pods.create(podOf('', { metadata: { generateName: `${name}/` } })),
      ];
      for (const call of made) expect(['BadRequest', 'Invalid'], JSON.stringify(name)).to.include(await reasonOf(call));
    }
    expect(await harness.revision()).to.equal(before);
  });

  it('of a namespace that others begin with does not give theirs', async () => {
    const secrets = harness.client.resource('Secret');
    const namespacesOf = async (namespace: string): Promise<string[]> =>
      (await secrets.list({ namespace })).items.map(({ metadata }) => metadata.namespace);
    expect(await namespacesOf('team')).to.deep.equal(['team']);
    expect(await namespacesOf('tea')).to.deep.equal([]);
    expect(await namespacesOf('team-')).to.deep.equal([]);
  });

  it('in a continue token that somebody wrote himself lead nowhere else', async () => {
    const secrets = harness.client.resource('Secret');
    const revision = await harness.revision();
    const keys = [
      '/registry/secrets/team-a/',
      '/registry/secrets/',
      '/registry/pods/default/',
      '/registry/',
      '',
      'team',
    ];
    for (const last of keys) {
      const token = Buffer.from(JSON.stringify({ v: 'kuorum/v1', rv: revision, last })).toString('base64url');
      const list = secrets.list({ namespace: 'team', limit: 1, continue: token });
      expect(await reasonOf(list), last).to.equal('BadRequest');
    }
    const own = Buffer.from(JSON.stringify({ v: 'kuorum/v1', rv: revision, last: '/registry/secrets/team/zz' }));
    const list = await secrets.list({ namespace: 'team', limit: 9, continue: own.toString('base64url') });
    expect(list.items, 'not what comes after the namespace').to.deep.equal([]);
  });
});
