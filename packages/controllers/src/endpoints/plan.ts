/**
 * The Endpoints of a service, from the pods that its selector matches. Ready pods are in `addresses`, those that run
 * but are not ready in `notReadyAddresses`; pods that are ending, have ended or have no address yet are in neither, so
 * that nobody is sent to a pod that is going away. Kubernetes' endpoints controller and `endpoints.RepackSubsets`.
 *
 * Pods whose named target port has different numbers get subsets of their own. Everything is sorted: the same pods give
 * the same object, and an object that is right is not written again.
 */
import {
  isPodFinished,
  isPodReady,
  isTerminating,
  make,
  matchesSelector,
  ownerReference,
  type EndpointAddress,
  type EndpointPort,
  type EndpointSubset,
  type Endpoints,
  type Pod,
  type Service,
  type ServicePort,
} from '@kuorum/api';
import { endpointAddressesMax } from '../limits.js';

export type EndpointsAction =
  | { readonly type: 'none' }
  | { readonly type: 'create'; readonly endpoints: Endpoints }
  | { readonly type: 'update'; readonly endpoints: Endpoints }
  | { readonly type: 'delete'; readonly endpoints: Endpoints };

export interface EndpointsObserved {
  readonly service: Service | undefined;
  readonly endpoints: Endpoints | undefined;
  /** Pods of the service's namespace; those that its selector does not match do no harm. */
  readonly pods: readonly Pod[];
}

export function planEndpoints({ service, endpoints, pods }: EndpointsObserved): EndpointsAction {
  if (service === undefined || isTerminating(service)) {
    // Endpoints written by hand before their service exists are not ours to delete.
    const ours = endpoints?.metadata.ownerReferences.some(({ kind }) => kind === 'Service') === true;
    return endpoints !== undefined && ours && !isTerminating(endpoints)
      ? { type: 'delete', endpoints }
      : { type: 'none' };
  }
  // Without a selector somebody else says where the service leads.
  if (Object.keys(service.spec.selector).length === 0) return { type: 'none' };

  const subsets = subsetsOf(service, pods);
  const reference = { ...ownerReference('Service', service) };
  const { name, namespace, labels } = service.metadata;
  if (endpoints === undefined) {
    return {
      type: 'create',
      endpoints: make('Endpoints', {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name, namespace, labels: { ...labels }, ownerReferences: [reference] },
        subsets,
      }),
    };
  }
  const owned = endpoints.metadata.ownerReferences.some(({ uid }) => uid === service.metadata.uid);
  if (owned && sameLabels(endpoints.metadata.labels, labels) && sameJson(endpoints.subsets, subsets)) {
    return { type: 'none' };
  }
  const metadata = { ...endpoints.metadata, labels: { ...labels }, ownerReferences: [reference] };
  return { type: 'update', endpoints: { ...endpoints, metadata, subsets } };
}

/** The subsets, sorted by their ports; at most `endpointAddressesMax` addresses, ready ones first. */
export function subsetsOf(service: Service, pods: readonly Pod[]): EndpointSubset[] {
  const byPorts = new Map<string, EndpointSubset>();
  const chosen = pods
    .filter((pod) => belongs(service, pod))
    .sort((a, b) => Number(isPodReady(b)) - Number(isPodReady(a)) || compareText(a.status.podIP, b.status.podIP))
    .slice(0, endpointAddressesMax);
  for (const pod of chosen) {
    const ports = portsOf(service, pod);
    // Nothing to connect to, unless the service has no ports at all and is about addresses only (headless).
    if (ports.length === 0 && service.spec.ports.length > 0) continue;
    const key = JSON.stringify(ports.map(({ name, port }) => [name, port]));
    const subset = byPorts.get(key) ?? make('EndpointSubset', { ports });
    byPorts.set(key, subset);
    (isPodReady(pod) ? subset.addresses : subset.notReadyAddresses).push(addressOf(pod));
  }
  return [...byPorts].sort(([a], [b]) => compareText(a, b)).map(([, subset]) => subset);
}

function belongs(service: Service, pod: Pod): boolean {
  return (
    pod.metadata.namespace === service.metadata.namespace &&
    matchesSelector(service.spec.selector, pod.metadata.labels) &&
    pod.status.podIP !== '' &&
    !isPodFinished(pod) &&
    !isTerminating(pod)
  );
}

function portsOf(service: Service, pod: Pod): EndpointPort[] {
  const ports: EndpointPort[] = [];
  for (const port of service.spec.ports) {
    const number = targetPort(port, pod);
    if (number !== undefined) ports.push(make('EndpointPort', { name: port.name, port: number, protocol: 'TCP' }));
  }
  return ports.sort((a, b) => compareText(a.name, b.name) || a.port - b.port);
}

/** The number behind a port of the service on this pod; undefined when it is a name that the pod does not have. */
export function targetPort(port: ServicePort, pod: Pod): number | undefined {
  const { targetPort: target } = port;
  if (target === undefined || target === 0 || target === '') return port.port;
  if (typeof target === 'number') return target;
  for (const container of pod.spec.containers) {
    const found = container.ports.find(({ name, protocol }) => name === target && protocol !== 'UDP');
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}

function addressOf(pod: Pod): EndpointAddress {
  const { name, namespace, uid } = pod.metadata;
  return make('EndpointAddress', {
    ip: pod.status.podIP,
    hostname: pod.spec.hostname,
    nodeName: pod.spec.nodeName,
    targetRef: { kind: 'Pod', namespace, name, uid },
  });
}

function sameLabels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
