/**
 * Asks kubelets what their nodes use, so many at a time, each once in a while: whoever asks in between is told the same, and
 * whoever asks while the question is under way waits for its answer. That a kubelet did not answer is kept as long, so
 * that a dead node costs one attempt in that time. A question ends by itself and with nobody who asked it.
 */
import type { IncomingMessage } from 'node:http';
import { Semaphore, type Clock } from '@kuorum/base';
import type { Node } from '@kuorum/api';
import { kubeletsAskedMax, kubeletTimeoutMs, nodeUsageBytesMax, nodeUsageMaxAgeMs } from '../limits.js';
import { kubeletAddress } from './kubelet-answer.js';
import type { AskKubelet } from './kubelet-connection.js';
import { readSummary, type NodeUsage } from './kubelet-summary.js';

/** What a kubelet said, or why it did not. */
export type UsageAnswer = NodeUsage | { readonly problem: string };

interface Entry {
  readonly uid: string;
  /** On the monotonic clock; of the answer. Undefined while it is awaited. */
  atMs: number | undefined;
  readonly answer: Promise<UsageAnswer>;
}

export class NodeUsages {
  private readonly entries = new Map<string, Entry>();
  private readonly permits = new Semaphore(kubeletsAskedMax);

  constructor(
    private readonly askKubelet: AskKubelet,
    private readonly clock: Clock,
  ) {}

  /** Never rejects; takes no longer than a kubelet may, once it is its turn. */
  of(node: Node): Promise<UsageAnswer> {
    this.forgetOld();
    const { name, uid } = node.metadata;
    const present = this.entries.get(name);
    if (present?.uid === uid) return present.answer;
    const entry: Entry = { uid, atMs: undefined, answer: this.permits.run(() => this.ask(node)) };
    this.entries.set(name, entry);
    void entry.answer.then(() => (entry.atMs = this.clock.monotonic()));
    return entry.answer;
  }

  /** So there are never more entries than nodes that were asked for lately. */
  private forgetOld(): void {
    const oldestMs = this.clock.monotonic() - nodeUsageMaxAgeMs;
    for (const [name, { atMs }] of this.entries) if (atMs !== undefined && atMs < oldestMs) this.entries.delete(name);
  }

  private async ask(node: Node): Promise<UsageAnswer> {
    try {
      return readSummary(await this.fetch(node));
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }

  private fetch(node: Node): Promise<string> {
    const { host, port } = kubeletAddress(node);
    return new Promise((resolve, reject) => {
      const request = this.askKubelet({ host, port, path: '/stats/summary', agent: false }, (response) => {
        bodyOf(response).then(resolve, reject);
      });
      const late = this.clock.setTimeout(
        () => request.destroy(new Error(`no answer within ${kubeletTimeoutMs} ms`)),
        kubeletTimeoutMs,
      );
      request.on('close', () => late.cancel());
      request.on('error', (error) => reject(new Error(`cannot reach its kubelet: ${error.message}`)));
    });
  }
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > nodeUsageBytesMax) throw new Error(`its kubelet's answer is larger than ${nodeUsageBytesMax} bytes`);
  }
  const text = Buffer.concat(chunks).toString();
  if (response.statusCode === 200) return text;
  throw new Error(`its kubelet answered ${response.statusCode}: ${text.trim().slice(0, 256)}`);
}
