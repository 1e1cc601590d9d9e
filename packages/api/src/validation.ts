/**
 * Whether an object may be stored, with Kubernetes' rules and words (`pkg/apis/core/validation`). Objects come here
 * after {@link applyDefaults}; all errors are reported, each with its path.
 */
import { invalidField, type FieldError } from './field-error.js';
import { kinds, type ApiObject, type KindName, type Kinds } from './kinds.js';
import { validateConditions, validateConditionsUpdate } from './validation/conditions.js';
import * as config from './validation/config.js';
import { validateHorizontalPodAutoscaler } from './validation/autoscaling.js';
import { validatePodDisruptionBudget } from './validation/policy.js';
import * as apps from './validation/apps.js';
import * as batch from './validation/batch.js';
import * as rules from './validation/kinds.js';
import * as rbac from './validation/rbac.js';
import { validateMetadata, validateMetadataUpdate } from './validation/metadata.js';
import { validatePod, validatePodUpdate } from './validation/pod.js';
import { validateSchema } from './validation/schema.js';

export { headless } from './validation/kinds.js';
export { ruleEntriesMax } from './validation/rbac.js';
export { checkConfigKey, secretBytesMax, systemPriorityClasses, userPriorityMax } from './validation/config.js';
export { rbacGroup } from './validation/rbac.js';
export { checkCidr, checkIPv4, deepEqual } from './validation/checks.js';
export { checkName } from './validation/metadata.js';

interface Rules<T> {
  readonly object: (object: T) => FieldError[];
  /** What may not change; only what is beyond the rules of metadata. */
  readonly update?: (next: T, old: T) => FieldError[];
}

const table: { readonly [K in KindName]: Rules<Kinds[K]> } = {
  Namespace: { object: rules.validateNamespace },
  Node: { object: rules.validateNode, update: rules.validateNodeUpdate },
  Pod: { object: validatePod, update: validatePodUpdate },
  ReplicationController: {
    object: rules.validateReplicationController,
    update: rules.validateReplicationControllerUpdate,
  },
  ReplicaSet: { object: apps.validateReplicaSet, update: apps.validateReplicaSetUpdate },
  Deployment: { object: apps.validateDeployment, update: apps.validateDeploymentUpdate },
  DaemonSet: { object: apps.validateDaemonSet, update: apps.validateDaemonSetUpdate },
  Job: { object: batch.validateJob, update: batch.validateJobUpdate },
  CronJob: { object: batch.validateCronJob },
  PodDisruptionBudget: { object: validatePodDisruptionBudget },
  HorizontalPodAutoscaler: { object: validateHorizontalPodAutoscaler },
  Service: { object: rules.validateService, update: rules.validateServiceUpdate },
  Endpoints: { object: rules.validateEndpoints },
  Event: { object: rules.validateEvent },
  Lease: { object: rules.validateLease },
  ConfigMap: { object: config.validateConfigMap, update: config.validateConfigMapUpdate },
  Secret: { object: config.validateSecret, update: config.validateSecretUpdate },
  ServiceAccount: { object: () => [] },
  PriorityClass: { object: config.validatePriorityClass, update: config.validatePriorityClassUpdate },
  Role: { object: rbac.validateRole },
  ClusterRole: { object: rbac.validateClusterRole },
  RoleBinding: { object: rbac.validateRoleBinding, update: rbac.validateBindingUpdate },
  ClusterRoleBinding: { object: rbac.validateClusterRoleBinding, update: rbac.validateBindingUpdate },
};

/** Everything wrong with an object by itself; empty when it may be stored. */
export function validate<K extends KindName>(kind: K, object: Kinds[K]): FieldError[] {
  return [...validateAllButConditions(kind, object), ...validateConditions(kind, object)];
}

function validateAllButConditions<K extends KindName>(kind: K, object: Kinds[K]): FieldError[] {
  return [
    ...headerErrors(kind, object),
    ...validateMetadata(kind, object.metadata),
    ...validateSchema(kind, object),
    ...(table[kind] as Rules<Kinds[K]>).object(object),
  ];
}

/** Everything wrong with replacing `old` by `next`, what is wrong with `next` by itself included. */
export function validateUpdate<K extends KindName>(kind: K, next: Kinds[K], old: Kinds[K]): FieldError[] {
  return [
    ...validateMetadataUpdate(next.metadata, old.metadata),
    ...validateAllButConditions(kind, next),
    ...validateConditionsUpdate(kind, next, old),
    ...((table[kind] as Rules<Kinds[K]>).update?.(next, old) ?? []),
  ];
}

function headerErrors(kind: KindName, object: ApiObject): FieldError[] {
  const { apiVersion } = kinds[kind];
  return [
    ...(object.kind === kind ? [] : [invalidField('kind', object.kind, `must be ${kind}`)]),
    ...(object.apiVersion === apiVersion
      ? []
      : [invalidField('apiVersion', object.apiVersion, `must be ${apiVersion}`)]),
  ];
}
