/**
 * What a test opens it closes, in reverse order, whether it passed or not.
 *
 * ```ts
 * const cleanup = new Cleanup();
 * afterEach(() => cleanup.run());
 * it('…', async () => { const dir = await cleanup.tempDir(); … });
 * ```
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Cleanup {
  private readonly steps: (() => unknown)[] = [];

  /** Registers a step; it runs before those registered earlier. */
  add(step: () => unknown): void {
    this.steps.push(step);
  }

  /** Registers `close` of a thing and gives the thing. */
  own<T>(thing: T, close: (thing: T) => unknown): T {
    this.add(() => close(thing));
    return thing;
  }

  /** A directory that is gone afterwards. */
  async tempDir(): Promise<string> {
    const dir = await mkdtemp(join(tmpdir(), 'kuorum-test-'));
    this.add(() => rm(dir, { recursive: true, force: true, maxRetries: 3 }));
    return dir;
  }

  /** Runs every step, also when one fails, and then rejects with the first failure. */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
