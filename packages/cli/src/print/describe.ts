/** What `kuorum describe` prints: facts of one object, then its events. Pure text building. */
import {
  encodeJson,
  podTemplateOf,
  type ApiObject,
  type ClusterRole,
  type ClusterRoleBinding,
  type Condition,
  type ConfigMap,
  type Container,
  type ContainerState,
  type Endpoints,
  type Event,
  type KindInfo,
  type KindName,
  type Node,
  type Pod,
  type PodSpec,
  type PodTemplateSpec,
  type PriorityClass,
  type ReplicationController,
  type Role,
  type RoleBinding,
  type Secret,
  type Service,
  type ServiceAccount,
} from '@kuorum/api';
import { lastAppliedAnnotation } from '../manifest/last-applied.js';
import { nodeStatusText, pairs, podStatusText, rolesText, since } from './columns.js';
import { nodePodsText } from './describe-node.js';
import { describeBinding, describeConfigMap, describePriorityClass, describeRole } from './describe-objects.js';
import { describeSecret, describeServiceAccount, type Described } from './describe-objects.js';
import { containerInputs, podSpecFacts, volumesText } from './describe-pod-spec.js';
import { policyFacts } from './describe-policy.js';
import { podsStatus, workloadFacts } from './describe-workloads.js';
import { genericFacts } from './describe-generic.js';
import { eventAge, inOrderOfTime } from './event-text.js';
import { facts, indent, lines, type Fact } from './facts.js';
import { TablePrinter } from './table.js';

/** Objects beside the described one that its description speaks of. */
export interface Surroundings {
  /** undefined: they are not to be told. */
  readonly events?: readonly Event[];
  /** Pods of a node, or those that the object makes. */
  readonly pods: readonly Pod[];
  /** Endpoints of a service. */
  readonly endpoints?: Endpoints;
  /** Sections of their own, before the events. */
  readonly sections?: readonly string[];
}

/** The whole description, ready to print. */
export function describeObject(info: KindInfo, object: ApiObject, around: Surroundings, nowMs: number): string {
  const special = describeSpecial(info.kind, object);
  const own = special?.facts ?? kindFacts(info, object, around, nowMs);
  const sections = [facts([...metadataFacts(info, object, nowMs), ...own]), ...(special?.sections ?? [])];
  if (info.kind === 'Pod') sections.push(containersText((object as Pod).spec, object as Pod, nowMs));
  const template = podTemplateOf(info.kind, object);
  if (template !== undefined) sections.push(podTemplateText(template, nowMs));
  const conditions = conditionsOf(object);
  if (conditions.length > 0) sections.push(`Conditions:\n${indent(conditionsText(conditions, nowMs))}`);
  if (info.kind === 'Node') sections.push(nodePodsText(object as Node, around.pods, nowMs));
  sections.push(...(around.sections ?? []));
  if (around.events !== undefined) sections.push(eventsText(around.events, nowMs));
  return sections.join('\n');
}

export function podTemplateText({ metadata, spec }: PodTemplateSpec, nowMs: number): string {
  const annotations: Fact[] =
    Object.keys(metadata.annotations).length === 0 ? [] : [['Annotations', lines(metadata.annotations, ': ')]];
  const own = facts([['Labels', lines(metadata.labels)], ...annotations]);
  return `Pod Template:\n${indent(`${own}\n${containersText(spec, undefined, nowMs)}`)}`;
}

function metadataFacts(info: KindInfo, { metadata }: ApiObject, nowMs: number): Fact[] {
  const created = `${metadata.creationTimestamp} (${since(metadata.creationTimestamp, nowMs)} ago)`;
  const terminating = metadata.deletionTimestamp;
  return [
    ['Name', metadata.name],
    ...(info.namespaced ? [['Namespace', metadata.namespace] as Fact] : []),
    ['Labels', lines(metadata.labels)],
    ['Annotations', lines(shownAnnotations(metadata.annotations))],
    ['Created', created],
    ...(terminating === '' ? [] : [['Terminating', `since ${terminating}`] as Fact]),
    ...metadata.ownerReferences
      .filter(({ controller }) => controller === true)
      .map(({ kind, name }) => ['Controlled By', `${kind}/${name}`] as Fact),
  ];
}

