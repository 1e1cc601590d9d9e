/** Statuses that the kubelet writes, and another writer between what it read and its write. */
import { expect } from 'chai';
import { VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { isConflict, make, type KindName, type Pod, type PodStatus } from '@kuorum/api';
import { createFakeApi, type FakeApi } from '@kuorum/testing';
import { statusConflictRetries } from '../dist/limits.js';
import { NodeReporter } from '../dist/node/node-reporter.js';
import { StatusManager } from '../dist/status-manager.js';
import { eventually } from './eventually.js';

describe('a status that loses to another writer', () => {
  let api: FakeApi;
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));

  beforeEach(() => (api = createFakeApi({ clock })));

  /** Before each of the next `times` writes of a status another writer sets a label. */
  function others(kind: KindName, times: number): void {
    let left = times;
    api.onCall((call) => {
      const [object] = api.all(kind);
      if (call.verb !== 'updateStatus' || left === 0 || object === undefined) return undefined;
      object.metadata.labels = { ...object.metadata.labels, [`other-${times - left--}`]: 'yes' };
      api.seed(kind, object);
      return undefined;
    });
  }
  const writes = (): number => api.calls.filter(({ verb }) => verb === 'updateStatus').length;

  describe('of a pod', () => {
    let pod: Pod;
    let status: PodStatus;
    let statuses: StatusManager;
    beforeEach(() => {
      const spec = { nodeName: 'node-1', containers: [{ name: 'c', image: 'i:1' }] };
      pod = api.seed('Pod', make('Pod', { metadata: { name: 'web' }, spec }));
      status = { ...pod.status, phase: 'Running', podIP: '10.0.0.1' };
      statuses = new StatusManager({ client: api.client, logger: silentLogger, clock });
      statuses.set(pod, status);
    });

    it('is written on what the other one has left', async () => {
      others('Pod', 2);
      await statuses.flush(pod.metadata.uid);
      const [written] = api.all('Pod');
      expect([written?.status.phase, written?.status.podIP]).to.deep.equal(['Running', '10.0.0.1']);
      expect(written?.metadata.labels).to.deep.equal({ 'other-0': 'yes', 'other-1': 'yes' });
      expect(writes()).to.equal(3);
    });

    it('stays with the pod that it is of: not on a new one of its name', async () => {
      api.onCall(({ verb }) => {
        const [present] = api.all('Pod');
        if (verb !== 'updateStatus' || present?.metadata.uid !== pod.metadata.uid) return undefined;
        const { uid: _uid, ...metadata } = present.metadata;
        api.seed('Pod', make('Pod', { metadata, spec: present.spec }));
        return undefined;
      });
      await statuses.flush(pod.metadata.uid);
      const [present] = api.all('Pod');
      expect(present?.metadata.uid).to.not.equal(pod.metadata.uid);
      expect(present?.status.podIP).to.equal('');
      expect(writes()).to.equal(1);
    });

    it('is given back to the queue when it loses too often, and written the next time', async () => {
      others('Pod', statusConflictRetries + 1);
      const error: unknown = await statuses.flush(pod.metadata.uid).catch((failure: unknown) => failure);
      expect(isConflict(error)).to.equal(true);
      expect(writes()).to.equal(statusConflictRetries + 1);
      await statuses.flush(pod.metadata.uid);
      expect(api.all('Pod')[0]?.status.phase).to.equal('Running');
    });
  });

  it('of a node is written on what the other one has left', async () => {
    api.seed('Node', make('Node', { metadata: { name: 'node-1' } }));
    others('Node', 2);
    let [reported, warned] = [0, 0];
    const logger = silentLogger.child({});
    logger.warn = () => void warned++;
    const reporter = new NodeReporter({
      client: api.client,
      clock,
      logger,
      facts: () => ({
        name: 'node-1',
        ip: '10.0.0.1',
        hostname: 'node-1',
        labels: {},
        capacity: { cpu: '2' },
        kubeletPort: 10250,
        info: make('Node', { status: { nodeInfo: {} } }).status.nodeInfo ?? failed('node info'),
      }),
      readiness: () => ({ ready: true, reason: 'Test', message: '' }),
      onReported: () => void reported++,
    });
    const running = reporter.run$.subscribe();
    try {
      await eventually('the first report', () => reported > 0 || undefined);
    } finally {
      running.unsubscribe();
    }
    const [node] = api.all('Node');
    expect(node?.metadata.labels).to.include({ 'other-0': 'yes', 'other-1': 'yes' });
    expect(node?.status.conditions.map(({ type, status }) => `${type}=${status}`)).to.deep.equal(['Ready=True']);
    expect([writes(), warned], 'writes, and reports that had to wait for another try').to.deep.equal([3, 0]);
  });
});

function failed(what: string): never {
  throw new Error(`no ${what}`);
}
