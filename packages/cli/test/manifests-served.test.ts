/**
 * Manifests in the shapes that Kubernetes' documentation teaches, through the client's loader and a real apiserver: all is
 * kept as it was written, and what was left out has Kubernetes' defaults.
 */
import { join } from 'node:path';
import { startApiserver, type Apiserver } from '@kuorum/apiserver';
import { encodeJson, type ApiObject, type KindName } from '@kuorum/api';
import { createApiClient, type ApiClient, type ResourceClient } from '@kuorum/client';
import { Cleanup, startRealEtcd } from '@kuorum/testing';
import { expect } from 'chai';
import { loadManifests } from '../dist/manifest/load.js';
import { contains } from './contains.js';

const folders = [
  join(import.meta.dirname, '..', 'test', 'manifests'),
  join(import.meta.dirname, '..', '..', '..', 'deploy', 'samples'),
];

/** What is there though nobody wrote it: kind, name, path in the JSON, value. `undefined`: nothing is. */
const defaults: readonly [KindName, string, string, unknown][] = [
  [
    'Deployment',
    'press',
    'spec.strategy',
    { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
  ],
  ['Deployment', 'press', 'spec.revisionHistoryLimit', 10],
  ['Deployment', 'press', 'spec.progressDeadlineSeconds', 600],
  ['Deployment', 'press', 'spec.template.spec.restartPolicy', 'Always'],
  ['Deployment', 'press', 'spec.template.spec.dnsPolicy', 'ClusterFirst'],
  ['Deployment', 'press', 'spec.template.spec.schedulerName', 'default-scheduler'],
  ['Deployment', 'press', 'spec.template.spec.terminationGracePeriodSeconds', 30],
  ['Deployment', 'press', 'spec.template.spec.containers.0.imagePullPolicy', 'IfNotPresent'],
  ['Deployment', 'press', 'spec.template.spec.containers.0.ports.0.protocol', 'TCP'],
  ['Deployment', 'press', 'metadata.generation', 1],
  ['Deployment', 'press', 'metadata.namespace', 'default'],
  ['Deployment', 'shop-front', 'spec.template.spec.containers.0.livenessProbe.periodSeconds', 10],
  ['Deployment', 'shop-front', 'spec.template.spec.containers.0.livenessProbe.timeoutSeconds', 1],
  ['Deployment', 'shop-front', 'spec.template.spec.containers.0.livenessProbe.failureThreshold', 3],
  ['Deployment', 'shop-front', 'spec.template.spec.containers.0.livenessProbe.successThreshold', 1],
  ['Deployment', 'shop-front', 'spec.template.spec.containers.0.livenessProbe.httpGet.scheme', 'HTTP'],
  ['Deployment', 'shop-front', 'spec.template.spec.containers.0.resources.requests.memory', '64Mi'],
  ['ReplicationController', 'old-press', 'spec.template.spec.containers.0.imagePullPolicy', 'Always'],
  ['ReplicationController', 'old-press', 'metadata.labels', { app: 'old-press' }],
  ['ReplicaSet', 'shop-cache', 'spec.replicas', 2],
  ['DaemonSet', 'log-collector', 'spec.updateStrategy.rollingUpdate', { maxUnavailable: '10%', maxSurge: 0 }],
  ['DaemonSet', 'log-collector', 'spec.revisionHistoryLimit', 10],
  ['DaemonSet', 'log-collector', 'spec.template.spec.containers.0.env.0.valueFrom.fieldRef.apiVersion', 'v1'],
  ['DaemonSet', 'log-collector', 'spec.template.spec.volumes.1.configMap.defaultMode', 0o644],
  ['Job', 'digits', 'spec.completions', 1],
  ['Job', 'digits', 'spec.parallelism', 1],
  ['Job', 'digits', 'spec.completionMode', 'NonIndexed'],
  ['Job', 'digits', 'spec.suspend', false],
  ['Job', 'render', 'spec.backoffLimit', 6],
  ['CronJob', 'bell', 'spec.concurrencyPolicy', 'Allow'],
  ['CronJob', 'bell', 'spec.suspend', false],
  ['CronJob', 'bell', 'spec.successfulJobsHistoryLimit', 3],
  ['CronJob', 'bell', 'spec.failedJobsHistoryLimit', 1],
  ['Service', 'library', 'spec.type', 'ClusterIP'],
  ['Service', 'library-peers', 'spec.ports.0.targetPort', 7000],
  ['Service', 'library-peers', 'spec.clusterIP', 'None'],
  ['Service', 'library-archive', 'spec.ports.0.protocol', 'TCP'],
  ['Endpoints', 'library-archive', 'subsets.0.ports.0.protocol', 'TCP'],
  ['Secret', 'plain', 'type', 'Opaque'],
  ['Secret', 'written-out', 'stringData', undefined],
  ['Secret', 'door', 'data.username', Buffer.from('guest').toString('base64')],
  ['HorizontalPodAutoscaler', 'few-words', 'spec.minReplicas', 1],
  [
    'HorizontalPodAutoscaler',
    'few-words',
    'spec.metrics.0.resource',
    { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
  ],
  ['HorizontalPodAutoscaler', 'press', 'spec.behavior.scaleUp.policies.0.periodSeconds', 15],
  ['PodDisruptionBudget', 'press-most', 'spec.minAvailable', '50%'],
  ['PriorityClass', 'soon', 'preemptionPolicy', 'PreemptLowerPriority'],
  ['Namespace', 'workshop', 'status.phase', 'Active'],
  ['Namespace', 'workshop', 'metadata.labels', { team: 'makers', 'kubernetes.io/metadata.name': 'workshop' }],
  ['RoleBinding', 'watch', 'subjects.0.apiGroup', 'rbac.authorization.k8s.io'],
];

describe('manifests, served', () => {
  const cleanup = new Cleanup();
  let client: ApiClient;
  const kept = new Map<string, unknown>();

  before(async function () {
    this.timeout(60_000);
    const etcd = cleanup.own(await startRealEtcd(), (each) => each.stop());
    const options = { listen: '127.0.0.1:0', etcdServers: [etcd.endpoint], compactionIntervalMs: 0 };
    const server: Apiserver = cleanup.own(await startApiserver(options), (each) => each.stop());
    await server.ready;
    client = cleanup.own(createApiClient({ servers: [server.address] }), (each) => each.close());
  });
  after(() => cleanup.run());

  it('are accepted, and everything in them is kept', async () => {
    for (const { info, object, source, where } of await loadManifests(folders)) {
      const resource: ResourceClient<KindName> = client.resource(info.kind);
      const created: ApiObject = await resource.create(object as never).catch((error: unknown) => {
        throw new Error(`${where}: ${String(error)}`);
      });
      const json = encodeJson(info.kind, created as never);
      kept.set(`${info.kind} ${created.metadata.name}`, json);
      // What a secret is given as text is kept as data; a status is not its writer's.
      const { stringData: _stringData, status: _status, ...given } = source;
      for (const [field, value] of Object.entries(given)) {
        expect(contains(json[field], value), `${where}: ${field}: ${JSON.stringify(json[field])}`).to.equal(true);
      }
    }
  }).timeout(30_000);

  for (const [kind, name, path, expected] of defaults) {
    it(`${kind} ${name} has ${path} ${JSON.stringify(expected)}`, () => {
      const found = path
        .split('.')
        .reduce<unknown>(
          (value, key) => (value as Record<string, unknown> | undefined)?.[key],
          kept.get(`${kind} ${name}`),
        );
      expect(found).to.deep.equal(expected);
    });
  }
});
