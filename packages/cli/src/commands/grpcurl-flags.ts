/** The flags by which grpcurl reaches the same cluster as the same person: what `kuorum config grpcurl` prints. */
import { dirname, resolve } from 'node:path';
import { CliError } from '../cli-error.js';
import { readKubeconfig } from '../kubeconfig/file.js';
import { findEntry, type Cluster, type User } from '../kubeconfig/kubeconfig.js';
import { absolute } from '../kubeconfig/resolve.js';
import { shellWord } from '../print/shell-word.js';
import { accessFor, sourceOf, type ClientOptions } from './access.js';

/** The last one is the address. Quoted for a shell where that is needed: `eval grpcurl $(kuorum config grpcurl) list`. */
export async function grpcurlFlags(options: ClientOptions): Promise<string[]> {
  const access = await accessFor(options);
  const address = (access.servers[0] ?? '').replace(/^https?:\/\//, '');
  if (access.tls === undefined) return ['-plaintext', address];
  const source = await sourceOf(options);
  if (source.from !== 'kubeconfig') throw new CliError('Cannot print flags: only a kubeconfig tells of TLS');
  const { file } = source;
  const config = readKubeconfig(file);
  const context = findEntry(config, 'contexts', source.context ?? config['current-context'] ?? '')?.entry.context;
  const cluster = findEntry(config, 'clusters', context?.cluster ?? '')?.entry.cluster ?? {};
  const user = findEntry(config, 'users', context?.user ?? '')?.entry.user ?? {};
  const pathOf = (fields: Cluster | User, field: string): string[] => {
    if (typeof fields[`${field}-data`] === 'string') {
      throw new CliError(
        `Cannot print flags: grpcurl reads files, and ${file} holds ${field}-data; write that to a file and name it by ${field}`,
      );
    }
    const path = fields[field];
    return typeof path === 'string' ? [shellWord(absolute(path, dirname(resolve(file))))] : [];
  };
  const token = typeof access.token === 'function' ? access.token() : access.token;
  return [
    ...pathOf(cluster, 'certificate-authority').flatMap((path) => ['-cacert', path]),
    ...pathOf(user, 'client-certificate').flatMap((path) => ['-cert', path]),
    ...pathOf(user, 'client-key').flatMap((path) => ['-key', path]),
    ...(cluster['tls-server-name'] === undefined ? [] : ['-servername', shellWord(cluster['tls-server-name'])]),
    ...(token === undefined ? [] : ['-H', shellWord(`authorization: Bearer ${token}`)]),
    address,
  ];
}
