/** Every component as a subcommand: flags in, one root observable or handle run until SIGTERM, drained on the way out. */
import { hostname } from 'node:os';
import { startApiserver } from '@kuorum/apiserver';
import { createLogger, stopSignal, aborted, type Logger, type LogLevel } from '@kuorum/base/node';
import { createApiClient, type ApiClient } from '@kuorum/client';
import { clusterCidrDefault, runControllers$ } from '@kuorum/controllers';
import { runKubelet$ } from '@kuorum/kubelet';
import { runProxy$ } from '@kuorum/proxy';
import { runScheduler$ } from '@kuorum/scheduler';
import { FlagError, parseStoreFlags, startStoreMember } from '@kuorum/store';
import { Command, Option } from 'commander';
import { merge, type Observable } from 'rxjs';
import { clientVersion } from '../client-version.js';
import { parseDurationMs } from '../durations.js';
import { CliError } from '../errors.js';
import { runtimeNames, type RuntimeName } from '../local/cluster-config.js';
import { serveHealthz } from '../local/healthz.js';

const logLevels = ['debug', 'info', 'warn', 'error'] as const;

interface CommonOptions {
  readonly logLevel: LogLevel;
}

interface ServerOptions extends CommonOptions {
  readonly server: string;
  readonly healthz: string;
}

const logLevelOption = (): Option =>
  new Option('--log-level <level>', 'how much is logged').choices(logLevels).default('info');

function componentCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .addOption(
      new Option('--server <addresses>', 'apiservers, host:port[,host:port…]')
        .env('KUORUM_SERVER')
        .makeOptionMandatory(),
    )
    .option('--healthz <address>', 'host:port for /healthz', '127.0.0.1:0')
    .addOption(logLevelOption());
}

/** etcd's own flags: they are not commander's to parse. */
export function storeCommand(): Command {
  return new Command('store')
    .description("Run a member of the store, with etcd's flags")
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .action(async (_options: object, command: Command) => {
      const signal = stopSignal();
      const options = parseFlags(command.args);
      const member = await startStoreMember(options, { logger: createLogger('store', options.logLevel) });
      await Promise.race([aborted(signal), member.closed]);
      await member.stop();
    });
}

function parseFlags(args: readonly string[]): ReturnType<typeof parseStoreFlags> {
  try {
    return parseStoreFlags(args);
  } catch (error) {
    if (error instanceof FlagError) throw new CliError(error.message);
    throw error;
  }
}

export function apiserverCommand(): Command {
  return new Command('apiserver')
    .description('Run an API server; any number may run on one store')
    .option('--listen <address>', 'host:port to serve gRPC on', '127.0.0.1:6443')
    .requiredOption('--etcd-servers <urls>', 'client URLs of the store, comma-separated')
    .option('--service-cluster-ip-range <cidr>', 'where ClusterIPs come from', '10.96.0.0/16')
    .option('--service-node-port-range <range>', 'where node ports come from', '30000-32767')
    .addOption(logLevelOption())
    .action(
      async (
        options: CommonOptions & {
          listen: string;
          etcdServers: string;
          serviceClusterIpRange: string;
          serviceNodePortRange: string;
        },
      ) => {
        const signal = stopSignal();
        const server = await startApiserver({
          listen: options.listen,
          etcdServers: options.etcdServers.split(','),
          serviceClusterIpRange: options.serviceClusterIpRange,
          serviceNodePortRange: options.serviceNodePortRange,
          version: clientVersion(),
          logger: createLogger('apiserver', options.logLevel),
        });
        await aborted(signal);
        await server.stop();
      },
    );
}

const identityOption = (): Option =>
  new Option('--identity <name>', 'who this process is in the election').default(`${hostname()}_${process.pid}`);

const leaderElectOption = (): Option =>
  new Option('--no-leader-elect', 'work without an election; only one may run then');

