/**
 * Which certificates a cluster has, and what each says: Kubernetes' identities. Pure.
 *
 * Two authorities, as kubeadm has them: whom the store lets in may do everything with every object, so no certificate of
 * the cluster, a node's for one, is of any use there. Within the cluster's authority the name decides (RBAC, and the
 * kubelet's own look at the group of who calls).
 */

export type Authority = 'cluster' | 'store';

export interface CertificateWish {
  /** Path in the directory, without `.crt` and `.key`. */
  readonly path: string;
  readonly authority: Authority;
  readonly commonName: string;
  readonly organization?: string;
  /** Names and addresses of the server; a certificate without any is a client's only. */
  readonly hosts?: readonly string[];
  /** Default: true. */
  readonly client?: boolean;
}

export interface PkiWishes {
  readonly members: readonly { readonly name: string; readonly hosts: readonly string[] }[];
  readonly nodes: readonly { readonly name: string; readonly hosts: readonly string[] }[];
  /** Beside `localhost`, the loopback addresses and those of the service `kubernetes`. */
  readonly apiserverHosts: readonly string[];
  /** Its first address is that of the service `kubernetes`. */
  readonly serviceClusterIpRange: string;
}

export const authorityPaths: Readonly<Record<Authority, string>> = { cluster: 'ca', store: 'etcd/ca' };
export const authorityNames: Readonly<Record<Authority, string>> = { cluster: 'kuorum-ca', store: 'kuorum-store-ca' };

/** What the apiserver stores Secrets with: its `--encryption-key-file`. */
export const encryptionKeyFile = 'encryption.keys';

/** Signs the tokens of service accounts; the apiserver verifies them by the public half. */
export const serviceAccountKey = { privateKey: 'sa.key', publicKey: 'sa.pub' } as const;

/** Whom a kubelet lets in: it hands out the logs of every pod on its node. */
export const kubeletClientGroup = 'kuorum:kubelet-api-clients';

const loopback = ['localhost', '127.0.0.1', '::1'] as const;
const serviceNames = [
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
];

export function certificatesOf({
  members,
  nodes,
  apiserverHosts,
  serviceClusterIpRange,
}: PkiWishes): CertificateWish[] {
  const cluster = (path: string, commonName: string, organization?: string): CertificateWish => ({
    path,
    authority: 'cluster',
    commonName,
    ...(organization === undefined ? {} : { organization }),
  });
  return [
    {
      ...cluster('apiserver', 'kube-apiserver'),
      hosts: unique([...loopback, ...serviceNames, firstAddress(serviceClusterIpRange), ...apiserverHosts]),
      client: false,
    },
    cluster('apiserver-kubelet-client', 'kube-apiserver-kubelet-client', kubeletClientGroup),
    cluster('scheduler', 'system:kube-scheduler'),
    cluster('controllers', 'system:kube-controller-manager'),
    cluster('proxy', 'system:kube-proxy'),
    cluster('admin', 'kubernetes-admin', 'system:masters'),
    ...nodes.map(({ name, hosts }) => ({
      ...cluster(`nodes/${name}`, `system:node:${name}`, 'system:nodes'),
      hosts: unique([name, ...hosts]),
    })),
    { path: 'apiserver-etcd-client', authority: 'store', commonName: 'kube-apiserver-etcd-client' },
    { path: 'etcd/admin', authority: 'store', commonName: 'kuorum-store-admin' },
    ...members.flatMap(({ name, hosts }): CertificateWish[] => [
      { path: `etcd/${name}`, authority: 'store', commonName: name, hosts: unique([...loopback, ...hosts]) },
      { path: `etcd/${name}-peer`, authority: 'store', commonName: name, hosts: unique([...loopback, ...hosts]) },
    ]),
  ];
}

/** The first address after that of the network. Ranges are IPv4 here. */
export function firstAddress(cidr: string): string {
  const [address = ''] = cidr.split('/');
  const parts = address.split('.').map(Number);
  return [...parts.slice(0, 3), (parts[3] ?? 0) + 1].join('.');
}

function unique(hosts: readonly string[]): string[] {
  return [...new Set(hosts)];
}
