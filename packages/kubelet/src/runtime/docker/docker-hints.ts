/** The engine's event stream as hints. Reconnects by itself; what happened while it was away the relist finds. */
import type Docker from 'dockerode';
import { Observable, defer, repeat, retry, share, switchMap } from 'rxjs';
import { podUidLabel } from '../../labels.js';
import { engineCallTimeoutMs, engineEventBytesMax, engineEventsRetryMs } from '../../limits.js';
import { ownerFilter, type Owner } from './container-config.js';
import { engineCall } from './engine.js';
import { JsonLines } from './json-lines.js';

export interface DockerHint {
  readonly podUid: string;
  readonly containerId: string;
}

interface EngineEvent {
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> };
}

const interesting = ['start', 'die', 'oom', 'destroy', 'pause', 'unpause'];

export function dockerHints$(engine: Docker, owner: Owner): Observable<DockerHint> {
  const connect = (): Promise<NodeJS.ReadableStream> =>
    engineCall('watch events', engineCallTimeoutMs, () =>
      engine.getEvents({ filters: { type: ['container'], event: interesting, ...ownerFilter(owner) } }),
    );
  return defer(connect).pipe(
    switchMap((stream) => hintsOf(stream)),
    retry({ delay: engineEventsRetryMs }),
    repeat({ delay: engineEventsRetryMs }),
    share(),
  );
}

function hintsOf(stream: NodeJS.ReadableStream): Observable<DockerHint> {
  return new Observable<DockerHint>((subscriber) => {
    const lines = new JsonLines(engineEventBytesMax);
    stream.on('data', (chunk: Uint8Array) => {
      for (const event of lines.push(chunk) as EngineEvent[]) {
        const podUid = event.Actor?.Attributes?.[podUidLabel];
        const containerId = event.Actor?.ID;
        if (podUid !== undefined && containerId !== undefined) subscriber.next({ podUid, containerId });
      }
    });
    stream.on('end', () => subscriber.complete());
    stream.on('close', () => subscriber.complete());
    stream.on('error', () => subscriber.complete());
    return () => destroyStream(stream);
  });
}

/** Ends an engine stream for good: the engine notices by the closed connection. */
export function destroyStream(stream: NodeJS.ReadableStream): void {
  stream.on('error', () => undefined);
  (stream as NodeJS.ReadableStream & { destroy?: () => void }).destroy?.();
}
