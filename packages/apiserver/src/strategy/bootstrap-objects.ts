/** Objects that are always there: an apiserver makes those that are missing before it answers. */
import { make, systemPriorityClasses, type KindName } from '@kuorum/api';
import type { AnyObject } from '../registry/stored-object.js';
import { defaultNamespaces } from './strategy.js';

export interface BootstrapObject {
  readonly kind: KindName;
  readonly object: AnyObject;
}

export function bootstrapObjects(): BootstrapObject[] {
  return [
    ...defaultNamespaces.map((name): BootstrapObject => ({
      kind: 'Namespace',
      object: make('Namespace', { metadata: { name } }),
    })),
    ...systemPriorityClasses.map(({ name, value, description }): BootstrapObject => ({
      kind: 'PriorityClass',
      object: make('PriorityClass', { metadata: { name }, value, description }),
    })),
  ];
}
