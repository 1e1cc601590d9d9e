/**
 * What a new pod gets from other objects before it is checked and stored, as Kubernetes' admission plugins Priority and
 * ServiceAccount have it: the value of its priority class, its service account.
 */
import { forbidden, type Pod, type PriorityClass } from '@kuorum/api';

export interface PodAdmissionLookups {
  /** Undefined when there is none. */
  priorityClass(name: string): Promise<PriorityClass | undefined>;
  /** The class of pods that name none. */
  globalDefault(): PriorityClass | undefined;
  hasServiceAccount(namespace: string, name: string): Promise<boolean>;
}

/** The account of pods that name none. It may come later than they do: see docs/DECISIONS.md. */
export const serviceAccountDefault = 'default';

/** A copy of `pod` with what is resolved; throws Forbidden. */
export async function admitNewPod(pod: Pod, lookups: PodAdmissionLookups): Promise<Pod> {
  const namespace = pod.metadata.namespace || 'default';
  const serviceAccountName = pod.spec.serviceAccountName || serviceAccountDefault;
  if (serviceAccountName !== serviceAccountDefault) {
    if (!(await lookups.hasServiceAccount(namespace, serviceAccountName))) {
      const which = `serviceaccount ${JSON.stringify(serviceAccountName)} not found`;
      throw refused(pod, `error looking up service account ${namespace}/${serviceAccountName}: ${which}`);
    }
  }
  return { ...pod, spec: { ...pod.spec, serviceAccountName, ...(await priorityOf(pod, lookups)) } };
}

type Priority = Required<Pick<Pod['spec'], 'priorityClassName' | 'priority' | 'preemptionPolicy'>>;

async function priorityOf(pod: Pod, lookups: PodAdmissionLookups): Promise<Priority> {
  const { priorityClassName, priority, preemptionPolicy } = pod.spec;
  const found = priorityClassName === '' ? lookups.globalDefault() : await lookups.priorityClass(priorityClassName);
  if (found === undefined && priorityClassName !== '') {
    throw refused(pod, `no PriorityClass with name ${priorityClassName} was found`);
  }
  const value = found?.value ?? 0;
  const policy = found?.preemptionPolicy || 'PreemptLowerPriority';
  const computed = 'priority admission controller computed';
  const from = 'from the given PriorityClass name';
  if (priority !== undefined && priority !== value) {
    const given = `the integer value of priority (${priority}) must not be provided in pod spec`;
    throw refused(pod, `${given}; ${computed} ${value} ${from}`);
  }
  if (preemptionPolicy !== '' && preemptionPolicy !== policy) {
    const given = `the string value of PreemptionPolicy (${preemptionPolicy}) must not be provided in pod spec`;
    throw refused(pod, `${given}; ${computed} ${policy} ${from}`);
  }
  return { priorityClassName: found?.metadata.name ?? '', priority: value, preemptionPolicy: policy };
}

/** What a client that replaces a pod does not send stays as it was resolved. */
export function keepAdmitted(next: Pod, old: Pod): void {
  next.spec.serviceAccountName ||= old.spec.serviceAccountName;
  next.spec.priorityClassName ||= old.spec.priorityClassName;
  next.spec.preemptionPolicy ||= old.spec.preemptionPolicy;
  if (old.spec.priority !== undefined) next.spec.priority ??= old.spec.priority;
}

function refused({ metadata: { name, generateName } }: Pod, why: string): Error {
  return forbidden('Pod', name || generateName, why);
}
