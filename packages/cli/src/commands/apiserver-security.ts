/** The apiserver's flags about security, by kube-apiserver's names, onto its options. */
import { parseAuthorizationModes, type ApiserverSecurity, type SecureOptions } from '@kuorum/apiserver';
import { holdsPrivateKey } from '@kuorum/base/node';
import { tlsFromFiles, type ClientTlsSource } from '@kuorum/client/api';
import type { Command } from 'commander';
import { CliError } from '../cli-error.js';
import { repeated } from '../generate/generator.js';

export interface SecurityFlags {
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
  readonly clientCaFile?: string;
  readonly tokenAuthFile?: string;
  readonly serviceAccountIssuer?: string[];
  readonly serviceAccountSigningKeyFile?: string;
  readonly serviceAccountKeyFile?: string[];
  readonly apiAudiences?: string;
  readonly authorizationMode?: string;
  readonly etcdCafile?: string;
  readonly etcdCertfile?: string;
  readonly etcdKeyfile?: string;
  readonly kubeletCertificateAuthority?: string;
  readonly kubeletClientCertificate?: string;
  readonly kubeletClientKey?: string;
  readonly encryptionKeyFile?: string;
  readonly insecure?: boolean;
}

export function addSecurityOptions(command: Command): Command {
  return command
    .option('--tls-cert-file <file>', 'certificate that the server shows, PEM; read again when it changes')
    .option('--tls-private-key-file <file>', 'its key')
    .option(
      '--client-ca-file <file>',
      'authorities whose certificates prove who a client is: CN its name, O its groups',
    )
    .option('--token-auth-file <file>', 'bearer tokens: a line each, token,user,uid,"group,group"')
    .option(
      '--service-account-issuer <name>',
      'issuer of the tokens of service accounts; may be repeated: the first one makes them, all are taken',
      repeated,
    )
    .option('--service-account-signing-key-file <file>', 'key that makes tokens of service accounts, PEM')
    .option(
      '--service-account-key-file <file>',
      'keys whose tokens are taken beside its own, such as old ones, PEM; may be repeated',
      repeated,
    )
    .option('--api-audiences <names>', 'who the server is in tokens, comma-separated (default: the issuers)')
    .option('--authorization-mode <modes>', 'who decides what users may do: Node,RBAC (default) or AlwaysAllow')
    .option('--etcd-cafile <file>', 'authorities of the store: it is spoken to with TLS')
    .option('--etcd-certfile <file>', 'certificate that proves to the store who this server is')
    .option('--etcd-keyfile <file>', 'its key')
    .option('--kubelet-certificate-authority <file>', 'authorities of the kubelets: they are spoken to with TLS')
    .option('--kubelet-client-certificate <file>', 'certificate that proves to kubelets who this server is')
    .option('--kubelet-client-key <file>', 'its key')
    .option(
      '--encryption-key-file <file>',
      'keys that Secrets are stored with: name and 32 bytes in base64 a line; the first writes',
    )
    .option('--insecure', 'plaintext, and everybody may do everything; on loopback only');
}

/** Files that nobody but the server should be able to read; keys that verify tokens only where they could make some too. */
export function secretFilesOf(flags: SecurityFlags): (string | undefined)[] {
  const { tlsPrivateKeyFile, tokenAuthFile, etcdKeyfile, kubeletClientKey, encryptionKeyFile } = flags;
  const { serviceAccountSigningKeyFile: signing, serviceAccountKeyFile: verifying = [] } = flags;
  const own = [tlsPrivateKeyFile, tokenAuthFile, etcdKeyfile, kubeletClientKey, encryptionKeyFile, signing];
  return [...own, ...verifying.filter(holdsPrivateKey)];
}

/** Throws CliError when the flags contradict each other. */
export function securityOf(flags: SecurityFlags): ApiserverSecurity {
  const { tlsCertFile, tlsPrivateKeyFile, clientCaFile, tokenAuthFile } = flags;
  const given = Object.entries({
    '--tls-cert-file': tlsCertFile,
    '--tls-private-key-file': tlsPrivateKeyFile,
    '--client-ca-file': clientCaFile,
    '--token-auth-file': tokenAuthFile,
    '--service-account-issuer': flags.serviceAccountIssuer,
    '--service-account-signing-key-file': flags.serviceAccountSigningKeyFile,
    '--service-account-key-file': flags.serviceAccountKeyFile,
    '--api-audiences': flags.apiAudiences,
    '--authorization-mode': flags.authorizationMode,
  }).filter(([, value]) => value !== undefined);
  const [first] = given;
  if (first === undefined) return { kind: 'insecure' };
  if (flags.insecure === true) {
    throw new CliError(`${first[0]} is for a server with security: leave it out, or --insecure`);
  }
  if (tlsCertFile === undefined || tlsPrivateKeyFile === undefined) {
    throw new CliError(`${first[0]} needs --tls-cert-file and --tls-private-key-file too`);
  }
  const tls = { certFile: tlsCertFile, keyFile: tlsPrivateKeyFile, clientCaFile };
  const authorizationModes =
    flags.authorizationMode === undefined ? undefined : parseAuthorizationModes(flags.authorizationMode);
  return { kind: 'secure', tls, tokenAuthFile, authorizationModes, serviceAccounts: serviceAccountsOf(flags) };
}

/** Undefined: no tokens of service accounts. */
function serviceAccountsOf(flags: SecurityFlags): SecureOptions['serviceAccounts'] {
  const { serviceAccountIssuer: issuers, serviceAccountSigningKeyFile: signingKeyFile } = flags;
  const { serviceAccountKeyFile: keyFiles, apiAudiences } = flags;
  if (signingKeyFile === undefined && keyFiles === undefined) {
    const first = Object.entries({ '--service-account-issuer': issuers, '--api-audiences': apiAudiences }).find(
      ([, value]) => value !== undefined,
    );
    if (first === undefined) return undefined;
    throw new CliError(`${first[0]} needs --service-account-signing-key-file or --service-account-key-file too`);
  }
  const audiences = apiAudiences?.split(',').filter((audience) => audience !== '');
  return { issuers, signingKeyFile, keyFiles, audiences };
}

/** How the store is spoken to; undefined for plaintext. Files are read again when they change. */
export function etcdTlsOf(flags: SecurityFlags): ClientTlsSource | undefined {
  const { etcdCafile: caFile, etcdCertfile: certFile, etcdKeyfile: keyFile } = flags;
  if (caFile !== undefined) return tlsFromFiles({ caFile, certFile, keyFile });
  if (certFile === undefined && keyFile === undefined) return undefined;
  throw new CliError(`${certFile === undefined ? '--etcd-keyfile' : '--etcd-certfile'} needs --etcd-cafile too`);
}

/** How kubelets are spoken to; undefined for plaintext. Files are read again when they change. */
export function kubeletTlsOf(flags: SecurityFlags): ClientTlsSource | undefined {
  const { kubeletCertificateAuthority: caFile, kubeletClientCertificate: certFile, kubeletClientKey: keyFile } = flags;
  if (caFile !== undefined) return tlsFromFiles({ caFile, certFile, keyFile });
  if (certFile === undefined && keyFile === undefined) return undefined;
  const given = certFile === undefined ? '--kubelet-client-key' : '--kubelet-client-certificate';
  throw new CliError(`${given} needs --kubelet-certificate-authority too`);
}
