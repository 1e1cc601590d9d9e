/** Rules of pods and of the templates that pods are made from. */
import { clonePlain } from '../clone.js';
import { defaultPod } from '../defaults-pod.js';
import { forbiddenField, invalidField, requiredField, type FieldError } from '../field-error.js';
import type { Container, Pod, PodSpec, Toleration } from '../gen/types.js';
import { checkDns1123Subdomain, checkLabelKey } from '../labels.js';
import { terminationGracePeriodSecondsDefault } from '../pod.js';
import { affinityErrors, spreadErrors } from './affinity.js';
import { deepEqual, dnsLabel, labelMap, notNegative, syntax, unique } from './checks.js';
import { containerErrors, initContainerErrors, podSecurityErrors, type ContainerScope } from './container.js';
import { volumesErrors } from './volumes.js';

export { containerResources } from './container.js';
export { fieldRefPaths } from './env.js';

export function validatePod(pod: Pod): FieldError[] {
  return validatePodSpec('spec', pod.spec);
}

export function validatePodSpec(path: string, spec: PodSpec): FieldError[] {
  return [...containersErrors(path, spec), ...placeErrors(path, spec), ...nameErrors(path, spec)];
}

function containersErrors(path: string, spec: PodSpec): FieldError[] {
  const { containers, initContainers, volumes, securityContext, activeDeadlineSeconds } = spec;
  const scope: ContainerScope = {
    volumes: new Set(volumes.map(({ name }) => name)),
    graceSeconds: spec.terminationGracePeriodSeconds ?? terminationGracePeriodSecondsDefault,
  };
  const named = (field: string, list: readonly Container[]): { path: string; value: string }[] =>
    list.map(({ name }, i) => ({ path: `${path}.${field}[${i}].name`, value: name }));
  return [
    ...(containers.length === 0 ? [requiredField(`${path}.containers`)] : []),
    ...containers.flatMap((each, i) => containerErrors(`${path}.containers[${i}]`, each, scope)),
    ...initContainers.flatMap((each, i) => initContainerErrors(`${path}.initContainers[${i}]`, each, scope)),
    ...unique([...named('containers', containers), ...named('initContainers', initContainers)]),
    ...volumesErrors(`${path}.volumes`, volumes),
    ...(securityContext === undefined ? [] : podSecurityErrors(`${path}.securityContext`, securityContext)),
    ...notNegative(`${path}.terminationGracePeriodSeconds`, spec.terminationGracePeriodSeconds),
    ...(activeDeadlineSeconds === undefined || activeDeadlineSeconds >= 1
      ? []
      : [deadlineError(path, activeDeadlineSeconds)]),
  ];
}

function deadlineError(path: string, seconds: number): FieldError {
  return invalidField(`${path}.activeDeadlineSeconds`, seconds, 'must be between 1 and 2147483647, inclusive');
}

function placeErrors(path: string, spec: PodSpec): FieldError[] {
  return [
    ...labelMap(`${path}.nodeSelector`, spec.nodeSelector),
    ...spec.tolerations.flatMap((toleration, i) => tolerationErrors(`${path}.tolerations[${i}]`, toleration)),
    ...(spec.affinity === undefined ? [] : affinityErrors(`${path}.affinity`, spec.affinity)),
    ...spreadErrors(`${path}.topologySpreadConstraints`, spec.topologySpreadConstraints),
  ];
}

function nameErrors(path: string, spec: PodSpec): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ['nodeName', 'schedulerName', 'serviceAccountName', 'priorityClassName'] as const) {
    if (spec[field] !== '') errors.push(...syntax(`${path}.${field}`, spec[field], checkDns1123Subdomain));
  }
  for (const field of ['hostname', 'subdomain'] as const) {
    if (spec[field] !== '') errors.push(...dnsLabel(`${path}.${field}`, spec[field]));
  }
  spec.readinessGates.forEach(({ conditionType }, i) =>
    errors.push(...syntax(`${path}.readinessGates[${i}].conditionType`, conditionType, checkLabelKey)),
  );
  return errors;
}

