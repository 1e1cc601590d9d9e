/** What a person is told to type about a local cluster. */
import type { TlsError } from '@kuorum/client';
import { CliError } from '../cli-error.js';
import { shellWord } from '../print/shell-word.js';
import { defaultDataDir, ownerOnly } from './cluster-config.js';

/** How a command that is about the local cluster is told which one. */
export function dataDirFlag(dataDir: string): string {
  return dataDir === defaultDataDir() ? '' : ` --data-dir ${shellWord(dataDir)}`;
}

/** Puts what to do behind what is wrong with the cluster's own certificates and kubeconfigs. */
export function advising<T>(dataDir: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CliError || isTlsError(error))) throw error;
    const advice = error.message.includes('may not be read by this user')
      ? ownerOnly
      : `"kuorum up --detach${dataDirFlag(dataDir)}" makes anew what is missing or damaged`;
    throw new CliError(`${error.message}. ${advice}`);
  }
}

/** By its name: every client command reads this file at its start, and most never need all of the client. */
function isTlsError(error: unknown): error is TlsError {
  return error instanceof Error && error.name === ('TlsError' satisfies TlsError['name']);
}
