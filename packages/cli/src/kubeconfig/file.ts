/** Kubeconfigs as files: read with a bound, written whole or not at all. */
import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readCredentialFile, TlsError } from '@kuorum/client/api';
import { formatKubeconfig, KubeconfigError, parseKubeconfig, type Kubeconfig } from './kubeconfig.js';
import { resolveAccess, warnOfReaders, type Access } from './resolve.js';

let last: { readonly text: string; readonly config: Kubeconfig } | undefined;

/** A command asks several times, for the namespace and for the way in; the same text is parsed once. */
export function readKubeconfig(file: string): Kubeconfig {
  return naming(file, () => {
    const text = readCredentialFile(file);
    if (last?.text !== text) last = { text, config: parseKubeconfig(text) };
    return last.config;
  });
}

export interface AccessOptions {
  readonly context?: string | undefined;
  readonly warn?: ((text: string) => void) | undefined;
}

/** What a client is made with that uses the kubeconfig `file`. */
export function accessOf(file: string, { context, warn }: AccessOptions = {}): Access {
  const config = readKubeconfig(file);
  const holdsSecrets = (config.users ?? []).some(
    ({ user }) => user['client-key-data'] !== undefined || user.token !== undefined,
  );
  if (holdsSecrets && warn !== undefined) warnOfReaders(file, warn);
  return naming(file, () => resolveAccess(config, { directory: dirname(resolve(file)), context, warn }));
}

export async function writeKubeconfig(file: string, config: Kubeconfig): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomBytes(4).toString('hex')}.new`;
  try {
    await writeFile(temporary, formatKubeconfig(config), { mode: 0o600, flush: true, flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Puts the file's name before what is wrong with it. */
export function naming<T>(file: string, fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    if (error instanceof KubeconfigError || error instanceof TlsError) {
      throw new KubeconfigError(`Cannot use kubeconfig ${file}: ${error.message}`);
    }
    throw error;
  }
}
