/**
 * Logs come from the kubelet that runs the pod: GET /containerLogs/<namespace>/<pod>/<container> at the address and port
 * that the node's status says. The one thing the apiserver asks of another component.
 */
import { badRequest, unavailable, type LogsRequest, type Node, type Pod } from '@kuorum/api';
import { logChunkBytesMax } from '../limits.js';
import type { StreamCall } from './calls.js';
import { kubeletAnswer, type KubeletQuestion } from './kubelet-answer.js';

/** The container whose logs are meant; throws BadRequest when that cannot be told, or the pod has no node yet. */
export function logsTarget(pod: Pod, wanted: string): string {
  const names = pod.spec.containers.map(({ name }) => name);
  const podName = pod.metadata.name;
  if (pod.spec.initContainers.some(({ name }) => name === wanted)) {
    const own = `its own containers are ${names.join(', ')}`;
    throw badRequest(`container ${wanted} of pod ${podName} is an init container, which is not run here: ${own}`);
  }
  if (wanted !== '' && !names.includes(wanted)) {
    throw badRequest(`container ${wanted} is not valid for pod ${podName}: it has ${names.join(', ')}`);
  }
  if (wanted === '' && names.length !== 1) {
    throw badRequest(`a container name must be specified for pod ${podName}, choose one of: [${names.join(' ')}]`);
  }
  if (pod.spec.nodeName === '') throw badRequest(`pod ${podName} does not have a host assigned`);
  return wanted || (names[0] as string);
}

/** Throws BadRequest: Kubernetes' rules of PodLogOptions. */
export function checkLogsRequest({ tailLines, sinceSeconds, sinceTime, limitBytes }: LogsRequest): void {
  if (tailLines !== undefined && tailLines < 0) {
    throw badRequest(`tailLines: Invalid value: ${tailLines}: must be greater than or equal to 0`);
  }
  if (limitBytes !== undefined && limitBytes < 1) {
    throw badRequest(`limitBytes: Invalid value: ${limitBytes}: must be greater than 0`);
  }
  if (sinceSeconds !== undefined && sinceTime !== '') {
    throw badRequest('sinceTime: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified');
  }
  if (sinceSeconds !== undefined && sinceSeconds < 1) {
    throw badRequest(`sinceSeconds: Invalid value: ${sinceSeconds}: must be greater than 0`);
  }
  if (sinceTime !== '' && !(rfc3339.test(sinceTime) && !Number.isNaN(Date.parse(sinceTime)))) {
    throw badRequest(
      `sinceTime: Invalid value: ${JSON.stringify(sinceTime)}: must be a time (RFC 3339), such as 2026-01-01T10:00:00Z`,
    );
  }
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** Streams until the kubelet ends the answer or the client ends the call. */
export async function streamLogs(
  node: Node,
  pod: Pod,
  container: string,
  request: LogsRequest,
  call: StreamCall,
  { askKubelet, clock }: Pick<KubeletQuestion, 'askKubelet' | 'clock'>,
): Promise<void> {
  const question = { askKubelet, clock, node, path: pathOf(pod, container, request), signal: call.signal };
  const response = await kubeletAnswer(question, {
    response: (response) => (response.statusCode === 200 ? response : undefined),
  });
  call.onDrain(() => response.resume());
  response.on('data', (data: Buffer) => {
    let more = true;
    for (let at = 0; at < data.length; at += logChunkBytesMax) {
      more = call.write({ data: data.subarray(at, at + logChunkBytesMax) });
    }
    if (!more) response.pause();
  });
  await new Promise<void>((resolve) => {
    response.on('end', () => {
      call.end();
      resolve();
    });
    response.on('error', (error) => {
      // After the client has gone there is nobody to tell.
      call.end(unavailable(`the kubelet of node ${node.metadata.name} broke off: ${error.message}`, error));
      resolve();
    });
  });
}

function pathOf(pod: Pod, container: string, request: LogsRequest): string {
  const query = new URLSearchParams();
  if (request.follow) query.set('follow', 'true');
  if (request.previous) query.set('previous', 'true');
  if (request.timestamps) query.set('timestamps', 'true');
  if (request.tailLines !== undefined) query.set('tailLines', String(request.tailLines));
  if (request.sinceTime !== '') query.set('sinceTime', request.sinceTime);
  if (request.limitBytes !== undefined) query.set('limitBytes', String(request.limitBytes));
  if (request.sinceSeconds !== undefined) query.set('sinceSeconds', String(request.sinceSeconds));
  const { namespace, name } = pod.metadata;
  const path = ['containerLogs', namespace, name, container].map(encodeURIComponent).join('/');
  const text = query.toString();
  return text === '' ? `/${path}` : `/${path}?${text}`;
}
