/** Certificates and tokens that lie in files, read again when the files have changed. Node only. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { ClientTls } from './client-tls.js';
import { TlsError } from './client-tls.js';
import { credentialFileBytesMax } from './limits.js';

export interface ClientTlsFiles {
  readonly caFile: string;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly serverName?: string | undefined;
}

/** Where each part comes from; asked whenever a connection is to be made. */
export interface ClientTlsParts {
  readonly ca: () => string;
  readonly cert?: (() => string) | undefined;
  readonly key?: (() => string) | undefined;
  readonly serverName?: string | undefined;
}

/** Gives the same object as long as no part has changed. */
export function tlsFromParts({ ca, cert, key, serverName }: ClientTlsParts): () => ClientTls {
  const read = (): ClientTls => ({ caPem: ca(), certPem: cert?.(), keyPem: key?.(), serverName });
  let last = read();
  return () => {
    const now = read();
    const same = now.caPem === last.caPem && now.certPem === last.certPem && now.keyPem === last.keyPem;
    if (!same) last = now;
    return last;
  };
}

/** Reads the files now, and throws when they cannot be read; later what was read last is kept instead. */
export function tlsFromFiles({ caFile, certFile, keyFile, serverName }: ClientTlsFiles): () => ClientTls {
  return tlsFromParts({
    ca: watchedFile(caFile),
    cert: certFile === undefined ? undefined : watchedFile(certFile),
    key: keyFile === undefined ? undefined : watchedFile(keyFile),
    serverName,
  });
}

/** The token in a file, without the line's end. */
export function tokenFromFile(file: string): () => string {
  const text = watchedFile(file);
  return () => text().trim();
}

/** Gives what is in the file; looks at its size and time each time, and reads it only when they have changed. */
export function watchedFile(path: string): () => string {
  let text = readCredentialFile(path);
  let seen = stampOf(path);
  return () => {
    const stamp = stampOf(path);
    if (stamp === undefined || stamp === seen) return text;
    try {
      text = readCredentialFile(path);
      seen = stamp;
    } catch {
      // It is being replaced, or was taken away: what was read last holds until there is another.
    }
    return text;
  };
}

function stampOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
}

/** Bounded, so that a wrong path (a device, a log) costs no memory. */
export function readCredentialFile(path: string): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new TlsError(`${reasonOf(error)}: ${path}`, { cause: error });
  }
  try {
    if (!fstatSync(file).isFile()) throw new TlsError(`it is not a file: ${path}`);
    const buffer = Buffer.alloc(credentialFileBytesMax + 1);
    let bytes = 0;
    for (let read = -1; read !== 0 && bytes < buffer.length; bytes += read) {
      read = readSync(file, buffer, bytes, buffer.length - bytes, null);
    }
    if (bytes > credentialFileBytesMax)
      throw new TlsError(`it is larger than ${credentialFileBytesMax} bytes: ${path}`);
    return buffer.toString('utf8', 0, bytes);
  } finally {
    closeSync(file);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'file does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'file may not be read by this user';
  return `file cannot be read (${String(code ?? error)})`;
}
