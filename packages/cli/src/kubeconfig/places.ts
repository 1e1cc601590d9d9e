/** Where kubeconfigs lie. Imports nothing that is large. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The user's own, which `kuorum config` writes. */
export function defaultKubeconfigFile(): string {
  return join(homedir(), '.kuorum', 'config');
}

/** The administrator's, of a local cluster. */
export function adminKubeconfigOf(dataDir: string): string {
  return join(dataDir, 'kubeconfig', 'admin.conf');
}
