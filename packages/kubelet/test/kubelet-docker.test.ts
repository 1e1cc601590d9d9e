/** The kubelet on a real Docker Engine, against the API in memory: two nodes on one engine. */
import { randomUUID } from 'node:crypto';
import {
  connectEngine,
  ensureBundledImage,
  removeClusterFromEngine,
  echoImage,
  labels,
  type KubeletOptions,
} from '@kuorum/kubelet';
import { createFakeApi, type FakeApi } from '@kuorum/testing';
import { expect } from 'chai';
import { eventually } from './eventually.js';
import { createPod, isReady, podIn, startKubelet, waitForPod, type RunningKubelet } from './kubelet-harness.js';
import { get } from './runtime/runtime-contract.js';

describe('kubelet on docker', function () {
  this.timeout(60_000);
  const run = randomUUID().slice(0, 8);
  const cluster = `test-${run}`;
  const image = `kuorum-test-${run}/node:1`;
  const engine = connectEngine();
  const running: RunningKubelet[] = [];
  let api: FakeApi;

  before(async function () {
    this.timeout(120_000);
    await ensureBundledImage(engine, echoImage, image);
  });
  beforeEach(() => {
    api = createFakeApi();
  });
  afterEach(async () => {
    running.splice(0).forEach((kubelet) => kubelet.stop());
    await removeClusterFromEngine(engine, cluster);
  });
  after(async () => {
    await removeClusterFromEngine(engine, cluster);
    await engine.getImage(image).remove({ force: true });
  });

  const start = async (nodeName: string): Promise<RunningKubelet> => {
    const options: Partial<KubeletOptions> = { nodeName, cluster, dockerNetwork: `kuorum-${cluster}` };
    const kubelet = await startKubelet(api, { runtime: 'docker', dataDir: '/nonexistent', ...options });
    running.push(kubelet);
    return kubelet;
  };
  const containers = (): ReturnType<typeof engine.listContainers> =>
    engine.listContainers({ all: true, filters: { label: [`${labels.clusterLabel}=${cluster}`] } });
  const field = (name: string, fieldPath: string): object => ({ name, valueFrom: { fieldRef: { fieldPath } } });
  const echo = { name: 'main', env: [field('POD_NAME', 'metadata.name'), field('NODE_NAME', 'spec.nodeName')] };

  it('runs pods of two nodes on one engine and one network, each touching only its own', async () => {
    const [first] = await Promise.all([start('node-1'), start('node-2')]);
    const one = await createPod(api, image, { containers: [echo] });
    const two = await createPod(api, image, { containers: [echo] }, 'node-2');
    const ready = await Promise.all([one, two].map((pod) => waitForPod(api, pod, 'is ready', isReady)));
    for (const { metadata, spec, status } of ready) {
      const answer = JSON.parse(
        await eventually('an answer', () => get(status.podIP, 8080, '/').catch(() => undefined)),
      ) as object;
      expect(answer).to.include({ pod: metadata.name, node: spec.nodeName });
    }
    const networks = await engine.listNetworks({ filters: { label: [`${labels.clusterLabel}=${cluster}`] } });
    expect(networks).to.have.length(1);
    // A kubelet that is killed and comes back adopts what runs.
    first?.stop();
    const before = (await containers()).map(({ Id }) => Id).sort();
    await start('node-1');
    const third = await createPod(api, image, { containers: [echo] });
    // Answers, so it hears SIGTERM by now: a PID 1 without handler is deaf to it.
    const { podIP } = (await waitForPod(api, third, 'is ready', isReady)).status;
    await eventually('an answer', () => get(podIP, 8080, '/').catch(() => undefined));
    const after = (await containers()).map(({ Id }) => Id);
    expect(after).to.include.members(before);
    expect(after).to.have.length(3);
    for (const pod of [one, two, third]) await api.client.pods.delete('default', pod.metadata.name);
    await eventually('no container left', async () => (await containers()).length === 0 || undefined);
    await eventually('no pod left', () => api.all('Pod').length === 0 || undefined);
  });

  it('replaces a container that was killed, and one that was removed behind its back', async () => {
    await start('node-1');
    const pod = await createPod(api, image, { containers: [echo] });
    await waitForPod(api, pod, 'is ready', isReady);
    await engine.getContainer((await containers())[0]?.Id ?? '').kill();
    const restarted = await waitForPod(
      api,
      pod,
      'restarted',
      (each) => each.status.containerStatuses[0]?.restartCount === 1 && isReady(each),
    );
    expect(restarted.status.containerStatuses[0]?.lastState?.terminated).to.include({ exitCode: 137, reason: 'Error' });
    await Promise.all((await containers()).map(({ Id }) => engine.getContainer(Id).remove({ force: true })));
    await waitForPod(
      api,
      pod,
      'restarted',
      (each) => each.status.containerStatuses[0]?.restartCount === 2 && isReady(each),
    );
    expect(await containers()).to.have.length(1);
  });

  it('gives several containers one address, and all of them a new one when their network dies', async () => {
    await start('node-1');
    const sleeper = {
      name: 'side',
      command: ['node', '-e', 'process.on("SIGTERM",()=>process.exit(0)); setInterval(()=>{},1e3)'],
    };
    const pod = await createPod(api, image, { containers: [echo, sleeper] });
    const { status } = await waitForPod(api, pod, 'is ready', isReady);
    await eventually('an answer', () => get(status.podIP, 8080, '/').catch(() => undefined));
    expect(await containers()).to.have.length(3);
    const sandbox = (await containers()).find(({ Labels }) => Labels[labels.containerLabel] === '');
    await engine.getContainer(sandbox?.Id ?? '').kill();
    const again = await waitForPod(
      api,
      pod,
      'restarted',
      (each) => each.status.containerStatuses.every(({ restartCount }) => restartCount === 1) && isReady(each),
      30_000,
    );
    await eventually('an answer', () => get(again.status.podIP, 8080, '/').catch(() => undefined));
    await api.client.pods.delete('default', pod.metadata.name);
    await eventually('no container left', async () => (await containers()).length === 0 || undefined);
    expect(podIn(api, pod)).to.equal(undefined);
  });

  it("shows the engine's own words when an image does not exist, and leaves nothing behind", async () => {
    await start('node-1');
    const pod = await createPod(api, 'kuorum-nobody.invalid/nothing:1');
    const { status } = await waitForPod(api, pod, 'waits', (each) =>
      /^(ErrImagePull|ImagePullBackOff)$/.test(each.status.containerStatuses[0]?.state?.waiting?.reason ?? ''),
    );
    expect(status.containerStatuses[0]?.state?.waiting?.message).to.match(/kuorum-nobody\.invalid/);
    expect(status.phase).to.equal('Pending');
    await api.client.pods.delete('default', pod.metadata.name);
    await eventually('the pod to go', () => podIn(api, pod) === undefined || undefined);
    expect(await containers()).to.have.length(0);
  });
});
