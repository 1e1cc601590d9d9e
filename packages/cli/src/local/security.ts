/**
 * A local cluster's security: mutual TLS on every hop with the certificates of its data directory, or plaintext on
 * loopback, as its description says. Everything that differs between the two is here.
 */
import { join, resolve } from 'node:path';
import { tlsFromFiles, type ClientTlsSource } from '@kuorum/client/api';
import { adminKubeconfigOf } from '../kubeconfig/places.js';
import type { Access } from '../kubeconfig/resolve.js';
import { advising } from './advice.js';
import { isSecure, type ClusterConfig } from './cluster-config.js';
import { encryptionKeyFile, serviceAccountKey } from './pki/certificates.js';

const pkiOf = (dataDir: string): string => join(dataDir, 'pki');
const kubeconfigOf = (dataDir: string, name: string): string => join(dataDir, 'kubeconfig', `${name}.conf`);

export function schemeOf(config: ClusterConfig): 'https' | 'http' {
  return isSecure(config) ? 'https' : 'http';
}

/** Makes, keeps or renews what the processes will read; gives what was done, for a person. */
export async function ensureSecurity(config: ClusterConfig, dataDir: string): Promise<string | undefined> {
  if (!isSecure(config)) return undefined;
  const { ensurePki } = await import('./pki/pki.js');
  const { kubeconfigsOf, writeKubeconfigs } = await import('./pki/kubeconfigs.js');
  const { made, renewed } = await ensurePki(pkiOf(dataDir), {
    members: config.members.map(({ name }) => ({ name, hosts: [] })),
    nodes: config.nodes.map(({ name, ip }) => ({ name, hosts: [ip] })),
    apiserverHosts: [],
    serviceClusterIpRange: config.serviceClusterIpRange,
  });
  const directory = join(dataDir, 'kubeconfig');
  const server = `https://${config.apiserverAddress}`;
  const places = { directory, pki: pkiOf(dataDir), server, cluster: `kuorum-${config.id}` };
  await writeKubeconfigs(places, kubeconfigsOf(config.nodes));
  if (made.length === 0 && renewed.length === 0) return 'kept';
  return [`${made.length} made`, ...(renewed.length === 0 ? [] : [`${renewed.length} renewed`])].join(', ');
}

/** As the administrator. */
export async function apiAccessOf(config: ClusterConfig, dataDir: string): Promise<Access> {
  if (!isSecure(config)) return { servers: [config.apiserverAddress] };
  const { accessOf } = await import('../kubeconfig/file.js');
  return advising(dataDir, () => accessOf(adminKubeconfigOf(dataDir)));
}

export interface StoreAccess {
  readonly endpoints: readonly string[];
  readonly tls?: ClientTlsSource | undefined;
}

export function storeAccessOf(config: ClusterConfig, dataDir: string): StoreAccess {
  const endpoints = config.members.map(({ clientPort }) => `${schemeOf(config)}://127.0.0.1:${clientPort}`);
  const tls = storeFilesOf(config, dataDir);
  return tls === undefined ? { endpoints } : { endpoints, tls: advising(dataDir, () => tlsFromFiles(tls)) };
}

/** What opens the store to a person; undefined where it is open to all. */
export function storeFilesOf(
  config: ClusterConfig,
  dataDir: string,
): { readonly caFile: string; readonly certFile: string; readonly keyFile: string } | undefined {
  if (!isSecure(config)) return undefined;
  const { ca, cert, key } = files(resolve(dataDir), 'etcd/admin', 'etcd/ca');
  return { caFile: ca, certFile: cert, keyFile: key };
}

function files(dataDir: string, name: string, authority = 'ca'): { ca: string; cert: string; key: string } {
  const at = (file: string): string => join(pkiOf(dataDir), file);
  return { ca: at(`${authority}.crt`), cert: at(`${name}.crt`), key: at(`${name}.key`) };
}

export function storeFlags(config: ClusterConfig, dataDir: string, member: string): string[] {
  if (!isSecure(config)) return [];
  const own = files(dataDir, `etcd/${member}`, 'etcd/ca');
  const peer = files(dataDir, `etcd/${member}-peer`, 'etcd/ca');
  return [
    `--cert-file=${own.cert}`,
    `--key-file=${own.key}`,
    `--trusted-ca-file=${own.ca}`,
    '--client-cert-auth',
    `--peer-cert-file=${peer.cert}`,
    `--peer-key-file=${peer.key}`,
    `--peer-trusted-ca-file=${peer.ca}`,
    '--peer-client-cert-auth',
  ];
}

export function apiserverFlags(config: ClusterConfig, dataDir: string): string[] {
  if (!isSecure(config)) return ['--insecure'];
  const own = files(dataDir, 'apiserver');
  const store = files(dataDir, 'apiserver-etcd-client', 'etcd/ca');
  const kubelets = files(dataDir, 'apiserver-kubelet-client');
  return [
    `--tls-cert-file=${own.cert}`,
    `--tls-private-key-file=${own.key}`,
    `--client-ca-file=${own.ca}`,
    `--etcd-cafile=${store.ca}`,
    `--etcd-certfile=${store.cert}`,
    `--etcd-keyfile=${store.key}`,
    `--kubelet-certificate-authority=${kubelets.ca}`,
    `--kubelet-client-certificate=${kubelets.cert}`,
    `--kubelet-client-key=${kubelets.key}`,
    `--service-account-signing-key-file=${join(pkiOf(dataDir), serviceAccountKey.privateKey)}`,
    `--encryption-key-file=${join(pkiOf(dataDir), encryptionKeyFile)}`,
  ];
}

/** Of the scheduler and the controllers: which server, and who one is there. */
export function componentFlags(config: ClusterConfig, dataDir: string, name: string): string[] {
  return isSecure(config) ? [`--kubeconfig=${kubeconfigOf(dataDir, name)}`] : [`--server=${config.apiserverAddress}`];
}

export function nodeFlags(config: ClusterConfig, dataDir: string, name: string): string[] {
  const component = componentFlags(config, dataDir, `node-${name}`);
  if (!isSecure(config)) return component;
  const own = files(dataDir, `nodes/${name}`);
  return [
    ...component,
    `--proxy-kubeconfig=${kubeconfigOf(dataDir, 'proxy')}`,
    `--tls-cert-file=${own.cert}`,
    `--tls-private-key-file=${own.key}`,
    `--client-ca-file=${own.ca}`,
  ];
}
