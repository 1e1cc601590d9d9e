/** YAML as kubectl writes it. Apart from the other formats, as reading the library takes a while. */
import { stringify } from 'yaml';
import { inOrder } from './jsonpath/go-text.js';

export function yamlText(value: unknown): string {
  return stringify(inOrder(value), { compat: 'yaml-1.1', indentSeq: false, lineWidth: 0 }).trimEnd();
}
