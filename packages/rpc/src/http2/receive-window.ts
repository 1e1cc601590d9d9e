/** What a client may still send on its connection, all streams together (RFC 9113 §5.2). */
import { CONNECTION_WINDOW_BYTES } from '../limits.js';
import { ConnectionError, ErrorCode } from './constants.js';
import type { Output } from './output.js';

export class ReceiveWindow {
  private left = CONNECTION_WINDOW_BYTES;
  private taken = 0;

  take(bytes: number): void {
    this.left -= bytes;
    this.taken += bytes;
    if (this.left < 0) throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, 'more data than room');
  }

  /** Makes room again, not for each frame. */
  giveBack(out: Output): void {
    if (this.taken < CONNECTION_WINDOW_BYTES / 2) return;
    out.windowUpdate(0, this.taken);
    this.left += this.taken;
    this.taken = 0;
  }
}
