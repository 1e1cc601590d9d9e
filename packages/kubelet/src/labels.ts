/** Labels by which a kubelet finds its own containers again, and the one by which a whole cluster is cleaned up. */
export const clusterLabel = 'kuorum.io/cluster';
export const nodeLabel = 'kuorum.io/node';
export const podNamespaceLabel = 'kuorum.io/pod-namespace';
export const podNameLabel = 'kuorum.io/pod-name';
export const podUidLabel = 'kuorum.io/pod-uid';
/** Name of the container within the pod; empty on the sandbox that holds a shared network. */
export const containerLabel = 'kuorum.io/container';
export const attemptLabel = 'kuorum.io/attempt';
/** How long to wait after this attempt's end before the next one, in milliseconds: the backoff survives the kubelet. */
export const backoffLabel = 'kuorum.io/backoff-ms';
