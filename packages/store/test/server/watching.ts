import { eventually, type Cleanup } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import type { Clients } from './cluster.js';

/** One watch stream and all that came over it. */
export class Watching {
  readonly responses: etcdserverpb.WatchResponse__Output[] = [];
  error: Error | undefined;
  private readonly stream: ReturnType<etcdserverpb.WatchClient['Watch']>;

  constructor(clients: Clients, cleanup: Cleanup) {
    this.stream = clients.watch.Watch();
    this.stream.on('data', (response: etcdserverpb.WatchResponse__Output) => this.responses.push(response));
    this.stream.on('error', (error) => (this.error = error));
    cleanup.add(() => this.stream.cancel());
  }

  create(request: etcdserverpb.WatchCreateRequest): void {
    this.stream.write({ create_request: request });
  }

  cancel(watchId: number): void {
    this.stream.write({ cancel_request: { watch_id: watchId } });
  }

  pause(): void {
    this.stream.pause();
  }

  resume(): void {
    this.stream.resume();
  }

  requestProgress(): void {
    this.stream.write({ progress_request: {} });
  }

  /** `PUT key=value@revision` or `DELETE key@revision`, of one watch or of all. */
  events(watchId?: number): string[] {
    return this.responses
      .filter((response) => watchId === undefined || Number(response.watch_id) === watchId)
      .flatMap((response) => response.events)
      .map(({ type, kv }) => {
        const key = kv?.key.toString() ?? '';
        return type === 'PUT'
          ? `PUT ${key}=${kv?.value.toString()}@${kv?.mod_revision}`
          : `DELETE ${key}@${kv?.mod_revision}`;
      });
  }

  until(
    condition: (response: etcdserverpb.WatchResponse__Output) => boolean,
    what: string,
  ): Promise<etcdserverpb.WatchResponse__Output> {
    return eventually(() => this.responses.find(condition), what);
  }

  async untilEvents(count: number, watchId?: number): Promise<string[]> {
    await eventually(() => this.events(watchId).length >= count, `${count} events`);
    return this.events(watchId);
  }
}