/** What apply remembers is for apply. */
function shownAnnotations({
  [lastAppliedAnnotation]: _remembered,
  ...rest
}: Record<string, string>): Record<string, string> {
  return rest;
}

function kindFacts(info: KindInfo, object: ApiObject, around: Surroundings, nowMs: number): Fact[] {
  switch (info.kind) {
    case 'Pod':
      return podFacts(object as Pod);
    case 'Node':
      return nodeFacts(object as Node);
    case 'ReplicationController':
      return replicationControllerFacts(object as ReplicationController, around.pods);
    case 'Service':
      return serviceFacts(object as Service, around.endpoints);
    default: {
      const facts = workloadFacts(info.kind, object, around.pods, nowMs) ?? policyFacts(info.kind, object);
      if (facts !== undefined) return facts;
      return genericFacts(encodeJson(info.kind, object as never));
    }
  }
}

/** Kinds whose descriptions are in describe-objects.ts. */
function describeSpecial(kind: KindName, object: ApiObject): Described | undefined {
  switch (kind) {
    case 'ConfigMap':
      return describeConfigMap(object as ConfigMap);
    case 'Secret':
      return describeSecret(object as Secret);
    case 'ServiceAccount':
      return describeServiceAccount(object as ServiceAccount);
    case 'PriorityClass':
      return describePriorityClass(object as PriorityClass);
    case 'Role':
    case 'ClusterRole':
      return describeRole(object as Role | ClusterRole);
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return describeBinding(object as RoleBinding | ClusterRoleBinding);
    default:
      return undefined;
  }
}

function podFacts(pod: Pod): Fact[] {
  return [
    ['Node', pod.spec.nodeName === '' ? '<none>' : `${pod.spec.nodeName}/${pod.status.hostIP}`],
    ['Status', podStatusText(pod)],
    ...(pod.status.reason === '' ? [] : [['Reason', pod.status.reason] as Fact]),
    ...(pod.status.message === '' ? [] : [['Message', pod.status.message] as Fact]),
    ['IP', pod.status.podIP || '<none>'],
    ...podSpecFacts(pod.spec),
    ['Restart Policy', pod.spec.restartPolicy],
    ['Node Selector', lines(pod.spec.nodeSelector)],
    [
      'Tolerations',
      pod.spec.tolerations.length === 0
        ? '<none>'
        : pod.spec.tolerations.map((t) => `${t.key || '*'}:${t.effect || '*'} ${t.operator}`),
    ],
  ];
}