function tolerationErrors(path: string, toleration: Toleration): FieldError[] {
  const { key, operator, value, effect, tolerationSeconds } = toleration;
  const errors = key === '' ? [] : syntax(`${path}.key`, key, checkLabelKey);
  if (key === '' && operator !== 'Exists') {
    errors.push(
      invalidField(
        `${path}.operator`,
        operator,
        'operator must be Exists when `key` is empty, which means "match all"',
      ),
    );
  }
  if (operator === 'Exists' && value !== '') {
    errors.push(invalidField(`${path}.operator`, toleration.value, 'value must be empty when `operator` is Exists'));
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    errors.push(invalidField(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
  }
  return errors;
}

/**
 * A pod's spec is fixed but for its images, its deadline, which may come nearer, and tolerations, which may be added
 * and borne for another time; binding has its own call.
 */
export function validatePodUpdate(next: Pod, old: Pod): FieldError[] {
  const errors: FieldError[] = [];
  const sameCount = (['containers', 'initContainers'] as const).filter((field) => {
    const same = next.spec[field].length === old.spec[field].length;
    if (!same) errors.push(forbiddenField(`spec.${field}`, 'pod updates may not add or remove containers'));
    return same;
  });
  errors.push(...deadlineUpdateErrors(next.spec, old.spec), ...tolerationUpdateErrors(next.spec, old.spec));
  const changed = sameCount.length === 2 ? changedFields(next.spec, old) : [];
  if (changed.length > 0) {
    errors.push(
      forbiddenField(
        'spec',
        'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
          '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations): ' +
          `changed are ${changed.map((field) => `spec.${field}`).join(', ')}`,
      ),
    );
  }
  return errors;
}

function deadlineUpdateErrors(next: PodSpec, old: PodSpec): FieldError[] {
  const path = 'spec.activeDeadlineSeconds';
  const [wanted, before] = [next.activeDeadlineSeconds, old.activeDeadlineSeconds];
  if (before === undefined || wanted === before) return [];
  if (wanted === undefined) return [invalidField(path, null, 'must not update from a positive integer to nil value')];
  return wanted <= before ? [] : [invalidField(path, wanted, `must be less than or equal to previous value`)];
}

function tolerationUpdateErrors(next: PodSpec, old: PodSpec): FieldError[] {
  const kept = (toleration: Toleration): boolean =>
    next.tolerations.some((each) =>
      deepEqual({ ...each, tolerationSeconds: 0 }, { ...toleration, tolerationSeconds: 0 }),
    );
  if (old.tolerations.every(kept)) return [];
  const detail = 'existing toleration can not be modified except its tolerationSeconds';
  return [forbiddenField('spec.tolerations', detail)];
}

/** What differs beyond what may differ. A pod that was stored before a field had a default is as if it had had it. */
function changedFields(next: PodSpec, old: Pod): (keyof PodSpec)[] {
  const images = (list: readonly Container[], from: readonly Container[]): Container[] =>
    list.map((container, i) => ({ ...container, image: from[i]?.image ?? container.image }));
  const differing = (before: PodSpec): (keyof PodSpec)[] => {
    const { activeDeadlineSeconds: _next, ...rest } = next;
    const { activeDeadlineSeconds: _old, ...restBefore } = before;
    const allowed: Omit<PodSpec, 'activeDeadlineSeconds'> = {
      ...rest,
      tolerations: before.tolerations,
      containers: images(next.containers, before.containers),
      initContainers: images(next.initContainers, before.initContainers),
    };
    const fields = Object.keys({ ...restBefore, ...allowed }) as (keyof typeof allowed)[];
    return fields.filter((field) => !deepEqual(allowed[field], restBefore[field]));
  };
  const changed = differing(old.spec);
  if (changed.length === 0) return [];
  const defaulted = clonePlain(old);
  defaultPod(defaulted);
  return differing(defaulted.spec);
}
