/** The client's contract, part two: types of patches, and verbs that few callers need. */
import {
  ApiStatusError,
  initialEventsEnd,
  isConflict,
  isInvalid,
  isNotFound,
  make,
  type ReplicationController,
} from '@kuorum/api';
import assert from 'node:assert/strict';
import { eventually } from '../eventually.js';
import { podOf, rejects, type Context } from './context.js';

export function patchTypesContract(context: Context): void {
  it('patches by operations, all of them or none', async () => {
    const { pods } = context.client;
    const created = await pods.create(podOf(context, 'web', { a: '1' }));
    const test = { op: 'test', path: '/metadata/labels/a', value: '1' };
    const add = { op: 'add', path: '/metadata/labels/example.com~1team', value: 'x' };
    const patched = await pods.patch(context.namespace, 'web', [test, add], { type: 'json' });
    assert.deepEqual(patched.metadata.labels, { a: '1', 'example.com/team': 'x' });
    const failing = [
      { op: 'remove', path: '/metadata/labels/a' },
      { ...test, value: '2' },
    ];
    await rejects(pods.patch(context.namespace, 'web', failing, { type: 'json' }), isInvalid);
    const stale = { op: 'replace', path: '/metadata/resourceVersion', value: created.metadata.resourceVersion };
    await rejects(pods.patch(context.namespace, 'web', [stale, add], { type: 'json' }), isConflict);
    assert.deepEqual(await pods.get(context.namespace, 'web'), patched);
  });

  it('patches lists by their keys', async () => {
    const { pods } = context.client;
    await pods.create(podOf(context, 'web'));
    const patch = { spec: { containers: [{ name: 'main', image: 'kuorum/echo:next' }] } };
    const dry = await pods.patch(context.namespace, 'web', patch, { type: 'strategic', dryRun: true });
    assert.equal(dry.spec.containers[0]?.image, 'kuorum/echo:next');
    assert.equal((await pods.get(context.namespace, 'web')).spec.containers[0]?.image, 'kuorum/echo:latest');
    const patched = await pods.patch(context.namespace, 'web', patch, { type: 'strategic' });
    assert.deepEqual(patched.spec, dry.spec);
  });
}

export function manyContract(context: Context): void {
  it('deletes what a selection holds, and tells what that was', async () => {
    const { client, namespace } = context;
    for (const [name, app] of Object.entries({ a: 'web', b: 'db', c: 'web', d: 'web' })) {
      await client.pods.create(podOf(context, name, { app }));
    }
    const names = async (): Promise<string[]> =>
      (await client.pods.list({ namespace })).items.map(({ metadata }) => metadata.name);
    const dry = await client.pods.deleteCollection({ namespace, labelSelector: 'app=web', dryRun: true });
    assert.deepEqual(
      dry.items.map(({ metadata }) => metadata.name),
      ['a', 'c', 'd'],
    );
    assert.deepEqual(await names(), ['a', 'b', 'c', 'd']);
    await client.pods.bind(namespace, 'c', 'node-1');
    const options = { namespace, labelSelector: 'app=web', fieldSelector: 'metadata.name!=d' };
    const { items } = await client.pods.deleteCollection(options);
    assert.deepEqual(
      items.map(({ metadata }) => metadata.name),
      ['a', 'c'],
    );
    assert.deepEqual(await names(), ['b', 'c', 'd'], 'a pod that runs is marked');
    await client.pods.deleteCollection({ namespace, gracePeriodSeconds: 0 });
    assert.deepEqual(await names(), []);
    assert.deepEqual((await client.pods.deleteCollection({ namespace })).items, []);
  });

  it('does not delete in all namespaces at once', async () => {
    await rejects(
      context.client.pods.deleteCollection({}),
      (error) => reasonOf(error) === 'BadRequest',
      /namespace must be/,
    );
  });

  it('marks what is to go after its dependents', async () => {
    const { client, namespace } = context;
    await client.replicationControllers.create(controllerOf(context, 1));
    const marked = await client.replicationControllers.delete(namespace, 'web', { propagationPolicy: 'Foreground' });
    assert.deepEqual(marked.metadata.finalizers, ['foregroundDeletion']);
    assert.notEqual(marked.metadata.deletionTimestamp, '');
    const finalizers = { metadata: { finalizers: null } };
    await client.replicationControllers.patch(namespace, 'web', finalizers);
    await rejects(client.replicationControllers.get(namespace, 'web'), isNotFound);
  });

  it('scales by the scale subresource, whatever the kind', async () => {
    const { client, namespace } = context;
    await client.replicationControllers.create(controllerOf(context, 2));
    const resource = client.resource('ReplicationController');
    const scale = await resource.getScale(namespace, 'web');
    assert.deepEqual(
      [scale.apiVersion, scale.kind, scale.spec.replicas, scale.status.replicas],
      ['autoscaling/v1', 'Scale', 2, 0],
    );
    const wanted = { ...scale, spec: { replicas: 5 } };
    assert.equal((await resource.updateScale(wanted, { dryRun: true })).spec.replicas, 5);
    assert.equal((await resource.getScale(namespace, 'web')).spec.replicas, 2);
    const scaled = await resource.updateScale(wanted);
    assert.equal(scaled.spec.replicas, 5);
    assert.equal((await client.replicationControllers.get(namespace, 'web')).metadata.generation, 2);
    await rejects(resource.updateScale({ ...scale, spec: { replicas: 7 } }), isConflict);
    await rejects(client.pods.getScale(namespace, 'web'), (error) => reasonOf(error) === 'MethodNotAllowed');
    await rejects(resource.getScale(namespace, 'nobody'), isNotFound);
  });

  it('watches from the state on, and says where that ends', async () => {
    const { client, namespace, cleanup } = context;
    await client.pods.create(podOf(context, 'a'));
    const seen: string[] = [];
    const options = { namespace, allowWatchBookmarks: true, sendInitialEvents: true };
    const subscription = client.pods.watch(options).subscribe(({ type, object: { metadata } }) => {
      seen.push(type === 'BOOKMARK' ? `${type} ${metadata.annotations[initialEventsEnd]}` : `${type} ${metadata.name}`);
    });
    cleanup.add(() => subscription.unsubscribe());
    await eventually(() => seen.length === 2);
    await client.pods.create(podOf(context, 'b'));
    await eventually(() => seen.length === 3);
    assert.deepEqual(seen, ['ADDED a', 'BOOKMARK true', 'ADDED b']);
  });

  it('evicts a pod that no budget protects', async () => {
    const { pods } = context.client;
    await pods.create(podOf(context, 'web'));
    await pods.evict(context.namespace, 'web', { dryRun: true });
    await pods.get(context.namespace, 'web');
    await pods.evict(context.namespace, 'web');
    await rejects(pods.get(context.namespace, 'web'), isNotFound);
    await rejects(pods.evict(context.namespace, 'web'), isNotFound);
  });
}

function controllerOf(context: Context, replicas: number): ReplicationController {
  const template = { metadata: { labels: { app: 'web' } }, spec: podOf(context, '').spec };
  const metadata = { namespace: context.namespace, name: 'web' };
  return make('ReplicationController', { metadata, spec: { replicas, selector: { app: 'web' }, template } });
}

function reasonOf(error: unknown): string {
  return error instanceof ApiStatusError ? error.reason : '';
}
