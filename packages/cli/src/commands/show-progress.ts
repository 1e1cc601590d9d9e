/** What a wait tells of itself to somebody who watches: nothing for a second, then a line that is kept up to date. */
import { timer } from 'rxjs';
import { progressAfterMs, progressIntervalMs } from '../limits.js';
import type { Env } from './env.js';

/** `text` says what is waited for; '' shows nothing. Gives what ends it and takes the line away. */
export function showProgress(env: Env, text: () => string): () => void {
  const startMs = env.nowMs();
  const shown = timer(progressAfterMs, progressIntervalMs).subscribe(() => {
    const line = text();
    if (line !== '') env.progress(`${line} (${Math.floor((env.nowMs() - startMs) / 1000)} s)`);
  });
  return () => {
    shown.unsubscribe();
    env.progress('');
  };
}
