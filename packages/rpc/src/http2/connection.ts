/**
 * The server's end of one HTTP/2 connection (RFC 9113), apart from any socket: chunks of bytes in, frames into an
 * {@link Output}. It keeps the rules of the protocol and its own limits, gives streams their data, and ends itself
 * with GOAWAY when the client breaks a rule; no other connection notices.
 */
import { HpackDecoder } from '../hpack/decoder.js';
import { HpackError } from '../hpack/hpack-error.js';
import type { HeaderField } from '../hpack/tables.js';
import * as limits from '../limits.js';
import { ClientSettings } from './client-settings.js';
import {
  ConnectionError,
  DEFAULT_WINDOW_BYTES,
  ErrorCode,
  Flag,
  FrameType,
  protocolError,
  Setting,
  sized,
  STREAM_ID_MAX,
  unpadded,
} from './constants.js';
import { FrameReader } from './frame-reader.js';
import { HeaderBlocks } from './header-blocks.js';
import { Output } from './output.js';
import { Preface } from './preface.js';
import { Rate } from './rate.js';
import { ReceiveWindow } from './receive-window.js';
import { Sender } from './sender.js';
import type { Stream } from './stream.js';

export interface ConnectionHost {
  /** Default: STREAMS_PER_CONNECTION. */
  readonly streamsMax?: number;
  nowMs(): number;
  /** There is output again where none was. */
  onOutput(): void;
  /** What the socket has not taken yet. */
  backlogBytes(): number;
  /** A new call, or undefined when it was answered or reset at once. */
  open(connection: Connection, id: number, fields: readonly HeaderField[]): Stream | undefined;
  /** Nothing more is to be read; when the output is out the socket is to be closed. */
  onOver(reason: string): void;
}

const NOTHING = Buffer.alloc(0);

export class Connection {
  readonly out: Output;
  readonly sender: Sender;
  readonly streams = new Map<number, Stream>();
  /** Reset by their clients, not answered yet by their handlers. */
  ghosts = 0;
  lastReceivedMs: number;
  /** Frames that have come, CONTINUATIONs not counted. */
  frames = 0;
  private readonly settings: ClientSettings;
  private readonly preface = new Preface();
  private readonly reader: FrameReader;
  private readonly hpack = new HpackDecoder(limits.HEADER_TABLE_BYTES, limits.HEADER_LIST_BYTES);
  private readonly headerBlocks = new HeaderBlocks((id, end, block) => this.finishHeaders(id, end, block));
  private readonly resets = new Rate('resets', limits.RESETS_PER_SECOND);
  private readonly pings = new Rate('pings', limits.PINGS_PER_SECOND);
  private readonly idle = new Rate('frames without effect', limits.IDLE_FRAMES_PER_SECOND);
  private lastStreamId = 0;
  private readonly window = new ReceiveWindow();
  private goingAway = false;
  private over = false;
  private pingSentMs: number | undefined;

  constructor(private readonly host: ConnectionHost) {
    this.lastReceivedMs = host.nowMs();
    this.out = new Output(() => host.onOutput());
    this.sender = new Sender(
      this.out,
      () => host.backlogBytes() + this.out.bytes,
      (stream) => this.localClosed(stream),
    );
    this.settings = new ClientSettings(this.out, this.sender, this.streams);
    this.reader = new FrameReader(this);
    this.out.settings([
      [Setting.MAX_CONCURRENT_STREAMS, this.streamsMax],
      [Setting.INITIAL_WINDOW_SIZE, limits.STREAM_WINDOW_BYTES],
      [Setting.MAX_HEADER_LIST_SIZE, limits.HEADER_LIST_BYTES],
    ]);
    this.out.windowUpdate(0, limits.CONNECTION_WINDOW_BYTES - DEFAULT_WINDOW_BYTES);
  }

  private get streamsMax(): number {
    return this.host.streamsMax ?? limits.STREAMS_PER_CONNECTION;
  }

  receive(chunk: Buffer): void {
    if (this.over) return;
    this.lastReceivedMs = this.host.nowMs();
    try {
      const rest = this.preface.after(chunk);
      if (rest.length > 0) this.reader.receive(rest);
      if (!this.over) this.window.giveBack(this.out);
    } catch (error) {
      if (error instanceof ConnectionError) this.fail(error.code, error.message);
      else if (error instanceof HpackError) this.fail(ErrorCode.COMPRESSION_ERROR, error.message);
      else throw error;
    }
  }

