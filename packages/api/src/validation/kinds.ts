/** Rules of the kinds other than pods. */
import { forbiddenField, invalidField, requiredField, type FieldError } from '../field-error.js';
import type { Endpoints, Event, Lease, Namespace, Node, ReplicationController, Service } from '../gen/types.js';
import { checkDns1123Label, checkLabelKey, checkLabelValue } from '../labels.js';
import { formatSelector, matchesSelector } from '../selectors.js';
import { checkCidr, checkIPv4, immutable, labelMap, notNegative } from './checks.js';
import { portNumber, portReference, requiredSyntax, syntax, timestamp, unique } from './checks.js';
import { validateTemplateMetadata } from './metadata.js';
import { validatePodSpec } from './pod.js';

/** `spec.clusterIP` of a service without a virtual address. */
export const headless = 'None';

export function validateReplicationController({ spec }: ReplicationController): FieldError[] {
  const errors = [
    ...notNegative('spec.replicas', spec.replicas),
    ...notNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...labelMap('spec.selector', spec.selector),
  ];
  if (Object.keys(spec.selector).length === 0) errors.push(requiredField('spec.selector'));
  const { template } = spec;
  if (template === undefined) return [...errors, requiredField('spec.template')];
  errors.push(
    ...validateTemplateMetadata('spec.template.metadata', template.metadata),
    ...validatePodSpec('spec.template.spec', template.spec),
  );
  if (Object.keys(spec.selector).length > 0 && !matchesSelector(spec.selector, template.metadata.labels)) {
    const labels = formatSelector(template.metadata.labels);
    errors.push(invalidField('spec.template.metadata.labels', labels, '`selector` does not match template `labels`'));
  }
  if (template.spec.restartPolicy !== 'Always' && template.spec.restartPolicy !== '') {
    errors.push({
      path: 'spec.template.spec.restartPolicy',
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: "${template.spec.restartPolicy}": supported values: "Always"`,
    });
  }
  return errors;
}

/** As newer kinds have it: with another selector the controller would orphan every pod it made. */
export function validateReplicationControllerUpdate(
  next: ReplicationController,
  old: ReplicationController,
): FieldError[] {
  return immutable('spec.selector', next.spec.selector, old.spec.selector);
}

export function validateService({ spec }: Service): FieldError[] {
  const { ports, clusterIP, type } = spec;
  const errors = [...labelMap('spec.selector', spec.selector)];
  if (ports.length === 0 && clusterIP !== headless) errors.push(requiredField('spec.ports'));
  ports.forEach((port, i) => {
    const path = `spec.ports[${i}]`;
    if (port.name !== '') errors.push(...syntax(`${path}.name`, port.name, checkDns1123Label));
    else if (ports.length > 1) errors.push(requiredField(`${path}.name`));
    errors.push(...portNumber(`${path}.port`, port.port), ...portReference(`${path}.targetPort`, port.targetPort));
    if (port.nodePort === 0) return;
    if (type === 'NodePort') errors.push(...portNumber(`${path}.nodePort`, port.nodePort));
    else errors.push(forbiddenField(`${path}.nodePort`, "may not be used when `type` is 'ClusterIP'"));
  });
  const at = (field: 'name' | 'port' | 'nodePort', among: (port: (typeof ports)[number]) => string) =>
    unique(ports.map((port, i) => ({ path: `spec.ports[${i}].${field}`, value: port[field], among: among(port) })));
  // The same number of two protocols is two ports, as DNS has them.
  errors.push(
    ...at('name', () => ''),
    ...at('port', ({ protocol }) => protocol),
    ...at('nodePort', ({ protocol }) => protocol),
  );
  if (clusterIP === headless) {
    if (type === 'NodePort') {
      errors.push(invalidField('spec.clusterIP', headless, "may not be set to 'None' for NodePort services"));
    }
  } else if (clusterIP !== '') errors.push(...syntax('spec.clusterIP', clusterIP, checkIPv4));
  return errors;
}

export function validateServiceUpdate(next: Service, old: Service): FieldError[] {
  return old.spec.clusterIP === '' ? [] : immutable('spec.clusterIP', next.spec.clusterIP, old.spec.clusterIP);
}

export function validateEndpoints({ subsets }: Endpoints): FieldError[] {
  return subsets.flatMap((subset, i) => {
    const path = `subsets[${i}]`;
    const errors: FieldError[] = [];
    if (subset.addresses.length + subset.notReadyAddresses.length === 0) {
      errors.push(requiredField(path, 'must specify `addresses` or `notReadyAddresses`'));
    }
    for (const field of ['addresses', 'notReadyAddresses'] as const) {
      subset[field].forEach(({ ip }, j) => errors.push(...requiredSyntax(`${path}.${field}[${j}].ip`, ip, checkIPv4)));
    }
    subset.ports.forEach((port, j) => {
      errors.push(...portNumber(`${path}.ports[${j}].port`, port.port));
      if (port.name !== '') errors.push(...syntax(`${path}.ports[${j}].name`, port.name, checkDns1123Label));
      else if (subset.ports.length > 1) errors.push(requiredField(`${path}.ports[${j}].name`));
    });
    return errors;
  });
}

export function validateNode({ spec }: Node): FieldError[] {
  const errors = spec.podCIDR === '' ? [] : syntax('spec.podCIDR', spec.podCIDR, checkCidr);
  spec.taints.forEach((taint, i) => {
    const path = `spec.taints[${i}]`;
    errors.push(...requiredSyntax(`${path}.key`, taint.key, checkLabelKey));
    errors.push(...syntax(`${path}.value`, taint.value, checkLabelValue));
    if (taint.effect === '') errors.push(requiredField(`${path}.effect`));
  });
  const keys = spec.taints.map((taint, i) => ({ path: `spec.taints[${i}]`, value: `${taint.key}:${taint.effect}` }));
  return [...errors, ...unique(keys)];
}

/** The pods of a node have addresses from its range: another range would cut them off. */
export function validateNodeUpdate(next: Node, old: Node): FieldError[] {
  return old.spec.podCIDR === '' ? [] : immutable('spec.podCIDR', next.spec.podCIDR, old.spec.podCIDR);
}

export function validateNamespace({ spec }: Namespace): FieldError[] {
  return spec.finalizers.flatMap((name, i) => syntax(`spec.finalizers[${i}]`, name, checkLabelKey));
}

export function validateEvent({ metadata, involvedObject, reason, count, ...event }: Event): FieldError[] {
  const errors = [
    ...timestamp('firstTimestamp', event.firstTimestamp),
    ...timestamp('lastTimestamp', event.lastTimestamp),
    ...notNegative('count', count),
  ];
  if (reason === '') errors.push(requiredField('reason'));
  if (involvedObject === undefined) errors.push(requiredField('involvedObject'));
  else if (involvedObject.namespace !== '' && involvedObject.namespace !== metadata.namespace) {
    errors.push(invalidField('involvedObject.namespace', involvedObject.namespace, 'does not match event.namespace'));
  }
  return errors;
}

export function validateLease({ spec }: Lease): FieldError[] {
  const errors = [
    ...timestamp('spec.acquireTime', spec.acquireTime),
    ...timestamp('spec.renewTime', spec.renewTime),
    ...notNegative('spec.leaseTransitions', spec.leaseTransitions),
  ];
  if (spec.leaseDurationSeconds !== undefined && spec.leaseDurationSeconds <= 0) {
    errors.push(invalidField('spec.leaseDurationSeconds', spec.leaseDurationSeconds, 'must be greater than 0'));
  }
  return errors;
}
