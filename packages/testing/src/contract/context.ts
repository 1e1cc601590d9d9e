/** What the parts of the client's contract share. */
import { ApiStatusError, make, type Pod } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import assert from 'node:assert/strict';
import type { Cleanup } from '../cleanup.js';

export interface Context {
  client: ApiClient;
  namespace: string;
  readonly cleanup: Cleanup;
}

export function podOf({ namespace }: Context, name: string, labels: Record<string, string> = {}): Pod {
  return make('Pod', {
    metadata: { namespace, name, labels },
    spec: { containers: [{ name: 'main', image: 'kuorum/echo:latest' }] },
  });
}

export async function rejects(
  call: Promise<unknown>,
  predicate: (error: unknown) => boolean,
  message?: RegExp,
): Promise<void> {
  await assert.rejects(call, (error: unknown) => {
    assert.ok(error instanceof ApiStatusError, `not an ApiStatusError: ${String(error)}`);
    assert.ok(predicate(error), `unexpected reason ${error.reason}: ${error.message}`);
    if (message !== undefined) assert.match(error.message, message);
    return true;
  });
}
