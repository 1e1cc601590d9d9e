/** What `kuorum up` says once everything is ready: where the parts are, who one is there, and what to try. */
import { adminKubeconfigOf } from '../kubeconfig/places.js';
import { dataDirFlag } from '../local/advice.js';
import { isSecure, type ClusterConfig } from '../local/cluster-config.js';
import { etcdServers } from '../local/layout.js';
import { schemeOf } from '../local/security.js';
import { shellWord } from '../print/shell-word.js';
import { sourceOf } from './access.js';

export interface Ready {
  readonly config: ClusterConfig;
  readonly isNew: boolean;
  readonly dataDir: string;
  readonly detached: boolean;
}

const namedNodes = 3;

export async function summary({ config, isNew, dataDir, detached }: Ready): Promise<string> {
  const flag = dataDirFlag(dataDir);
  const clientFlag = (await isFoundByItself(dataDir)) ? '' : ` --data-dir ${shellWord(dataDir)}`;
  const ips = config.nodes.map(({ ip }) => ip);
  const addresses = ips.slice(0, namedNodes).join(', ') + (ips.length > namedNodes ? ', …' : '');
  const nodePortHost = config.localhostNodePorts ? '127.0.0.1' : (ips[0] ?? '127.0.0.1');
  return `
Ready. ${isNew ? 'Nothing is deployed yet.' : 'Everything is as it was left.'}

  API server       ${schemeOf(config)}://${config.apiserverAddress}   (gRPC with reflection)
  Store (etcd v3)  ${etcdServers(config).join(', ')}
  Node addresses   ${addresses}${config.localhostNodePorts ? '   (NodePorts answer on 127.0.0.1 too)' : ''}
  Security         ${securityText(config, isNew)}
  Data directory   ${dataDir}

Try next:
  npx kuorum apply -f deploy/samples/echo.yaml${clientFlag}
  npx kuorum get pods -o wide${clientFlag}
  curl http://${nodePortHost}:30080/
  grpcurl $(npx kuorum config grpcurl${clientFlag}) list
  etcdctl $(npx kuorum config etcdctl${flag}) get --prefix /registry/pods

${detached ? `"npx kuorum down${flag}" stops it.` : 'Ctrl-C stops it.'} "npx kuorum status${flag}" shows its parts.
`;
}

function securityText(config: ClusterConfig, isNew: boolean): string {
  if (isSecure(config)) return 'mutual TLS, roles, encrypted Secrets; kuorum signs in as kubernetes-admin';
  const what = 'none: plaintext on loopback, and everybody on this machine may do everything';
  return isNew ? what : `${what}\n                   (as it was made; a cluster in another --data-dir has mutual TLS)`;
}

/** Whether a client command without any flag talks to this cluster: the environment or a kubeconfig may name another. */
async function isFoundByItself(dataDir: string): Promise<boolean> {
  // A kubeconfig that cannot be read is the client commands' to complain about.
  const source = await sourceOf({}).catch(() => undefined);
  switch (source?.from) {
    case 'kubeconfig':
      return source.file === adminKubeconfigOf(dataDir);
    case 'local':
      return source.dataDir === dataDir;
    default:
      return false;
  }
}
