/** What the shared caches hold: of kinds that nobody looks into, metadata and nothing else. */
import { make } from '@kuorum/api';
import { utf8, VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { Cleanup, createFakeApi, eventually } from '@kuorum/testing';
import { expect } from 'chai';
import { createSharedInformers, runInformers$ } from '../dist/context.js';

describe('the shared caches', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('hold no value of a Secret, nor the manifest that apply left with it', async () => {
    const api = createFakeApi();
    const informers = createSharedInformers(api.client, silentLogger, new VirtualClock());
    const run = runInformers$(informers).subscribe();
    cleanup.add(() => run.unsubscribe());
    const secrets = informers.others.get('Secret');
    const told: unknown[] = [];
    secrets?.events$.subscribe((event) => told.push(event));
    const metadata = {
      name: 'db',
      namespace: 'default',
      labels: { app: 'db' },
      finalizers: ['orphan'],
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"stringData":{"password":"hunter2"}}' },
      ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' }],
    };
    api.seed('Secret', make('Secret', { metadata, type: 'custom', data: { password: utf8('hunter2') } }));
    await eventually(() => secrets?.list().length === 1);
    await api.client.resource('Secret').patch('default', 'db', { data: { password: null, pin: 'aHVudGVyMg==' } });
    await eventually(() => told.length === 2);
    const held = JSON.stringify([secrets?.list(), told]);
    for (const value of ['hunter2', 'aHVudGVyMg==', 'custom', '104']) expect(held).to.not.contain(value);
    const [kept] = secrets?.list() ?? [];
    expect(kept?.kind).to.equal('Secret');
    expect(kept?.metadata).to.deep.include({ name: 'db', labels: { app: 'db' }, finalizers: ['orphan'] });
    expect(kept?.metadata.ownerReferences.map(({ uid }) => uid)).to.deep.equal(['u']);
  });
});
