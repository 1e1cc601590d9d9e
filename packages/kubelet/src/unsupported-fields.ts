/**
 * What of a pod this kubelet cannot honour. A pod that asks for it is refused, as running it without would be worse
 * than not running it: a container would see the file system it was to be kept from, or start before its database. Rows go as the
 * kubelet learns. What is only a hint and may be passed over is in docs/internals/apiserver.md instead.
 */
import type { Container, PodSpec, Probe, SecurityContext } from '@kuorum/api';

interface Row<T> {
  /** Below `spec`, or below a container. */
  readonly path: string;
  readonly why: string;
  readonly isSet: (object: T) => boolean;
}

/** What a pod says for all its containers and a container for itself. */
interface WithUser {
  readonly securityContext?:
    Pick<SecurityContext, 'runAsUser' | 'runAsGroup' | 'runAsNonRoot' | 'seccompProfile'> | undefined;
}

const userRows: readonly Row<WithUser>[] = [
  {
    path: 'securityContext.runAsUser',
    why: "containers run as their image's user",
    isSet: ({ securityContext }) => securityContext?.runAsUser !== undefined,
  },
  {
    path: 'securityContext.runAsGroup',
    why: "containers run as their image's user",
    isSet: ({ securityContext }) => securityContext?.runAsGroup !== undefined,
  },
  {
    path: 'securityContext.runAsNonRoot',
    why: 'users of images are not looked at',
    isSet: ({ securityContext }) => securityContext?.runAsNonRoot === true,
  },
  {
    path: 'securityContext.seccompProfile',
    why: "the engine's own profile is used",
    isSet: ({ securityContext }) => securityContext?.seccompProfile !== undefined,
  },
];

const podRows: readonly Row<PodSpec>[] = [
  { path: 'initContainers', why: 'they are not run', isSet: (spec) => spec.initContainers.length > 0 },
  { path: 'hostNetwork', why: 'pods have networks of their own', isSet: (spec) => spec.hostNetwork },
  {
    path: 'dnsPolicy',
    why: 'names are resolved as ClusterFirst has it',
    isSet: (spec) => spec.dnsPolicy === 'Default',
  },
  { path: 'subdomain', why: 'pods have no names in DNS', isSet: (spec) => spec.subdomain !== '' },
  {
    path: 'activeDeadlineSeconds',
    why: 'nothing ends the pod then',
    isSet: (spec) => spec.activeDeadlineSeconds !== undefined,
  },
  {
    path: 'readinessGates',
    why: 'readiness is that of the containers',
    isSet: (spec) => spec.readinessGates.length > 0,
  },
  ...userRows,
  {
    path: 'securityContext.supplementalGroups',
    why: "containers run as their image's user",
    isSet: ({ securityContext }) => (securityContext?.supplementalGroups.length ?? 0) > 0,
  },
  {
    path: 'securityContext.fsGroup',
    why: 'volumes are not mounted',
    isSet: ({ securityContext }) => securityContext?.fsGroup !== undefined,
  },
];

const containerRows: readonly Row<Container>[] = [
  { path: 'volumeMounts', why: 'volumes are not mounted', isSet: ({ volumeMounts }) => volumeMounts.length > 0 },
  { path: 'startupProbe', why: 'it is not run', isSet: ({ startupProbe }) => startupProbe !== undefined },
  { path: 'lifecycle.postStart', why: 'it is not run', isSet: ({ lifecycle }) => lifecycle?.postStart !== undefined },
  { path: 'lifecycle.preStop', why: 'it is not run', isSet: ({ lifecycle }) => lifecycle?.preStop !== undefined },
  ...(['livenessProbe', 'readinessProbe'] as const).flatMap(probeRows),
  ...userRows,
  {
    path: 'securityContext.privileged',
    why: 'no container is',
    isSet: ({ securityContext }) => securityContext?.privileged === true,
  },
  {
    path: 'securityContext.capabilities',
    why: "containers have the engine's default ones",
    isSet: ({ securityContext }) => {
      const { add = [], drop = [] } = securityContext?.capabilities ?? {};
      return add.length + drop.length > 0;
    },
  },
  {
    path: 'securityContext.readOnlyRootFilesystem',
    why: 'it is writable',
    isSet: ({ securityContext }) => securityContext?.readOnlyRootFilesystem === true,
  },
  {
    path: 'securityContext.allowPrivilegeEscalation',
    why: 'it is not kept from it',
    isSet: ({ securityContext }) => securityContext?.allowPrivilegeEscalation === false,
  },
];

function probeRows(name: 'livenessProbe' | 'readinessProbe'): Row<Container>[] {
  const row = (path: string, why: string, isSet: (probe: Probe) => boolean): Row<Container> => ({
    path: `${name}.${path}`,
    why,
    isSet: ({ [name]: probe }) => probe !== undefined && isSet(probe),
  });
  return [
    row('grpc', 'it is not run', ({ grpc }) => grpc !== undefined),
    row('httpGet.httpHeaders', 'they are not sent', ({ httpGet }) => (httpGet?.httpHeaders.length ?? 0) > 0),
    row(
      'terminationGracePeriodSeconds',
      "the pod's is used",
      ({ terminationGracePeriodSeconds: grace }) => grace !== undefined,
    ),
  ];
}

/** `spec.containers[0].envFrom (ConfigMaps and Secrets are not read)` for each field that cannot be honoured. */
export function unsupportedFields(spec: PodSpec): string[] {
  const found = <T>(rows: readonly Row<T>[], prefix: string, object: T): string[] =>
    rows.filter(({ isSet }) => isSet(object)).map(({ path, why }) => `${prefix}.${path} (${why})`);
  return [
    ...found(podRows, 'spec', spec),
    ...spec.containers.flatMap((container, i) => found(containerRows, `spec.containers[${i}]`, container)),
  ];
}

/** Every field that the table knows, for its test. */
export const unsupportedPaths: readonly string[] = [
  ...podRows.map(({ path }) => `spec.${path}`),
  ...containerRows.map(({ path }) => `spec.containers[0].${path}`),
];
