/**
 * Progress of what takes over a second: a line a step, with its duration. On a terminal the running step shows its
 * elapsed time; elsewhere (a log, CI) each step is printed once, when it ends.
 */
import { styleText } from 'node:util';

const refreshMs = 100;

export class Progress {
  private readonly live: boolean;

  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {
    this.live = out.isTTY === true;
  }

  /** A line of its own, outside any step. */
  say(text: string): void {
    this.out.write(`${text}\n`);
  }

  /** Runs `work` as a step. `work` may give a better text for the finished line, and update the running one. */
  async step<T>(title: string, work: (update: (detail: string) => void) => Promise<T>): Promise<T> {
    const startMs = performance.now();
    let detail = '';
    const elapsed = (): string => `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
    const line = (mark: string): string => `${mark} ${title}${detail === '' ? '' : `: ${detail}`} (${elapsed()})`;
    const draw = (): void => void this.out.write(`\r\u001b[2K${line(styleText('cyan', '…'))}`);
    const timer = this.live ? setInterval(draw, refreshMs) : undefined;
    if (this.live) draw();
    const end = (mark: string): void => {
      clearInterval(timer);
      this.out.write(`${this.live ? '\r\u001b[2K' : ''}${line(mark)}\n`);
    };
    try {
      const result = await work((text) => (detail = text));
      end(styleText('green', '✓'));
      return result;
    } catch (error) {
      end(styleText('red', '✗'));
      throw error;
    }
  }
}
