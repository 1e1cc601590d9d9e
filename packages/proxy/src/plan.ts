/**
 * Where a service is to be answered, and by whom: a pure function of the service and its Endpoints.
 *
 * Only ready addresses get traffic; a service without one keeps its listeners, whose connections are then refused, as
 * kube-proxy rejects them. Ports of service and endpoints belong together by name.
 */
import { headless, type Endpoints, type Service } from '@kuorum/api';

export interface Endpoint {
  readonly ip: string;
  readonly port: number;
}

export interface ListenerSpec {
  /** `host:port`: what the listener is known by. */
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly endpoints: readonly Endpoint[];
}

export interface ServicePlan {
  readonly listeners: readonly ListenerSpec[];
  /** Cluster address that must be on this machine; undefined = none, or one that is there anyway. */
  readonly address: string | undefined;
}

export interface NodeView {
  readonly nodeIp: string;
  readonly clusterIpMode: 'address' | 'none';
  /** Answer node ports on 127.0.0.1 too. */
  readonly localhostNodePorts: boolean;
}

const nothing: ServicePlan = { listeners: [], address: undefined };

/** `service` undefined: it is gone. */
export function planService(
  service: Service | undefined,
  endpoints: Endpoints | undefined,
  node: NodeView,
): ServicePlan {
  if (service === undefined) return nothing;
  const { clusterIP, ports, type } = service.spec;
  const clusterIps = node.clusterIpMode === 'address' && clusterIP !== '' && clusterIP !== headless ? [clusterIP] : [];
  const nodeIps = type === 'NodePort' ? [node.nodeIp, ...(node.localhostNodePorts ? ['127.0.0.1'] : [])] : [];
  const listeners = new Map<string, ListenerSpec>();
  for (const { name, port, nodePort } of ports) {
    const ready = readyEndpoints(endpoints, name);
    const add = (host: string, listenPort: number): void => {
      const id = `${host}:${listenPort}`;
      if (listenPort > 0) listeners.set(id, { id, host, port: listenPort, endpoints: ready });
    };
    for (const ip of clusterIps) add(ip, port);
    for (const ip of nodeIps) add(ip, nodePort);
  }
  const [address] = clusterIps.filter((ip) => !isLoopback(ip));
  return { listeners: [...listeners.values()], address };
}

/** Every ready address with the port of this name, each once, in a fixed order. */
export function readyEndpoints(endpoints: Endpoints | undefined, portName: string): Endpoint[] {
  const found = new Map<string, Endpoint>();
  for (const { addresses, ports } of endpoints?.subsets ?? []) {
    for (const { port } of ports.filter(({ name }) => name === portName)) {
      for (const { ip } of addresses) found.set(endpointId({ ip, port }), { ip, port });
    }
  }
  return [...found.values()].sort((a, b) => (endpointId(a) < endpointId(b) ? -1 : 1));
}

export function endpointId({ ip, port }: Endpoint): string {
  return `${ip}:${port}`;
}

/** Linux answers all of 127.0.0.0/8 without an address being added. */
export function isLoopback(ip: string): boolean {
  return ip.startsWith('127.');
}
