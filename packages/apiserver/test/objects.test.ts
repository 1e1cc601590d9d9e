/** Configuration, access rights and names on the real server: what only shows in the store and over the wire. */
import { expect } from 'chai';
import {
  ApiStatusError,
  make,
  type DeepPartial,
  type Pod,
  type PodSpec,
  type PriorityClass,
  type Secret,
} from '@kuorum/api';
import type { ResourceClient } from '@kuorum/client';
import { utf8 } from '@kuorum/base';
import { Harness, podOf, watch } from './harness.js';
import { eventually } from '@kuorum/testing';

/** Reason and message of the error a call ends with, or `fine`. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'fine';
  } catch (error) {
    if (!(error instanceof ApiStatusError)) throw error;
    return `${error.reason}: ${error.message}`;
  }
}

describe('configuration and access rights on a real etcd', () => {
  const harness = new Harness();
  before(() => harness.start());
  after(() => harness.stop());

  describe('names', () => {
    const names = ['a/b', '../x', '..', '.', 'a\0b', 'a\nb', 'a%2fb', 'x'.repeat(300), 'default/web'];
    for (const name of names) {
      it(`${JSON.stringify(name).slice(0, 20)} names nothing that could be made, found, changed or deleted`, async () => {
        const revision = await harness.revision();
        const { client } = harness;
        const rules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }];
        const created = [
          client.pods.create(podOf(name)),
          client.resource('Secret').create(make('Secret', { metadata: { name, namespace: 'default' } })),
          client.resource('Role').create(make('Role', { metadata: { name, namespace: 'default' }, rules })),
          client.resource('ClusterRole').create(make('ClusterRole', { metadata: { name }, rules })),
          client.resource('Namespace').create(make('Namespace', { metadata: { name } })),
        ];
        for (const call of created) expect(await outcome(call)).to.match(/^Invalid: .*metadata\.name: Invalid value/s);
        const roles = client.resource('ClusterRole');
        const reached = [
          client.pods.get('default', name),
          client.pods.delete('default', name),
          client.pods.patch('default', name, { metadata: { labels: { a: 'b' } } }),
          client.resource('Secret').get('default', name),
          roles.get('', name),
          roles.delete('', name),
          roles.update(make('ClusterRole', { metadata: { name }, rules })),
        ];
        for (const call of reached) expect(await outcome(call)).to.match(/^BadRequest: name is not valid: /);
        expect(await harness.revision()).to.equal(revision);
      });

      it(`${JSON.stringify(name).slice(0, 20)} is no namespace`, async () => {
        const { client } = harness;
        const made = podOf('web', { metadata: { namespace: name } });
        expect(await outcome(client.pods.create(made))).to.match(/^Invalid: .*metadata\.namespace: Invalid value/s);
        for (const call of [client.pods.get(name, 'web'), client.pods.list({ namespace: name })]) {
          expect(await outcome(call)).to.match(/^BadRequest: namespace is not valid: /);
        }
      });
    }

    it('of roles may have colons: made, listed, watched, patched and deleted as any other', async () => {
      const roles = harness.client.resource('ClusterRole');
      const rules = [{ verbs: ['get'], apiGroups: [''], resources: ['nodes'] }];
      const seen = watch(harness.client, 'ClusterRole', { fieldSelector: 'metadata.name=system:test:colons' });
      await roles.create(make('ClusterRole', { metadata: { name: 'system:test:colons' }, rules }));
      expect(await harness.stored('/registry/clusterroles/system:test:colons')).to.deep.include({ rules });
      await roles.patch('', 'system:test:colons', { metadata: { labels: { a: 'b' } } });
      expect((await roles.get('', 'system:test:colons')).metadata.labels).to.deep.equal({ a: 'b' });
      const { items } = await roles.list({ labelSelector: 'a=b' });
      expect(items.map(({ metadata }) => metadata.name)).to.deep.equal(['system:test:colons']);
      await roles.delete('', 'system:test:colons');
      await eventually(() =>
        expect(seen.seen).to.deep.equal(['ADDED', 'MODIFIED', 'DELETED'].map((type) => `${type} system:test:colons`)),
      );
      seen.stop();
    });
  });

  describe('secrets', () => {
    it('do not come back when they are deleted: who may delete them may not therefore read them', async () => {
      const secrets = harness.client.resource('Secret');
      // As `apply` makes them: it keeps the manifest, values and all.
      const manifest = '{"stringData":{"password":"hunter2"}}';
      const metadata = { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': manifest } };
      for (const name of ['gone-1', 'gone-2']) {
        await secret(name, {
          metadata: { ...metadata, name, namespace: 'default' },
          stringData: { password: 'hunter2' },
        });
      }
      for (const dryRun of [true, false]) {
        const deleted = await secrets.delete('default', 'gone-1', { dryRun });
        const { name, annotations, uid } = deleted.metadata;
        expect([name, deleted.data, annotations]).to.deep.equal(['gone-1', {}, {}]);
        expect(uid).not.to.equal('');
      }
      const fieldSelector = 'metadata.name=gone-2';
      const { items } = await secrets.deleteCollection({ namespace: 'default', fieldSelector });
      expect(items.map(({ metadata: { name, annotations }, data }) => [name, data, annotations])).to.deep.equal([
        ['gone-2', {}, {}],
      ]);
    });

    const secret = (name: string, more: DeepPartial<Secret>): Promise<Secret> =>
      harness.client.resource('Secret').create(make('Secret', { metadata: { name, namespace: 'default' }, ...more }));

    it('take text and keep bytes: stringData is neither stored nor given back', async () => {
      const created = await secret('text', { data: { a: utf8('1') }, stringData: { a: 'new', b: 'ü' } });
      expect(created.stringData).to.deep.equal({});
      expect(created.data).to.deep.equal({ a: utf8('new'), b: utf8('ü') });
      expect(created.type).to.equal('Opaque');
      const stored = await harness.stored('/registry/secrets/default/text');
      expect(stored).to.deep.include({ data: { a: 'bmV3', b: 'w7w=' }, type: 'Opaque' });
      expect(stored).not.to.have.property('stringData');
    });

    it('take patches of both, in base64 and as text', async () => {
      await secret('patched', { stringData: { a: '1', b: '2' } });
      const patch = { data: { a: 'eA==', b: null }, stringData: { c: 'y' } };
      const patched = await harness.client.resource('Secret').patch('default', 'patched', patch);
      expect(patched.data).to.deep.equal({ a: utf8('x'), c: utf8('y') });
    });

    it('hold a mebibyte of any bytes, and no byte more', async () => {
      const bytes = Uint8Array.from({ length: 2 ** 20 }, (_, i) => i % 256);
      await secret('big', { data: { bytes } });
      const read = await harness.client.resource('Secret').get('default', 'big');
      expect(Buffer.compare(read.data['bytes'] ?? new Uint8Array(), bytes)).to.equal(0);
      const more = secret('bigger', { data: { bytes, b: utf8('x') } });
      expect(await outcome(more)).to.match(/^Invalid: .*data: Too long: may not be more than 1048576 bytes/);
    });

    it('that are immutable stay as they are until they are deleted', async () => {
      const secrets = harness.client.resource('Secret');
      await secret('frozen', { immutable: true, stringData: { a: '1' } });
      for (const patch of [{ stringData: { a: '2' } }, { immutable: false }, { immutable: null }]) {
        expect(await outcome(secrets.patch('default', 'frozen', patch))).to.match(
          /^Invalid: .*field is immutable when/,
        );
      }
      expect(await outcome(secrets.patch('default', 'frozen', { metadata: { labels: { a: 'b' } } }))).to.equal('fine');
      expect(await outcome(secrets.delete('default', 'frozen'))).to.equal('fine');
    });

    it('can be selected by type', async () => {
      await secret('login', { type: 'kubernetes.io/basic-auth', stringData: { username: 'jane' } });
      const list = { namespace: 'default', fieldSelector: 'type=kubernetes.io/basic-auth' };
      const { items } = await harness.client.resource('Secret').list(list);
      expect(items.map(({ metadata }) => metadata.name)).to.deep.equal(['login']);
    });
  });

  describe('priority classes', () => {
    const create = (name: string, more: DeepPartial<PriorityClass> = {}): Promise<PriorityClass> =>
      harness.client.resource('PriorityClass').create(make('PriorityClass', { metadata: { name }, value: 1, ...more }));

    it("have the system's two from the start, which stay", async () => {
      const classes = harness.client.resource('PriorityClass');
      const { items } = await classes.list();
      expect(items.map(({ metadata, value }) => `${metadata.name} ${value}`)).to.include.members([
        'system-cluster-critical 2000000000',
        'system-node-critical 2000001000',
      ]);
      expect(await outcome(classes.delete('', 'system-node-critical'))).to.match(/^Forbidden: .*may not be deleted/);
      expect(await outcome(create('system-other'))).to.match(/^Invalid: .*reserved for system use only/);
    });

    it('have one default at most, however many ask for it at once', async () => {
      const classes = harness.client.resource('PriorityClass');
      const names = ['a', 'b', 'c', 'd'];
      const outcomes = await Promise.all(names.map((name) => outcome(create(name, { globalDefault: true }))));
      const winner = names[outcomes.indexOf('fine')] ?? '';
      const lost = outcomes.filter((text) => text !== 'fine');
      expect(lost).to.have.length(3);
      for (const text of lost) {
        expect(text)
          .to.match(/^Forbidden: priorityclasses\.scheduling\.k8s\.io/)
          .and.include(`PriorityClass ${winner} is already marked as default. Only one default can exist`);
      }
      const loser = names.find((name) => name !== winner) ?? '';
      await create(loser);
      const toDefault = (): Promise<string> => outcome(classes.patch('', loser, { globalDefault: true }));
      expect(await toDefault()).to.match(/already marked as default/);
      await classes.patch('', winner, { globalDefault: false });
      expect(await toDefault()).to.equal('fine');
      await classes.delete('', loser);
      expect(await outcome(create('again', { globalDefault: true }))).to.equal('fine');
    });
  });

  describe('new pods', () => {
    const create = (spec: DeepPartial<PodSpec>, metadata: { name: string; namespace?: string }): Promise<Pod> =>
      harness.client.pods.create(podOf('', { metadata, spec: { ...podOf('').spec, ...spec } }));
    const admitted = async (spec: DeepPartial<PodSpec>, name: string): Promise<object> => {
      const { priorityClassName, priority, preemptionPolicy } = (await create(spec, { name })).spec;
      return { priorityClassName, priority, preemptionPolicy };
    };
    const classes = (): ResourceClient<'PriorityClass'> => harness.client.resource('PriorityClass');

    before(async () => {
      for (const { metadata } of (await classes().list()).items) {
        if (!metadata.name.startsWith('system-')) await classes().delete('', metadata.name);
      }
      await classes().create(
        make('PriorityClass', { metadata: { name: 'batch' }, value: -10, preemptionPolicy: 'Never' }),
      );
    });

    it('are of the account default, whether it is there yet or not; another one must be there', async () => {
      expect((await create({}, { name: 'anyone' })).spec.serviceAccountName).to.equal('default');
      const robot = { serviceAccountName: 'robot' };
      expect(await outcome(create(robot, { name: 'robot-1' }))).to.match(
        /^Forbidden: pods "robot-1" is forbidden: error looking up service account default\/robot: .* not found/,
      );
      const metadata = { name: 'robot', namespace: 'default' };
      await harness.client.resource('ServiceAccount').create(make('ServiceAccount', { metadata }));
      expect((await create(robot, { name: 'robot-1' })).spec.serviceAccountName).to.equal('robot');
    });

    it('have the value of their priority class, at once after it was made', async () => {
      const none = { priorityClassName: '', priority: 0, preemptionPolicy: 'PreemptLowerPriority' };
      expect(await admitted({}, 'plain')).to.deep.equal(none);
      const batch = { priorityClassName: 'batch', priority: -10, preemptionPolicy: 'Never' };
      expect(await admitted({ priorityClassName: 'batch' }, 'batch-1')).to.deep.equal(batch);
      expect(await admitted({ ...batch, preemptionPolicy: 'Never' }, 'batch-2')).to.deep.equal(batch);
    });

    const refused: [what: string, spec: DeepPartial<PodSpec>, why: RegExp][] = [
      ['a class that is not there', { priorityClassName: 'gold' }, /no PriorityClass with name gold was found/],
      [
        'a priority of their own',
        { priority: 7 },
        /the integer value of priority \(7\) must not be provided in pod spec/,
      ],
      [
        'another policy than their class',
        { priorityClassName: 'batch', preemptionPolicy: 'PreemptLowerPriority' },
        /the string value of PreemptionPolicy \(PreemptLowerPriority\) must not be provided/,
      ],
    ];
    for (const [what, spec, why] of refused) {
      it(`cannot have ${what}`, async () => {
        const text = await outcome(create(spec, { name: 'refused' }));
        expect(text)
          .to.match(/^Forbidden: pods "refused" is forbidden: /)
          .and.match(why);
      });
    }

    it('are of the default class when there is one, and stay so when it is no more', async () => {
      await classes().create(make('PriorityClass', { metadata: { name: 'usual' }, value: 5, globalDefault: true }));
      const usual = { priorityClassName: 'usual', priority: 5, preemptionPolicy: 'PreemptLowerPriority' };
      // The default class is looked up in the watch cache, which may have it a moment later.
      let n = 0;
      await eventually(async () => expect(await admitted({}, `usual-${n++}`)).to.deep.equal(usual));
      await classes().delete('', 'usual');
      const name = `usual-${n - 1}`;
      const pod = await harness.client.pods.get('default', name);
      const bare = podOf(name, { metadata: { labels: { a: 'b' } }, spec: podOf('').spec });
      const spec = { ...bare.spec, imagePullSecrets: pod.spec.imagePullSecrets };
      const updated = await harness.client.pods.update({ ...bare, spec });
      expect(updated.spec).to.deep.include(usual);
      expect(updated.metadata).to.deep.include({ labels: { a: 'b' }, generation: 1 });
    });
  });
});
