/** A selection as requests carry it. */
import type { Selection } from './types.js';

export function selectionOf(options: Selection): {
  namespace: string;
  labelSelector: string;
  fieldSelector: string;
} {
  const { namespace = '', labelSelector = '', fieldSelector = '' } = options;
  return { namespace, labelSelector, fieldSelector };
}
