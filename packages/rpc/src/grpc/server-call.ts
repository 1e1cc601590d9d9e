/**
 * One call on the server: an HTTP/2 stream whose data are messages. It ends once: by a status of its handler, by a
 * refusal of ours, by its deadline, by its client's reset, or with its connection. What a handler does afterwards is
 * without effect.
 */
import { assert } from '@kuorum/base';
import type { CallContext, RpcStatus } from '../call.js';
import type { HeaderField } from '../hpack/tables.js';
import type { Connection } from '../http2/connection.js';
import { GRPC_PREFIX_BYTES } from '../http2/output.js';
import { Stream } from '../http2/stream.js';
import { CONNECTION_REQUEST_BYTES, STREAM_WINDOW_BYTES } from '../limits.js';
import { Code, RpcError } from '../status.js';
import { MessageReader } from './message-reader.js';

/** What all calls of one connection share. */
export interface Peer {
  readonly address: string;
  readonly commonName: string | undefined;
  readonly receiveBytesMax: number;
  /** Kept by unfinished and unread requests of the connection. */
  requestBytes: number;
  /** Whoever has a deadline. */
  readonly deadlines: Set<ServerCall>;
}

/** A method's end of a call: encoded messages. */
export interface MethodEnd {
  onMessage(message: Buffer): void;
  onHalfClose(): void;
}

export class ServerCall extends Stream implements CallContext {
  deadlineMs: number | undefined;
  /** Set by the method that serves the call, before anything comes. */
  method: MethodEnd | undefined;
  onRoomAgain: (() => void) | undefined;
  /** A unary handler that was asked and has not answered: it counts against the connection, even after a reset. */
  busy = false;
  private over = false;
  private paused = false;
  private unread: Buffer[] | undefined;
  private unreadBytes = 0;
  /** Of `peer.requestBytes`: those of an unfinished message. */
  private keptBytes = 0;
  private ghost = false;
  private halfClosed = false;
  private reader: MessageReader | undefined;
  private cancelled: (() => void)[] | undefined;

  constructor(
    id: number,
    private readonly connection: Connection,
    private readonly fields: readonly HeaderField[],
    private readonly peer: Peer,
  ) {
    super(id, connection.sender.initialWindow, STREAM_WINDOW_BYTES);
  }

  get ended(): boolean {
    return this.over;
  }

  get peerAddress(): string {
    return this.peer.address;
  }

  get peerCommonName(): string | undefined {
    return this.peer.commonName;
  }

  get reading(): boolean {
    return !this.paused;
  }

  /** Values of names that end in `-bin` are bytes, given as one character each. */
  metadata(name: string): string | undefined {
    const value = this.fields.find((each) => each.name === name)?.value;
    if (value === undefined || !name.endsWith('-bin')) return value;
    return Buffer.from(value, 'base64').toString('latin1');
  }

  onCancel(listener: () => void): void {
    this.cancelled ??= [];
    this.cancelled.push(listener);
  }

  send(message: Uint8Array): boolean {
    return !this.over && this.connection.sender.message(this, message);
  }

  /** Ends the call; idempotent. */
  finish(code: number, text: string): void {
    this.answered();
    if (this.over) return;
    this.close();
    this.connection.sender.finish(this, code, text);
  }

  refuse(error: RpcStatus): void {
    this.finish(error.code, error.message);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.deliver();
    if (!this.over) this.connection.giveRoom(this);
  }

  /** The deadline has passed: told to the client, if it still listens, and to the handler. */
  expire(): void {
    if (this.over) return;
    const { cancelled } = this;
    this.close();
    this.connection.sender.finish(this, Code.DEADLINE_EXCEEDED, 'Deadline exceeded');
    this.tellCancelled(cancelled);
  }

  override onData(payload: Buffer, end: boolean): void {
    if (this.over) return;
    try {
      if (payload.length > 0) this.read(payload);
      if (end && this.reader?.unfinished === true)
        throw new RpcError(Code.INTERNAL, 'grpc: the request ends in the middle of a message');
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      return this.refuse(error);
    }
    if (!end) return;
    this.halfClosed = true;
    this.deliver();
  }

  override onReset(): void {
    if (this.over) return;
    const { cancelled } = this;
    this.close();
    this.tellCancelled(cancelled);
  }

  override onRoom(): void {
    if (!this.over) this.onRoomAgain?.();
  }

  private read(payload: Buffer): void {
    // The usual request is one message in one frame.
    if (this.reader === undefined && isWhole(payload, this.peer.receiveBytesMax)) {
      this.receive(payload.subarray(GRPC_PREFIX_BYTES));
      return;
    }
    this.reader ??= new MessageReader(this.peer.receiveBytesMax, (message) => this.receive(message));
    this.reader.receive(payload);
    if (this.over) return;
    this.peer.requestBytes += this.reader.keptBytes - this.keptBytes;
    this.keptBytes = this.reader.keptBytes;
    if (this.peer.requestBytes > CONNECTION_REQUEST_BYTES)
      throw new RpcError(Code.RESOURCE_EXHAUSTED, 'grpc: too many unfinished requests on this connection');
  }

  private receive(message: Buffer): void {
    if (this.over) return;
    if (!this.paused && this.unread === undefined) {
      this.method?.onMessage(message);
      return;
    }
    this.unread ??= [];
    this.unread.push(message);
    this.unreadBytes += message.length;
    this.peer.requestBytes += message.length;
  }

  private deliver(): void {
    while (!this.paused && !this.over) {
      const message = this.unread?.shift();
      if (message === undefined) break;
      this.unreadBytes -= message.length;
      this.peer.requestBytes -= message.length;
      this.method?.onMessage(message);
    }
    if (this.paused || this.over) return;
    this.unread = undefined;
    if (!this.halfClosed) return;
    this.halfClosed = false;
    this.method?.onHalfClose();
  }

  private answered(): void {
    this.busy = false;
    if (this.ghost) this.connection.ghosts--;
    this.ghost = false;
  }

  private close(): void {
    assert(!this.over, 'a call ends once');
    this.over = true;
    this.peer.requestBytes -= this.keptBytes + this.unreadBytes;
    this.reader = undefined;
    this.unread = undefined;
    this.cancelled = undefined;
    if (this.deadlineMs !== undefined) this.peer.deadlines.delete(this);
    // Whoever was asked goes on working: no client may have more such work under way than it may have calls.
    if (!this.busy) return;
    this.ghost = true;
    this.connection.ghosts++;
  }

  private tellCancelled(listeners: readonly (() => void)[] | undefined): void {
    for (const listener of listeners ?? []) listener();
  }
}

function isWhole(payload: Buffer, bytesMax: number): boolean {
  const length = payload.length - GRPC_PREFIX_BYTES;
  return length >= 0 && length <= bytesMax && payload[0] === 0 && payload.readUInt32BE(1) === length;
}
