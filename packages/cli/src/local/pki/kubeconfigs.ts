/** The kubeconfigs of a cluster's components and of its administrator. They name the files of the pki directory, which may be renewed. */
import { join, relative } from 'node:path';
import { setCluster, setContext, setUser, useContext } from '../../kubeconfig/edit.js';
import { writeKubeconfig } from '../../kubeconfig/file.js';
import { newKubeconfig, type Kubeconfig } from '../../kubeconfig/kubeconfig.js';

export interface KubeconfigWish {
  /** Of the file, without `.conf`. */
  readonly name: string;
  readonly user: string;
  /** In the pki directory, without `.crt` and `.key`. */
  readonly certificate: string;
}

export function kubeconfigsOf(nodes: readonly { readonly name: string }[]): KubeconfigWish[] {
  return [
    { name: 'admin', user: 'kubernetes-admin', certificate: 'admin' },
    { name: 'scheduler', user: 'system:kube-scheduler', certificate: 'scheduler' },
    { name: 'controllers', user: 'system:kube-controller-manager', certificate: 'controllers' },
    { name: 'proxy', user: 'system:kube-proxy', certificate: 'proxy' },
    ...nodes.map(({ name }) => ({
      name: `node-${name}`,
      user: `system:node:${name}`,
      certificate: `nodes/${name}`,
    })),
  ];
}

export interface KubeconfigPlaces {
  readonly directory: string;
  readonly pki: string;
  /** `https://host:port`, several comma-separated. */
  readonly server: string;
  readonly cluster: string;
}

export async function writeKubeconfigs(places: KubeconfigPlaces, wishes: readonly KubeconfigWish[]): Promise<void> {
  for (const wish of wishes) {
    await writeKubeconfig(join(places.directory, `${wish.name}.conf`), kubeconfigOf(places, wish));
  }
}

function kubeconfigOf({ directory, pki, server, cluster }: KubeconfigPlaces, wish: KubeconfigWish): Kubeconfig {
  const file = (name: string): string => relative(directory, join(pki, name));
  const context = `${wish.user}@${cluster}`;
  let config = setCluster(newKubeconfig(), cluster, { server, 'certificate-authority': file('ca.crt') });
  config = setUser(config, wish.user, {
    'client-certificate': file(`${wish.certificate}.crt`),
    'client-key': file(`${wish.certificate}.key`),
  });
  config = setContext(config, context, { cluster, user: wish.user });
  return useContext(config, context);
}