function nodeFacts(node: Node): Fact[] {
  return [
    ['Roles', rolesText(node)],
    ['Status', nodeStatusText(node)],
    [
      'Taints',
      node.spec.taints.length === 0
        ? '<none>'
        : node.spec.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`),
    ],
    ['Addresses', node.status.addresses.map(({ type, address }) => `${type}: ${address}`)],
    ['Pod CIDR', node.spec.podCIDR || '<none>'],
    ['Capacity', lines(node.status.capacity, ': ')],
    ['Allocatable', lines(node.status.allocatable, ': ')],
    ['Runtime', node.status.nodeInfo?.containerRuntimeVersion ?? '<none>'],
    ['Kubelet', node.status.nodeInfo?.kubeletVersion ?? '<none>'],
    ['OS', `${node.status.nodeInfo?.osImage ?? ''} ${node.status.nodeInfo?.kernelVersion ?? ''}`.trim()],
  ];
}

function replicationControllerFacts(rc: ReplicationController, pods: readonly Pod[]): Fact[] {
  return [
    ['Selector', pairs(rc.spec.selector)],
    ['Replicas', `${rc.status.replicas} current / ${rc.spec.replicas ?? 1} desired`],
    podsStatus(pods),
  ];
}

function serviceFacts(service: Service, endpoints: Endpoints | undefined): Fact[] {
  const ports = service.spec.ports.map(({ name, port, protocol, targetPort, nodePort }) => {
    const node = nodePort === 0 ? '' : `, node port ${nodePort}`;
    return `${name === '' ? '' : `${name} `}${port}/${protocol || 'TCP'} → ${targetPort ?? port}${node}`;
  });
  const ready = (endpoints?.subsets ?? []).flatMap(({ addresses, ports: targets }) =>
    addresses.flatMap(({ ip }) => targets.map(({ port }) => `${ip}:${port}`)),
  );
  return [
    ['Selector', pairs(service.spec.selector)],
    ['Type', service.spec.type],
    ['Cluster IP', service.spec.clusterIP || '<none>'],
    ['Ports', ports],
    ['Endpoints', ready.length === 0 ? '<none>' : ready.join(', ')],
  ];
}

function containersText(spec: PodSpec, pod: Pod | undefined, nowMs: number): string {
  const section = (title: string, containers: readonly Container[]): string =>
    `${title}:\n${containers.map((container) => containerText(container, pod, nowMs)).join('\n')}`;
  return [
    ...(spec.initContainers.length === 0 ? [] : [section('Init Containers', spec.initContainers)]),
    section('Containers', spec.containers),
    ...volumesText(spec.volumes),
  ].join('\n');
}

function containerText(container: Container, pod: Pod | undefined, nowMs: number): string {
  const status = pod?.status.containerStatuses.find(({ name }) => name === container.name);
  const command = [...container.command, ...container.args];
  const rows: Fact[] = [
    ['Image', container.image],
    ...(status === undefined ? [] : [['Container ID', status.containerID || '<none>'] as Fact]),
    ...(command.length === 0 ? [] : [['Command', JSON.stringify(command)] as Fact]),
    [
      'Ports',
      container.ports.map(({ containerPort, protocol }) => `${containerPort}/${protocol || 'TCP'}`).join(', ') ||
        '<none>',
    ],
    ...(status === undefined ? [] : statusFacts(status, nowMs)),
    ['Requests', pairs(container.resources?.requests ?? {})],
    ['Limits', pairs(container.resources?.limits ?? {})],
    ...containerInputs(container),
  ];
  return `  ${container.name}:\n${indent(facts(rows), 4)}`;
}

function statusFacts(
  { state, lastState, ready, restartCount }: Pod['status']['containerStatuses'][number],
  nowMs: number,
): Fact[] {
  return [
    ['State', stateText(state, nowMs)],
    ...(lastState === undefined || Object.keys(lastState).length === 0
      ? []
      : [['Last State', stateText(lastState, nowMs)] as Fact]),
    ['Ready', ready ? 'True' : 'False'],
    ['Restart Count', String(restartCount)],
  ];
}

function stateText(state: ContainerState | undefined, nowMs: number): string[] {
  if (state?.running !== undefined) return [`Running for ${since(state.running.startedAt, nowMs)}`];
  if (state?.terminated !== undefined) {
    const { reason, exitCode, message, finishedAt } = state.terminated;
    return [
      `Terminated ${since(finishedAt, nowMs)} ago: ${reason}, exit code ${exitCode}`,
      ...(message === '' ? [] : [message]),
    ];
  }
  const { reason = '', message = '' } = state?.waiting ?? {};
  return [`Waiting${reason === '' ? '' : `: ${reason}`}`, ...(message === '' ? [] : [message])];
}

function conditionsOf(object: ApiObject): readonly Condition[] {
  return (object as { status?: { conditions?: Condition[] } }).status?.conditions ?? [];
}

function conditionsText(conditions: readonly Condition[], nowMs: number): string {
  return table(
    ['TYPE', 'STATUS', 'SINCE', 'REASON', 'MESSAGE'],
    conditions.map((c) => [c.type, c.status, since(c.lastTransitionTime, nowMs), c.reason, c.message]),
  );
}

function eventsText(events: readonly Event[], nowMs: number): string {
  if (events.length === 0) return 'Events:             <none>';
  const rows = inOrderOfTime(events).map((event) => [
    event.type,
    event.reason,
    eventAge(event, nowMs),
    event.source?.component || event.reportingComponent,
    event.message,
  ]);
  return `Events:\n${indent(table(['TYPE', 'REASON', 'AGE', 'FROM', 'MESSAGE'], rows))}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return new TablePrinter({ head: true }).lines(head, rows).join('\n');
}
