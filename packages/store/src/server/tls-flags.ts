/** Flags of TLS, with etcd's names and meanings. */
import { FlagError } from './flag-error.js';
import type { AllowedName, TlsSettings, TlsUse } from './tls.js';
import { suiteDefaults, tlsSuites, type TlsSuites } from './tls-suites.js';

export const tlsDefaults = {
  'cert-file': '',
  'key-file': '',
  'trusted-ca-file': '',
  'client-cert-auth': 'false',
  'peer-cert-file': '',
  'peer-key-file': '',
  'peer-trusted-ca-file': '',
  'peer-client-cert-auth': 'false',
  'peer-cert-allowed-cn': '',
  'peer-cert-allowed-hostname': '',
  ...suiteDefaults,
} as const;

type Flag = keyof typeof tlsDefaults;
type Flags = Readonly<Record<Flag, string>>;

/** etcd's flags that are not there, and what to do instead. */
export const tlsRefused: Readonly<Record<string, string>> = {
  'auto-tls': 'make a certificate of your own and give it by --cert-file and --key-file',
  'peer-auto-tls': 'make a certificate of your own and give it by --peer-cert-file and --peer-key-file',
  'client-crl-file': 'revoked certificates are not looked up; take short-lived ones',
  'client-cert-allowed-hostname': 'give users roles, with --client-cert-auth and authentication on',
  'peer-crl-file': 'revoked certificates are not looked up; take short-lived ones',
};

export interface TlsOptionsOfMember {
  /** Of what listens on client URLs, and on metrics URLs, that begin with https. */
  readonly clientTls?: TlsSettings;
  /** Of what listens on peer URLs that begin with https, and of connections to such. */
  readonly peerTls?: TlsSettings;
}

/** Where a listener or a connection is asked for. */
export interface UrlsByUse {
  readonly client: Readonly<Record<string, readonly string[]>>;
  readonly peer: Readonly<Record<string, readonly string[]>>;
}

/** Throws FlagError when flags contradict one another or the URLs. */
export function tlsOptions(flags: Flags, urls: UrlsByUse): TlsOptionsOfMember {
  const suites = tlsSuites(flags);
  const clientTls = settings('client', flags, suites);
  const peerTls = settings('peer', flags, suites, allowedName(flags));
  mustHaveFiles('client', clientTls, urls.client);
  mustHaveFiles('peer', peerTls, urls.peer);
  return { ...(clientTls === undefined ? {} : { clientTls }), ...(peerTls === undefined ? {} : { peerTls }) };
}

function settings(use: TlsUse, flags: Flags, suites: TlsSuites, allowed?: AllowedName): TlsSettings | undefined {
  const prefix = use === 'peer' ? 'peer-' : '';
  const [cert, key, ca] = [`${prefix}cert-file`, `${prefix}key-file`, `${prefix}trusted-ca-file`] as const;
  checkMutual(`${prefix}client-cert-auth`, ca, flags);
  if ((flags[cert] === '') !== (flags[key] === '')) {
    const [given, missing] = flags[cert] === '' ? [key, cert] : [cert, key];
    throw new FlagError(`--${given} needs --${missing}: a certificate and its key go together`);
  }
  if (flags[cert] === '') {
    if (flags[ca] !== '') throw new FlagError(`--${ca} needs --${cert} and --${key}`);
    return undefined;
  }
  return {
    certFile: flags[cert],
    keyFile: flags[key],
    ...(flags[ca] === '' ? {} : { trustedCaFile: flags[ca] }),
    ...(allowed === undefined ? {} : { allowed }),
    suites,
  };
}

function checkMutual(auth: 'client-cert-auth' | 'peer-client-cert-auth', ca: Flag, flags: Flags): void {
  const isMutual = flags[auth];
  if (isMutual !== 'true' && isMutual !== 'false') {
    throw new FlagError(`--${auth} must be true or false: got ${JSON.stringify(isMutual)}`);
  }
  if (isMutual === 'true' && flags[ca] === '') {
    throw new FlagError(`--${auth} needs --${ca}: the authorities whose certificates are taken`);
  }
}

function allowedName(flags: Flags): AllowedName | undefined {
  const [commonName, hostname] = [flags['peer-cert-allowed-cn'], flags['peer-cert-allowed-hostname']];
  if (commonName === '' && hostname === '') return undefined;
  if (commonName !== '' && hostname !== '') {
    throw new FlagError('--peer-cert-allowed-cn and --peer-cert-allowed-hostname exclude one another: give one');
  }
  if (flags['peer-trusted-ca-file'] === '') {
    const given = commonName === '' ? 'hostname' : 'cn';
    throw new FlagError(`--peer-cert-allowed-${given} needs --peer-trusted-ca-file: who vouches for the name`);
  }
  return commonName === '' ? { hostname } : { commonName };
}

function mustHaveFiles(use: TlsUse, tls: TlsSettings | undefined, urls: UrlsByUse['client']): void {
  if (tls !== undefined) return;
  const prefix = use === 'peer' ? 'peer-' : '';
  for (const [flag, list] of Object.entries(urls)) {
    const secure = list.find((url) => url.startsWith('https:'));
    if (secure === undefined) continue;
    throw new FlagError(
      `--${flag}=${secure} needs --${prefix}cert-file and --${prefix}key-file, as its scheme is https: give them, or take http`,
    );
  }
}
