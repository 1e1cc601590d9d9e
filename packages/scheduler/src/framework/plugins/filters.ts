/** The filters, in the order in which they run: cheap and decisive first, as in Kubernetes. */
import {
  isNodeReady,
  make,
  matchesNodeAffinity,
  readinessTaint,
  taintUnschedulable,
  tolerationsOf,
  type Pod,
  type Taint,
} from '@kuorum/api';
import type { FilterPlugin } from '../plugin.js';
import { unsupportedConstraints } from './unsupported.js';

const none: readonly string[] = [];

function tolerates(pod: Pod, taint: Taint): boolean {
  return tolerationsOf(pod, taint).length > 0;
}

/** Keeps a pod that names its node to that node. */
export const nodeName: FilterPlugin = {
  name: 'NodeName',
  filter: ({ pod }, { node }) =>
    pod.spec.nodeName === '' || pod.spec.nodeName === node.metadata.name
      ? none
      : ["node(s) didn't match the requested node name"],
};

const unschedulableTaint = make('Taint', { key: taintUnschedulable, effect: 'NoSchedule' });

/** Keeps new pods off cordoned nodes, unless they tolerate that. */
export const nodeUnschedulable: FilterPlugin = {
  name: 'NodeUnschedulable',
  filter: ({ pod }, { node }) =>
    !node.spec.unschedulable || tolerates(pod, unschedulableTaint) ? none : ['node(s) were unschedulable'],
};

/** Keeps new pods off nodes that are not ready. In Kubernetes a taint that follows the condition does this. */
export const nodeReady: FilterPlugin = {
  name: 'NodeReady',
  filter: ({ pod }, { node }) => {
    if (isNodeReady(node)) return none;
    const taint = readinessTaint(node, 'NoSchedule');
    return taint === undefined || tolerates(pod, taint) ? none : ['node(s) were not ready'];
  },
};

/** Keeps pods off nodes with a NoSchedule or NoExecute taint that they do not tolerate. Names the first such taint. */
export const taintToleration: FilterPlugin = {
  name: 'TaintToleration',
  filter: ({ pod }, { node }) => {
    const taint = node.spec.taints.find((each) => each.effect !== 'PreferNoSchedule' && !tolerates(pod, each));
    return taint === undefined ? none : [`node(s) had untolerated taint {${taint.key}: ${taint.value}}`];
  },
};

/** The pod's nodeSelector and its required node affinity must match the node. */
export const nodeAffinity: FilterPlugin = {
  name: 'NodeAffinity',
  filter: ({ pod }, { node }) =>
    matchesNodeAffinity(pod.spec, node.metadata) ? none : ["node(s) didn't match Pod's node affinity/selector"],
};

/** What the pod asks for must fit into what is left. Asking for nothing of a resource always fits. */
export const nodeResourcesFit: FilterPlugin = {
  name: 'NodeResourcesFit',
  filter: ({ request }, { allocatable, requested }) => {
    const reasons: string[] = [];
    if (requested.pods + request.pods > allocatable.pods) reasons.push('Too many pods');
    if (request.cpuMillis > 0 && requested.cpuMillis + request.cpuMillis > allocatable.cpuMillis) {
      reasons.push('Insufficient cpu');
    }
    if (request.memoryBytes > 0 && requested.memoryBytes + request.memoryBytes > allocatable.memoryBytes) {
      reasons.push('Insufficient memory');
    }
    return reasons;
  },
};

export const defaultFilters: readonly FilterPlugin[] = [
  nodeUnschedulable,
  nodeReady,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodeResourcesFit,
  unsupportedConstraints,
];
