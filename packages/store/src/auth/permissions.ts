/** Permissions of roles: their order, what makes one valid, and the keys that several of them open together. */
import { compareBytes } from '@kuorum/base';
import { isOpenEnd, keyRangeOf, KeyRanges } from './key-ranges.js';
import type { Permission } from './types.js';

export type Access = 'read' | 'write';

export interface Granted {
  readonly read: KeyRanges;
  readonly write: KeyRanges;
}

export function grantedBy(permissions: readonly Permission[]): Granted {
  const rangesFor = (access: Access): KeyRanges =>
    new KeyRanges(
      permissions
        .filter(({ kind }) => kind === access || kind === 'readwrite')
        .map(({ key, rangeEnd }) => keyRangeOf(key, rangeEnd)),
    );
  return { read: rangesFor('read'), write: rangesFor('write') };
}

/** A range must hold a key: none does when it ends before it starts. */
export function isValid({ key, rangeEnd }: Permission): boolean {
  if (key.length === 0) return false;
  return rangeEnd.length === 0 || isOpenEnd(rangeEnd) || compareBytes(key, rangeEnd) < 0;
}

export function comparePermissions(a: Permission, b: Permission): number {
  return compareBytes(a.key, b.key) || compareBytes(a.rangeEnd, b.rangeEnd);
}
