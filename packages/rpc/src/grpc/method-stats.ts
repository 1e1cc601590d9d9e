/** What has come of the calls of one method: numbers that only grow, for whoever reads them now and then. */
import { Code } from '../status.js';

const CODES = 17;

export class MethodStats {
  started = 0;
  received = 0;
  receivedBytes = 0;
  sent = 0;
  sentBytes = 0;
  /** By status code; a call whose client has gone is CANCELLED. */
  readonly handled = new Float64Array(CODES);

  constructor(readonly kind: 'unary' | 'stream') {}

  /** Calls that have not ended. */
  get open(): number {
    return this.started - this.handled.reduce((total, each) => total + each, 0);
  }

  ended(code: number): void {
    const known = code >= 0 && code < CODES ? code : Code.UNKNOWN;
    this.handled[known] = (this.handled[known] ?? 0) + 1;
  }
}
