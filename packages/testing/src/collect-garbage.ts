/** For tests that count memory: without it they count garbage too, of which there is as much as the collector likes. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What has just been let go of may still be counted for a moment: look again until it is not. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
