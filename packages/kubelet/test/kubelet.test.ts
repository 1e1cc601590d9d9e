/** The kubelet as a whole, on the hollow and the process runtime, against the API in memory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { make } from '@kuorum/api';
import { HollowRuntime, ProcessRuntime, removeProcesses, type RuntimeContainer } from '@kuorum/kubelet';
import { createFakeApi, type FakeApi } from '@kuorum/testing';
import { expect } from 'chai';
import { eventually } from './eventually.js';
import {
  createPod,
  isReady,
  isRunning,
  podIn,
  startKubelet,
  waitForPod,
  type RunningKubelet,
} from './kubelet-harness.js';
import { get } from './runtime/runtime-contract.js';

const image = 'kuorum/echo:latest';

describe('kubelet', function () {
  this.timeout(90_000);
  let api: FakeApi;
  let dataDir: string;
  const running: RunningKubelet[] = [];

  beforeEach(async () => {
    api = createFakeApi();
    dataDir = await mkdtemp(join(tmpdir(), 'kuorum-kubelet-'));
  });
  afterEach(async () => {
    running.splice(0).forEach((kubelet) => kubelet.stop());
    await removeProcesses(dataDir);
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  });

  const start = async (...args: Parameters<typeof startKubelet>): Promise<RunningKubelet> => {
    const kubelet = await startKubelet(...args);
    running.push(kubelet);
    return kubelet;
  };

  describe('on the hollow runtime', () => {
    let runtime: HollowRuntime;
    beforeEach(() => {
      runtime = new HollowRuntime();
    });
    const containersOf = async (uid: string): Promise<readonly RuntimeContainer[]> =>
      (await runtime.listPods(uid))[0]?.containers ?? [];

    it('registers its node, says Ready and renews its lease', async () => {
      const kubelet = await start(api, { runtime, dataDir, nodeLabels: { disk: 'ssd' }, capacity: { cpu: '3' } });
      const node = api.all('Node')[0];
      expect(node?.metadata.labels).to.include({ disk: 'ssd', 'kubernetes.io/hostname': 'node-1' });
      expect(node?.status.allocatable).to.include({ cpu: '3', pods: '110' });
      expect(node?.status.conditions.find(({ type }) => type === 'Ready')?.status).to.equal('True');
      expect(node?.status.addresses).to.deep.include({ type: 'InternalIP', address: '127.0.0.1' });
      expect(node?.status.daemonEndpoints?.kubeletEndpoint?.Port).to.equal(kubelet.port);
      expect(node?.status.nodeInfo?.containerRuntimeVersion).to.match(/^hollow:/);
      const first = await eventually('a lease', () => api.all('Lease')[0]);
      expect(first.metadata).to.include({ namespace: 'kube-node-lease', name: 'node-1' });
      await eventually('a renewal', () => api.all('Lease')[0]?.spec.renewTime !== first.spec.renewTime || undefined);
      expect(await get('127.0.0.1', kubelet.port, '/healthz')).to.equal('ok\n');
    });

    it('runs a bound pod and reports it', async () => {
      await start(api, { runtime, dataDir });
      const pod = await createPod(api, image);
      const { status } = await waitForPod(api, pod, 'is ready', (each) => isRunning(each) && isReady(each));
      expect(status.conditions.map(({ type, status: value }) => `${type} ${value}`)).to.have.members([
        'PodScheduled True',
        'Initialized True',
        'ContainersReady True',
        'Ready True',
      ]);
      expect(status.hostIP).to.equal('127.0.0.1');
      expect(status.podIP).to.match(/^100\./);
      expect(status.containerStatuses).to.have.length(1);
      expect(status.containerStatuses[0]).to.include({ name: 'main', ready: true, restartCount: 0, image });
    });

    it('ends a deleted pod, then its object', async () => {
      await start(api, { runtime, dataDir });
      const pod = await createPod(api, image);
      await waitForPod(api, pod, 'runs', isRunning);
      await api.client.pods.delete('default', pod.metadata.name);
      await eventually('the pod to go', () => podIn(api, pod) === undefined || undefined);
      expect(await runtime.listPods()).to.deep.equal([]);
      const deletes = api.calls.filter(({ verb, kind }) => verb === 'delete' && kind === 'Pod');
      expect(deletes).to.have.length(2);
    });

    it('starts an ended container again at once, and after its second end only when its back-off is over', async () => {
      await start(api, { runtime, dataDir });
      const pod = await createPod(api, image);
      await waitForPod(api, pod, 'runs', isRunning);
      const [first] = await containersOf(pod.metadata.uid);
      runtime.finish(first?.id ?? '', 1);
      await waitForPod(
        api,
        pod,
        'restarted',
        ({ status }) => status.containerStatuses[0]?.restartCount === 1 && isReady({ ...pod, status }),
      );
      const second = (await containersOf(pod.metadata.uid)).at(-1);
      runtime.finish(second?.id ?? '', 3);
      const { status } = await waitForPod(
        api,
        pod,
        'backs off',
        (each) => each.status.containerStatuses[0]?.state?.waiting?.reason === 'CrashLoopBackOff',
      );
      expect(status.phase).to.equal('Running');
      expect(status.containerStatuses[0]?.lastState?.terminated).to.include({ exitCode: 3, reason: 'Error' });
      expect(status.containerStatuses[0]?.state?.waiting?.message).to.match(
        /^back-off 10s restarting failed container=main pod=/,
      );
      await eventually(
        'one ended attempt',
        async () => (await containersOf(pod.metadata.uid)).length === 1 || undefined,
      );
    });

    it('lets a pod end for good where its restart policy says so', async () => {
      await start(api, { runtime, dataDir });
      const done = await createPod(api, image, { spec: { restartPolicy: 'OnFailure' } });
      const failed = await createPod(api, image, { spec: { restartPolicy: 'Never' } });
      await waitForPod(api, done, 'runs', isRunning);
      await waitForPod(api, failed, 'runs', isRunning);
      runtime.finish((await containersOf(done.metadata.uid))[0]?.id ?? '', 0);
      runtime.finish((await containersOf(failed.metadata.uid))[0]?.id ?? '', 2);
      await waitForPod(api, done, 'succeeds', ({ status }) => status.phase === 'Succeeded');
      await waitForPod(api, failed, 'fails', ({ status }) => status.phase === 'Failed');
    });

    it('shows why an image cannot be had, and starts no container', async () => {
      await start(api, { runtime, dataDir });
      const pod = await createPod(api, 'missing/image:1');
      const { status } = await waitForPod(
        api,
        pod,
        'waits',
        (each) => each.status.containerStatuses[0]?.state?.waiting?.reason === 'ImagePullBackOff',
      );
      expect(status.phase).to.equal('Pending');
      expect(status.containerStatuses[0]?.state?.waiting?.message).to.match(/does not exist/);
      expect(await containersOf(pod.metadata.uid)).to.deep.equal([]);
    });

    it('lets no pull and no stop hold up another pod', async () => {
      const ensureImage = runtime.ensureImage.bind(runtime);
      runtime.ensureImage = (name) => (name === 'slow/image:1' ? new Promise(() => undefined) : ensureImage(name));
      await start(api, { runtime, dataDir });
      const slow = await Promise.all(Array.from({ length: 20 }, () => createPod(api, 'slow/image:1')));
      const stuck = await createPod(api, image);
      await waitForPod(api, stuck, 'runs', isRunning);
      const stopContainer = runtime.stopContainer.bind(runtime);
      let release: () => void = () => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      runtime.stopContainer = (id, graceMs) => released.then(() => stopContainer(id, graceMs));
      await api.client.pods.delete('default', stuck.metadata.name);
      const other = await createPod(api, image);
      await waitForPod(api, other, 'runs', isRunning);
      for (const pod of slow) expect(podIn(api, pod)?.status.phase).to.equal('Pending');
      release();
      await eventually('the stopped pod to go', () => podIn(api, stuck) === undefined || undefined);
    });

    it('fills variables from ConfigMaps and Secrets, and waits for those that are not there yet', async () => {
      const startContainer = runtime.startContainer.bind(runtime);
      const environments: Readonly<Record<string, string>>[] = [];
      runtime.startContainer = (spec) => {
        environments.push(spec.env);
        return startContainer(spec);
      };
      await start(api, { runtime, dataDir });
      const metadata = { name: 'settings', namespace: 'default' };
      await api.client.resource('ConfigMap').create(make('ConfigMap', { metadata, data: { COLOR: 'red' } }));
      const env = [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'settings', key: 'password' } } }];
      const pod = await createPod(api, image, {
        containers: [{ name: 'main', env, envFrom: [{ configMapRef: { name: 'settings' } }] }],
      });
      const { status } = await waitForPod(
        api,
        pod,
        'waits',
        (each) => each.status.containerStatuses[0]?.state?.waiting?.reason === 'CreateContainerConfigError',
      );
      expect(status.containerStatuses[0]?.state?.waiting?.message).to.equal('secret "settings" not found');
      expect(environments).to.deep.equal([]);
      await api.client.resource('Secret').create(make('Secret', { metadata, stringData: { password: 'hunter2' } }));
      await waitForPod(api, pod, 'runs', isRunning);
      expect(environments).to.deep.equal([{ COLOR: 'red', PASSWORD: 'hunter2' }]);
    });

    it('refuses what it cannot honour, by name, and runs nothing of it', async () => {
      await start(api, { runtime, dataDir });
      const volumes = [{ name: 'data', emptyDir: {} }];
      const containers = [{ name: 'main', volumeMounts: [{ name: 'data', mountPath: '/data' }] }];
      const pod = await createPod(api, image, { spec: { volumes }, containers });
      const { status } = await waitForPod(api, pod, 'fails', (each) => each.status.phase === 'Failed');
      expect(status.reason).to.equal('UnsupportedPodField');
      expect(status.message).to.include('spec.containers[0].volumeMounts (volumes are not mounted)');
      await eventually(
        'its event',
        () => api.all('Event').some(({ reason }) => reason === 'UnsupportedPodField') || undefined,
      );
      expect(await runtime.listPods()).to.deep.equal([]);
    });

    it('rejects what does not fit', async () => {
      await start(api, { runtime, dataDir, capacity: { cpu: '1' } });
      const selected = await createPod(api, image, { spec: { nodeSelector: { disk: 'ssd' } } });
      const large = await createPod(api, image, {
        containers: [{ name: 'main', resources: { requests: { cpu: '1500m' } } }],
      });
      const { status } = await waitForPod(api, large, 'fails', (each) => each.status.phase === 'Failed');
      expect(status.reason).to.equal('OutOfcpu');
      const other = await waitForPod(api, selected, 'fails', (each) => each.status.phase === 'Failed');
      expect(other.status.reason).to.equal('NodeAffinity');
      expect(await runtime.listPods()).to.deep.equal([]);
    });

    it('keeps containers over its own restart, without restarting them', async () => {
      const kubelet = await start(api, { runtime, dataDir });
      const pod = await createPod(api, image);
      await waitForPod(api, pod, 'is ready', isReady);
      const before = await containersOf(pod.metadata.uid);
      kubelet.stop();
      await start(api, { runtime, dataDir });
      const other = await createPod(api, image);
      await waitForPod(api, other, 'is ready', isReady);
      expect(await containersOf(pod.metadata.uid)).to.deep.equal(before);
    });

    it('ends containers of pods that left its node before it says Ready', async () => {
      const kubelet = await start(api, { runtime, dataDir });
      const gone = await createPod(api, image, { name: 'web-0' });
      const kept = await createPod(api, image);
      await waitForPod(api, gone, 'is ready', isReady);
      await waitForPod(api, kept, 'is ready', isReady);
      kubelet.stop();
      await api.client.pods.delete('default', 'web-0', { gracePeriodSeconds: 0 });
      // Its successor has the same name and is elsewhere.
      await createPod(api, image, { name: 'web-0' }, 'node-2');
      await start(api, { runtime, dataDir });
      expect((await runtime.listPods()).map(({ uid }) => uid)).to.deep.equal([kept.metadata.uid]);
    });

    it('is not Ready while it cannot end them, and while the runtime does not answer', async () => {
      const lists = runtime.listPods.bind(runtime);
      let broken = true;
      runtime.listPods = (uid) => (broken ? Promise.reject(new Error('engine is away')) : lists(uid));
      await start(api, { runtime, dataDir }, false);
      const ready = (): string | undefined =>
        api.all('Node')[0]?.status.conditions.find(({ type }) => type === 'Ready')?.status;
      await eventually('NotReady', () => ready() === 'False' || undefined);
      const message = await eventually('the reason', () => {
        const said = api.all('Node')[0]?.status.conditions.find(({ type }) => type === 'Ready')?.message ?? '';
        return said.includes('engine is away') ? said : undefined;
      });
      expect(message).to.match(/^container runtime is down/);
      broken = false;
      await eventually('Ready', () => ready() === 'True' || undefined);
    });

    it('goes on while the API is away, and reports afterwards', async () => {
      await start(api, { runtime, dataDir });
      const pod = await createPod(api, image);
      await waitForPod(api, pod, 'is ready', isReady);
      api.onCall(() => new Error('the API is away'));
      const [container] = await containersOf(pod.metadata.uid);
      runtime.finish(container?.id ?? '', 1);
      await eventually(
        'a restart',
        async () =>
          (await containersOf(pod.metadata.uid)).some(({ state, attempt }) => state === 'running' && attempt === 1) ||
          undefined,
      );
      api.onCall(undefined);
      await waitForPod(api, pod, 'is reported', ({ status }) => status.containerStatuses[0]?.restartCount === 1);
    });

    it('writes a status again that somebody has overwritten', async () => {
      await start(api, { runtime, dataDir, syncIntervalMs: 300 });
      const pod = await createPod(api, image);
      const seen = await waitForPod(api, pod, 'is ready', isReady);
      await api.client.pods.updateStatus({ ...seen, status: make('PodStatus', { phase: 'Pending' }) });
      await waitForPod(api, pod, 'is ready again', isReady);
    });
  });

  describe('on the process runtime', () => {
    it('runs the echo server with the downward API, ready when its probe says so; logs; deletion', async () => {
      const kubelet = await start(api, { runtime: 'process', dataDir });
      const field = (name: string, fieldPath: string): object => ({ name, valueFrom: { fieldRef: { fieldPath } } });
      const pod = await createPod(api, image, {
        containers: [
          {
            name: 'main',
            ports: [{ name: 'http', containerPort: 8080 }],
            env: [
              field('POD_NAME', 'metadata.name'),
              field('NODE_NAME', 'spec.nodeName'),
              field('POD_IP', 'status.podIP'),
            ],
            readinessProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 1 },
          },
        ],
      });
      const { status } = await waitForPod(api, pod, 'is ready', isReady);
      const answer = JSON.parse(await get(status.podIP, 8080, '/')) as object;
      expect(answer).to.include({ pod: pod.metadata.name, node: 'node-1', ip: status.podIP, requests: 1 });
      const logs = await get('127.0.0.1', kubelet.port, `/containerLogs/default/${pod.metadata.name}/main?tailLines=5`);
      expect(logs).to.match(/listens on/);
      await api.client.pods.delete('default', pod.metadata.name);
      await eventually('the pod to go', () => podIn(api, pod) === undefined || undefined);
      await get(status.podIP, 8080, '/').then(
        () => expect.fail('still served'),
        () => undefined,
      );
    });

    it('restarts what its liveness probe finds dead', async () => {
      await start(api, { runtime: 'process', dataDir });
      const pod = await createPod(api, image, {
        containers: [
          {
            name: 'main',
            livenessProbe: { httpGet: { path: '/nothing-here', port: 8080 }, periodSeconds: 1, failureThreshold: 2 },
          },
        ],
      });
      await waitForPod(api, pod, 'restarted', ({ status }) => (status.containerStatuses[0]?.restartCount ?? 0) >= 1);
      await eventually('an event', () => api.all('Event').find(({ reason }) => reason === 'Unhealthy'));
    });

    it('serves logs of the attempt before, and clear errors', async () => {
      const kubelet = await start(api, { runtime: 'process', dataDir });
      const pod = await createPod(api, image, {
        containers: [{ name: 'main', command: ['node', '-e', 'console.log("attempt", process.pid); process.exit(1)'] }],
      });
      const path = `/containerLogs/default/${pod.metadata.name}/main`;
      await waitForPod(api, pod, 'restarted', ({ status }) => (status.containerStatuses[0]?.restartCount ?? 0) >= 1);
      await eventually(
        'its logs',
        async () => (await get('127.0.0.1', kubelet.port, `${path}?previous=true`)).startsWith('attempt ') || undefined,
      );
      expect(await get('127.0.0.1', kubelet.port, '/containerLogs/default/nobody/main')).to.match(/not on this node/);
      expect(await get('127.0.0.1', kubelet.port, `${path}?tailLines=x`)).to.match(/must be whole numbers/);
      expect(await get('127.0.0.1', kubelet.port, `/containerLogs/default/${pod.metadata.name}/side`)).to.match(
        /not found/,
      );
    });

    it('finds its processes again after a restart', async () => {
      const kubelet = await start(api, { runtime: 'process', dataDir });
      const pod = await createPod(api, image);
      const before = await waitForPod(api, pod, 'is ready', isReady);
      kubelet.stop();
      await start(api, {
        runtime: new ProcessRuntime({ cluster: 'test', node: 'node-1', dataDir: join(dataDir, 'process') }),
        dataDir,
      });
      const other = await createPod(api, image);
      await waitForPod(api, other, 'is ready', isReady);
      expect(podIn(api, pod)?.status.containerStatuses).to.deep.equal(before.status.containerStatuses);
    });

    it('follows logs to the end of a deleted pod, and deletes sooner when asked again', async () => {
      const kubelet = await start(api, { runtime: 'process', dataDir });
      const deaf = 'process.on("SIGTERM", () => console.log("no")); console.log("up"); setInterval(() => {}, 1000)';
      const pod = await createPod(api, image, { containers: [{ name: 'main', command: ['node', '-e', deaf] }] });
      const path = `/containerLogs/default/${pod.metadata.name}/main`;
      await waitForPod(api, pod, 'runs', isRunning);
      await eventually(
        'its first line',
        async () => (await get('127.0.0.1', kubelet.port, path)).includes('up') || undefined,
      );
      const followed = get('127.0.0.1', kubelet.port, `${path}?follow=true`);
      await api.client.pods.delete('default', pod.metadata.name);
      await eventually(
        'its answer to SIGTERM',
        async () => (await get('127.0.0.1', kubelet.port, path)).includes('no') || undefined,
      );
      const began = performance.now();
      await api.client.pods.delete('default', pod.metadata.name, { gracePeriodSeconds: 1 });
      await eventually('the pod to go', () => podIn(api, pod) === undefined || undefined);
      expect(performance.now() - began).to.be.below(25_000);
      expect(await followed).to.match(/^up\nno\n/);
    });
  });
});
