/** How kubelets are reached: over TLS, by a certificate that they let in, or in plaintext in a cluster without security. */
import { get as getPlaintext, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { get as getSecurely } from 'node:https';
import type { ClientTlsSource } from '@kuorum/client';

export type AskKubelet = (options: RequestOptions, onResponse: (response: IncomingMessage) => void) => ClientRequest;

/** Certificates are asked for anew with each request, as they may have been renewed. */
export function askKubeletBy(tls: ClientTlsSource | undefined): AskKubelet {
  if (tls === undefined) return getPlaintext;
  return (options, onResponse) => {
    const { caPem: ca, certPem: cert, keyPem: key } = typeof tls === 'function' ? tls() : tls;
    return getSecurely({ ...options, ca, cert, key, minVersion: 'TLSv1.2' }, onResponse);
  };
}