  /** Kept of a frame or a header block that is unfinished. */
  get keptBytes(): number {
    return this.reader.keptBytes + this.headerBlocks.keptBytes;
  }

  /** The client has begun as it must, and is not in the middle of something. */
  get composed(): boolean {
    return this.settings.settled && this.reader.keptBytes === 0 && !this.headerBlocks.unfinished;
  }

  /** A call's client has been told all; see {@link Stream.remoteClosed}. */
  private localClosed(stream: Stream): void {
    // Whoever still sends is told to stop, as RFC 9113 §8.1 has it.
    if (!stream.remoteClosed) this.out.reset(stream.id, ErrorCode.NO_ERROR);
    this.remove(stream);
  }

  /** Ends one stream from our side, without a status. */
  reset(stream: Stream, code: number): void {
    this.out.reset(stream.id, code);
    this.remove(stream);
    stream.onReset();
  }

  /** The stream's reader has taken what came: its client gets room again. */
  giveRoom(stream: Stream): void {
    if (stream.remoteClosed || !stream.reading || stream.unacknowledged < limits.STREAM_WINDOW_BYTES / 2) return;
    this.out.windowUpdate(stream.id, stream.unacknowledged);
    stream.receiveWindow += stream.unacknowledged;
    stream.unacknowledged = 0;
  }

  /** Takes no new calls, and ends when those under way have ended. */
  drain(): void {
    if (this.over || this.goingAway) return;
    this.goingAway = true;
    this.out.goAway(this.lastStreamId, ErrorCode.NO_ERROR);
    this.endWhenIdle();
  }

  /** Asks for a sign of life when the client has been silent; false = it was asked before and has not answered. */
  keepAlive(intervalMs: number, timeoutMs: number): boolean {
    const nowMs = this.host.nowMs();
    if (this.pingSentMs !== undefined && this.lastReceivedMs < this.pingSentMs)
      return nowMs - this.pingSentMs < timeoutMs;
    if (this.over || nowMs - this.lastReceivedMs < intervalMs) return true;
    this.pingSentMs = nowMs;
    this.out.ping(Buffer.alloc(8), false);
    return true;
  }

  /** The socket is closed: nobody waits for anything any more. */
  lost(): void {
    this.over = true;
    const streams = [...this.streams.values()];
    this.streams.clear();
    for (const stream of streams) {
      this.sender.forget(stream);
      stream.onReset();
    }
  }

  onFrame(type: number, flags: number, streamId: number, payload: Buffer): void {
    if (this.over) return;
    if (type !== FrameType.CONTINUATION) this.frames++;
    if (this.headerBlocks.unfinished && type !== FrameType.CONTINUATION)
      throw protocolError('a header block is interrupted');
    if (!this.settings.settled && type !== FrameType.SETTINGS) throw protocolError('the first frame must be SETTINGS');
    switch (type) {
      case FrameType.DATA:
        return this.onData(flags, streamId, payload);
      case FrameType.HEADERS:
        if (streamId % 2 === 0) throw protocolError(`a client cannot open stream ${streamId}`);
        return this.headerBlocks.headers(flags, streamId, payload);
      case FrameType.CONTINUATION:
        return this.headerBlocks.continuation(flags, streamId, payload);
      case FrameType.RST_STREAM:
        return this.onRstStream(streamId, payload);
      case FrameType.SETTINGS:
        return this.settings.onFrame(flags, streamId, payload, this.lastReceivedMs);
      case FrameType.PING:
        return this.onPing(flags, streamId, payload);
      case FrameType.WINDOW_UPDATE:
        return this.onWindowUpdate(streamId, payload);
      case FrameType.GOAWAY:
        return sized(payload.length >= 8);
      case FrameType.PUSH_PROMISE:
        throw protocolError('a client cannot push');
      case FrameType.PRIORITY:
        if (streamId === 0) throw protocolError('a priority of no stream');
        sized(payload.length === 5);
        return this.idle.hit(this.lastReceivedMs);
      default:
        return this.idle.hit(this.lastReceivedMs);
    }
  }

