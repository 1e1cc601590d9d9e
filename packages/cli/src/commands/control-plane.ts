/** `kuorum apiserver`, `scheduler` and `controllers`: flags onto options. */
import { hostname } from 'node:os';
import { startApiserver } from '@kuorum/apiserver';
import { aborted, createLogger, stopSignal, warnOfReaders } from '@kuorum/base/node';
import { clusterCidrDefault, runControllers$ } from '@kuorum/controllers';
import { runScheduler$ } from '@kuorum/scheduler';
import { Command, Option } from 'commander';
import { clientVersion } from '../client-version.js';
import { parseDurationMs } from '../durations.js';
import { addLifeOptions, lifeOf, type LifeFlags } from './apiserver-life.js';
import {
  addSecurityOptions,
  etcdTlsOf,
  kubeletTlsOf,
  secretFilesOf,
  securityOf,
  type SecurityFlags,
} from './apiserver-security.js';
import { componentCommand, logLevelOption, runComponent, type CommonOptions, type ServerOptions } from './component.js';

export function apiserverCommand(): Command {
  const command = new Command('apiserver')
    .description('Run an API server; any number may run on one store')
    .option('--listen <address>', 'host:port to serve gRPC on', '127.0.0.1:6443')
    .requiredOption('--etcd-servers <urls>', 'client URLs of the store, comma-separated')
    .option('--service-cluster-ip-range <cidr>', 'where ClusterIPs come from', '10.96.0.0/16')
    .option('--service-node-port-range <range>', 'where node ports come from', '30000-32767');
  return addLifeOptions(addSecurityOptions(command))
    .addOption(logLevelOption())
    .action(
      async (
        options: CommonOptions &
          SecurityFlags &
          LifeFlags & {
            listen: string;
            etcdServers: string;
            serviceClusterIpRange: string;
            serviceNodePortRange: string;
          },
      ) => {
        const signal = stopSignal();
        const logger = createLogger('apiserver', options.logLevel);
        warnOfReaders(secretFilesOf(options), logger);
        const server = await startApiserver({
          listen: options.listen,
          etcdServers: options.etcdServers.split(','),
          serviceClusterIpRange: options.serviceClusterIpRange,
          serviceNodePortRange: options.serviceNodePortRange,
          version: clientVersion(),
          security: securityOf(options),
          etcdTls: etcdTlsOf(options),
          kubeletTls: kubeletTlsOf(options),
          ...lifeOf(options),
          encryptionKeyFile: options.encryptionKeyFile,
          logger,
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
