import { ConnectionError, ErrorCode } from './constants.js';

/** Counts what costs the client nothing and us something: more than a number in one second ends the connection. */
export class Rate {
  private windowStartMs = -Infinity;
  private count = 0;

  constructor(
    private readonly what: string,
    private readonly perSecondMax: number,
  ) {}

  /** Throws {@link ConnectionError}. */
  hit(nowMs: number): void {
    if (nowMs - this.windowStartMs >= 1000) {
      this.windowStartMs = nowMs;
      this.count = 0;
    }
    if (++this.count > this.perSecondMax)
      throw new ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, `more than ${this.perSecondMax} ${this.what} in a second`);
  }
}
