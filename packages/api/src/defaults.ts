/** What the server fills in when it is not given: Kubernetes' defaults (`pkg/apis/core/v1/defaults.go`). */
import type { PodTemplateSpec, ReplicationController, Service } from './gen/types.js';
import { kinds, type ApiObject, type KindName, type Kinds } from './kinds.js';
import { defaultBinding, defaultSecret } from './defaults-objects.js';
import { defaultHorizontalPodAutoscaler } from './defaults-autoscaling.js';
import { defaultPod, defaultPodSpec } from './defaults-pod.js';
import * as workloads from './defaults-workloads.js';

export { bundledImagePrefix, schedulerNameDefault, volumeModeDefault } from './defaults-pod.js';

/** A namespace's own name, among its labels. */
export const namespaceNameLabel = 'kubernetes.io/metadata.name';

type Defaulter<T> = (object: T) => void;

const defaulters: { readonly [K in KindName]?: Defaulter<Kinds[K]> } = {
  // What selectors of namespaces find one by.
  Namespace: ({ metadata }) => {
    if (metadata.name !== '') metadata.labels = { ...metadata.labels, [namespaceNameLabel]: metadata.name };
  },
  Pod: defaultPod,
  ReplicationController: defaultReplicationController,
  ReplicaSet: templated(workloads.defaultReplicaSet),
  Deployment: templated(workloads.defaultDeployment),
  DaemonSet: templated(workloads.defaultDaemonSet),
  Job: templated(workloads.defaultJob),
  CronJob: (cronJob) => {
    workloads.defaultCronJob(cronJob);
    defaultPodSpec(cronJob.spec.jobTemplate.spec.template.spec);
  },
  HorizontalPodAutoscaler: defaultHorizontalPodAutoscaler,
  Service: defaultService,
  Endpoints: (endpoints) => {
    for (const subset of endpoints.subsets) for (const port of subset.ports) port.protocol ||= 'TCP';
  },
  Secret: defaultSecret,
  PriorityClass: (priorityClass) => {
    priorityClass.preemptionPolicy ||= 'PreemptLowerPriority';
  },
  RoleBinding: defaultBinding,
  ClusterRoleBinding: defaultBinding,
};

/** A defaulter of what makes pods: the pods it makes get their defaults with it. */
function templated<T extends { readonly spec: { readonly template: PodTemplateSpec } }>(
  defaulter: Defaulter<T>,
): Defaulter<T> {
  return (object) => {
    defaulter(object);
    defaultPodSpec(object.spec.template.spec);
  };
}

/** Changes `object` in place and gives it back. Applying it twice is the same as once. */
export function applyDefaults<K extends KindName>(kind: K, object: Kinds[K]): Kinds[K] {
  const header: ApiObject = object;
  header.apiVersion ||= kinds[kind].apiVersion;
  header.kind ||= kind;
  const defaulter = defaulters[kind];
  defaulter?.(object);
  return object;
}

function defaultReplicationController({ metadata, spec }: ReplicationController): void {
  spec.replicas ??= 1;
  if (spec.template === undefined) return;
  const { labels } = spec.template.metadata;
  if (Object.keys(spec.selector).length === 0) spec.selector = { ...labels };
  if (Object.keys(metadata.labels).length === 0) metadata.labels = { ...labels };
  defaultPodSpec(spec.template.spec);
}

function defaultService({ spec }: Service): void {
  spec.type ||= 'ClusterIP';
  for (const port of spec.ports) {
    port.protocol ||= 'TCP';
    if (port.targetPort === undefined || port.targetPort === '' || port.targetPort === 0) port.targetPort = port.port;
  }
}
