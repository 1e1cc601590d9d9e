/** Which pods belong to an object with a selector: a controller, a service. */
import {
  decodeJson,
  encodeJson,
  matchesLabelSelector,
  matchesSelector,
  type ApiObject,
  type KindInfo,
  type Pod,
} from '@kuorum/api';
import { fieldAt } from '../print/schema-fields.js';

/** undefined for a kind whose objects select no pods. */
export function podSelector(info: KindInfo, object: ApiObject): ((pod: Pod) => boolean) | undefined {
  const field = fieldAt(info.kind, ['spec', 'selector']);
  const { namespace } = object.metadata;
  const { selector = {} } = (encodeJson(info.kind, object as never)['spec'] ?? {}) as { selector?: object };
  if (field?.cardinality === 'map') {
    const pairs = Object.fromEntries(Object.entries(selector).map(([key, value]) => [key, String(value)]));
    return ({ metadata }) => metadata.namespace === namespace && matchesSelector(pairs, metadata.labels);
  }
  if (field?.type.kind !== 'message' || field.type.message !== 'LabelSelector') return undefined;
  const labels = decodeJson('LabelSelector', selector).object;
  return ({ metadata }) => metadata.namespace === namespace && matchesLabelSelector(labels, metadata.labels);
}
