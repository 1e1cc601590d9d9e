/** Commands that look before they write, and another writer in between, every time that is wanted. */
import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { conflict, kinds, make, type Deployment } from '@kuorum/api';
import { createFakeApi, type FakeApi, type FakeCall } from '@kuorum/testing';
import { applyCommand } from '../dist/commands/apply.js';
import { cordonCommand, taintCommand } from '../dist/commands/cordon.js';
import type { Env } from '../dist/commands/env.js';
import { scaleCommand } from '../dist/commands/scale.js';
import { conflictTriesMax } from '../dist/limits.js';
import { capturedEnv, run, type Ran } from './harness.js';

const containers = [{ name: 'c', image: 'i:1' }];
const spec = {
  selector: { matchLabels: { app: 'web' } },
  template: { metadata: { labels: { app: 'web' } }, spec: { containers } },
};

describe('a command that loses to another writer', () => {
  let api: FakeApi;
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kuorum-races-'));
    api = createFakeApi();
    api.seed('Deployment', make('Deployment', { metadata: { name: 'web' }, spec: { replicas: 1, ...spec } }));
    api.seed('Node', make('Node', { metadata: { name: 'n' } }));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** Before each of the next `times` calls of this verb another writer sets a label on the object. */
  function others(verb: FakeCall['verb'], times: number, refuse: boolean): void {
    let left = times;
    api.onCall((call) => {
      if (call.verb !== verb || left === 0) return undefined;
      const [object] = api.all(call.kind).filter(({ metadata }) => metadata.name === call.name);
      if (object === undefined) throw new Error('the object is there');
      object.metadata.labels = { ...object.metadata.labels, [`other-${times - left--}`]: 'yes' };
      api.seed(call.kind, object);
      return refuse ? conflict(call.kind, call.name) : undefined;
    });
  }

  const kuorum = (command: (env: Env) => Command, ...args: string[]): Promise<Ran> =>
    run(command, capturedEnv(api.client), args);
  const calls = (verb: FakeCall['verb']): number => api.calls.filter((call) => call.verb === verb).length;
  const web = (): Deployment | undefined => api.all('Deployment')[0];

  async function manifest(metadata: object = {}): Promise<string> {
    const path = join(dir, 'web.yaml');
    const { apiVersion } = kinds.Deployment;
    const object = { apiVersion, kind: 'Deployment', metadata: { name: 'web', namespace: 'default', ...metadata } };
    await writeFile(path, JSON.stringify({ ...object, spec: { replicas: 5, ...spec } }));
    return path;
  }

  it('apply looks again, and changes what the other one has left', async () => {
    others('patch', 2, true);
    const { out, status } = await kuorum(applyCommand, '-f', await manifest());
    expect([out, status]).to.deep.equal(['deployment.apps/web configured\n', 0]);
    expect(web()?.spec.replicas).to.equal(5);
    expect(web()?.metadata.labels).to.include({ 'other-0': 'yes', 'other-1': 'yes' });
    expect([calls('get'), calls('patch')]).to.deep.equal([3, 3]);
  });

  it('apply of what another one creates meanwhile changes that', async () => {
    api = createFakeApi();
    const theirs = make('Deployment', {
      metadata: { name: 'web', labels: { theirs: 'yes' } },
      spec: { replicas: 1, ...spec },
    });
    api.onCall(({ verb }) => {
      if (verb === 'create' && web() === undefined) api.seed('Deployment', theirs);
      return undefined;
    });
    const { out, status } = await kuorum(applyCommand, '-f', await manifest());
    expect([out, status]).to.deep.equal(['deployment.apps/web configured\n', 0]);
    expect([web()?.spec.replicas, web()?.metadata.labels]).to.deep.equal([5, { theirs: 'yes' }]);
  });

  it('scale looks again: its change is for the version that it has seen', async () => {
    others('updateScale', 2, false);
    expect((await kuorum(scaleCommand, 'deploy/web', '--replicas=5')).out).to.equal('deployment.apps/web scaled\n');
    expect(web()?.spec.replicas).to.equal(5);
    expect(web()?.metadata.labels).to.include({ 'other-0': 'yes', 'other-1': 'yes' });
    expect([calls('getScale'), calls('updateScale')]).to.deep.equal([3, 3]);
  });

  it('scale with a condition holds it against what the other one has left', async () => {
    api.onCall(({ verb }) => {
      const object = web();
      if (verb === 'updateScale' && object?.spec.replicas === 1) api.seed('Deployment', withReplicas(object, 2));
      return undefined;
    });
    const { err, status } = await kuorum(scaleCommand, 'deploy/web', '--replicas=5', '--current-replicas=1');
    expect([err, status]).to.deep.equal(['error: Expected replicas to be 1, was 2\n', 1]);
    expect(web()?.spec.replicas).to.equal(2);
  });

  it('cordon and taint look again', async () => {
    const taint = { key: 'a', value: 'b', effect: 'NoSchedule', timeAdded: '' };
    others('patch', 1, false);
    expect((await kuorum(cordonCommand, 'n')).out).to.equal('node/n cordoned\n');
    others('patch', 1, false);
    expect((await kuorum(taintCommand, 'node', 'n', 'a=b:NoSchedule')).out).to.equal('node/n tainted\n');
    const [node] = api.all('Node');
    expect(node?.spec.unschedulable).to.equal(true);
    expect(node?.spec.taints).to.deep.include(taint);
    expect(node?.metadata.labels).to.include({ 'other-0': 'yes' });
    expect(calls('patch')).to.equal(4);
  });

  const hopeless: [what: string, verb: FakeCall['verb'], refuse: boolean, go: () => Promise<Ran>][] = [
    ['apply', 'patch', true, async () => kuorum(applyCommand, '-f', await manifest())],
    ['scale', 'updateScale', false, () => kuorum(scaleCommand, 'deploy/web', '--replicas=5')],
    ['cordon', 'patch', false, () => kuorum(cordonCommand, 'n')],
  ];
  for (const [what, verb, refuse, go] of hopeless) {
    it(`${what} gives up after ${conflictTriesMax} tries and says why`, async () => {
      others(verb, Infinity, refuse);
      const { out, err, status } = await go();
      expect([out, status]).to.deep.equal(['', 1]);
      expect(err).to.match(/\(Conflict\)[^]*the object has been modified/);
      expect(calls(verb)).to.equal(conflictTriesMax);
      expect([web()?.spec.replicas, api.all('Node')[0]?.spec.unschedulable]).to.deep.equal([1, false]);
    });
  }
});

function withReplicas(object: Deployment, replicas: number): Deployment {
  return { ...object, spec: { ...object.spec, replicas } };
}
