/** A program that a test starts, ends and starts again. */
import { spawn, type ChildProcess } from 'node:child_process';

const SAID_KEPT_BYTES = 20_000;

export class Restartable {
  protected child: ChildProcess | undefined;
  private ended: Promise<number | string> = Promise.resolve('not started');
  /** End of what it logged and wrote to standard error, over all its lives. */
  said = '';

  get pid(): number | undefined {
    return this.child?.pid;
  }

  protected launch(file: string, words: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
    const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'pipe'], env });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => (this.said = (this.said + bytes.toString()).slice(-SAID_KEPT_BYTES)));
    }
    this.child = child;
    this.ended = new Promise((resolve) =>
      child.once('exit', (code, signal) => {
        if (this.child === child) this.child = undefined;
        resolve(signal ?? code ?? 0);
      }),
    );
  }

  /** The exit code, or the signal that ended it. */
  whenEnded(): Promise<number | string> {
    return this.ended;
  }

  /** Resolves when it is gone, and with it its lock on a directory. */
  end(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<number | string> {
    this.child?.kill(signal);
    return this.ended;
  }
}
