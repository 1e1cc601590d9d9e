/** Where things are in the store: `/registry/<plural>/<namespace>/<name>`, cluster-scoped ones without the namespace. */
import { kinds, type KindName } from '@kuorum/api';
import { utf8 } from '@kuorum/base';

const root = '/registry';

export function kindPrefix(kind: KindName): string {
  return `${root}/${kinds[kind].plural}/`;
}

/** Of everything in a namespace; of the whole kind when `namespace` is empty. */
export function listPrefix(kind: KindName, namespace: string): string {
  return namespace === '' ? kindPrefix(kind) : `${kindPrefix(kind)}${namespace}/`;
}

export function objectKey(kind: KindName, namespace: string, name: string): string {
  return kinds[kind].namespaced ? `${kindPrefix(kind)}${namespace}/${name}` : `${kindPrefix(kind)}${name}`;
}

type ClaimRange = 'serviceips' | 'servicenodeports' | 'priorityclasses';

/** Keys that stand for something given out once: an address, a port, being the default class. */
export function claimKey(range: ClaimRange, value: string | number): string {
  return `${root}/ranges/${range}/${value}`;
}

export function claimPrefix(range: ClaimRange): string {
  return `${root}/ranges/${range}/`;
}

export function keyBytes(key: string): Uint8Array {
  return utf8(key);
}
