/** Rules of pods and of the templates that pods are made from. */
import { forbiddenField, invalidField, requiredField, unsupportedField, type FieldError } from '../field-error.js';
import type { Container, EnvVar, Pod, PodSpec, Probe, ResourceRequirements, Toleration } from '../gen/types.js';
import { checkDns1123Subdomain, checkLabelKey } from '../labels.js';
import { maybeParseQuantity } from '../quantity.js';
import { checkPortName, deepEqual, dnsLabel, labelMap, notNegative } from './checks.js';
import { portNumber, portReference, syntax, unique } from './checks.js';

export const containerResources = ['cpu', 'memory'] as const;

/** What the downward API gives; labels and annotations take a key: metadata.labels['app']. */
export const fieldRefPaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'status.hostIP',
  'status.podIP',
] as const;

export function validatePod(pod: Pod): FieldError[] {
  return validatePodSpec('spec', pod.spec);
}

export function validatePodSpec(path: string, spec: PodSpec): FieldError[] {
  const containers = `${path}.containers`;
  const errors: FieldError[] = spec.containers.length === 0 ? [requiredField(containers)] : [];
  spec.containers.forEach((container, i) => errors.push(...containerErrors(`${containers}[${i}]`, container)));
  errors.push(
    ...unique(spec.containers.map(({ name }, i) => ({ path: `${containers}[${i}].name`, value: name }))),
    ...notNegative(`${path}.terminationGracePeriodSeconds`, spec.terminationGracePeriodSeconds),
    ...labelMap(`${path}.nodeSelector`, spec.nodeSelector),
    ...spec.tolerations.flatMap((toleration, i) => tolerationErrors(`${path}.tolerations[${i}]`, toleration)),
  );
  if (spec.nodeName !== '') errors.push(...syntax(`${path}.nodeName`, spec.nodeName, checkDns1123Subdomain));
  if (spec.schedulerName !== '')
    errors.push(...syntax(`${path}.schedulerName`, spec.schedulerName, checkDns1123Subdomain));
  if (spec.hostname !== '') errors.push(...dnsLabel(`${path}.hostname`, spec.hostname));
  return errors;
}

function containerErrors(path: string, container: Container): FieldError[] {
  const { name, image, env, ports, resources, livenessProbe, readinessProbe } = container;
  const errors = [...dnsLabel(`${path}.name`, name)];
  if (image.trim() === '') errors.push(requiredField(`${path}.image`));
  else if (image.trim() !== image) {
    errors.push(invalidField(`${path}.image`, image, 'must not have leading or trailing whitespace'));
  }
  env.forEach((variable, i) => errors.push(...envErrors(`${path}.env[${i}]`, variable)));
  ports.forEach((port, i) => {
    errors.push(...portNumber(`${path}.ports[${i}].containerPort`, port.containerPort));
    if (port.name !== '') errors.push(...syntax(`${path}.ports[${i}].name`, port.name, checkPortName));
  });
  errors.push(...unique(ports.map((port, i) => ({ path: `${path}.ports[${i}].name`, value: port.name }))));
  if (resources !== undefined) errors.push(...resourceErrors(`${path}.resources`, resources));
  if (livenessProbe !== undefined) {
    errors.push(...probeErrors(`${path}.livenessProbe`, livenessProbe));
    if (livenessProbe.successThreshold > 1) {
      errors.push(invalidField(`${path}.livenessProbe.successThreshold`, livenessProbe.successThreshold, 'must be 1'));
    }
  }
  if (readinessProbe !== undefined) errors.push(...probeErrors(`${path}.readinessProbe`, readinessProbe));
  return errors;
}

