/** Asks the other end of a connection for a sign of life when nothing has come from it for a while. */

export interface Keepalive {
  /** Without a byte from the other end, before it is asked. */
  readonly intervalMs: number;
  /** For its answer. */
  readonly timeoutMs: number;
}

export interface WatchedLine {
  /** Somebody waits for something to come. */
  expects(): boolean;
  ping(): void;
  /** The other end is gone. */
  lost(why: Error): void;
}

export class LineWatch {
  private heardAtMs = performance.now();
  private timer: NodeJS.Timeout;
  private stopped = false;

  constructor(
    private readonly keepalive: Keepalive,
    private readonly line: WatchedLine,
  ) {
    this.timer = this.later(keepalive.intervalMs, () => this.look());
  }

  heard(): void {
    this.heardAtMs = performance.now();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private look(): void {
    const { intervalMs, timeoutMs } = this.keepalive;
    const quietMs = performance.now() - this.heardAtMs;
    if (!this.line.expects() || quietMs < intervalMs) {
      this.timer = this.later(Math.max(intervalMs - quietMs, intervalMs / 4), () => this.look());
      return;
    }
    const askedAtMs = performance.now();
    this.line.ping();
    const late = (): void => {
      if (this.stopped) return;
      if (this.heardAtMs >= askedAtMs) this.look();
      else this.line.lost(new Error(`no answer to a ping within ${timeoutMs} ms`));
    };
    // What has come meanwhile is read before the clock is believed: this process may have stood still.
    this.timer = this.later(timeoutMs, () => setImmediate(() => setImmediate(late)));
  }

  private later(ms: number, action: () => void): NodeJS.Timeout {
    return setTimeout(action, ms).unref();
  }
}
