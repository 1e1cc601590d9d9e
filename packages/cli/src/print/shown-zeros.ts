/**
 * Fields that Kubernetes writes though they have no value: those of its Go types without `omitempty`, and those that hold
 * an object by value. A script that asks for `{.status.replicas}` of a ReplicaSet gets 0 there, and of a Deployment nothing,
 * whose types leave it out; so it is here. Lists and times that Go writes as null are left out.
 */
import { schemaOf } from '@kuorum/api';

type Json = Record<string, unknown>;

/** By message; a field of an object is shown as `{}`. What is always given is not here, such as names. */
const shownZeros: Readonly<Record<string, readonly string[]>> = {
  Container: ['resources'],
  ContainerStateTerminated: ['exitCode'],
  ContainerStatus: ['image', 'imageID', 'lastState', 'ready', 'restartCount', 'state'],
  DaemonEndpoint: ['Port'],
  DaemonSetStatus: ['currentNumberScheduled', 'desiredNumberScheduled', 'numberMisscheduled', 'numberReady'],
  Event: ['reportingComponent', 'reportingInstance', 'source'],
  HTTPHeader: ['value'],
  HorizontalPodAutoscalerSpec: ['maxReplicas'],
  HorizontalPodAutoscalerStatus: ['desiredReplicas'],
  NodeSystemInfo: [
    ...['architecture', 'bootID', 'containerRuntimeVersion', 'kernelVersion', 'kubeletVersion', 'machineID'],
    ...['operatingSystem', 'osImage', 'systemUUID'],
  ],
  PodDisruptionBudgetStatus: ['currentHealthy', 'desiredHealthy', 'disruptionsAllowed', 'expectedPods'],
  PriorityClass: ['value'],
  ReplicaSetStatus: ['replicas'],
  ReplicationControllerStatus: ['replicas'],
  ScaleStatus: ['replicas'],
  SleepAction: ['seconds'],
  SubjectAccessReviewStatus: ['allowed'],
};

/** For the test that they exist. */
export const shownZeroFields: readonly (readonly [message: string, field: string])[] = Object.entries(
  shownZeros,
).flatMap(([message, fields]) => fields.map((field): [string, string] => [message, field]));

/** `json`, a message as the codec writes it, with these fields. It is changed. */
export function showZeros(message: string, json: Json): Json {
  const shown = shownZeros[message] ?? [];
  for (const { name, type, cardinality, required } of schemaOf(message).fields) {
    if (required && !Object.hasOwn(json, name)) json[name] = {};
    const value = json[name];
    if (value === undefined) {
      if (shown.includes(name)) json[name] = type.kind === 'message' ? {} : zeros[type.kind];
    } else if (type.kind === 'message') {
      if (cardinality === 'one') showZeros(type.message, value as Json);
      else for (const item of Object.values(value as Json)) showZeros(type.message, item as Json);
    }
  }
  return json;
}

const zeros = { string: '', quantity: '', bytes: '', bool: false, number: 0, intOrString: 0 } as const;
