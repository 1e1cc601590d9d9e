/**
 * When an ended container may start again. Kubernetes' figures: the first restart at once, then after 10 s, 20 s, 40 s…
 * up to 300 s; a container that had run for 10 minutes starts over. Pure, and a function of the last attempt alone:
 * each attempt carries the wait that follows it as a label, so a restarted kubelet goes on where it was.
 */
import { restartBackoffInitialMs, restartBackoffMaxMs, restartBackoffResetMs } from './limits.js';
import type { RuntimeContainer } from './runtime/types.js';

export type RestartPolicy = '' | 'Always' | 'OnFailure' | 'Never';

/** Whether an ended container is to run again. */
export function shouldRestart(policy: RestartPolicy, exitCode: number): boolean {
  switch (policy) {
    case 'OnFailure':
      return exitCode !== 0;
    case 'Never':
      return false;
    default:
      // What nobody named, and what a newer apiserver may know, is the default.
      policy satisfies '' | 'Always';
      return true;
  }
}

export interface Restart {
  /** When the next attempt may start; milliseconds since the epoch. */
  readonly atMs: number;
  /** How long this wait is in all. */
  readonly delayMs: number;
  /** What the next attempt carries: the wait that follows its end. */
  readonly nextBackoffMs: number;
}

export function nextRestart(ended: Pick<RuntimeContainer, 'startedAtMs' | 'finishedAtMs' | 'backoffMs'>): Restart {
  const healthy = ended.finishedAtMs - ended.startedAtMs >= restartBackoffResetMs;
  const delayMs = healthy ? 0 : ended.backoffMs;
  const nextBackoffMs = delayMs === 0 ? restartBackoffInitialMs : Math.min(2 * delayMs, restartBackoffMaxMs);
  return { atMs: ended.finishedAtMs + delayMs, delayMs, nextBackoffMs };
}

/** As Go prints durations: `10s`, `1m20s`, `5m0s`. */
export function formatSeconds(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