export function schedulerCommand(): Command {
  return componentCommand('scheduler', 'Run a scheduler; of several, one leads')
    .addOption(identityOption())
    .addOption(leaderElectOption())
    .action((options: ServerOptions & { identity: string; leaderElect: boolean }) =>
      runComponent('scheduler', options, ({ client, logger, onReady }) =>
        runScheduler$({ client, logger, identity: options.identity, leaderElect: options.leaderElect, onReady }),
      ),
    );
}

export function controllersCommand(): Command {
  return componentCommand('controllers', 'Run the controllers; of several processes, one leads')
    .addOption(identityOption())
    .addOption(leaderElectOption())
    .option('--node-monitor-grace-period <duration>', 'silence after which a node counts as not ready', '8s')
    .option('--pod-eviction-timeout <duration>', 'how long after that its pods are replaced', '5s')
    .option('--cluster-cidr <cidr>', "where nodes' pod addresses come from", clusterCidrDefault)
    .action(
      (
        options: ServerOptions & {
          identity: string;
          leaderElect: boolean;
          nodeMonitorGracePeriod: string;
          podEvictionTimeout: string;
          clusterCidr: string;
        },
      ) =>
        runComponent('controllers', options, ({ client, logger, onReady }) =>
          runControllers$({
            client,
            logger,
            identity: options.identity,
            leaderElect: options.leaderElect,
            nodeMonitorGracePeriodMs: parseDurationMs(options.nodeMonitorGracePeriod, '--node-monitor-grace-period'),
            podEvictionTimeoutMs: parseDurationMs(options.podEvictionTimeout, '--pod-eviction-timeout'),
            clusterCidr: options.clusterCidr,
            onReady,
          }),
        ),
    );
}

interface NodeIdentity extends ServerOptions {
  readonly nodeName: string;
  readonly nodeIp: string;
}

interface KubeletFlags extends NodeIdentity {
  readonly listen: string;
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
  ).action((options: KubeletFlags & ProxyFlags) =>
    runComponent('node', options, (parts) => {
      const ready = countdown(2, parts.onReady);
      return merge(kubelet$(options, { ...parts, onReady: ready }), proxy$(options, { ...parts, onReady: ready }));
    }),
  );
}

interface Parts {
  readonly client: ApiClient;
  readonly logger: Logger;
  readonly onReady: () => void;
  /** The process ends only when `drained` has resolved. */
  readonly waitFor: (drained: Promise<void>) => void;
}

function kubelet$(options: KubeletFlags, parts: Parts): Observable<unknown> {
  return runKubelet$({
    ...parts,
    nodeName: options.nodeName,
    nodeIp: options.nodeIp,
    listen: options.listen,
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

function proxy$(options: ProxyFlags, parts: Parts): Observable<unknown> {
  let onStopped = (): void => undefined;
  const drained = new Promise<void>((resolve) => (onStopped = resolve));
  parts.waitFor(drained);
  return runProxy$({
    ...parts,
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

/** Runs a root observable until SIGTERM (exit 0) or its error (exit 1); /healthz says 200 once it is ready. */
async function runComponent(
  name: string,
  options: ServerOptions,
  root: (parts: Parts) => Observable<unknown>,
): Promise<void> {
  const signal = stopSignal();
  const logger = createLogger(name, options.logLevel);
  const client = createApiClient({ servers: options.server.split(','), logger });
  let notReady: string | undefined = 'starting';
  const health = await serveHealthz(options.healthz, () => notReady);
  const draining: Promise<void>[] = [];
  logger.info({ healthz: health.address, version: clientVersion() }, 'starting');
  try {
    await untilStopped(
      root({
        client,
        logger,
        waitFor: (drained) => void draining.push(drained),
        onReady: () => {
          notReady = undefined;
          logger.info({}, 'ready');
        },
      }),
      signal,
    );
    await Promise.all(draining);
  } finally {
    client.close();
    await health.close();
  }
  logger.info({}, 'stopped');
}

function untilStopped(root$: Observable<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const subscription = root$.subscribe({
      error: (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
      complete: () => reject(new Error('ended by itself')),
    });
    void aborted(signal).then(() => {
      subscription.unsubscribe();
      resolve();
    });
  });
}
