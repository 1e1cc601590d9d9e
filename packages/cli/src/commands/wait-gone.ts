/** Waiting until an object is gone. */
import { delay, systemClock } from '@kuorum/base';
import { fieldEquals, isGone, isUnavailable, type ApiObject } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import { filter, firstValueFrom, map, takeUntil, timer } from 'rxjs';
import { CliError } from '../errors.js';
import { watchRetryMs } from '../limits.js';
import { objectName } from '../print/output.js';
import { getOrNothing } from './get-or-nothing.js';
import type { NamedObject } from './named-objects.js';

/** Whether it went in time; one of the same name that was made since is another. */
export async function isGoneWithin(
  client: ApiClient,
  { info, namespace, name }: NamedObject,
  { metadata: { uid } }: ApiObject,
  timeoutMs: number,
): Promise<boolean> {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const current = await getOrNothing(client, info, namespace, name);
    if (current === undefined || current.metadata.uid !== uid) return true;
    const leftMs = deadlineMs - performance.now();
    if (leftMs <= 0) return false;
    const { resourceVersion } = current.metadata;
    const gone$ = client
      .resource(info.kind)
      .watch({ namespace, fieldSelector: fieldEquals('metadata.name', name), resourceVersion })
      .pipe(
        filter(({ type }) => type === 'DELETED'),
        map(() => true),
        takeUntil(timer(leftMs)),
      );
    try {
      // A watch that its server ends is begun anew, after a look.
      await firstValueFrom(gone$, { defaultValue: false });
    } catch (error) {
      if (isUnavailable(error)) await delay(systemClock, watchRetryMs);
      else if (!isGone(error)) throw error;
    }
  }
}

export async function waitUntilGone(
  client: ApiClient,
  target: NamedObject,
  object: ApiObject,
  timeoutMs: number,
): Promise<void> {
  if (await isGoneWithin(client, target, object, timeoutMs)) return;
  const what = objectName(target.info.kind, target.name);
  throw new CliError(`timed out after ${timeoutMs / 1000} s waiting for ${what} to go; it is still being deleted`);
}
