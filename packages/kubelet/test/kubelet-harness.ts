/** A kubelet against the API in memory. */
import { randomUUID } from 'node:crypto';
import { silentLogger } from '@kuorum/base/node';
import { make, type Container, type DeepPartial, type Pod } from '@kuorum/api';
import type { FakeApi } from '@kuorum/testing';
import { runKubelet$, type KubeletOptions } from '@kuorum/kubelet';
import { eventually } from './eventually.js';

export interface RunningKubelet {
  readonly port: number;
  readonly failure: () => unknown;
  stop(): void;
}

export async function startKubelet(
  api: FakeApi,
  options: Pick<KubeletOptions, 'runtime' | 'dataDir'> & Partial<KubeletOptions>,
  waitReady = true,
): Promise<RunningKubelet> {
  let ready = false;
  let port = 0;
  let failure: unknown;
  const subscription = runKubelet$({
    client: api.client,
    nodeName: 'node-1',
    nodeIp: '127.0.0.1',
    listen: '127.0.0.1:0',
    cluster: 'test',
    leaseIntervalMs: 200,
    logger: silentLogger,
    onReady: () => (ready = true),
    onListening: (address) => (port = address.port),
    ...options,
  }).subscribe({ error: (error: unknown) => (failure = error) });
  const running = {
    get port() {
      return port;
    },
    failure: () => failure,
    stop: () => subscription.unsubscribe(),
  };
  try {
    await eventually('the kubelet', () => {
      if (failure !== undefined) throw new Error('The kubelet failed', { cause: failure });
      return (waitReady ? ready : port > 0) || undefined;
    });
  } catch (error) {
    subscription.unsubscribe();
    throw error;
  }
  return running;
}

export interface PodWish {
  readonly name?: string;
  readonly containers?: DeepPartial<Container>[];
  readonly spec?: DeepPartial<Pod['spec']>;
}

/** Creates a pod and binds it. */
export async function createPod(api: FakeApi, image: string, wish: PodWish = {}, node = 'node-1'): Promise<Pod> {
  const { name = `web-${randomUUID().slice(0, 5)}`, containers = [{ name: 'main', image }], spec = {} } = wish;
  const pod = make('Pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { ...spec, containers: containers.map((container) => ({ image, ...container })) },
  });
  const created = await api.client.pods.create(pod);
  await api.client.pods.bind('default', created.metadata.name, node, created.metadata.uid);
  return api.client.pods.get('default', created.metadata.name);
}

export function podIn(api: FakeApi, pod: Pod): Pod | undefined {
  return api.all('Pod').find((each) => each.metadata.uid === pod.metadata.uid);
}

export function waitForPod(
  api: FakeApi,
  pod: Pod,
  what: string,
  check: (pod: Pod) => boolean,
  ms?: number,
): Promise<Pod> {
  return eventually(
    `pod ${pod.metadata.name} ${what}`,
    () => {
      const found = podIn(api, pod);
      return found !== undefined && check(found) ? found : undefined;
    },
    ms,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}; its status: ${JSON.stringify(podIn(api, pod)?.status)}`);
  });
}

export const isRunning = (pod: Pod): boolean => pod.status.phase === 'Running';
export const isReady = (pod: Pod): boolean =>
  pod.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
