/**
 * A question to a kubelet that is either taken up or refused. Its answer must begin within {@link kubeletTimeoutMs}, and a refusal
 * be there whole: what a node sends is not trusted, so one that stalls keeps nothing open here.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  badRequest,
  internal,
  methodNotAllowed,
  statusError,
  tooManyRequests,
  unavailable,
  type ApiStatusError,
  type Node,
} from '@kuorum/api';
import type { Clock } from '@kuorum/base';
import { kubeletRefusalBytesMax, kubeletTimeoutMs } from '../limits.js';
import type { AskKubelet } from './kubelet-connection.js';

export interface KubeletQuestion {
  readonly askKubelet: AskKubelet;
  readonly clock: Clock;
  readonly node: Node;
  readonly path: string;
  readonly upgrade?: string | undefined;
  /** The connection is closed when it aborts. */
  readonly signal: AbortSignal;
}

/** What is no refusal. */
export interface Wanted<T> {
  readonly response?: (response: IncomingMessage) => T | undefined;
  readonly upgraded?: (socket: Duplex, head: Buffer) => T;
}

/** Rejects with what the kubelet says against it, and with Unavailable. */
export function kubeletAnswer<T>(question: KubeletQuestion, wanted: Wanted<T>): Promise<T> {
  const { askKubelet, clock, node, path, upgrade, signal } = question;
  const { host, port } = kubeletAddress(node);
  const headers = upgrade === undefined ? {} : { connection: 'Upgrade', upgrade };
  return new Promise((resolve, reject) => {
    const begun = (answer: T): void => {
      timer.cancel();
      resolve(answer);
    };
    const fail = (error: Error): void => {
      timer.cancel();
      reject(unavailable(`cannot reach the kubelet of node ${node.metadata.name}: ${error.message}`, error));
    };
    const request = askKubelet({ host, port, path, headers, signal, agent: false }, (response) => {
      const answer = wanted.response?.(response);
      if (answer !== undefined) return begun(answer);
      refusal(response, node).then((error) => {
        timer.cancel();
        reject(error);
      }, fail);
    });
    const timer = clock.setTimeout(() => {
      const late = new Error(`no answer within ${kubeletTimeoutMs} ms`);
      fail(late);
      request.destroy(late);
    }, kubeletTimeoutMs);
    const { upgraded } = wanted;
    if (upgraded !== undefined) {
      request.on('upgrade', (_response, socket: Duplex, head: Buffer) => begun(upgraded(socket, head)));
    }
    request.on('error', fail);
  });
}

/** `host:port` of the kubelet of a node. */
export function kubeletAddress(node: Node): { host: string; port: number } {
  const { addresses, daemonEndpoints } = node.status;
  const host = addresses.find(({ type }) => type === 'InternalIP')?.address;
  const port = daemonEndpoints?.kubeletEndpoint?.Port ?? 0;
  if (host === undefined || port === 0) {
    throw unavailable(`node ${node.metadata.name} does not say where its kubelet is reached`);
  }
  return { host, port };
}

/** What a kubelet said instead of doing it; more than fits is left unread, and the connection closed. */
async function refusal(response: IncomingMessage, node: Node): Promise<ApiStatusError> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > kubeletRefusalBytesMax) break;
  }
  const text = Buffer.concat(chunks).toString().trim().slice(0, kubeletRefusalBytesMax);
  if (response.statusCode === 404) return statusError('NotFound', text);
  if (response.statusCode === 400) return badRequest(text);
  if (response.statusCode === 429) return tooManyRequests(text);
  if (response.statusCode === 501) return methodNotAllowed(text);
  return internal(`the kubelet of node ${node.metadata.name} answered ${response.statusCode}: ${text}`);
}
