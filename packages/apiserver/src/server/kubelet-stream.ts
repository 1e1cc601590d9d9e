/** A connection of frames to the kubelet of a node, by HTTP's Upgrade (base/framed-socket.ts). What cannot be begun is its refusal. */
import type { Duplex } from 'node:stream';
import { unavailable, type Node } from '@kuorum/api';
import type { Clock } from '@kuorum/base';
import { FramedSocket } from '@kuorum/base/node';
import { kubeletTimeoutMs } from '../limits.js';
import type { AskKubelet } from './kubelet-connection.js';
import { kubeletAddress, refusal } from './pod-logs.js';

export interface KubeletStreamOptions {
  readonly askKubelet: AskKubelet;
  readonly clock: Clock;
  readonly node: Node;
  readonly path: string;
  readonly protocol: string;
  /** The connection is closed when it aborts. */
  readonly signal: AbortSignal;
}

/** Rejects with Unavailable within {@link kubeletTimeoutMs} when there is no answer. */
export function openKubeletStream(options: KubeletStreamOptions): Promise<FramedSocket> {
  const { askKubelet, clock, node, path, protocol, signal } = options;
  const { host, port } = kubeletAddress(node);
  const { name } = node.metadata;
  return new Promise((resolve, reject) => {
    const headers = { connection: 'Upgrade', upgrade: protocol };
    const request = askKubelet({ host, port, path, headers, signal, agent: false }, (response) => {
      timer.cancel();
      response.on('error', reject);
      refusal(response, node).then(reject, reject);
    });
    const timer = clock.setTimeout(
      () => request.destroy(new Error(`no answer within ${kubeletTimeoutMs} ms`)),
      kubeletTimeoutMs,
    );
    request.on('upgrade', (_response, socket: Duplex, head: Buffer) => {
      timer.cancel();
      const frames = new FramedSocket(socket, head, { clock });
      const onAbort = (): void => frames.destroy();
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      resolve(frames);
    });
    request.on('error', (error) => {
      timer.cancel();
      reject(unavailable(`cannot reach the kubelet of node ${name}: ${error.message}`, error));
    });
  });
}
