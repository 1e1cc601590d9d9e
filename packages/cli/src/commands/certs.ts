/** `kuorum certs`: the certificates of a cluster that is put together by hand, and how long all of them last. */
import { readdirSync, readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { CliError } from '../cli-error.js';
import { kubeconfigsOf, writeKubeconfigs } from '../local/pki/kubeconfigs.js';
import { ensurePki, isOld } from '../local/pki/pki.js';
import { sharesOf, writeShares } from '../local/pki/shares.js';
import { TablePrinter } from '../print/table.js';
import { processEnv, type Env } from './env.js';

interface Host {
  readonly name: string;
  readonly hosts: readonly string[];
}

interface CreateOptions {
  readonly dir: string;
  readonly server: string;
  readonly cluster: string;
  readonly member: readonly Host[];
  readonly node: readonly Host[];
  readonly serviceClusterIpRange: string;
  readonly shares?: string;
}

export function certsCommand(env: Env = processEnv): Command {
  const certs = new Command('certs').description('Make the certificates of a cluster, and see how long they last');
  certs
    .command('create')
    .description(
      'Make what is missing in DIR/pki and DIR/kubeconfig, and renew what has less than a third of its life left',
    )
    .requiredOption('--dir <dir>', 'where they lie')
    .requiredOption('--server <urls>', 'apiservers as clients reach them, https://HOST:PORT[,https://HOST:PORT…]')
    .option('--cluster <name>', 'name of the cluster in the kubeconfigs', 'kuorum')
    .option('--member <name=hosts>', 'a store member and its hosts, NAME=HOST[,HOST…]; once for each', hostOf, [])
    .option('--node <name=hosts>', 'a node and its hosts, NAME=HOST[,HOST…]; once for each', hostOf, [])
    .option('--service-cluster-ip-range <cidr>', "the apiserver's flag of that name", '10.96.0.0/16')
    .option(
      '--shares <dir>',
      'where each process gets a directory of its own too, with nothing but what it reads: apiserver, scheduler, controllers, admin, store-MEMBER, node-NODE',
    )
    .action((options: CreateOptions) => create(options, env));
  certs
    .command('check-expiration')
    .description(
      'List the certificates and when they expire; exit status 1 when one has less than a third of its life left',
    )
    .requiredOption('--dir <dir>', 'where they lie')
    .action(({ dir }: { dir: string }) => checkExpiration(join(dir, 'pki'), env));
  return certs;
}

async function create(options: CreateOptions, env: Env): Promise<void> {
  const servers = options.server.split(',').map((server) => {
    if (!URL.canParse(server) || !server.startsWith('https://')) {
      throw new CliError(`Cannot use --server ${JSON.stringify(server)}: it must be https://HOST:PORT`);
    }
    return new URL(server);
  });
  const directory = resolve(options.dir);
  const pki = join(directory, 'pki');
  const { made, renewed } = await ensurePki(pki, {
    members: options.member,
    nodes: options.node,
    apiserverHosts: servers.map(({ hostname }) => hostname.replace(/^\[|\]$/g, '')),
    serviceClusterIpRange: options.serviceClusterIpRange,
  });
  const places = { directory: join(directory, 'kubeconfig'), pki, server: options.server, cluster: options.cluster };
  await writeKubeconfigs(places, kubeconfigsOf(options.node));
  for (const path of made) env.out(`${path} made`);
  for (const path of renewed) env.out(`${path} renewed`);
  env.out(`kubeconfigs written to ${places.directory}`);
  if (options.shares === undefined) return;
  const to = resolve(options.shares);
  for (const name of await writeShares(directory, to, sharesOf({ members: options.member, nodes: options.node }))) {
    env.out(`share ${join(to, name)} written`);
  }
}

const hostPattern = /^[A-Za-z0-9.:-]+$/;

function hostOf(text: string, before: readonly Host[]): Host[] {
  const [name = '', list = '', ...more] = text.split('=');
  const hosts = list.split(',').filter((host) => host !== '');
  if (
    !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name) ||
    more.length > 0 ||
    !hosts.every((each) => hostPattern.test(each))
  ) {
    throw new CliError(`Cannot read ${JSON.stringify(text)}: write NAME=HOST[,HOST…], such as n1=192.168.1.10`);
  }
  return [...before, { name, hosts }];
}

function checkExpiration(directory: string, env: Env): void {
  let files: string[];
  try {
    files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  } catch {
    throw new CliError(`Cannot find certificates: there is no ${directory}`);
  }
  const now = new Date(env.nowMs());
  const rows = files
    .filter((file) => file.endsWith('.crt'))
    .sort()
    .map((file) => {
      const certificate = new X509Certificate(readFileSync(join(directory, file)));
      const old = isOld(certificate, now);
      if (old) env.fail();
      const leftDays = Math.floor((Date.parse(certificate.validTo) - now.getTime()) / (24 * 3_600_000));
      const left = leftDays < 0 ? 'expired' : `${leftDays}d`;
      const by = certificate.issuer.replace(/^.*CN=/s, '');
      return [file.replace(/\.crt$/, ''), new Date(certificate.validTo).toISOString(), left, by, old ? 'yes' : 'no'];
    });
  const head = ['CERTIFICATE', 'EXPIRES', 'LEFT', 'AUTHORITY', 'TO RENEW'];
  for (const line of new TablePrinter({ head: true }).lines(head, rows)) env.out(line);
}
