/** Whether a node is one that a pod can be on: `nodeSelector` and required node affinity (component-helpers' `nodeaffinity`). */
import type { NodeSelectorRequirement, NodeSelectorTerm, PodSpec } from './gen/types.js';

/** The parts of a node that are looked at. */
export interface NodeLabels {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Every label of nodeSelector is there, and one term of the required affinity matches when there is one. */
export function matchesNodeAffinity(
  { nodeSelector, affinity }: Pick<PodSpec, 'nodeSelector' | 'affinity'>,
  node: NodeLabels,
): boolean {
  const selected = Object.entries(nodeSelector).every(([key, value]) => valueOf(node.labels, key) === value);
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return selected && (required === undefined || required.nodeSelectorTerms.some((term) => matchesTerm(term, node)));
}

/** A term that says nothing matches nothing. */
function matchesTerm({ matchExpressions, matchFields }: NodeSelectorTerm, { name, labels }: NodeLabels): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  const fields: Readonly<Record<string, string>> = { 'metadata.name': name };
  return (
    matchExpressions.every((requirement) => matches(requirement, valueOf(labels, requirement.key))) &&
    matchFields.every((requirement) => matches(requirement, valueOf(fields, requirement.key)))
  );
}

function matches({ operator, values }: NodeSelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt': {
      const [have, bound] = [integer(value), integer(values[0])];
      if (have === undefined || bound === undefined) return false;
      return operator === 'Gt' ? have > bound : have < bound;
    }
    default:
      return false;
  }
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

function valueOf(map: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
