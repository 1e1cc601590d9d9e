/** SETTINGS of the client (RFC 9113 §6.5): checked, and applied to what is sent to it. */
import { FRAME_BYTES_MAX, SETTINGS_PER_SECOND } from '../limits.js';
import { ConnectionError, ErrorCode, Flag, protocolError, Setting, sized, WINDOW_BYTES_MAX } from './constants.js';
import type { Output } from './output.js';
import { Rate } from './rate.js';
import type { Sender } from './sender.js';
import type { Stream } from './stream.js';

const SETTING_BYTES = 6;

export class ClientSettings {
  /** The client has begun as it must, with its settings. */
  settled = false;
  private readonly rate = new Rate('settings', SETTINGS_PER_SECOND);

  constructor(
    private readonly out: Output,
    private readonly sender: Sender,
    private readonly streams: ReadonlyMap<number, Stream>,
  ) {}

  onFrame(flags: number, streamId: number, payload: Buffer, nowMs: number): void {
    if (streamId !== 0) throw protocolError('settings of a stream');
    this.rate.hit(nowMs);
    if ((flags & Flag.ACK) !== 0) return sized(payload.length === 0);
    sized(payload.length % SETTING_BYTES === 0);
    this.settled = true;
    for (let at = 0; at < payload.length; at += SETTING_BYTES)
      this.apply(payload.readUInt16BE(at), payload.readUInt32BE(at + 2));
    this.out.settingsAck();
  }

  private apply(id: number, value: number): void {
    if (id === Setting.HEADER_TABLE_SIZE) this.sender.encoder.setTableBytes(value);
    if (id === Setting.ENABLE_PUSH && value > 1) throw protocolError('a setting is out of its range');
    if (id === Setting.MAX_FRAME_SIZE && (value < FRAME_BYTES_MAX || value >= 2 ** 24))
      throw protocolError('a setting is out of its range');
    if (id !== Setting.INITIAL_WINDOW_SIZE) return;
    if (value > WINDOW_BYTES_MAX) throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, 'a window is too large');
    this.sender.setInitialWindow(value, this.streams.values());
  }
}
