/**
 * Registers the node and keeps its status: at every change of readiness and every 10 s. What the API has is read each
 * time, so a node object that somebody deleted or changed comes back as it should be.
 */
import type { Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { isAlreadyExists, isConflict, isNotFound, type Node } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import { Subject, defer, merge, of, repeat, retry, switchMap, timer, type Observable } from 'rxjs';
import { apiRetryInitialMs, apiRetryMaxMs, nodeStatusIntervalMs, statusConflictRetries } from '../limits.js';
import { rfc3339 } from '../pod-status.js';
import { newNode, nodeStatus, withLabels, type NodeFacts, type Readiness } from './node-object.js';

export interface NodeReporterOptions {
  readonly client: ApiClient;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly facts: () => NodeFacts;
  readonly readiness: () => Readiness;
  /** Told after every report that the API has taken. */
  readonly onReported: (node: Node, readiness: Readiness) => void;
}

export class NodeReporter {
  private readonly kicks = new Subject<void>();
  private failures = 0;
  /** Reports while subscribed to. Never errors. */
  readonly run$: Observable<unknown>;

  constructor(private readonly options: NodeReporterOptions) {
    const report$ = defer(() => this.report()).pipe(
      retry({
        delay: (error: unknown) => {
          const delayMs = Math.min(apiRetryMaxMs, apiRetryInitialMs * 2 ** this.failures++);
          options.logger.warn({ err: error, delayMs }, 'cannot report the node');
          return timer(delayMs);
        },
      }),
      repeat({ delay: nodeStatusIntervalMs }),
    );
    this.run$ = merge(of(undefined), this.kicks).pipe(switchMap(() => report$));
  }

  /** Reports now: readiness has changed. */
  kick(): void {
    this.kicks.next();
  }

  private async report(): Promise<void> {
    const { client, clock, facts, readiness, onReported } = this.options;
    const nodes = client.resource('Node');
    const known = facts();
    for (let attempt = 0; ; attempt++) {
      try {
        const node = await this.ensure(known);
        const verdict = readiness();
        const status = nodeStatus(node.status, known, verdict, rfc3339(clock.now()));
        const reported = await nodes.updateStatus({ ...node, status });
        this.failures = 0;
        onReported(reported, verdict);
        return;
      } catch (error) {
        if (!isConflict(error) || attempt >= statusConflictRetries) throw error;
      }
    }
  }

  private async ensure(facts: NodeFacts): Promise<Node> {
    const nodes = this.options.client.resource('Node');
    let node: Node;
    try {
      node = await nodes.get('', facts.name);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      try {
        return await nodes.create(newNode(facts));
      } catch (raced) {
        if (!isAlreadyExists(raced)) throw raced;
        node = await nodes.get('', facts.name);
      }
    }
    const labelled = withLabels(node, facts);
    return labelled === undefined ? node : nodes.update(labelled);
  }
}
