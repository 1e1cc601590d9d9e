// Pods as a cluster has them: running, with what the apiserver, the scheduler and a kubelet have filled in, 3 kB of JSON.
// Every name is equally long, so that a request is made once and its name written over for each call.
import { randomUUID } from 'node:crypto';
import { encodeJson, make, toWire } from '../packages/api/dist/index.js';
import { messageCodec } from '../packages/wire/dist/index.js';

const NAME_DIGITS = 10;
const STARTED = '2026-01-01T00:00:00Z';
/** Stands for the name until a call has one. */
const PLACEHOLDER = nameOf(0);

export const POD_SERVICE = '/kuorum.v1.PodService';

export function nameOf(number) {
  return `web-7d4b9c6f58-${String(number).padStart(NAME_DIGITS, '0')}`;
}

const environment = Object.entries({
  LOG_LEVEL: 'info',
  HTTP_PORT: '8080',
  DATABASE_URL: 'postgres://orders.data.svc.cluster.local:5432/orders',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.observability.svc.cluster.local:4317',
}).map(([name, value]) => ({ name, value }));

const probe = (path, periodSeconds) => ({
  httpGet: { path, port: 'http', scheme: 'HTTP' },
  timeoutSeconds: 1,
  periodSeconds,
  successThreshold: 1,
  failureThreshold: 3,
});

const condition = (type) => ({ type, status: 'True', lastTransitionTime: STARTED });

/** Without status: as its controller makes it. */
export function newPod(namespace, name) {
  const labels = { app: 'web', 'pod-template-hash': '7d4b9c6f58', tier: 'frontend', release: 'stable' };
  const ownerReferences = [
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      name: 'web-7d4b9c6f58',
      uid: '0e9f7c3a-63a1-4a8e-8f0c-6b1f4f5f8f10',
      controller: true,
      blockOwnerDeletion: true,
    },
  ];
  const annotations = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080' };
  return make('Pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels, annotations, ownerReferences },
    spec: {
      containers: [
        {
          name: 'web',
          image: 'registry.example.com/shop/web:1.42.0',
          imagePullPolicy: 'IfNotPresent',
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
          env: [...environment, { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
          livenessProbe: probe('/healthz', 10),
          readinessProbe: probe('/readyz', 5),
          volumeMounts: [
            { name: 'config', mountPath: '/etc/web', readOnly: true },
            { name: 'cache', mountPath: '/var/cache/web' },
          ],
          securityContext: { runAsUser: 1000, runAsNonRoot: true, readOnlyRootFilesystem: true },
        },
      ],
      volumes: [
        { name: 'config', configMap: { name: 'web', defaultMode: 420 } },
        { name: 'cache', emptyDir: {} },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: 'default',
      schedulerName: 'default-scheduler',
      tolerations: ['not-ready', 'unreachable'].map((key) => ({
        key: `node.kubernetes.io/${key}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
    },
  });
}

/** With all that makes it a pod that runs. */
export function runningPod(namespace, number) {
  const name = nameOf(number);
  const pod = newPod(namespace, name);
  const podIP = `10.244.${(number >> 8) & 255}.${number & 255}`;
  const image = pod.spec.containers[0].image;
  return make('Pod', {
    ...pod,
    metadata: { ...pod.metadata, uid: randomUUID(), generation: 1, creationTimestamp: STARTED },
    spec: { ...pod.spec, nodeName: `node-${number % 100}`, priority: 0, enableServiceLinks: true },
    status: {
      phase: 'Running',
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition),
      hostIP: `10.0.0.${number % 100}`,
      podIP,
      startTime: STARTED,
      observedGeneration: 1,
      containerStatuses: [
        {
          name: 'web',
          state: { running: { startedAt: STARTED } },
          ready: true,
          started: true,
          restartCount: 0,
          image,
          imageID:
            'registry.example.com/shop/web@sha256:6b1f4f5f8f10aa30cbd2c9b1f2c3d4e5f60718293a4b5c6d7e8f901a2b3c4d5e',
          containerID: 'docker://4c01db0b339ca30cbd2c9b1f2c3d4e5f60718293a4b5c6d7e8f901a2b3c4d5e',
        },
      ],
    },
  });
}

export const keyOf = (namespace, number) => Buffer.from(`/registry/pods/${namespace}/${nameOf(number)}`);

/** As the apiserver stores it. */
export const storedPod = (namespace, number) =>
  Buffer.from(JSON.stringify(encodeJson('Pod', runningPod(namespace, number))));

/** Bytes in which the name is written over: number → the bytes of that call, a copy. */
function withName(bytes) {
  const places = [];
  for (let at = bytes.indexOf(PLACEHOLDER); at !== -1; at = bytes.indexOf(PLACEHOLDER, at + 1)) places.push(at);
  return (number) => {
    const copy = Buffer.from(bytes);
    const name = nameOf(number);
    for (const at of places) copy.latin1Write(name, at);
    return copy;
  };
}

function request(message, object) {
  return withName(messageCodec(`kuorum.v1.${message}`).encode(toWire(message, object)));
}

export const createRequest = (namespace) =>
  request('PodCreateRequest', { object: newPod(namespace, PLACEHOLDER), dryRun: false });

export const getRequest = (namespace) => request('GetRequest', { namespace, name: PLACEHOLDER });

/** A kubelet's report. Without a version it is taken whatever the present one is. */
export function statusRequest(namespace) {
  const pod = runningPod(namespace, 0);
  const metadata = make('ObjectMeta', { name: pod.metadata.name, namespace });
  return (number, message) => {
    const object = { ...pod, metadata, status: { ...pod.status, message } };
    return request('PodUpdateRequest', { object, dryRun: false })(number);
  };
}

/** `{ resourceVersion, limit, continue }`, all optional. */
export const listRequest = (namespace, options = {}) =>
  messageCodec('kuorum.v1.ListRequest').encode({ namespace, ...options });

export const watchRequest = (namespace) => messageCodec('kuorum.v1.WatchRequest').encode({ namespace });

/** A merge patch of one annotation. */
export function annotateRequest(namespace, number, annotations) {
  const patch = JSON.stringify({ metadata: { annotations } });
  return messageCodec('kuorum.v1.PatchRequest').encode({ namespace, name: nameOf(number), type: 'merge', patch });
}
