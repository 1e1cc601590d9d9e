/**
 * What to do when a cluster cannot be reached, or does not know who asks: which kubeconfig and context counted, and the
 * command that mends it. Loaded when something has failed.
 */
import { failureOfAccess, type AccessFailure } from '../errors.js';
import { contextOf, type Context } from '../kubeconfig/kubeconfig.js';
import { readKubeconfig } from '../kubeconfig/file.js';
import { dataDirFlag } from '../local/advice.js';
import { shellWord } from '../print/shell-word.js';
import type { Source } from './access.js';

/** Undefined when the error is about something else. */
export function adviceOn(error: unknown, source: Source, ownToken = false): string | undefined {
  const failure = failureOfAccess(error);
  if (failure === undefined) return undefined;
  if (ownToken && failure === 'unauthorized')
    return 'The token is that of --token: it is not, or no longer, known there.';
  if (source.from === 'server') return onServer(failure);
  if (source.from === 'local' || (source.dataDir !== undefined && source.servers === undefined)) {
    return onLocal(failure, source.dataDir ?? '');
  }
  const { file, context: wanted } = source;
  const config = readKubeconfig(file);
  const name = wanted ?? config['current-context'] ?? '';
  return onKubeconfig(failure, file, name, contextOf(config, name) ?? { cluster: '', user: '' }, source.servers);
}

function onServer(failure: AccessFailure): string {
  const kubeconfig = 'name its kubeconfig with --kubeconfig FILE, without --server and KUORUM_SERVER';
  switch (failure) {
    case 'refused':
    case 'unreachable':
      return 'The address is that of --server or KUORUM_SERVER. "kuorum up" starts a local cluster.';
    case 'mismatch':
      return `--server and KUORUM_SERVER are for plaintext clusters. For a cluster with TLS, ${kubeconfig}.`;
    case 'unauthorized':
    case 'anonymous':
      return `Nobody signs in with --server or KUORUM_SERVER alone: ${kubeconfig}.`;
  }
}

function onLocal(failure: AccessFailure, dataDir: string): string {
  const flag = dataDirFlag(dataDir);
  const it = `the local cluster in ${dataDir}`;
  switch (failure) {
    case 'refused':
    case 'unreachable':
      return `It is ${it}. "kuorum up --detach${flag}" starts it; "kuorum status${flag}" tells what runs.`;
    case 'mismatch':
    case 'unauthorized':
    case 'anonymous':
      return `It is ${it}. If that runs ("kuorum status${flag}"), "kuorum down${flag}" and "kuorum up --detach${flag}" renew its certificates; if not, something else has its address.`;
  }
}

function onKubeconfig(
  failure: AccessFailure,
  file: string,
  name: string,
  { cluster = '', user = '' }: Context,
  servers: string | undefined,
): string {
  const context = `context ${JSON.stringify(name)} of ${file}`;
  const set = (what: string, entry: string, flags: string): string =>
    `"kuorum config ${what} ${shellWord(entry)} ${flags} --kubeconfig ${shellWord(file)}"`;
  const credentials = set(
    'set-credentials',
    user === '' ? 'NAME' : user,
    '--client-certificate FILE --client-key FILE',
  );
  switch (failure) {
    case 'refused':
    case 'unreachable': {
      if (servers !== undefined) return `The address is that of --server, the identity that of ${context}.`;
      const move = set('set-cluster', cluster, '--server https://HOST:PORT');
      return `It is cluster ${JSON.stringify(cluster)}, ${context}. Does it run? ${move} changes its address, --context NAME takes another one, "kuorum up" starts a local cluster.`;
    }
    case 'mismatch':
      return `The address and the certificate authority are those of cluster ${JSON.stringify(cluster)}, ${context}. ${set('set-cluster', cluster, '--server https://HOST:PORT --certificate-authority FILE')} changes them.`;
    case 'unauthorized':
      return `The credentials are those of user ${JSON.stringify(user)}, ${context}. Get new ones from whoever runs the cluster; ${credentials} or --token-file FILE sets them.`;
    case 'anonymous':
      return `${user === '' ? 'There is no user' : `User ${JSON.stringify(user)} has no credentials`} in ${context}. ${credentials} or --token-file FILE sets them.`;
  }
}
