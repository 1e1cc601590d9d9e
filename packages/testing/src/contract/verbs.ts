/** The client's contract, part two: types of patches, and verbs that few callers need. */
import { isConflict, isInvalid } from '@kuorum/api';
import assert from 'node:assert/strict';
import { podOf, rejects, type Context } from './context.js';

export function verbsContract(context: Context): void {
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
