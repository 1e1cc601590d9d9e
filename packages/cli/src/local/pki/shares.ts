/**
 * Shares: of everything that `ensurePki` and `writeKubeconfigs` make, what one process reads and nothing more, in a
 * directory of its own. The paths are those of the whole, so flags and kubeconfigs are the same with either. No share has
 * the key of an authority: who takes one from a machine is that machine, and cannot become another.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { authorityPaths, encryptionKeyFile } from './certificates.js';

interface Named {
  readonly name: string;
}

export interface Share {
  /** Of its directory. */
  readonly name: string;
  /** Beneath the directory that `pki` and `kubeconfig` are in. Keys come before their certificates. */
  readonly files: readonly string[];
}

const pair = (path: string): string[] => [`pki/${path}.key`, `pki/${path}.crt`];
const kubeconfig = (name: string): string => `kubeconfig/${name}.conf`;
const clusterCa = `pki/${authorityPaths.cluster}.crt`;
const storeCa = `pki/${authorityPaths.store}.crt`;

export function sharesOf({ members, nodes }: { members: readonly Named[]; nodes: readonly Named[] }): Share[] {
  const component = (name: string): Share => ({ name, files: [clusterCa, ...pair(name), kubeconfig(name)] });
  return [
    {
      name: 'apiserver',
      files: [
        clusterCa,
        ...pair('apiserver'),
        ...pair('apiserver-kubelet-client'),
        storeCa,
        ...pair('apiserver-etcd-client'),
        'pki/sa.key',
        'pki/sa.pub',
        `pki/${encryptionKeyFile}`,
      ],
    },
    component('scheduler'),
    component('controllers'),
    { name: 'admin', files: [...component('admin').files, storeCa, ...pair('etcd/admin')] },
    ...members.map(({ name }) => ({
      name: `store-${name}`,
      files: [storeCa, ...pair(`etcd/${name}`), ...pair(`etcd/${name}-peer`)],
    })),
    ...nodes.map(({ name }) => ({
      name: `node-${name}`,
      files: [clusterCa, ...pair(`nodes/${name}`), ...pair('proxy'), kubeconfig(`node-${name}`), kubeconfig('proxy')],
    })),
  ];
}

/** Copies what has changed, each file whole or not at all; gives the names of the shares that something was written to. */
export async function writeShares(from: string, to: string, shares: readonly Share[]): Promise<string[]> {
  const changed: string[] = [];
  for (const { name, files } of shares) {
    const written = [];
    for (const file of files) if (await copy(join(from, file), join(to, name, file))) written.push(file);
    if (written.length > 0) changed.push(name);
  }
  return changed;
}

/** With the mode of the original; gives whether it was not the same already. */
async function copy(from: string, to: string): Promise<boolean> {
  const [bytes, { mode }, old] = [await readFile(from), await stat(from), await readFile(to).catch(() => undefined)];
  if (old !== undefined && old.equals(bytes) && (await stat(to)).mode === mode) return false;
  const temporary = `${to}.${randomBytes(4).toString('hex')}.new`;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  try {
    await writeFile(temporary, bytes, { mode: mode & 0o777, flush: true, flag: 'wx' });
    await rename(temporary, to);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return true;
}