function envErrors(path: string, { name, value, valueFrom }: EnvVar): FieldError[] {
  const errors: FieldError[] = [];
  if (name === '') errors.push(requiredField(`${path}.name`));
  else if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) {
    const rule =
      "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', " +
      'and must not start with a digit';
    errors.push(invalidField(`${path}.name`, name, rule));
  }
  if (valueFrom === undefined) return errors;
  if (value !== '')
    errors.push(invalidField(`${path}.valueFrom`, '', 'may not be specified when `value` is not empty'));
  const fieldPath = valueFrom.fieldRef?.fieldPath ?? '';
  if (valueFrom.fieldRef === undefined) {
    errors.push(invalidField(`${path}.valueFrom`, '', 'must specify one of: `fieldRef`'));
  } else if (fieldPath === '') {
    errors.push(requiredField(`${path}.valueFrom.fieldRef.fieldPath`));
  } else if (
    !(fieldRefPaths as readonly string[]).includes(fieldPath) &&
    !/^metadata\.(labels|annotations)\['[^']+'\]$/.test(fieldPath)
  ) {
    const supported = [...fieldRefPaths, "metadata.labels['KEY']", "metadata.annotations['KEY']"];
    errors.push(unsupportedField(`${path}.valueFrom.fieldRef.fieldPath`, fieldPath, supported));
  }
  return errors;
}

function resourceErrors(path: string, { limits, requests }: ResourceRequirements): FieldError[] {
  const errors: FieldError[] = [];
  for (const [field, amounts] of Object.entries({ limits, requests })) {
    for (const name of Object.keys(amounts)) {
      if (!(containerResources as readonly string[]).includes(name)) {
        errors.push(unsupportedField(`${path}.${field}[${name}]`, name, containerResources));
      }
    }
  }
  for (const [name, request] of Object.entries(requests)) {
    const limit = limits[name];
    if (limit === undefined) continue;
    const [wanted, most] = [maybeParseQuantity(request), maybeParseQuantity(limit)];
    if (wanted !== undefined && most !== undefined && wanted > most) {
      errors.push(
        invalidField(`${path}.requests[${name}]`, request, `must be less than or equal to ${name} limit of ${limit}`),
      );
    }
  }
  return errors;
}

function probeErrors(path: string, probe: Probe): FieldError[] {
  const { httpGet, tcpSocket, exec } = probe;
  const errors: FieldError[] = [];
  const handlers = [httpGet, tcpSocket, exec].filter((handler) => handler !== undefined).length;
  if (handlers === 0) errors.push(requiredField(path, 'must specify a handler type'));
  if (handlers > 1) errors.push(forbiddenField(path, 'may not specify more than 1 handler type'));
  if (httpGet !== undefined) {
    errors.push(...portReference(`${path}.httpGet.port`, httpGet.port));
    if (httpGet.path === '') errors.push(requiredField(`${path}.httpGet.path`));
  }
  if (tcpSocket !== undefined) errors.push(...portReference(`${path}.tcpSocket.port`, tcpSocket.port));
  if (exec !== undefined && exec.command.length === 0) errors.push(requiredField(`${path}.exec.command`));
  for (const field of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ] as const) {
    errors.push(...notNegative(`${path}.${field}`, probe[field]));
  }
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

/** A pod's spec is fixed but for its images and for tolerations, which may be added; binding has its own call. */
export function validatePodUpdate(next: Pod, old: Pod): FieldError[] {
  const errors: FieldError[] = [];
  const sameCount = next.spec.containers.length === old.spec.containers.length;
  if (!sameCount) errors.push(forbiddenField('spec.containers', 'pod updates may not add or remove containers'));
  const lost = old.spec.tolerations.some((toleration) => !next.spec.tolerations.some((t) => deepEqual(t, toleration)));
  if (lost)
    errors.push(
      forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'),
    );
  const allowed: PodSpec = {
    ...next.spec,
    tolerations: old.spec.tolerations,
    containers: next.spec.containers.map((container, i) => ({
      ...container,
      image: old.spec.containers[i]?.image ?? container.image,
    })),
  };
  if (sameCount && !deepEqual(allowed, old.spec)) {
    const changed = (Object.keys({ ...old.spec, ...allowed }) as (keyof PodSpec)[]).filter(
      (field) => !deepEqual(allowed[field], old.spec[field]),
    );
    errors.push(
      forbiddenField(
        'spec',
        'pod updates may not change fields other than `spec.containers[*].image` and `spec.tolerations` (only ' +
          `additions to existing tolerations): changed are ${changed.map((field) => `spec.${field}`).join(', ')}`,
      ),
    );
  }
  return errors;
}
