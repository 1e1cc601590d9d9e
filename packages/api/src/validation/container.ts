/** Rules of containers: probes, hooks, resources, what they may do (`validateContainers`, `ValidateSecurityContext`). */
import { forbiddenField, invalidField, requiredField, unsupportedField, type FieldError } from '../field-error.js';
import type { Container, HTTPGetAction, LifecycleHandler, PodSecurityContext, Probe } from '../gen/types.js';
import type { ResourceRequirements, SeccompProfile, SecurityContext } from '../gen/types.js';
import { maybeParseQuantity } from '../quantity.js';
import { checkPortName, dnsLabel, notNegative, portNumber, portReference, syntax, unique } from './checks.js';
import { envErrors, envFromErrors } from './env.js';
import { mountsErrors } from './volumes.js';

export const containerResources = ['cpu', 'memory'] as const;

/** What of its pod a container's rules look at. */
export interface ContainerScope {
  readonly volumes: ReadonlySet<string>;
  readonly graceSeconds: number;
}

export function containerErrors(path: string, container: Container, scope: ContainerScope): FieldError[] {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container;
  const errors = commonErrors(path, container, scope);
  for (const [field, probe] of Object.entries({ livenessProbe, startupProbe })) {
    if (probe === undefined) continue;
    errors.push(...probeErrors(`${path}.${field}`, probe));
    if (probe.successThreshold > 1) {
      errors.push(invalidField(`${path}.${field}.successThreshold`, probe.successThreshold, 'must be 1'));
    }
  }
  if (readinessProbe !== undefined) {
    const at = `${path}.readinessProbe`;
    errors.push(...probeErrors(at, readinessProbe));
    const grace = readinessProbe.terminationGracePeriodSeconds;
    if (grace !== undefined) {
      errors.push(invalidField(`${at}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes'));
    }
  }
  for (const hook of ['postStart', 'preStop'] as const) {
    const handler = lifecycle?.[hook];
    if (handler !== undefined) errors.push(...handlerErrors(`${path}.lifecycle.${hook}`, handler, scope.graceSeconds));
  }
  return errors;
}

/** As containers, but they run to their end: nothing probes them, and nothing is done when they start or stop. */
export function initContainerErrors(path: string, container: Container, scope: ContainerScope): FieldError[] {
  const errors = commonErrors(path, container, scope);
  for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    if (container[field] === undefined) continue;
    errors.push(forbiddenField(`${path}.${field}`, 'may not be set for init containers without restartPolicy=Always'));
  }
  return errors;
}

function commonErrors(path: string, container: Container, scope: ContainerScope): FieldError[] {
  const { name, image, env, envFrom, ports, resources, volumeMounts, securityContext } = container;
  const errors = [...dnsLabel(`${path}.name`, name)];
  if (image.trim() === '') errors.push(requiredField(`${path}.image`));
  else if (image.trim() !== image) {
    errors.push(invalidField(`${path}.image`, image, 'must not have leading or trailing whitespace'));
  }
  env.forEach((variable, i) => errors.push(...envErrors(`${path}.env[${i}]`, variable)));
  envFrom.forEach((source, i) => errors.push(...envFromErrors(`${path}.envFrom[${i}]`, source)));
  ports.forEach((port, i) => {
    errors.push(...portNumber(`${path}.ports[${i}].containerPort`, port.containerPort));
    if (port.name !== '') errors.push(...syntax(`${path}.ports[${i}].name`, port.name, checkPortName));
  });
  errors.push(...unique(ports.map((port, i) => ({ path: `${path}.ports[${i}].name`, value: port.name }))));
  errors.push(...mountsErrors(`${path}.volumeMounts`, volumeMounts, scope.volumes));
  if (resources !== undefined) errors.push(...resourceErrors(`${path}.resources`, resources));
  if (securityContext !== undefined) errors.push(...securityErrors(`${path}.securityContext`, securityContext));
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
  const { httpGet, tcpSocket, exec, grpc, terminationGracePeriodSeconds: grace } = probe;
  const errors = oneHandler(path, [httpGet, tcpSocket, exec, grpc]);
  if (httpGet !== undefined) errors.push(...httpGetErrors(`${path}.httpGet`, httpGet));
  if (tcpSocket !== undefined) errors.push(...portReference(`${path}.tcpSocket.port`, tcpSocket.port));
  if (exec !== undefined && exec.command.length === 0) errors.push(requiredField(`${path}.exec.command`));
  if (grpc !== undefined) errors.push(...portNumber(`${path}.grpc.port`, grpc.port));
  for (const field of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ] as const) {
    errors.push(...notNegative(`${path}.${field}`, probe[field]));
  }
  if (grace !== undefined && grace <= 0) {
    errors.push(invalidField(`${path}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
  }
  return errors;
}

function oneHandler(path: string, handlers: readonly unknown[]): FieldError[] {
  const given = handlers.filter((handler) => handler !== undefined).length;
  if (given === 0) return [requiredField(path, 'must specify a handler type')];
  return given > 1 ? [forbiddenField(path, 'may not specify more than 1 handler type')] : [];
}

function httpGetErrors(path: string, { port, path: file, httpHeaders }: HTTPGetAction): FieldError[] {
  const errors = portReference(`${path}.port`, port);
  if (file === '') errors.push(requiredField(`${path}.path`));
  httpHeaders.forEach(({ name }, i) => errors.push(...syntax(`${path}.httpHeaders[${i}].name`, name, checkHeaderName)));
  return errors;
}

function checkHeaderName(name: string): string | undefined {
  if (/^[-A-Za-z0-9]+$/.test(name)) return undefined;
  return (
    "a valid HTTP header must consist of alphanumeric characters or '-' " +
    "(e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')"
  );
}

function handlerErrors(path: string, { exec, httpGet, sleep }: LifecycleHandler, graceSeconds: number): FieldError[] {
  const errors = oneHandler(path, [exec, httpGet, sleep]);
  if (exec !== undefined && exec.command.length === 0) errors.push(requiredField(`${path}.exec.command`));
  if (httpGet !== undefined) errors.push(...httpGetErrors(`${path}.httpGet`, httpGet));
  if (sleep !== undefined && (sleep.seconds < 0 || sleep.seconds > graceSeconds)) {
    const detail = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
    errors.push(invalidField(`${path}.sleep.seconds`, sleep.seconds, detail));
  }
  return errors;
}

function securityErrors(path: string, context: SecurityContext): FieldError[] {
  const { capabilities, privileged, allowPrivilegeEscalation, seccompProfile } = context;
  const errors = [...userErrors(path, context), ...seccompErrors(`${path}.seccompProfile`, seccompProfile)];
  if (allowPrivilegeEscalation !== false) return errors;
  const refuse = (what: string): number =>
    errors.push(invalidField(path, context, `cannot set \`allowPrivilegeEscalation\` to false and ${what}`));
  if (privileged === true) refuse('`privileged` to true');
  if (capabilities?.add.some((name) => name === 'SYS_ADMIN' || name === 'CAP_SYS_ADMIN') === true) {
    refuse('`capabilities.Add` CAP_SYS_ADMIN');
  }
  return errors;
}

export function podSecurityErrors(path: string, context: PodSecurityContext): FieldError[] {
  const { supplementalGroups, fsGroup, seccompProfile } = context;
  return [
    ...userErrors(path, context),
    ...supplementalGroups.flatMap((id, i) => groupId(`${path}.supplementalGroups[${i}]`, id)),
    ...groupId(`${path}.fsGroup`, fsGroup),
    ...seccompErrors(`${path}.seccompProfile`, seccompProfile),
  ];
}

function userErrors(path: string, { runAsUser, runAsGroup }: SecurityContext | PodSecurityContext): FieldError[] {
  return [...groupId(`${path}.runAsUser`, runAsUser), ...groupId(`${path}.runAsGroup`, runAsGroup)];
}

function groupId(path: string, id: number | undefined): FieldError[] {
  return id === undefined || id >= 0 ? [] : [invalidField(path, id, 'must be between 0 and 2147483647, inclusive')];
}

function seccompErrors(path: string, profile: SeccompProfile | undefined): FieldError[] {
  if (profile === undefined) return [];
  const { type, localhostProfile } = profile;
  if (type === '') return [requiredField(`${path}.type`, 'type is required when seccompProfile is set')];
  if (type === 'Localhost') {
    if ((localhostProfile ?? '') !== '') return [];
    return [requiredField(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost')];
  }
  if (localhostProfile === undefined) return [];
  const detail = 'can only be set when seccomp type is Localhost';
  return [invalidField(`${path}.localhostProfile`, localhostProfile, detail)];
}
