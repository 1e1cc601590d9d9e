/** `kuorum kubelet`, `proxy`, and `node`, which is both in one process. */
import { hostname } from 'node:os';
import { checkClientTls, tlsFromFiles, type ClientTls } from '@kuorum/client/api';
import { warnOfReaders } from '@kuorum/base/node';
import { runKubelet$ } from '@kuorum/kubelet';
import { runProxy$ } from '@kuorum/proxy';
import { Option, type Command } from 'commander';
import { merge, type Observable } from 'rxjs';
import { parseDurationMs } from '../durations.js';
import { CliError } from '../errors.js';
import { runtimeNames, type RuntimeName } from '../local/cluster-config.js';
import { componentCommand, runComponent, type Parts, type ServerOptions } from './component.js';

interface NodeIdentity extends ServerOptions {
  readonly nodeName: string;
  readonly nodeIp: string;
}

interface KubeletFlags extends NodeIdentity {
  readonly listen: string;
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
  readonly clientCaFile?: string;
  readonly runtime: RuntimeName;
  readonly cluster: string;
  readonly dockerNetwork: string;
  readonly dataDir: string;
  readonly nodeLabels?: string;
  readonly capacity?: string;
  readonly leaseInterval: string;
  readonly syncRoutes: boolean;
}

interface ProxyFlags extends NodeIdentity {
  readonly cluster: string;
  readonly clusterIpMode: 'address' | 'none';
  readonly localhostNodePorts: boolean;
}

function withNode(command: Command): Command {
  return command
    .option('--node-name <name>', 'name of this node', hostname())
    .option('--node-ip <address>', 'address of this node, for NodePorts and the Node object', '127.0.0.1')
    .option('--cluster <name>', 'marks what belongs to this cluster: containers and addresses', 'kuorum');
}

function withKubelet(command: Command): Command {
  return command
    .option('--listen <address>', 'host:port of the kubelet server (logs, health)', '127.0.0.1:10250')
    .option('--tls-cert-file <file>', 'certificate of that server, PEM; plaintext without it')
    .option('--tls-private-key-file <file>', 'its key')
    .option('--client-ca-file <file>', 'authority of the apiservers: only they may ask that server')
    .addOption(new Option('--runtime <name>', 'what runs containers').choices(runtimeNames).default('docker'))
    .option('--docker-network <name>', "network of the pods' containers", 'kuorum')
    .option('--data-dir <dir>', 'where the node keeps state', '/var/lib/kuorum/kubelet')
    .option('--node-labels <pairs>', 'labels of the Node object, such as disk=ssd,zone=a')
    .option(
      '--capacity <pairs>',
      'what the node offers, such as cpu=4,memory=8Gi,pods=110 (default: what the machine has)',
    )
    .option('--lease-interval <duration>', 'between heartbeats', '2s')
    .option('--sync-routes', "keep routes to the other nodes' pods", false);
}

function withProxy(command: Command): Command {
  return command
    .addOption(
      new Option('--cluster-ip-mode <mode>', 'answer on ClusterIPs by adding them to lo, or not at all')
        .choices(['address', 'none'])
        .default('address'),
    )
    .option('--localhost-node-ports', 'answer on 127.0.0.1 too, where the port is free', false);
}

export function kubeletCommand(): Command {
  return withKubelet(withNode(componentCommand('kubelet', 'Run the agent of a node'))).action((options: KubeletFlags) =>
    runComponent('kubelet', options, (parts) => kubelet$(options, parts)),
  );
}

export function proxyCommand(): Command {
  return withProxy(withNode(componentCommand('proxy', 'Run the service proxy of a node'))).action(
    (options: ProxyFlags) => runComponent('proxy', options, (parts) => proxy$(options, parts)),
  );
}

export function nodeCommand(): Command {
  return withProxy(
    withKubelet(withNode(componentCommand('node', 'Run a whole node: kubelet and proxy in one process'))),
  )
    .option('--proxy-kubeconfig <file>', 'who the proxy is at the apiservers, when it is not the kubelet')
    .action((options: KubeletFlags & ProxyFlags) =>
      runComponent('node', options, (parts) => {
        const ready = countdown(2, parts.onReady);
        return merge(kubelet$(options, { ...parts, onReady: ready }), proxy$(options, { ...parts, onReady: ready }));
      }),
    );
}

function kubelet$(options: KubeletFlags, parts: Parts): Observable<unknown> {
  warnOfReaders([options.tlsPrivateKeyFile], parts.logger);
  return runKubelet$({
    ...parts,
    nodeName: options.nodeName,
    nodeIp: options.nodeIp,
    listen: options.listen,
    tls: serverTlsOf(options),
    runtime: options.runtime,
    cluster: options.cluster,
    dockerNetwork: options.dockerNetwork,
    dataDir: options.dataDir,
    nodeLabels: parsePairs(options.nodeLabels, '--node-labels'),
    capacity: parsePairs(options.capacity, '--capacity'),
    leaseIntervalMs: parseDurationMs(options.leaseInterval, '--lease-interval'),
    syncRoutes: options.syncRoutes,
  });
}

/** All three or none: a kubelet that shows a certificate and lets everybody in would only look safe. */
function serverTlsOf({ tlsCertFile, tlsPrivateKeyFile, clientCaFile }: KubeletFlags): (() => ClientTls) | undefined {
  if (tlsCertFile === undefined && tlsPrivateKeyFile === undefined && clientCaFile === undefined) return undefined;
  if (tlsCertFile === undefined || tlsPrivateKeyFile === undefined || clientCaFile === undefined) {
    throw new CliError(
      '--tls-cert-file, --tls-private-key-file and --client-ca-file go together: give all three or none',
    );
  }
  const tls = tlsFromFiles({ caFile: clientCaFile, certFile: tlsCertFile, keyFile: tlsPrivateKeyFile });
  checkClientTls(tls());
  return tls;
}

function proxy$(options: ProxyFlags, parts: Parts): Observable<unknown> {
  let onStopped = (): void => undefined;
  const drained = new Promise<void>((resolve) => (onStopped = resolve));
  parts.waitFor(drained);
  return runProxy$({
    ...parts,
    client: parts.proxyClient,
    onStopped,
    cluster: options.cluster,
    nodeName: options.nodeName,
    nodeIp: options.nodeIp,
    clusterIpMode: options.clusterIpMode,
    localhostNodePorts: options.localhostNodePorts,
  });
}

function parsePairs(text: string | undefined, flag: string): Record<string, string> {
  if (text === undefined || text === '') return {};
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [key = '', value, ...more] = pair.split('=');
      if (key === '' || value === undefined || more.length > 0)
        throw new CliError(`Cannot read ${flag}: ${JSON.stringify(pair)} is not key=value`);
      return [key, value];
    }),
  );
}

/** Calls `done` at the `n`-th call. */
function countdown(n: number, done: () => void): () => void {
  let left = n;
  return () => {
    left--;
    if (left === 0) done();
  };
}