  private onData(flags: number, streamId: number, frame: Buffer): void {
    this.window.take(frame.length);
    const stream = this.streams.get(streamId);
    if (stream === undefined) return this.mustHaveBeen(streamId);
    if (stream.remoteClosed) return this.reset(stream, ErrorCode.STREAM_CLOSED);
    stream.receiveWindow -= frame.length;
    stream.unacknowledged += frame.length;
    if (stream.receiveWindow < 0) return this.reset(stream, ErrorCode.FLOW_CONTROL_ERROR);
    const payload = (flags & Flag.PADDED) === 0 ? frame : unpadded(frame);
    const end = (flags & Flag.END_STREAM) !== 0;
    if (payload.length === 0 && !end) return this.idle.hit(this.lastReceivedMs);
    if (end) stream.remoteClosed = true;
    stream.onData(payload, end);
    this.giveRoom(stream);
  }

  /** Every block is decoded, whatever becomes of its stream: the next one builds on it. */
  private finishHeaders(streamId: number, endStream: boolean, block: Buffer): void {
    const fields = this.hpack.decode(block);
    const known = this.streams.get(streamId);
    if (known !== undefined) return this.onTrailers(known, endStream);
    // Trailers of a stream that has ended here, or streams after our GOAWAY, which the client tries elsewhere.
    if (streamId <= this.lastStreamId || this.goingAway) return;
    this.lastStreamId = streamId;
    const calls = this.streams.size + this.ghosts;
    if (calls >= this.streamsMax || this.sender.blockedBytes > limits.CONNECTION_BLOCKED_BYTES)
      return this.out.reset(streamId, ErrorCode.REFUSED_STREAM);
    const stream = this.host.open(this, streamId, fields);
    if (stream === undefined) return;
    if (endStream) this.endRequests(stream);
  }

  private onTrailers(stream: Stream, endStream: boolean): void {
    if (stream.remoteClosed) throw new ConnectionError(ErrorCode.STREAM_CLOSED, 'headers after the end of a stream');
    if (!endStream) return this.reset(stream, ErrorCode.PROTOCOL_ERROR);
    this.endRequests(stream);
  }

  private endRequests(stream: Stream): void {
    stream.remoteClosed = true;
    stream.onData(NOTHING, true);
  }

  private onRstStream(streamId: number, payload: Buffer): void {
    sized(payload.length === 4);
    this.resets.hit(this.lastReceivedMs);
    const stream = this.streams.get(streamId);
    if (stream === undefined) return this.mustHaveBeen(streamId);
    this.remove(stream);
    stream.onReset();
  }

  private onPing(flags: number, streamId: number, payload: Buffer): void {
    if (streamId !== 0) throw protocolError('a ping of a stream');
    sized(payload.length === 8);
    this.pings.hit(this.lastReceivedMs);
    if ((flags & Flag.ACK) === 0) this.out.ping(payload, true);
  }

  private onWindowUpdate(streamId: number, payload: Buffer): void {
    sized(payload.length === 4);
    const increment = payload.readUInt32BE(0) & STREAM_ID_MAX;
    const stream = streamId === 0 ? undefined : this.streams.get(streamId);
    if (streamId !== 0 && stream === undefined) return this.mustHaveBeen(streamId);
    if (increment === 0 && stream !== undefined) return this.reset(stream, ErrorCode.PROTOCOL_ERROR);
    if (increment === 0) throw protocolError('room for nothing');
    this.sender.addRoom(increment, stream);
  }

  /** Frames of streams that have ended may still arrive; of streams that never were they must not. */
  private mustHaveBeen(streamId: number): void {
    const unheardOf = streamId === 0 || streamId % 2 === 0 || (streamId > this.lastStreamId && !this.goingAway);
    if (unheardOf) throw protocolError(`there is no stream ${streamId}`);
  }

  private remove(stream: Stream): void {
    this.streams.delete(stream.id);
    this.sender.forget(stream);
    this.endWhenIdle();
  }

  private endWhenIdle(): void {
    if (!this.goingAway || this.over || this.streams.size > 0) return;
    this.over = true;
    this.host.onOver('drained');
  }

  private fail(code: number, reason: string): void {
    this.out.goAway(this.lastStreamId, code, reason);
    this.lost();
    this.host.onOver(reason);
  }
}
