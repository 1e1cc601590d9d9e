/**
 * Writes Events about objects, for people. Recording never waits and never throws: events go into a bounded queue that
 * one loop writes out. A repeat of an event counts up the one that is there instead of making another.
 */
import { Backoff, delay, systemClock, systemPrng, type Clock } from '@kuorum/base';
import { silentLogger, type Logger } from '@kuorum/base/node';
import { isForbidden, isInvalid, isNotFound, make, type ApiObject, type Event } from '@kuorum/api';
import { eventAttemptsMax, eventMemoryMax, eventQueueMax, informerRetry } from './limits.js';
import type { ApiClient, EventRecorder, ResourceClient } from './types.js';

export interface EventRecorderOptions {
  readonly clock?: Clock | undefined;
  readonly logger?: Logger | undefined;
}

/** `component` says who records, such as "scheduler"; `host` on which node. */
export function createEventRecorder(
  client: ApiClient,
  component: string,
  host = '',
  options: EventRecorderOptions = {},
): EventRecorder {
  return new QueueingRecorder(client.resource('Event'), component, host, options);
}

interface Occurrence {
  readonly key: string;
  readonly event: Event;
}

/** An event that was written: where it is and how often it happened. */
interface Written {
  readonly namespace: string;
  readonly name: string;
  count: number;
}

const nameLengthMax = 200;

class QueueingRecorder implements EventRecorder {
  private readonly clock: Clock;
  private readonly logger: Logger;
  private readonly queue: Occurrence[] = [];
  /** In order of last use; the oldest is forgotten first. */
  private readonly written = new Map<string, Written>();
  private readonly abort = new AbortController();
  private writing = false;

  constructor(
    private readonly events: ResourceClient<'Event'>,
    private readonly component: string,
    private readonly host: string,
    options: EventRecorderOptions,
  ) {
    this.clock = options.clock ?? systemClock;
    this.logger = options.logger ?? silentLogger;
  }

  event(object: ApiObject, type: 'Normal' | 'Warning', reason: string, message: string): void {
    if (this.abort.signal.aborted) return;
    if (this.queue.length >= eventQueueMax) this.queue.shift();
    const { kind, metadata } = object;
    const key = JSON.stringify([kind, metadata.namespace, metadata.name, metadata.uid, type, reason, message]);
    this.queue.push({ key, event: this.build(object, type, reason, message) });
    if (!this.writing) void this.writeAll();
  }

  close(): void {
    this.abort.abort();
    this.queue.length = 0;
  }

  private build(object: ApiObject, type: 'Normal' | 'Warning', reason: string, message: string): Event {
    const { apiVersion, kind, metadata } = object;
    const { name, namespace, uid, resourceVersion } = metadata;
    const now = new Date(this.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const unique = `${this.clock.now().toString(16)}${systemPrng.int(2 ** 32).toString(16)}`;
    return make('Event', {
      metadata: { name: `${name.slice(0, nameLengthMax)}.${unique}`, namespace: namespace || 'default' },
      involvedObject: { apiVersion, kind, name, namespace, uid, resourceVersion },
      reason,
      message,
      type,
      source: { component: this.component, host: this.host },
      reportingComponent: this.component,
      reportingInstance: this.host,
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    });
  }

  /** Never rejects. */
  private async writeAll(): Promise<void> {
    this.writing = true;
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) await this.write(next);
    this.writing = false;
  }

  private async write(occurrence: Occurrence): Promise<void> {
    const pause = new Backoff(informerRetry, systemPrng);
    for (let attempt = 1; attempt <= eventAttemptsMax; attempt++) {
      try {
        await this.writeOnce(occurrence);
        return;
      } catch (error) {
        const hopeless = isForbidden(error) || isInvalid(error) || isNotFound(error);
        if (hopeless || attempt === eventAttemptsMax || this.abort.signal.aborted) {
          this.logger.debug({ err: error, reason: occurrence.event.reason }, 'event dropped');
          return;
        }
        await delay(this.clock, pause.nextMs(), this.abort.signal).catch(() => undefined);
      }
    }
  }

  private async writeOnce({ key, event }: Occurrence): Promise<void> {
    const signal = this.abort.signal;
    const before = this.written.get(key);
    this.written.delete(key);
    if (before !== undefined) {
      const count = before.count + 1;
      try {
        const patch = { count, lastTimestamp: event.lastTimestamp };
        await this.events.patch(before.namespace, before.name, patch, { signal });
        this.written.set(key, { ...before, count });
        return;
      } catch (error) {
        // Events lapse: it starts over as a new one.
        if (!isNotFound(error)) {
          this.written.set(key, before);
          throw error;
        }
      }
    }
    const { metadata } = await this.events.create(event, { signal });
    this.written.set(key, { namespace: metadata.namespace, name: metadata.name, count: 1 });
    const [oldest] = this.written.keys();
    if (this.written.size > eventMemoryMax && oldest !== undefined) this.written.delete(oldest);
  }
}
