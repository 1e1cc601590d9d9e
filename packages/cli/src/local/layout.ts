/** Which processes a local cluster has, and with which flags each is started. Pure. */
import { join } from 'node:path';
import type { ClusterConfig } from './cluster-config.js';
import { apiserverFlags, componentFlags, nodeFlags, schemeOf, storeFlags } from './security.js';

export interface ProcessSpec {
  readonly name: string;
  readonly role: 'store' | 'apiserver' | 'scheduler' | 'controllers' | 'node';
  /** Arguments after `kuorum`. */
  readonly args: readonly string[];
  /** Where it says how it is, in plaintext whatever the cluster is; store members and apiservers have /metrics beside it. */
  readonly healthUrl?: string;
}

const plaintextUrl = (port: number): string => `http://127.0.0.1:${port}`;
const healthOf = (port: number, path = '/healthz'): { healthUrl: string } => ({
  healthUrl: `${plaintextUrl(port)}${path}`,
});

/** Every process of the cluster, in the order in which they are started. */
export function processesOf(config: ClusterConfig, dataDir: string): ProcessSpec[] {
  const { apiserverAddress: server } = config;
  return [
    ...storeProcesses(config, dataDir),
    {
      name: 'apiserver',
      role: 'apiserver',
      args: [
        'apiserver',
        `--listen=${server}`,
        `--etcd-servers=${etcdServers(config).join(',')}`,
        `--service-cluster-ip-range=${config.serviceClusterIpRange}`,
        ...(config.apiserverHealthPort === undefined
          ? []
          : [`--healthz-bind-address=127.0.0.1:${config.apiserverHealthPort}`]),
        ...apiserverFlags(config, dataDir),
      ],
      ...(config.apiserverHealthPort === undefined ? {} : healthOf(config.apiserverHealthPort)),
    },
    {
      name: 'scheduler',
      role: 'scheduler',
      args: [
        'scheduler',
        ...componentFlags(config, dataDir, 'scheduler'),
        `--healthz=127.0.0.1:${config.schedulerHealthPort}`,
        '--identity=scheduler',
      ],
      ...healthOf(config.schedulerHealthPort),
    },
    {
      name: 'controllers',
      role: 'controllers',
      args: [
        'controllers',
        ...componentFlags(config, dataDir, 'controllers'),
        `--healthz=127.0.0.1:${config.controllersHealthPort}`,
        '--identity=controllers',
      ],
      ...healthOf(config.controllersHealthPort),
    },
    ...nodeProcesses(config, dataDir),
  ];
}

/** Client URLs of every store member. */
export function etcdServers(config: ClusterConfig): string[] {
  return config.members.map(({ clientPort }) => `${schemeOf(config)}://127.0.0.1:${clientPort}`);
}

/** The same as `host:port`, the form every etcd client takes. */
export function endpointsOf(config: ClusterConfig): string[] {
  return config.members.map(({ clientPort }) => `127.0.0.1:${clientPort}`);
}

/** Name of the containers' network and value of their cluster label. */
export function clusterName({ id }: ClusterConfig): string {
  return `kuorum-${id}`;
}

function storeProcesses(config: ClusterConfig, dataDir: string): ProcessSpec[] {
  const url = (port: number): string => `${schemeOf(config)}://127.0.0.1:${port}`;
  const initialCluster = config.members.map(({ name, peerPort }) => `${name}=${url(peerPort)}`).join(',');
  return config.members.map(({ name, clientPort, peerPort, metricsPort }) => ({
    name,
    role: 'store',
    args: [
      'store',
      `--name=${name}`,
      `--data-dir=${join(dataDir, 'store', name)}`,
      `--listen-client-urls=${url(clientPort)}`,
      `--advertise-client-urls=${url(clientPort)}`,
      `--listen-peer-urls=${url(peerPort)}`,
      `--initial-advertise-peer-urls=${url(peerPort)}`,
      `--listen-metrics-urls=${plaintextUrl(metricsPort)}`,
      `--initial-cluster=${initialCluster}`,
      `--initial-cluster-token=${clusterName(config)}`,
      ...storeFlags(config, dataDir, name),
    ],
    ...healthOf(metricsPort, '/health'),
  }));
}

function nodeProcesses(config: ClusterConfig, dataDir: string): ProcessSpec[] {
  return config.nodes.map(({ name, ip, kubeletPort, healthPort }) => ({
    name,
    role: 'node',
    args: [
      'node',
      ...nodeFlags(config, dataDir, name),
      `--node-name=${name}`,
      `--node-ip=${ip}`,
      `--listen=${ip}:${kubeletPort}`,
      `--healthz=127.0.0.1:${healthPort}`,
      `--runtime=${config.runtime}`,
      `--cluster=${clusterName(config)}`,
      `--docker-network=${clusterName(config)}`,
      `--data-dir=${join(dataDir, 'nodes', name)}`,
      `--cluster-ip-mode=${config.clusterIpMode}`,
      ...(config.localhostNodePorts ? ['--localhost-node-ports'] : []),
    ],
    ...healthOf(healthPort),
  }));
}
