/** Reads the certificates of a member at its start, and says what of them is of no use. */
import { warnOfReaders, type Lifecycle, type Logger } from '@kuorum/base/node';
import { isSecure } from './addresses.js';
import type { StoreOptions } from './options.js';
import { TlsIdentity, type TlsSettings, type TlsUse } from './tls.js';

export interface MemberTls {
  readonly client?: TlsIdentity;
  readonly peer?: TlsIdentity;
}

/** Throws StartRefusal. */
export function openTls(options: StoreOptions, logger: Logger, lifecycle: Lifecycle): MemberTls {
  const { clientTls, peerTls, listenClientUrls, listenPeerUrls, auth } = options;
  const tokenKey = auth?.token.kind === 'jwt' ? auth.token.privateKeyFile : undefined;
  warnOfReaders([clientTls?.keyFile, peerTls?.keyFile, tokenKey], logger);
  const open = (use: TlsUse, settings: TlsSettings, urls: readonly string[]): TlsIdentity => {
    for (const url of urls) if (!isSecure(url)) warnOfPlain(use, url, logger);
    const identity = new TlsIdentity(use, settings, logger);
    lifecycle.own(`certificates (${use})`, () => identity.close());
    return identity;
  };
  // Metrics may well be read in plain text, as in etcd.
  const client = clientTls === undefined ? undefined : open('client', clientTls, listenClientUrls);
  const peer = peerTls === undefined ? undefined : open('peer', peerTls, listenPeerUrls);
  return { ...(client === undefined ? {} : { client }), ...(peer === undefined ? {} : { peer }) };
}

function warnOfPlain(use: TlsUse, url: string, logger: Logger): void {
  const flags =
    use === 'peer'
      ? '--peer-cert-file, --peer-key-file and --peer-client-cert-auth'
      : '--cert-file, --key-file and --client-cert-auth';
  logger.warn({ url }, `its scheme is http: ${flags} are ignored there, and whoever connects is served in plain text`);
}
