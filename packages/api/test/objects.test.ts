import { expect } from 'chai';
import * as api from '@kuorum/api';

describe('conditions', () => {
  const before = [api.make('Condition', { type: 'Ready', status: 'False', lastTransitionTime: 't0', reason: 'A' })];
  it('keep their transition time while the status stays', () => {
    const after = api.setCondition(before, { type: 'Ready', status: 'False', reason: 'B' }, 't1');
    expect(after).to.have.length(1);
    expect(after[0]).to.include({ reason: 'B', lastTransitionTime: 't0' });
  });
  it('take the new time when it changes, and leave the old list alone', () => {
    expect(api.setCondition(before, { type: 'Ready', status: 'True' }, 't1')[0]).to.include({
      lastTransitionTime: 't1',
    });
    expect(before[0]?.status).to.equal('False');
  });
  it('are added when new', () => {
    const after = api.setCondition(before, { type: 'Other', status: 'True' }, 't1');
    expect(after.map(({ type }) => type)).to.deep.equal(['Ready', 'Other']);
  });
});

describe('pods', () => {
  it('request the sum of their containers, limits standing in for requests', () => {
    const pod = api.make('Pod', {
      spec: {
        containers: [
          { name: 'a', resources: { requests: { cpu: '250m', memory: '64Mi' } } },
          { name: 'b', resources: { limits: { cpu: '1' } } },
          { name: 'c' },
        ],
      },
    });
    expect(api.podRequests(pod)).to.deep.equal({ cpuMillis: 1250, memoryBytes: 67_108_864 });
  });
  it('request what an init container asks for when that is more', () => {
    const resources = (cpu: string, memory: string) => ({ resources: { requests: { cpu, memory } } });
    const pod = api.make('Pod', {
      spec: {
        containers: [
          { name: 'a', ...resources('250m', '64Mi') },
          { name: 'b', ...resources('250m', '64Mi') },
        ],
        initContainers: [
          { name: 'c', ...resources('2', '1Mi') },
          { name: 'd', ...resources('1', '1Mi') },
        ],
      },
    });
    expect(api.podRequests(pod)).to.deep.equal({ cpuMillis: 2000, memoryBytes: 134_217_728 });
  });
  it('are active until they finish or are being deleted', () => {
    expect(api.isPodActive(api.make('Pod', { status: { phase: 'Running' } }))).to.equal(true);
    expect(api.isPodActive(api.make('Pod', { status: { phase: 'Failed' } }))).to.equal(false);
    expect(api.isPodActive(api.make('Pod', { metadata: { deletionTimestamp: 't' } }))).to.equal(false);
  });
});

describe('owners', () => {
  it('are told apart by uid, not by name', () => {
    const owner = api.make('ReplicationController', { metadata: { name: 'web', uid: 'u1' } });
    const successor = api.make('ReplicationController', { metadata: { name: 'web', uid: 'u2' } });
    const pod = api.make('Pod', {
      metadata: { ownerReferences: [api.ownerReference('ReplicationController', owner)] },
    });
    expect(api.controllerOf(pod)).to.include({ kind: 'ReplicationController', name: 'web', uid: 'u1' });
    expect([api.isControlledBy(pod, owner), api.isControlledBy(pod, successor)]).to.deep.equal([true, false]);
  });
});

describe('defaults', () => {
  const policies: [image: string, policy: string][] = [
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1.27', 'IfNotPresent'],
    ['registry:5000/nginx', 'Always'],
    ['registry:5000/nginx:1', 'IfNotPresent'],
    ['nginx@sha256:abc', 'IfNotPresent'],
    ['kuorum/echo:latest', 'IfNotPresent'],
    ['kuorum/echo', 'IfNotPresent'],
  ];
  for (const [image, policy] of policies) {
    it(`pull ${image}: ${policy}`, () => {
      const pod = api.applyDefaults('Pod', api.make('Pod', { spec: { containers: [{ name: 'a', image }] } }));
      expect(pod.spec.containers[0]?.imagePullPolicy).to.equal(policy);
    });
  }
  it('fill a pod as Kubernetes does, and twice is once', () => {
    const pod = api.make('Pod', {
      spec: {
        containers: [
          {
            name: 'a',
            image: 'i:1',
            ports: [{ containerPort: 80 }],
            resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m' } },
            readinessProbe: { httpGet: { port: 80 } },
          },
        ],
      },
    });
    const once = structuredClone(api.applyDefaults('Pod', pod));
    expect(once).to.include({ apiVersion: 'v1', kind: 'Pod' });
    expect(once.spec).to.include({
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      schedulerName: 'default-scheduler',
    });
    const container = once.spec.containers[0];
    expect(container?.ports[0]?.protocol).to.equal('TCP');
    expect(container?.resources?.requests).to.deep.equal({ cpu: '100m', memory: '1Gi' });
    expect(container?.readinessProbe).to.deep.include({ timeoutSeconds: 1, periodSeconds: 10, failureThreshold: 3 });
    expect(container?.readinessProbe?.httpGet).to.deep.include({ path: '/', scheme: 'HTTP' });
    expect(api.applyDefaults('Pod', pod)).to.deep.equal(once);
  });
  it("give a replication controller its template's labels", () => {
    const rc = api.make('ReplicationController', {
      spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'a', image: 'i' }] } } },
    });
    api.applyDefaults('ReplicationController', rc);
    expect(rc.spec).to.deep.include({ replicas: 1, selector: { app: 'web' } });
    expect(rc.metadata.labels).to.deep.equal({ app: 'web' });
    expect(rc.spec.template?.spec.restartPolicy).to.equal('Always');
  });
  it('point a service port at the same port of its pods', () => {
    const service = api.applyDefaults('Service', api.make('Service', { spec: { ports: [{ port: 80 }] } }));
    expect(service.spec).to.deep.include({ type: 'ClusterIP' });
    expect(service.spec.ports[0]).to.deep.include({ protocol: 'TCP', targetPort: 80 });
  });
});
