/** Versions and suites of TLS, by the names that etcd's flags take, and what Node calls them. */
import type { SecureVersion } from 'node:tls';
import { FlagError } from './flag-error.js';

export const suiteDefaults = { 'cipher-suites': '', 'tls-min-version': 'TLS1.2', 'tls-max-version': '' } as const;

/** What is agreed upon, beside certificates; the same for clients and for peers. */
export interface TlsSuites {
  readonly minVersion: SecureVersion;
  /** Default: the highest that Node knows. */
  readonly maxVersion?: SecureVersion;
  /** Of TLS 1.2, colons between them; those of 1.3 cannot be chosen, as in Go. Default: Node's. */
  readonly ciphers?: string;
}

/** Lower ones are not offered: RFC 8996. */
const versions: Readonly<Record<string, SecureVersion>> = { 'TLS1.2': 'TLSv1.2', 'TLS1.3': 'TLSv1.3' };

/** All that HTTP/2 does not forbid (RFC 9113, appendix A) and both Go and OpenSSL have. */
const suites: Readonly<Record<string, string>> = {
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: 'ECDHE-ECDSA-AES128-GCM-SHA256',
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: 'ECDHE-ECDSA-AES256-GCM-SHA384',
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-ECDSA-CHACHA20-POLY1305',
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: 'ECDHE-RSA-AES128-GCM-SHA256',
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: 'ECDHE-RSA-AES256-GCM-SHA384',
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-RSA-CHACHA20-POLY1305',
};

/** Throws FlagError. */
export function tlsSuites(flags: Readonly<Record<keyof typeof suiteDefaults, string>>): TlsSuites {
  const minVersion = version('tls-min-version', flags['tls-min-version']);
  const maxVersion = flags['tls-max-version'] === '' ? undefined : version('tls-max-version', flags['tls-max-version']);
  if (maxVersion !== undefined && maxVersion < minVersion) {
    throw new FlagError(
      `--tls-min-version=${flags['tls-min-version']} must not be above --tls-max-version=${flags['tls-max-version']}`,
    );
  }
  const names = flags['cipher-suites'].split(',').filter((name) => name !== '');
  if (names.length > 0 && minVersion === 'TLSv1.3') {
    throw new FlagError('--cipher-suites cannot be chosen with --tls-min-version=TLS1.3: leave out one of them');
  }
  const ciphers = names.map(cipher);
  return {
    minVersion,
    ...(maxVersion === undefined ? {} : { maxVersion }),
    ...(ciphers.length === 0 ? {} : { ciphers: ciphers.join(':') }),
  };
}

function version(flag: string, name: string): SecureVersion {
  const known = versions[name];
  if (known !== undefined) return known;
  throw new FlagError(`--${flag} must be one of ${Object.keys(versions).join(', ')}: got ${JSON.stringify(name)}`);
}

function cipher(name: string): string {
  const known = suites[name];
  if (known !== undefined) return known;
  throw new FlagError(`--cipher-suites must be some of ${Object.keys(suites).join(', ')}: got ${JSON.stringify(name)}`);
}
