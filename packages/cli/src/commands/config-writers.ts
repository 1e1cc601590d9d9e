/** The commands of `kuorum config` that change a kubeconfig: the one of --kubeconfig or KUORUM_CONFIG, else the user's own. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkClientTls, parseServerAddress, readCredentialFile, TlsError } from '@kuorum/client/api';
import { CliError } from '../cli-error.js';
import {
  deleteEntry,
  renameContext,
  setCluster,
  setContext,
  setUser,
  useContext,
  type Changes,
} from '../kubeconfig/edit.js';
import { naming, readKubeconfig, writeKubeconfig } from '../kubeconfig/file.js';
import { findEntry, newKubeconfig, type Kubeconfig } from '../kubeconfig/kubeconfig.js';
import { defaultKubeconfigFile } from '../kubeconfig/places.js';
import type { ClientOptions } from './access.js';
import type { Add } from './config.js';
import type { Env } from './env.js';

export function addWriters(add: Add, env: Env): void {
  add('use-context <name>', 'Make a context the current one').action(async (name: string, options: ClientOptions) => {
    await change(options, (old) => useContext(old, name));
    env.out(`Switched to context "${name}".`);
  });
  add('rename-context <name> <new-name>', 'Give a context another name').action(
    async (name: string, to: string, options: ClientOptions) => {
      await change(options, (old) => renameContext(old, name, to));
      env.out(`Context "${name}" renamed to "${to}".`);
    },
  );
  addSetContext(add, env);
  addSetCluster(add, env);
  addSetCredentials(add, env);
  const sections = { context: 'contexts', cluster: 'clusters', user: 'users' } as const;
  for (const [what, section] of Object.entries(sections)) {
    add(`delete-${what} <name>`, `Delete a ${what} from the kubeconfig`).action(
      async (name: string, options: ClientOptions) => {
        const { file } = await change(options, (old) => deleteEntry(old, section, name));
        env.out(`deleted ${what} ${name} from ${file}`);
      },
    );
  }
}

function addSetContext(add: Add, env: Env): void {
  interface Options extends ClientOptions {
    readonly current: boolean;
    readonly cluster?: string;
    readonly user?: string;
  }
  add('set-context [name]', 'Make or change a context; an empty value takes it away')
    .option('--current', 'the current one', false)
    .option('--cluster <name>', 'cluster that it is about')
    .option('--user <name>', 'user that one is there')
    .option('-n, --namespace <name>', 'namespace that commands are about')
    .action(async (name: string | undefined, options: Options) => {
      const { cluster, user, namespace } = options;
      const nameIn = (config: Kubeconfig): string => {
        const wanted = options.current ? config['current-context'] : name;
        if (wanted !== undefined && wanted !== '' && !(options.current && name !== undefined)) return wanted;
        throw new CliError('Cannot tell which context: give its NAME, or --current where there is a current one');
      };
      const { before } = await change(options, (old) => setContext(old, nameIn(old), { cluster, user, namespace }));
      const made = findEntry(before, 'contexts', nameIn(before)) === undefined;
      env.out(`Context "${nameIn(before)}" ${made ? 'created' : 'modified'}.`);
    });
}

function addSetCluster(add: Add, env: Env): void {
  interface Options extends ClientOptions {
    readonly certificateAuthority?: string;
    readonly tlsServerName?: string;
    readonly embedCerts: boolean;
  }
  add('set-cluster <name>', 'Make or change a cluster: --server https://HOST:PORT[,https://HOST:PORT…]')
    .option('--certificate-authority <file>', 'who must have signed the certificates of its servers')
    .option('--tls-server-name <name>', 'name in their certificates, when it is not that of the address')
    .option('--embed-certs', 'keep the certificate itself, not the name of its file', false)
    .action(async (name: string, options: Options) => {
      for (const server of options.server?.split(',') ?? []) {
        if (!/^https?:\/\//.test(server)) {
          throw new CliError(`Cannot use --server ${JSON.stringify(server)}: it must begin with https:// or http://`);
        }
        parseServerAddress(server);
      }
      const ca = credential('certificate-authority', options.certificateAuthority, options.embedCerts);
      if (ca.pem !== undefined) checkClientTls({ caPem: ca.pem });
      const changes = { server: options.server, ...ca.changes, 'tls-server-name': options.tlsServerName };
      await change(options, (old) => setCluster(old, name, changes));
      env.out(`Cluster "${name}" set.`);
    });
}

function addSetCredentials(add: Add, env: Env): void {
  interface Options extends ClientOptions {
    readonly clientCertificate?: string;
    readonly clientKey?: string;
    readonly token?: string;
    readonly tokenFile?: string;
    readonly embedCerts: boolean;
  }
  add('set-credentials <name>', 'Make or change a user')
    .option('--client-certificate <file>', "the user's certificate")
    .option('--client-key <file>', 'its key')
    .option('--token <token>', 'bearer token; a file keeps it out of the history of the shell')
    .option('--token-file <file>', 'file with a bearer token')
    .option('--embed-certs', 'keep certificate and key themselves, not the names of their files', false)
    .action(async (name: string, options: Options) => {
      const certificate = credential('client-certificate', options.clientCertificate, options.embedCerts);
      const key = credential('client-key', options.clientKey, options.embedCerts);
      const tokenFile = options.tokenFile === undefined ? undefined : nameOf(options.tokenFile);
      const changes = { ...certificate.changes, ...key.changes, token: options.token, tokenFile };
      await change(options, (old) => setUser(old, name, changes));
      env.out(`User "${name}" set.`);
    });
}

/** A file by its name or by what is in it; the one takes the other away. */
function credential(field: string, file: string | undefined, embed: boolean): { changes: Changes; pem?: string } {
  if (file === undefined) return { changes: {} };
  if (file === '') return { changes: { [field]: '', [`${field}-data`]: '' } };
  const pem = read(`--${field}`, file);
  const data = Buffer.from(pem).toString('base64');
  return { pem, changes: { [field]: embed ? '' : nameOf(file), [`${field}-data`]: embed ? data : '' } };
}

function nameOf(file: string): string {
  return file === '' ? '' : resolve(file);
}

function read(flag: string, file: string): string {
  try {
    return readCredentialFile(file);
  } catch (error) {
    throw error instanceof TlsError ? new CliError(`Cannot use ${flag}: ${error.message}`) : error;
  }
}

async function change(
  options: ClientOptions,
  edit: (old: Kubeconfig) => Kubeconfig,
): Promise<{ readonly file: string; readonly before: Kubeconfig }> {
  const file = options.kubeconfig ?? (process.env['KUORUM_CONFIG'] || defaultKubeconfigFile());
  const before = existsSync(file) ? readKubeconfig(file) : newKubeconfig();
  const after = naming(file, () => edit(before));
  await writeKubeconfig(file, after);
  return { file, before };
}
